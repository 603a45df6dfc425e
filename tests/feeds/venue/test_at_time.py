"""The at-time question, against a plain reading of what it means."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.venue.at_time import (
    CANCELS,
    COLUMNS,
    AtTime,
    InvalidParamsError,
    at_time_from_query,
    at_time_rows,
    signed_32,
)
from feeds.venue.source import Print
from models.clock import utc_ms
from models.contract import parse_ticker

CONTRACT = parse_ticker("O:SPY251219C00650000")
FIRST = date(2025, 10, 31)
"""A Friday before the clocks change."""
QUERY = {
    "root": "SPY",
    "exp": "20251219",
    "strike": "650000",
    "right": "C",
    "start_date": "20251201",
    "end_date": "20251202",
    "ivl": "43200000",
}


def a_print(day: int, ms_of_day: int, number: int, condition: int = 209, price: float = 1.5) -> Print:
    return Print(utc_ms(FIRST + timedelta(days=day), ms_of_day) * 1_000_000, price, 1, 302, (condition,), number)


prints = st.lists(
    st.tuples(
        st.integers(0, 4), st.integers(34_000_000, 58_000_000) | st.just(36_000_000), st.sampled_from([209, 201, 204])
    ),
    max_size=30,
).map(lambda rows: [a_print(day, ms, number, condition) for number, (day, ms, condition) in enumerate(rows)])


def ask(time_ms: int, *, rth: bool = True) -> AtTime:
    return AtTime(CONTRACT, FIRST, FIRST + timedelta(days=4), time_ms, rth)


@given(prints, st.integers(34_000_000, 58_000_000) | st.just(36_000_000), st.booleans())
def test_each_day_answers_with_its_last_trade_at_or_before(trades: list[Print], time_ms: int, rth: bool) -> None:
    expected = {}
    for day in range(5):
        midnight = utc_ms(FIRST + timedelta(days=day), 0)
        low, high = (34_200_000, min(57_600_000, time_ms)) if rth else (0, time_ms)
        fitting = [t for t in trades if low <= t.time_ms - midnight <= high and not CANCELS & set(t.conditions)]
        if fitting:
            latest = max(t.time_ms for t in fitting)
            expected[day] = [t.sequence for t in fitting if t.time_ms == latest][-1]
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in at_time_rows(ask(time_ms, rth=rth), trades)]
    assert [row["date"] for row in rows] == [int(f"{FIRST + timedelta(days=day):%Y%m%d}") for day in sorted(expected)]
    assert [row["sequence"] for row in rows] == [expected[day] for day in sorted(expected)]


def test_a_row_tells_the_trade_in_the_terminals_codes() -> None:
    trade = Print(a_print(0, 36_000_000, 0).time_ns, 41.5, 2, 316, (209,), 2**32 - 5)
    row = dict(zip(COLUMNS, at_time_rows(ask(36_000_000), [trade])[0], strict=True))
    assert row == {
        "ms_of_day": 36_000_000,
        "sequence": -5,
        **{f"ext_condition{n}": 255 for n in range(1, 5)},
        "condition": 18,
        "size": 2,
        "exchange": 1,
        "price": 41.5,
        "condition_flags": 0,
        "price_flags": 1 | 2 | 4 | 8,
        "volume_type": 0,
        "records_back": 0,
        "date": 20251031,
    }


@pytest.mark.parametrize(
    ("prices", "condition", "flags", "blocked"),
    [([1.0, 2.0], 209, 1 | 2, 0), ([2.0, 1.0], 209, 1 | 4, 0), ([1.0, 3.0, 2.0], 209, 1, 0), ([1.0, 2.0], 204, 0, 7)],
)
def test_flags_tell_what_the_trade_set(prices: list[float], condition: int, flags: int, blocked: int) -> None:
    before = [a_print(0, 36_000_000 + n, n, 209, price) for n, price in enumerate(prices[:-1])]
    trades = [*before, a_print(0, 36_100_000, 9, condition, prices[-1])]
    row = dict(zip(COLUMNS, at_time_rows(ask(57_000_000), trades)[0], strict=True))
    assert (row["price_flags"], row["condition_flags"]) == (flags, blocked)


def test_parameters_are_read() -> None:
    question = AtTime(CONTRACT, date(2025, 12, 1), date(2025, 12, 2), 43_200_000, rth=True)
    assert at_time_from_query(QUERY) == question
    assert not at_time_from_query(QUERY | {"rth": "false"}).rth
    assert not at_time_from_query(QUERY | {"ivl": "0", "rth": "true"}).rth


@pytest.mark.parametrize("name", sorted(QUERY))
def test_a_missing_parameter_is_named(name: str) -> None:
    with pytest.raises(InvalidParamsError, match=f"{name} is missing"):
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
    with pytest.raises(InvalidParamsError):
        at_time_from_query(QUERY | changed)


@given(st.integers(-(2**63), 2**63))
def test_a_sequence_wraps_to_32_bits(number: int) -> None:
    wrapped = signed_32(number)
    assert -(2**31) <= wrapped < 2**31
    assert (wrapped - number) % 2**32 == 0
