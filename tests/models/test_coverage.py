"""From when on a contract's prints are known, and whether some of its trade date are missing."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.batch import coverage_news
from models.clock import utc_ms
from models.coverage_news import CoverageNews, Fetched, Streamed
from models.gaps import Gap, GapStage
from tests.models.made_market import NVDA, SPXW, SPY_C, SPY_P, TICKERS, MadeMarket, Print

MONDAY, TUESDAY = date(2025, 12, 1), date(2025, 12, 2)
C, P, X, N = (TICKERS.index(ticker) for ticker in (SPY_C, SPY_P, SPXW, NVDA))
EVERYTHING = frozenset[str]()


def at(hour: int, minute: int = 0, day: date = MONDAY) -> int:
    """Unix ms of an Eastern time."""
    return utc_ms(day, (hour * 60 + minute) * 60_000)


def streaming(since_ms: int, *tickers: str) -> Streamed:
    return Streamed(frozenset(tickers), False, since_ms)


def told(*news: CoverageNews, now_ms: int = at(12)) -> MadeMarket:
    """A market whose newest print is at a time, and that was told of coverage."""
    market = MadeMarket()
    market.print(*(Print(ticker, time_ms=now_ms, sequence=n) for n, ticker in enumerate(TICKERS)))
    market.take(coverage_news(*news))
    return market


def gap(market: MadeMarket, start_ms: int, end_ms: int | None, stage: GapStage = GapStage.STAYS) -> Gap:
    return market.interrupt(start_ms, end_ms=end_ms, stage=stage)


def test_a_day_that_begins_with_the_run_is_whole() -> None:
    coverage = told().coverage
    assert [coverage.since_ms(number) for number in range(4)] == [None] * 4
    assert all(coverage.is_whole(number) for number in range(4))


def test_what_is_streamed_since_midday_is_marked_with_that_time() -> None:
    coverage = told(streaming(at(11, 2), SPY_C)).coverage
    assert coverage.since_ms(C) == at(11, 2)
    assert not coverage.missing(C)
    assert not coverage.is_whole(C)


def test_what_is_not_streamed_is_missing() -> None:
    coverage = told(streaming(at(11), SPY_C)).coverage
    assert coverage.missing(P)
    assert coverage.since_ms(P) is None


@pytest.mark.parametrize(
    ("ticker", "since_ms", "whole"),
    [
        (SPY_C, at(9, 29), True),
        (SPY_C, at(9, 31), False),
        (SPXW, at(9), False),
        (SPXW, at(20, 14, date(2025, 11, 30)), True),
        (SPY_C, at(17, day=date(2025, 11, 28)), True),
    ],
)
def test_only_the_time_in_which_a_contract_can_trade_counts(ticker: str, since_ms: int, whole: bool) -> None:
    assert told(streaming(since_ms, ticker)).coverage.is_whole(TICKERS.index(ticker)) == whole


def test_what_was_fetched_since_the_open_makes_a_day_whole() -> None:
    market = told(streaming(at(11), SPY_C, SPY_P), Fetched(SPY_C, at(0), at(11, 1)))
    assert market.coverage.is_whole(C)
    assert market.coverage.since_ms(P) == at(11)


def test_what_was_fetched_must_reach_to_where_the_stream_begins() -> None:
    market = told(streaming(at(11), SPY_C), Fetched(SPY_C, at(0), at(10, 59)))
    assert market.coverage.since_ms(C) == at(11)


def test_what_is_subscribed_again_is_known_since_then() -> None:
    coverage = told(streaming(at(10), SPY_C), streaming(at(11)), streaming(at(11, 30), SPY_C)).coverage
    assert coverage.since_ms(C) == at(11, 30)


def test_what_stays_subscribed_keeps_its_time() -> None:
    coverage = told(streaming(at(10), SPY_C), streaming(at(11), SPY_C, SPY_P)).coverage
    assert (coverage.since_ms(C), coverage.since_ms(P)) == (at(10), at(11))


def test_turning_to_everything_and_back_loses_nothing_of_what_is_kept() -> None:
    market = told(streaming(at(10), SPY_C), Streamed(EVERYTHING, True, at(11)))
    coverage = market.coverage
    assert [coverage.since_ms(number) for number in (C, P, N)] == [at(10), at(11), at(11)]
    assert not coverage.missing(N)
    market.take(coverage_news(streaming(at(11, 30), SPY_C, NVDA)))
    assert [coverage.since_ms(number) for number in (C, P, N)] == [at(10), at(11), at(11)]
    assert [coverage.missing(number) for number in (C, P, N)] == [False, True, False]


def test_a_contract_that_appears_while_everything_is_streamed_is_known_since_that_began() -> None:
    market = told(Streamed(EVERYTHING, True, at(11)))
    new = "O:AAPL251219C00200000"
    market.print(Print(new, time_ms=at(12, 1)))
    assert market.coverage.since_ms(market.contracts.find(new)) == at(11)


def test_the_next_trade_date_is_whole_when_it_began_while_the_contract_was_streamed() -> None:
    market = told(streaming(at(11), SPY_C, SPXW))
    market.print(Print(SPY_C, time_ms=at(9, 30, TUESDAY)))
    assert market.coverage.is_whole(C)
    assert market.coverage.since_ms(X) == at(11)


def test_a_gap_is_missing_until_it_is_filled() -> None:
    market = told(streaming(at(9), SPY_C))
    began = gap(market, at(10), None, GapStage.OPEN)
    assert market.coverage.missing(C)
    over = replace(began, end_ms=at(10, 1), stage=GapStage.WAITING)
    market.take(replace(coverage_news(), gaps=(over,)))
    assert market.coverage.missing(C)
    market.take(replace(coverage_news(), gaps=(replace(over, stage=GapStage.FILLED),)))
    assert market.coverage.is_whole(C)


def test_a_gap_may_be_filled_for_some_and_not_for_others() -> None:
    market = told(Streamed(EVERYTHING, True, at(9)))
    gap(market, at(10), at(10, 1), GapStage.PARTLY)
    market.take(coverage_news(Fetched(SPY_C, at(10) - 5000, at(10, 1) + 5000)))
    assert market.coverage.is_whole(C)
    assert market.coverage.missing(P)


def test_a_gap_before_a_contract_was_streamed_is_none_of_its_own() -> None:
    market = told(streaming(at(9), SPY_C))
    gap(market, at(10), at(10, 1))
    market.take(coverage_news(streaming(at(11), SPY_C, SPY_P)))
    assert not market.coverage.missing(P)
    market.take(coverage_news(Fetched(SPY_P, at(0), at(11, 5))))
    assert market.coverage.is_whole(P)


def test_a_gap_of_the_day_before_or_of_the_night_does_not_count() -> None:
    index = "O:SPXW251219C06850000"
    market = told(streaming(at(9), SPY_C, index))
    gap(market, at(15), at(15, 1))
    gap(market, at(22), at(22, 1))
    for ticker in (SPY_C, index):
        market.print(Print(ticker, time_ms=at(9, 30, TUESDAY)))
    assert market.coverage.is_whole(C)
    assert market.coverage.missing(market.contracts.find(index))


def test_a_gap_in_a_recording_is_missing_too() -> None:
    market = told()
    gap(market, at(10), at(10, 1))
    assert market.coverage.missing(C)


def test_views_can_see_that_there_is_news_and_progress_is_none() -> None:
    market = told()
    seen = [market.coverage.changes]

    def is_news() -> bool:
        seen.append(market.coverage.changes)
        return seen[-1] > seen[-2]

    market.take(coverage_news(streaming(at(11), SPY_C)))
    assert is_news()
    news = gap(market, at(10), at(10, 1), GapStage.WAITING)
    assert is_news()
    market.take(replace(coverage_news(), gaps=(replace(news, stage=GapStage.FILLING, outcome="1 of 2"),)))
    assert not is_news()
    market.print(Print(SPY_C, time_ms=at(12, 5)))
    assert not is_news()


steps = st.lists(
    st.tuples(
        st.integers(1, 5),
        st.one_of(
            st.tuples(st.just("stream"), st.frozensets(st.sampled_from([SPY_C, SPY_P]))),
            st.tuples(st.just("everything"), st.none()),
            st.tuples(st.just("gap"), st.integers(1, 5)),
            st.tuples(
                st.just("fetch"), st.tuples(st.sampled_from([SPY_C, SPY_P]), st.integers(0, 30), st.integers(0, 6))
            ),
        ),
    ),
    max_size=12,
)


@given(steps)
def test_no_day_is_called_whole_of_which_a_minute_is_not_known(walk: list[tuple[int, tuple[str, Any]]]) -> None:
    market = told(streaming(at(9, 30)), now_ms=at(9, 30))
    known = {ticker: set[int]() for ticker in (SPY_C, SPY_P)}
    streamed, now = frozenset[str](), 0
    for pause, (act, what) in walk:
        for ticker in streamed:
            known[ticker] |= set(range(now, now + pause))
        now += pause
        if act == "stream":
            streamed = what
            market.take(coverage_news(streaming(at(9, 30 + now), *what)))
        elif act == "everything":
            streamed = frozenset(known)
            market.take(coverage_news(Streamed(EVERYTHING, True, at(9, 30 + now))))
        elif act == "gap":
            gap(market, at(9, 30 + now), at(9, 30 + now + what))
            now += what
        else:
            ticker, low, high = what[0], what[1], now - what[2]
            known[ticker] |= set(range(low, high))
            market.take(coverage_news(Fetched(ticker, at(9, 30 + low), at(9, 30 + high))))
        for ticker, minutes in known.items():
            if market.coverage.is_whole(TICKERS.index(ticker)):
                assert minutes >= set(range(now))
