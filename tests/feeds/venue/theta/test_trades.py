"""Trades as a terminal tells them, against a plain reading of what is asked."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.venue.source import Print
from feeds.venue.theta.trades import CANCELS, COLUMNS, AllTrades, AtTime, at_time_rows, signed_32, trade_rows
from models.clock import utc_ms
from models.contract import parse_ticker

CONTRACT = parse_ticker("O:SPY251219C00650000")
FIRST = date(2025, 10, 31)
"""A Friday before the clocks change."""


def a_print(day: int, ms_of_day: int, number: int, condition: int = 209, price: float = 1.5) -> Print:
    return Print(utc_ms(FIRST + timedelta(days=day), ms_of_day) * 1_000_000, price, 1, 302, (condition,), number)


prints = st.lists(
    st.tuples(
        st.integers(0, 4), st.integers(34_000_000, 58_000_000) | st.just(36_000_000), st.sampled_from([209, 201, 204])
    ),
    max_size=30,
).map(lambda rows: [a_print(day, ms, number, condition) for number, (day, ms, condition) in enumerate(rows)])


def midnight_of(day: int) -> int:
    return utc_ms(FIRST + timedelta(days=day), 0)


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
    rows = told(at_time_rows(ask(time_ms, rth=rth), trades))
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


def told(rows: list[tuple[int | float, ...]]) -> list[dict[str, int | float]]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


@given(prints, st.integers(34_000_000, 58_000_000), st.integers(34_000_000, 58_000_000))
def test_all_trades_of_the_times_are_told_in_order_of_time_cancels_too(
    trades: list[Print], from_ms: int, to_ms: int
) -> None:
    rows = told(trade_rows(AllTrades(CONTRACT, FIRST, FIRST + timedelta(days=4), from_ms, to_ms), trades))
    expected = []
    for trade in sorted(trades, key=lambda trade: trade.time_ns):
        midnight = next(m for m in map(midnight_of, reversed(range(5))) if m <= trade.time_ms)
        if from_ms <= trade.time_ms - midnight <= to_ms:
            expected.append((trade.time_ms - midnight, trade.sequence))
    assert [(row["ms_of_day"], row["sequence"]) for row in rows] == expected
    cancels = {trade.sequence for trade in trades if CANCELS & set(trade.conditions)}
    assert {row["sequence"] for row in rows if row["records_back"]} == {
        row["sequence"] for row in rows if row["sequence"] in cancels
    }


def test_a_cancel_says_how_far_back_the_trade_is_that_it_undoes() -> None:
    prices = [1.0, 2.0, 1.0, 3.0]
    trades = [a_print(0, 36_000_000 + n, n, 209, price) for n, price in enumerate(prices)]
    trades += [a_print(0, 36_000_010, 8, 201, 2.0), a_print(0, 36_000_011, 9, 201, 7.0)]
    rows = told(trade_rows(AllTrades(CONTRACT, FIRST, FIRST, 36_000_003, 86_400_000), trades))
    assert [(row["records_back"], row["condition"], row["price_flags"]) for row in rows] == [
        (0, 18, 1 | 2),
        (3, 40, 32),
        (1, 40, 32),
    ]


@given(st.integers(-(2**63), 2**63))
def test_a_sequence_wraps_to_32_bits(number: int) -> None:
    wrapped = signed_32(number)
    assert -(2**31) <= wrapped < 2**31
    assert (wrapped - number) % 2**32 == 0
