"""Random days: whatever came, in whatever order, all figures are those of a plain recomputation (semantics.md)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.clock import utc_ms
from models.market import Market
from tests.models.against_plain import assert_plain
from tests.models.made_market import MadeMarket, Print
from tests.models.plain_figures import figures
from tests.models.plain_prints import Fact

INDEX = ("O:SPXW251201C06850000", "O:SPX251219P06000000", "O:NDX251219C25000000")
TICKERS = ("O:SPY251219C00650000", "O:SPY251219P00640000", "O:NVDA251205P00172500", *INDEX)
WEEKS = (
    (date(2025, 12, 1), date(2025, 12, 2)),
    (date(2025, 11, 26), date(2025, 11, 27), date(2025, 11, 28)),  # Thanksgiving, and a half day
    (date(2025, 12, 24), date(2025, 12, 25), date(2025, 12, 26)),
    (date(2025, 12, 5), date(2025, 12, 7), date(2025, 12, 8)),  # a weekend
    (date(2025, 10, 31), date(2025, 11, 2), date(2025, 11, 3)),  # clocks are set back
    (date(2026, 3, 6), date(2026, 3, 8), date(2026, 3, 9)),  # and forward
)
HOUR, MINUTE = 3_600_000, 60_000
TIMES = (
    90 * MINUTE, 565 * MINUTE, 565 * MINUTE + 1, 570 * MINUTE - 1, 570 * MINUTE, 570 * MINUTE + 1, 10 * HOUR, 13 * HOUR,
    13 * HOUR + 1, 795 * MINUTE, 795 * MINUTE + 1, 16 * HOUR, 16 * HOUR + 1, 975 * MINUTE, 975 * MINUTE + 1, 17 * HOUR,
    17 * HOUR + 1, 1215 * MINUTE - 1, 1215 * MINUTE, 24 * HOUR - 1,
)  # fmt: skip
CODES = (
    (), (209,), (209,), (219,), (232,), (208,), (246,), (247,), (248,), (202,), (204,), (206,), (999,), (212, 209),
    (209, 232), (209, 246), (209, 202), (999, 202), (201,), (203,), (205,), (205,), (207,), (209, 201), (999, 205),
)  # fmt: skip

SHARES = {TICKERS[0]: 10.0, INDEX[0]: 150.0}
T = TypeVar("T")
FATES = st.sampled_from(("streamed", "streamed", "streamed", "missed", "missed", "fill", "never"))


def some(of: st.SearchStrategy[T]) -> st.SearchStrategy[list[T]]:
    """A few, so that prints often share them."""
    return st.lists(of, min_size=1, max_size=4, unique=True)


@st.composite
def prints(draw: st.DrawFn) -> list[Print]:
    """Prints of some days, in any order."""
    moments = st.builds(utc_ms, st.sampled_from(draw(st.sampled_from(WEEKS))), st.sampled_from(TIMES))
    made = st.builds(
        Print,
        ticker=st.sampled_from(draw(some(st.sampled_from(TICKERS)))),
        price=st.sampled_from((1.0, 1.0, 1.1, 2.35)),
        size=st.sampled_from((1, 1, 1, 2)),
        codes=st.sampled_from(CODES),
        time_ms=st.sampled_from(draw(some(moments))),
        venue=st.sampled_from((302, 302, 302, 308)),
    )
    drawn = draw(st.lists(made, min_size=draw(st.sampled_from((1, 16))), max_size=32))
    return [replace(one, sequence=n) for n, one in enumerate(drawn)]


def fact_of(made: Print) -> Fact:
    return Fact(made.ticker, made.time_ms, made.price, made.size, made.venue, made.codes, made.ticker in INDEX)


def learn(market: Market, shares: Mapping[str, float]) -> None:
    for ticker, count in shares.items():
        market.contracts.learn_multiplier(ticker, count)


@settings(deadline=None, max_examples=600)
@given(
    prints(),
    st.data(),
    st.sampled_from((None, None, 1, 2, 4, 8)),
    st.sampled_from((1, 100)),
    st.sampled_from(({}, SHARES)),
)
def test_figures_of_a_stream_in_any_order_are_plain_ones_also_when_memory_is_trimmed(
    day: list[Print], data: st.DataObject, rows_a_block: int | None, settled_at_once: int, shares: dict[str, float]
) -> None:
    market, memory, left = MadeMarket(max_rows=rows_a_block or 1000), list[int](), list(day)
    market.tape._rows_a_block = rows_a_block or 1000
    learn_at = data.draw(st.integers(0, len(day)))
    while left:
        count = min(data.draw(st.integers(1, 6)), len(left))
        if len(left) <= learn_at:
            learn(market, shares)
        memory += [market.tape.settled_to] * count
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("models.market.SETTLE_ROWS", settled_at_once)
            market.print(*left[:count])
        del left[:count]
    learn(market, shares)
    assert rows_a_block is None or market.tape.end - market.tape.settled_to < 2 * rows_a_block + 6
    assert_plain(market, figures([fact_of(made) for made in day], shares, memory))


@settings(deadline=None, max_examples=400)
@given(prints(), st.data(), st.sampled_from(({}, SHARES)))
def test_figures_of_a_stream_with_gaps_that_were_filled_are_those_of_one_without(
    day: list[Print], data: st.DataObject, shares: dict[str, float]
) -> None:
    day = [replace(made, sequence=n) for n, made in enumerate(sorted(day, key=lambda made: made.time_ms))]
    market, missed, never = MadeMarket(), list[Print](), list[Print]()
    for made, fate in zip(day, data.draw(st.lists(FATES, min_size=len(day), max_size=len(day))), strict=True):
        if fate == "never":
            never.append(made)
        elif fate == "missed":
            missed.append(made)
        else:
            if fate == "fill":
                part = missed[: len(missed) // 2 + 1]
                market.fill(*part, gap=market.interrupt(made.time_ms).number)
                del missed[: len(part)]
            market.print(made)
        learn(market, shares)
    market.fill(*missed)
    arrived = [made for made in day if made not in never]
    assert_plain(market, figures([fact_of(made) for made in arrived], shares))
