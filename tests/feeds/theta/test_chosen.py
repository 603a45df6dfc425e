"""Which of several terminals is asked."""

import socket
from collections.abc import Iterator
from datetime import date

import pytest
from aiohttp import web

from feeds.theta.chosen import ChosenTerminal
from feeds.theta.codes import ThetaCodes
from feeds.theta.terminal import TerminalState, ThetaTerminal
from models.contract import Contract
from models.queries import AtTimeAnswer, AtTimeQuery, HistoryError, HistoryFailure
from models.status import Source
from tests.feeds.conftest import settled
from tests.feeds.theta.test_terminal import HASTY, Serve, trade

QUERY = AtTimeQuery(Contract("SPY", date(2024, 6, 21), "C", 500_000), date(2024, 6, 14), date(2024, 6, 14), 43_200_000)


def terminal_like(request: web.Request) -> web.Response:
    if request.path.endswith("status"):
        return web.Response(text="CONNECTED")
    return web.json_response({"header": {}, "response": [trade("2024-06-14")]})


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address at which nothing listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}"


async def asked(codes: ThetaCodes, own: str, venue: str | None) -> tuple[str, AtTimeAnswer | HistoryError]:
    """What the chosen terminal says of itself, and its answer or failure."""
    terminals = [
        ThetaTerminal(url, codes, name=name, source=source, patience=HASTY)
        for url, name, source in ((own, "own", Source.LIVE), (venue, "local venue", Source.SIMULATED))
        if url
    ]
    chosen = ChosenTerminal(terminals[0], terminals[1] if venue else None)
    try:
        state = await chosen.look()
        answer = await chosen.at_time(QUERY, lambda text: None)
    except HistoryError as error:
        return state, error
    else:
        assert (answer.source, answer.source_name) == (chosen.source, chosen.name)
        return state, answer
    finally:
        await chosen.close()
        await settled()


async def test_the_users_own_terminal_is_asked_before_the_venue(serve: Serve, codes: ThetaCodes) -> None:
    own, venue = await serve(terminal_like), await serve(terminal_like)
    state, answer = await asked(codes, own.url, venue.url)
    assert isinstance(answer, AtTimeAnswer)
    assert (answer.source, venue.asked) == (Source.LIVE, [])
    assert state.startswith("own")
    assert state.endswith(TerminalState.CONNECTED)


async def test_without_an_own_terminal_the_venue_is_asked_and_named(
    serve: Serve, codes: ThetaCodes, nobody: str
) -> None:
    state, answer = await asked(codes, nobody, (await serve(terminal_like)).url)
    assert isinstance(answer, AtTimeAnswer)
    assert answer.source is Source.SIMULATED
    assert state.startswith("local venue")
    assert state.endswith(TerminalState.CONNECTED)
    assert answer.source_name.startswith("local venue")


async def test_another_program_on_the_port_is_no_terminal(serve: Serve, codes: ThetaCodes) -> None:
    router = await serve(lambda request: web.Response(text="<html>"))
    state, answer = await asked(codes, router.url, (await serve(terminal_like)).url)
    assert isinstance(answer, AtTimeAnswer)
    assert answer.source is Source.SIMULATED
    assert "not asked" in state


async def test_an_own_terminal_alone_is_asked_even_where_it_does_not_run(codes: ThetaCodes, nobody: str) -> None:
    state, error = await asked(codes, nobody, None)
    assert isinstance(error, HistoryError)
    assert error.kind is HistoryFailure.NOT_RUNNING
    assert state.endswith(TerminalState.NOT_RUNNING)
