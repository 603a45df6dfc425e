"""Compares what a market knows with a plain recomputation."""

from collections.abc import Mapping
from dataclasses import astuple
from typing import Any

import numpy as np
import pytest

from models.clock import day_from_number
from models.contract_index import ContractIndex
from models.market import Market
from models.report import market_figures
from models.stats import ContractStats
from models.totals import DayTotals
from tests.models.plain_figures import Figures, underlyings

WATCHED = ("trades", "volume", "premium", "vwap", "last", "open", "high", "low")


def assert_plain(market: Market, plain: Mapping[str, Figures]) -> None:
    """The figures of contracts, underlyings and sessions, and those of the report, are the plain ones."""
    report = market_figures(market, list(plain))
    for ticker, expected in plain.items():
        assert_contract(market.stats, market.contracts.add(ticker), market.contracts, expected)
        for name in WATCHED:
            assert getattr(report["watch"][ticker], name) == approx(getattr(expected, name)), name
    for name in ("trades", "volume", "premium"):
        assert report[name] == approx(sum(getattr(found, name) for found in plain.values())), name
    assert_underlyings(DayTotals(market.stats, market.contracts), plain)


def assert_contract(stats: ContractStats, contract: int, contracts: ContractIndex, plain: Figures) -> None:
    assert day_from_number(int(stats.day[contract])) == plain.day
    assert (stats.trades[contract], stats.volume[contract]) == (plain.trades, plain.volume)
    assert stats.premium(contract) == approx(plain.premium)
    assert stats.vwap(contract) == approx(plain.vwap)
    for name in ("last", "open", "high", "low"):
        price = getattr(stats, name)[contract].item()
        assert (None if np.isnan(price) else price) == getattr(plain, name), name
    assert stats.size[contract] == (plain.size or 0)
    if plain.time_ms is not None:
        assert stats.time_ms[contract] == plain.time_ms
    shares = contracts.multiplier[contract]
    sessions = zip(
        stats.session_trades[contract], stats.session_volume[contract], stats.session_value[contract], strict=True
    )
    assert [astuple(sums) for sums in plain.sessions] == [approx((t, v, shares * value)) for t, v, value in sessions]


def assert_underlyings(totals: DayTotals, plain: Mapping[str, Figures]) -> None:
    found = totals.by_underlying()
    for name, sides in underlyings(plain).items():
        n = totals.names.index(name)
        for side, expected in zip((1, 0), sides, strict=True):
            sums = (found.trades[n, side], found.volume[n, side], found.premium[n, side])
            assert sums == approx(astuple(expected)), name


def approx(expected: Any) -> Any:
    return None if expected is None else pytest.approx(expected, abs=1e-6)
