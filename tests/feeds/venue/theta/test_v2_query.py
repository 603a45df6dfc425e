"""What v2 understands of its parameters."""

from datetime import date

import pytest

from feeds.venue.theta.errors import TerminalError
from feeds.venue.theta.trades import AllTrades, AtTime
from feeds.venue.theta.v2_query import at_time_from_query, trades_from_query
from models.contract import parse_ticker

CONTRACT = parse_ticker("O:SPY251219C00650000")
QUERY = {
    "root": "SPY",
    "exp": "20251219",
    "strike": "650000",
    "right": "C",
    "start_date": "20251201",
    "end_date": "20251202",
    "ivl": "43200000",
}


def test_parameters_are_read() -> None:
    question = AtTime(CONTRACT, date(2025, 12, 1), date(2025, 12, 2), 43_200_000, rth=True)
    assert at_time_from_query(QUERY) == question
    assert not at_time_from_query(QUERY | {"rth": "false"}).rth
    assert not at_time_from_query(QUERY | {"ivl": "0", "rth": "true"}).rth


@pytest.mark.parametrize("name", sorted(QUERY))
def test_a_missing_parameter_is_named(name: str) -> None:
    with pytest.raises(TerminalError, match=f"{name} is missing"):
        at_time_from_query({key: value for key, value in QUERY.items() if key != name})


@pytest.mark.parametrize(
    "changed",
    [
        {"strike": "650.0"},
        {"strike": "-1"},
        {"strike": "0"},
        {"strike": "²"},
        {"exp": "2025-12-19"},
        {"exp": "20251340"},
        {"right": "call"},
        {"root": "spy"},
        {"end_date": "20251130"},
        {"ivl": "86400001"},
        {"rth": "yes"},
    ],
)
def test_a_wrong_parameter_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(TerminalError, match="Invalid parameters: "):
        at_time_from_query(QUERY | changed)


def test_all_trades_are_asked_for_with_and_without_times() -> None:
    days = (date(2025, 12, 1), date(2025, 12, 2))
    assert trades_from_query(QUERY) == AllTrades(CONTRACT, *days, 0, 86_400_000)
    times = {"start_time": "34200000", "end_time": "34200500"}
    assert trades_from_query(QUERY | times) == AllTrades(CONTRACT, *days, 34_200_000, 34_200_500)
    with pytest.raises(TerminalError, match="end_time must be milliseconds of a day"):
        trades_from_query(QUERY | {"end_time": "86400001"})
