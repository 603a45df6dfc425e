"""Which of several terminals is asked."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date

import pytest
from aiohttp import web

from feeds.theta import chosen as chosen_module
from feeds.theta.chosen import ChosenTerminal, choose_terminal
from feeds.theta.codes import ThetaCodes
from feeds.theta.terminal import ThetaTerminal
from feeds.theta.turns import Turns
from feeds.theta.wire_v2 import AT_TIME_PATH
from models.history.queries import AtTimeAnswer, HistoryError, HistoryFailure, TradesQuery
from models.history.terminal import TerminalChoice, TerminalState, TerminalStatus, Transport
from models.status import Source
from tests.feeds.conftest import settled
from tests.feeds.theta.asking import (
    HASTY,
    NOON,
    SPY,
    Serve,
    Talk,
    answer,
    echo,
    only_v2,
    only_v3,
    query,
    trade,
    v3_rows,
)

S = TerminalState


def well(request: web.Request) -> web.Response:
    """A terminal of v2 in good health."""
    return web.Response(text="CONNECTED") if request.path.endswith("status") else echo(request)


def well_v3(request: web.Request) -> web.Response:
    """A terminal of v3 in good health."""
    return web.Response(text="CONNECTED") if request.path.endswith("status") else v3_rows("2024-06-14T11:00:00")


class Desk:
    """Makes choosing terminals, and closes them."""

    def __init__(self, codes: ThetaCodes, monkeypatch: pytest.MonkeyPatch) -> None:
        self._codes, self._monkeypatch = codes, monkeypatch
        self._made: list[ChosenTerminal] = []

    def usual(self, *addresses: str) -> None:
        """Say where terminals usually are."""
        self._monkeypatch.setattr(chosen_module, "USUAL", addresses)

    def choose(self, choice: TerminalChoice, venue: str | None = None, *, asks_own: bool = True) -> ChosenTerminal:
        turns = Turns(choice.at_once)

        def make(address: str) -> ThetaTerminal:
            return ThetaTerminal(address, self._codes, patience=HASTY, turns=turns)

        other = (
            ThetaTerminal(venue, self._codes, name="Local venue", source=Source.SIMULATED, patience=HASTY, turns=turns)
            if venue
            else None
        )
        self._made.append(ChosenTerminal(make, choice, turns, venue=other, asks_own=asks_own))
        return self._made[-1]

    async def close(self) -> None:
        for made in self._made:
            await made.close()
        await settled()


@pytest.fixture
async def desk(codes: ThetaCodes, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    made = Desk(codes, monkeypatch)
    yield made
    await made.close()


async def ask(chosen: ChosenTerminal) -> AtTimeAnswer:
    got = await chosen.at_time(query(), lambda text: None)
    assert (got.source, got.source_name) == (chosen.source, chosen.name)
    return got


async def failure(chosen: ChosenTerminal) -> HistoryError:
    with pytest.raises(HistoryError) as caught:
        await chosen.at_time(query(), lambda text: None)
    return caught.value


async def test_the_users_own_terminal_is_asked_before_the_venue(serve: Serve, desk: Desk) -> None:
    own, venue = await serve(only_v2(well)), await serve(only_v2(well))
    chosen = desk.choose(TerminalChoice(own.url), venue.url)
    status = await chosen.look()
    assert (status, status.generation, status.state) == (chosen.status, 2, S.CONNECTED)
    assert (await ask(chosen)).source is Source.LIVE
    assert venue.asked == []


async def test_without_an_own_terminal_the_venue_is_asked_and_named(serve: Serve, desk: Desk, nobody: str) -> None:
    desk.usual(nobody)
    chosen = desk.choose(TerminalChoice(), (await serve(well)).url)
    status = await chosen.look()
    assert status.text.startswith("Local venue (127.0.0.1:")
    assert status.text.endswith(") connected")
    assert (await ask(chosen)).source is Source.SIMULATED


async def test_a_terminal_that_was_named_and_does_not_run_is_said(serve: Serve, desk: Desk, nobody: str) -> None:
    chosen = desk.choose(TerminalChoice(nobody), (await serve(well)).url)
    status = await chosen.look()
    assert status.text.startswith("Local venue (127.0.0.1:")
    where = nobody.removeprefix("http://")
    assert status.text.endswith(f" connected (Theta Terminal ({where}) not running, not asked)")


async def test_another_program_on_the_port_is_no_terminal(serve: Serve, desk: Desk) -> None:
    router = await serve(lambda request: web.Response(text="<html>"))
    chosen = desk.choose(TerminalChoice(router.url), (await serve(well)).url)
    assert "unknown, not asked" in (await chosen.look()).text
    assert (await ask(chosen)).source is Source.SIMULATED


async def test_an_own_terminal_alone_is_asked_even_where_it_does_not_run(desk: Desk, nobody: str) -> None:
    chosen = desk.choose(TerminalChoice(nobody))
    assert (await chosen.look()).state is S.NOT_RUNNING
    assert (await failure(chosen)).kind is HistoryFailure.NOT_RUNNING


@pytest.mark.parametrize(("first", "second", "generation"), [(True, False, 2), (False, True, 3), (True, True, 2)])
async def test_the_terminal_that_runs_is_found_at_the_usual_addresses(
    serve: Serve, desk: Desk, nobody: str, first: bool, second: bool, generation: int
) -> None:
    urls = [
        (await serve(only_v2(well))).url if first else nobody,
        (await serve(only_v3(well_v3))).url if second else nobody,
    ]
    desk.usual(*urls)
    chosen = desk.choose(TerminalChoice())
    assert len((await ask(chosen)).rows) == 1
    assert (chosen.status.generation, chosen.status.state) == (generation, S.CONNECTED)


async def test_where_none_runs_both_addresses_and_the_way_to_start_it_are_said(desk: Desk, nobody: str) -> None:
    desk.usual(nobody, nobody.replace("127.0.0.1", "127.0.0.2"))
    chosen = desk.choose(TerminalChoice())
    status = await chosen.look()
    assert (status.text, status.generation) == ("Theta Terminal not running", None)
    error = await failure(chosen)
    for text in (status.advice, error.message):
        assert f"at {nobody[7:]} or {nobody[7:].replace('127.0.0.1', '127.0.0.2')}. Start it in its folder" in text


async def test_one_that_was_started_since_the_last_look_is_asked(serve: Serve, desk: Desk, nobody: str) -> None:
    states = iter(["DISCONNECTED", "CONNECTED"])

    def coming(request: web.Request) -> web.Response:
        return web.Response(text=next(states)) if request.path.endswith("status") else echo(request)

    venue = await serve(well)
    desk.usual(nobody, (await serve(only_v2(coming))).url)
    chosen = desk.choose(TerminalChoice(), venue.url)
    assert "disconnected, not asked" in (await chosen.look()).text
    chosen.use(TerminalChoice(chosen.choice.address, Transport.CSV))
    await chosen.look()
    assert (await ask(chosen)).source is Source.LIVE


async def test_an_own_terminal_that_loses_its_servers_is_not_replaced_by_a_simulated_market(
    serve: Serve, desk: Desk
) -> None:
    states = iter(["CONNECTED", "DISCONNECTED"])

    def losing(request: web.Request) -> web.Response:
        if request.path.endswith("status"):
            return web.Response(text=next(states))
        return web.Response(status=474)

    chosen = desk.choose(TerminalChoice((await serve(only_v2(losing))).url), (await serve(well)).url)
    await chosen.look()
    assert (await failure(chosen)).kind is HistoryFailure.DISCONNECTED
    assert chosen.status.state is S.DISCONNECTED
    assert "Check the network" in chosen.status.advice
    assert (await chosen.look()).source is Source.LIVE


async def test_two_sessions_that_fight_are_said(serve: Serve, desk: Desk) -> None:
    states = iter(["CONNECTED", "DISCONNECTED"] * 4)
    chosen = desk.choose(TerminalChoice((await serve(only_v2(lambda request: web.Response(text=next(states))))).url))
    seen = [(await chosen.look()).state for _ in range(6)]
    assert seen == [S.CONNECTED, S.DISCONNECTED, S.CONNECTED, S.FIGHTING, S.FIGHTING, S.FIGHTING]
    assert "Close the other Theta Terminal" in chosen.status.advice


async def test_a_terminal_that_tells_no_status_is_looked_at_once_and_known_by_its_answers(
    serve: Serve, desk: Desk
) -> None:
    double = await serve(lambda request: web.Response(status=404) if request.path.endswith("status") else echo(request))
    chosen = desk.choose(TerminalChoice(double.url))
    assert (await chosen.look()).state is S.UNKNOWN
    for _ in range(2):
        await ask(chosen)
    assert (chosen.status.state, chosen.status.generation) == (S.CONNECTED, 2)
    assert [request.path for request in double.asked if not request.path.endswith("status")] == [AT_TIME_PATH] * 2
    assert len(double.asked) == 6  # two looks at both generations


async def test_another_choice_is_used_from_the_next_question_on(serve: Serve, desk: Desk) -> None:
    first, second = await serve(only_v2(well)), await serve(only_v3(well_v3))
    chosen = desk.choose(TerminalChoice(first.url))
    await ask(chosen)
    choice = TerminalChoice(second.url, Transport.NDJSON, 3)
    chosen.use(choice)
    assert (chosen.choice, chosen.status.generation) == (choice, None)
    got = await ask(chosen)
    assert got.source_name.startswith("Theta Terminal v3")
    assert second.asked[-1].query["format"] == "ndjson"
    chosen.use(TerminalChoice(first.url))
    assert (await ask(chosen)).source_name.startswith("Theta Terminal v2")


async def test_a_choice_that_is_no_address_changes_nothing(serve: Serve, desk: Desk) -> None:
    chosen = desk.choose(TerminalChoice((await serve(only_v2(well))).url))
    with pytest.raises(ValueError, match="address"):
        chosen.use(TerminalChoice("nonsense"))
    assert len((await ask(chosen)).rows) == 1


async def test_a_choice_that_is_made_during_a_look_counts(talk: Talk, serve: Serve, desk: Desk) -> None:
    asked, chosen_anew = asyncio.Event(), asyncio.Event()

    async def wait(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await chosen_anew.wait()

    chosen = desk.choose(TerminalChoice(await talk(wait)))
    looking = asyncio.create_task(chosen.look())
    await asyncio.wait_for(asked.wait(), 5)
    other = await serve(only_v2(well))
    chosen.use(TerminalChoice(other.url))
    chosen_anew.set()
    status = await looking
    assert (status.state, status.address) == (S.CONNECTED, other.url.removeprefix("http://"))
    assert chosen.status == status


async def test_a_recording_is_asked_alone(serve: Serve, desk: Desk) -> None:
    own, venue = await serve(only_v2(well)), await serve(well)
    chosen = desk.choose(TerminalChoice(own.url), venue.url, asks_own=False)
    assert (await ask(chosen)).source is Source.SIMULATED
    chosen.use(TerminalChoice(own.url, Transport.CSV))
    await ask(chosen)
    assert own.asked == []
    assert venue.asked[-1].query["use_csv"] == "true"


async def test_one_limit_holds_for_the_whole_program(talk: Talk, desk: Desk) -> None:
    body = answer(trade("2024-06-14")).body
    assert isinstance(body, bytes)
    inside, most = 0, 0

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        for _ in range(20):
            await asyncio.sleep(0)
        inside -= 1
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        await writer.drain()

    chosen = desk.choose(TerminalChoice(await talk(slow), at_once=2))
    trades = TradesQuery(SPY, date(2024, 6, 14), 0, NOON)
    questions = [chosen.at_time(query(), lambda text: None) for _ in range(4)]
    others = [chosen.trades(trades, lambda text: None) for _ in range(2)]
    await chosen.look()
    most = 0
    chosen._status = TerminalStatus(state=S.CONNECTED)  # no looks between the questions
    await asyncio.gather(*questions, *others)
    assert most == 2


@pytest.mark.parametrize("ask_for", [
    lambda chosen: chosen.roots(), lambda chosen: chosen.expirations("SPY"),
    lambda chosen: chosen.strikes("SPY", date(2024, 6, 21)),
])  # fmt: skip
async def test_lists_come_from_the_terminal_that_is_chosen(
    serve: Serve, desk: Desk, ask_for: Callable[[ChosenTerminal], object]
) -> None:
    def lists(request: web.Request) -> web.Response:
        if request.path.endswith("status"):
            return web.Response(text="CONNECTED")
        value = {"option": "SPY", "expirations": 20240621, "strikes": 500_000}[request.path.rpartition("/")[2]]
        return web.json_response({"header": {}, "response": [value]})

    chosen = desk.choose(TerminalChoice((await serve(only_v2(lists))).url))
    assert await ask_for(chosen) in (("SPY",), (date(2024, 6, 21),), (500_000,))  # type: ignore[misc]


async def test_the_terminals_of_a_run_are_made_by_choice(codes: ThetaCodes) -> None:
    automatic = choose_terminal(TerminalChoice(), None, codes, Source.LIVE)
    venue = choose_terminal(TerminalChoice(), "http://127.0.0.1:1", codes, Source.REPLAY, asks_own=False)
    assert (automatic.source, venue.source, venue.name) == (Source.LIVE, Source.REPLAY, "Local venue (127.0.0.1:1)")
    await automatic.close()
    await venue.close()
