"""What the simulated market lists, and what it thinks that is worth."""

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.venue.market.chain import build_chain
from feeds.venue.market.day import MarketDay
from feeds.venue.market.figures import CLASSES, RATE, UNDERLYINGS
from feeds.venue.market.listing import Expiry, expiries, strikes_milli, third_friday, vix_expiry
from feeds.venue.market.packages import spread_out
from feeds.venue.market.pricing import black, normal_cdf
from feeds.venue.trading_days import following, is_half_day, on_or_before, sessions_to
from models.clock import day_number
from models.contract import parse_ticker
from models.trading_days import is_trading_day

DAY = date(2025, 12, 1)
BY_ROOT = {c.root: c for c in CLASSES}
days = st.dates(date(2024, 1, 2), date(2027, 12, 31)).map(on_or_before)


def test_daily_classes_have_every_session_of_two_weeks() -> None:
    listed = [expiry.day for expiry in expiries(BY_ROOT["SPY"], DAY)]
    assert listed[:11] == [DAY, *following(DAY, 10)]
    assert date(2025, 12, 19) in listed


def test_weekly_classes_have_fridays_and_monthlies() -> None:
    listed = expiries(BY_ROOT["NVDA"], DAY)
    assert [expiry.day for expiry in listed[:3]] == [date(2025, 12, 5), date(2025, 12, 12), date(2025, 12, 19)]
    assert listed[2].monthly
    assert date(2027, 1, 15) in [expiry.day for expiry in listed]


def test_index_monthlies_and_the_vix_settle_at_the_opening() -> None:
    assert expiries(BY_ROOT["SPX"], DAY)[0] == Expiry(date(2025, 12, 19), monthly=True, am=True)
    vix = [expiry.day for expiry in expiries(BY_ROOT["VIX"], DAY)]
    assert vix[:3] == [date(2025, 12, 17), date(2026, 1, 21), date(2026, 2, 18)]


def test_a_monthly_on_a_holiday_is_a_day_earlier() -> None:
    assert third_friday(2026, 6) == date(2026, 6, 18)
    assert vix_expiry(2026, 7) == date(2026, 7, 22)


@given(days, st.sampled_from(CLASSES))
def test_expiries_are_sessions_from_today_and_each_only_once(day: date, option_class: object) -> None:
    listed = [expiry.day for expiry in expiries(option_class, day)]  # type: ignore[arg-type]
    assert listed == sorted(set(listed))
    assert listed[0] >= day
    assert all(is_trading_day(expiry) for expiry in listed)


@given(st.sampled_from(CLASSES), st.floats(0.002, 1.0))
def test_strikes_are_fine_near_the_money_and_reach_far(option_class: object, deviation: float) -> None:
    spot = UNDERLYINGS[option_class.underlying].spot  # type: ignore[attr-defined]
    strikes = strikes_milli(option_class, spot, deviation)  # type: ignore[arg-type]
    steps = np.diff(strikes)
    nearest = int(np.abs(strikes - spot * 1000).argmin())
    assert steps.min() > 0
    assert steps[max(nearest - 1, 0)] <= option_class.strike_step[0] * 1000  # type: ignore[attr-defined]
    assert strikes[0] < spot * 900
    assert strikes[-1] > spot * 1100


def test_every_ticker_of_the_chain_is_a_contract_and_found_by_its_number() -> None:
    chain = build_chain([BY_ROOT["VIX"], BY_ROOT["F"]], DAY, [16.4, 13.3])
    for number, ticker in enumerate(chain.tickers):
        contract = parse_ticker(ticker)
        assert chain.number(ticker) == number
        assert contract.strike_milli == chain.strike[number // 2] * 1000
        assert contract.right == "CP"[number % 2]
        assert day_number(contract.expiry) == chain.groups.expiry[chain.group[number // 2]]
    weights = np.bincount(chain.groups.option_class, chain.groups.weight)
    assert weights == pytest.approx([1.0, 1.0])


def test_contracts_of_one_expiry_are_what_they_are_in_the_whole_chain() -> None:
    expiry, spy = date(2026, 1, 16), [BY_ROOT["SPY"]]
    whole, part = MarketDay(spy, 1, DAY, DAY), MarketDay(spy, 1, DAY, DAY, expiry)
    assert {parse_ticker(ticker).expiry for ticker in part.chain.tickers} == {expiry}
    assert len(part.chain.tickers) == sum(parse_ticker(ticker).expiry == expiry for ticker in whole.chain.tickers)
    here = np.arange(len(part.chain.tickers))
    there = np.array([whole.chain.number(ticker) for ticker in part.chain.tickers])
    group = whole.chain.group[there[0] // 2]
    assert part.chain.groups.weight[0] == whole.chain.groups.weight[group]
    noon = np.full(len(here), 43_200_000)
    for name in ("bid", "ask", "tick", "value"):
        told, expected = getattr(part.quotes(here, noon), name), getattr(whole.quotes(there, noon), name)
        assert np.array_equal(told, expected)


def test_the_nearest_strike_is_found_within_its_expiry() -> None:
    chain = build_chain([BY_ROOT["SPY"]], DAY, [683.4])
    groups = np.array([0, 0, 3, 3])
    rows = chain.nearest_rows(groups, np.array([683.4, 0.5, 683.6, 1e7]))
    assert chain.strike[rows][[0, 2]].tolist() == [683.0, 684.0]
    assert rows[1] == chain.groups.first_row[0]
    assert rows[3] == chain.groups.end_row[3] - 1


def test_packages_stay_in_their_class_with_different_legs() -> None:
    chain = build_chain([BY_ROOT["SPY"], BY_ROOT["VIX"]], DAY, [683.4, 16.4])
    middle = chain.nearest_rows(
        np.arange(len(chain.groups.expiry)), np.where(chain.groups.option_class == 0, 683.4, 17.0)
    )
    anchors = np.tile(np.concatenate([2 * middle, 2 * middle + 1]), 20)
    legs = spread_out(np.random.default_rng(1), chain, anchors)
    classes = chain.groups.option_class[chain.group[legs.contract // 2]]
    assert (classes == chain.groups.option_class[chain.group[anchors // 2]][legs.order]).all()
    counts = np.bincount(legs.order)
    assert set(counts.tolist()) == {2, 3, 4}
    for order in range(200):
        assert len(set(legs.contract[legs.order == order].tolist())) == counts[order]


@given(st.floats(-8, 8))
def test_the_normal_distribution_is_right_to_a_millionth(x: float) -> None:
    assert normal_cdf(np.array([x]))[0] == pytest.approx(0.5 * math.erfc(-x / math.sqrt(2)), abs=1e-6)


@given(st.floats(5, 500), st.floats(0.5, 2), st.floats(0.005, 1.5), st.floats(0, 2))
def test_calls_and_puts_keep_their_parity(forward: float, moneyness: float, deviation: float, years: float) -> None:
    columns = np.array([[forward], [forward * moneyness], [deviation], [years]]).repeat(2, axis=1)
    call, put = black(columns[0], columns[1], columns[2], columns[3], np.array([1.0, -1.0]))
    assert call - put == pytest.approx(math.exp(-RATE * years) * forward * (1 - moneyness), abs=forward * 1e-5)
    assert 0 <= call <= forward
    assert 0 <= put <= forward * moneyness


def test_the_calendar_is_that_of_the_exchange() -> None:
    assert is_half_day(date(2025, 11, 28))
    assert not is_half_day(DAY)
    later = np.array([day_number(DAY), day_number(DAY + timedelta(days=1)), day_number(date(2025, 12, 26))])
    assert sessions_to(DAY, later).tolist() == [0, 1, 18]
