"""Looking at a terminal: what it says, which generation it is of, and what the user can do about it."""

from collections.abc import Callable

import pytest
from aiohttp import web

from feeds.theta.codes import ThetaCodes
from feeds.theta.terminal import ThetaTerminal
from feeds.theta.terminal_watch import TerminalWatch
from models.history.terminal import TerminalState
from tests.feeds.conftest import Answerer, settled
from tests.feeds.theta.asking import HASTY, Serve, Terminal, only_v2, only_v3

S = TerminalState
Only = Callable[[Answerer], Answerer]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("CONNECTED", TerminalState.CONNECTED),
        (" connected\n", TerminalState.CONNECTED),
        ("DISCONNECTED", TerminalState.DISCONNECTED),
        ("UNVERIFIED", TerminalState.UNVERIFIED),
        ("ERROR", TerminalState.ERROR),
        ("IS A V3 TERMINAL", TerminalState.UNKNOWN),
        ("<html>", TerminalState.UNKNOWN),
    ],
)
async def test_status(serve: Serve, terminal: Terminal, text: str, state: TerminalState) -> None:
    assert (await terminal.look((await serve(only_v2(lambda request: web.Response(text=text)))).url)).state is state


@pytest.mark.parametrize(("generation", "number"), [(only_v2, 2), (only_v3, 3)])
async def test_the_generation_is_found_by_itself(
    serve: Serve, terminal: Terminal, generation: Only, number: int
) -> None:
    double = await serve(generation(lambda request: web.Response(text="CONNECTED")))
    status = await terminal.look(double.url)
    assert (status.generation, status.state, status.advice) == (number, TerminalState.CONNECTED, "")
    assert status.title == f"Theta Terminal v{number} ({double.url.removeprefix('http://')})"


@pytest.mark.parametrize(
    ("answered", "state"),
    [(571, TerminalState.STARTING), (474, TerminalState.DISCONNECTED), (478, TerminalState.FIGHTING)],
)
async def test_a_status_that_is_an_error_is_a_state(
    serve: Serve, terminal: Terminal, answered: int, state: TerminalState
) -> None:
    double = await serve(only_v2(lambda request: web.Response(status=answered)))
    status = await terminal.look(double.url)
    assert (status.generation, status.state) == (2, state)
    assert status.advice


async def test_another_program_on_the_port_is_no_terminal(serve: Serve, terminal: Terminal) -> None:
    double = await serve(lambda request: web.Response(status=500, text="<html>"))
    status = await terminal.look(double.url)
    assert (status.generation, status.state) == (None, TerminalState.UNKNOWN)
    assert "is no Theta Terminal" in status.advice


async def test_a_terminal_that_was_restarted_as_the_other_generation_is_met(serve: Serve, codes: ThetaCodes) -> None:
    generations = iter([only_v2, only_v3, only_v3, only_v2, only_v2])
    double = await serve(lambda request: next(generations)(lambda _: web.Response(text="CONNECTED"))(request))
    made = ThetaTerminal(double.url, codes, patience=HASTY)
    seen = [(await made.look()).generation for _ in range(3)]
    await made.close()
    await settled()
    assert seen == [2, 3, 2]


def test_a_terminal_that_has_just_come_is_starting() -> None:
    now_s = [0.0]
    watch = TerminalWatch(lambda: now_s[0])
    said = []
    for at_s, seen in (
        (0, S.NOT_RUNNING),
        (5, S.DISCONNECTED),
        (10, S.UNVERIFIED),
        (15, S.CONNECTED),
        (20, S.DISCONNECTED),
    ):
        now_s[0] = at_s
        said.append(watch.judged(seen))
    assert said == [S.NOT_RUNNING, S.STARTING, S.STARTING, S.CONNECTED, S.DISCONNECTED]


def test_one_that_does_not_get_ready_is_not_starting_for_ever() -> None:
    now_s = [0.0]
    watch = TerminalWatch(lambda: now_s[0])
    watch.judged(S.NOT_RUNNING)
    now_s[0] = 61.0
    assert watch.judged(S.DISCONNECTED) is S.DISCONNECTED


@pytest.mark.parametrize(("every_s", "state"), [(15, S.FIGHTING), (120, S.CONNECTED)])
def test_two_sessions_that_fight_are_told_from_a_network_that_fails_now_and_then(
    every_s: float, state: TerminalState
) -> None:
    now_s = [0.0]
    watch = TerminalWatch(lambda: now_s[0])
    for seen in (S.CONNECTED, S.DISCONNECTED, S.CONNECTED, S.DISCONNECTED):
        watch.judged(seen)
        now_s[0] += every_s
    assert watch.judged(S.CONNECTED) is state
    for _ in range(20):
        now_s[0] += every_s
        last = watch.judged(S.CONNECTED)
    assert last is S.CONNECTED
