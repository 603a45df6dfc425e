"""Every error of the terminal: what the user reads, how often it is tried again, and that it ends."""

from collections.abc import Callable

import pytest
from aiohttp import web

from feeds.theta.refusals import OTHER_GENERATION
from models.history.queries import HistoryFailure
from tests.feeds.conftest import Answerer
from tests.feeds.theta.asking import Serve, Terminal, only_v2, only_v3

F = HistoryFailure
Only = Callable[[Answerer], Answerer]


@pytest.mark.parametrize("generation", [only_v2, only_v3])
@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (400, F.REFUSED, "Check the contract and the dates"),
        (404, F.FAILED, "does not know such questions (404: text)"),
        (470, F.FAILED, "reports an error (470: text)"),
        (471, F.PERMISSION, "Options Standard or Pro subscription"),
        (403, F.PERMISSION, "Options Standard or Pro subscription"),
        (473, F.REFUSED, "Check the contract and the dates"),
        (475, F.REFUSED, "could not read the question (475: text)"),
        (476, F.FAILED, "127.0.0.1, not localhost"),
        (477, F.FAILED, "lost its place"),
        (478, F.DISCONNECTED, "Close the other terminal or program"),
        (570, F.REFUSED, "Even one day is too large"),
        (572, F.FAILED, "failed inside (572: text)"),
        (500, F.FAILED, "status 500, which no Theta Terminal should"),
        (302, F.FAILED, "status 302"),
    ],
)
async def test_refusals_are_said_in_words_that_name_the_remedy(
    serve: Serve, terminal: Terminal, generation: Only, status: int, kind: HistoryFailure, words: str
) -> None:
    double = await serve(generation(lambda request: web.Response(status=status, text=":text.")))
    error = await terminal.failure(double.url)
    assert (error.kind, error.detail) == (kind, f"HTTP {status}: text.")
    assert words in error.message
    if generation is only_v2 and status not in OTHER_GENERATION:
        assert len(double.asked) == (2 if status == 477 else 1)


async def test_a_terminal_that_refuses_both_generations_is_to_be_updated(serve: Serve, terminal: Terminal) -> None:
    double = await serve(lambda request: web.Response(status=410, text="Gone."))
    error = await terminal.failure(double.url)
    assert error.kind is F.WRONG_GENERATION
    assert "takes questions neither of v2 nor of v3 (410: Gone)" in error.message
    assert [request.path[:4] for request in double.asked] == ["/v2/", "/v3/"]


async def test_a_root_that_nobody_knows_is_said(serve: Serve, terminal: Terminal) -> None:
    double = await serve(lambda request: web.Response(status=472, text=":Nonexistent root symbol"))
    error = await terminal.failure(double.url)
    assert error.kind is F.NO_DATA
    assert "SPY 21 Jun 24 500 C" in error.message


@pytest.mark.parametrize(
    ("status", "kind", "waiting"),
    [(429, F.BUSY, "busy"), (474, F.DISCONNECTED, "lost its connection"), (571, F.STARTING, "still starting")],
)
async def test_temporary_refusals_are_tried_five_times_with_words(
    serve: Serve, terminal: Terminal, status: int, kind: HistoryFailure, waiting: str
) -> None:
    double = await serve(lambda request: web.Response(status=status, text="later"))
    error = await terminal.failure(double.url)
    assert (error.kind, len(double.asked)) == (kind, 5)
    assert waiting in terminal.said[1]
    assert terminal.said[-1] == "Asking again: try 5 of 5"
