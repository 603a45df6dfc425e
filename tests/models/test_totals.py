"""Totals of underlyings and of all: the same as plain sums over plain figures."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.clock import utc_ms
from models.totals import DayTotals, Totals, Traded, share, underlying_of
from models.totals_text import percents, totals_text
from tests.models.made_market import SPXW, SPY_C, SPY_P, MadeMarket, Print
from tests.models.plain_figures import Figures, figures
from tests.models.plain_prints import Fact

DAY = date(2025, 12, 1)
SPX = "O:SPX251219P06800000"
ADJUSTED, AAPL = "O:AAPL1251219C00100000", "O:AAPL251219P00200000"
UNDERLYING = {SPY_C: "SPY", SPY_P: "SPY", SPX: "SPX", SPXW: "SPX", ADJUSTED: "AAPL", AAPL: "AAPL"}


class Desk:
    """A market, and its totals as texts and numbers."""

    def __init__(self) -> None:
        self.market = MadeMarket()
        self.totals = DayTotals(self.market.stats, self.market.contracts)

    @property
    def whole(self) -> Totals:
        return self.totals.of_all(self.totals.by_underlying())

    def of(self, name: str) -> dict[str, list[float]]:
        """Columns of an underlying: puts and calls, or sessions."""
        found, at = self.totals.by_underlying(), self.totals.names.index(name)
        return {key: getattr(found, key)[at].tolist() for key in ("trades", "volume", "premium", "sessions")}


_moments = st.sampled_from(
    [
        utc_ms(DAY + timedelta(days=days), ms)
        for days in (0, 1)
        for ms in (3_600_000, 34_199_999, 34_200_000, 50_000_000, 58_500_001, 61_200_001, 72_900_000)
    ]
)
_prints = st.builds(
    Print,
    st.sampled_from(list(UNDERLYING)),
    st.sampled_from([1.0, 2.35]),
    st.sampled_from([1, 20]),
    st.sampled_from([(209,), (232,), (202,), (201,), (205,)]),
    _moments,
)


def plain(found: dict[str, Figures]) -> dict[str, Figures]:
    """Figures that are of the newest trade date of their class."""
    newest = dict.fromkeys((False, True), date.min)
    for contract, of in found.items():
        newest["SPX" in contract] = max(newest["SPX" in contract], of.day)
    return {contract: of for contract, of in found.items() if of.day == newest["SPX" in contract]}


def summed(chosen: list[Figures]) -> Traded:
    premium = sum(of.premium for of in chosen)
    return Traded(sum(of.trades for of in chosen), sum(of.volume for of in chosen), premium)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(_prints, min_size=1, max_size=12), max_size=4), st.sampled_from([10.0, 100.0, 150.0]))
def test_totals_are_the_sums_of_plain_figures(batches: list[list[Print]], shares: float) -> None:
    desk, number = Desk(), iter(range(10_000))
    prints = [[replace(made, sequence=next(number)) for made in batch] for batch in batches]
    for batch in prints:
        desk.market.print(*batch)
        desk.totals.by_underlying()
    desk.market.contracts.learn_multiplier(ADJUSTED, shares)
    facts = [
        Fact(made.ticker, made.time_ms, made.price, made.size, made.venue, made.codes, is_index="SPX" in made.ticker)
        for batch in prints
        for made in batch
    ]
    at_hand = plain(figures(facts, {ADJUSTED: shares}))
    for name in desk.totals.names:
        found = desk.of(name)
        mine = {contract: of for contract, of in at_hand.items() if UNDERLYING.get(contract) == name}
        for right, letter in enumerate("PC"):
            traded = summed([of for contract, of in mine.items() if contract[-9] == letter])
            assert (found["trades"][right], found["volume"][right]) == (traded.trades, traded.volume)
            assert found["premium"][right] == pytest.approx(traded.premium, abs=1e-6)
        volumes = [sum(of.sessions[n].volume for of in mine.values()) for n in range(3)]
        assert found["sessions"] == volumes
    whole = desk.whole
    for side, letter in ((whole.puts, "P"), (whole.calls, "C")):
        traded = summed([of for contract, of in at_hand.items() if contract[-9] == letter])
        assert (side.trades, side.volume) == (traded.trades, traded.volume)
        assert side.premium == pytest.approx(traded.premium, abs=1e-6)
    for n, session in enumerate(whole.sessions):
        assert session.trades == sum(of.sessions[n].trades for of in at_hand.values())
        assert session.volume == sum(of.sessions[n].volume for of in at_hand.values())
        assert session.premium == pytest.approx(sum(of.sessions[n].premium for of in at_hand.values()), abs=1e-6)


@pytest.mark.parametrize(
    ("root", "underlying"),
    [
        ("SPY", "SPY"),
        ("AAPL1", "AAPL"),
        ("SPXW", "SPX"),
        ("SPX", "SPX"),
        ("VIXW", "VIX"),
        ("NDXP", "NDX"),
        ("RUTW", "RUT"),
        ("XEO", "OEX"),
        ("XSP", "XSP"),
        ("BRKB", "BRKB"),
    ],
)
def test_roots_have_an_underlying(root: str, underlying: str) -> None:
    assert underlying_of(root) == underlying


def test_what_traded_yesterday_adds_nothing_to_today() -> None:
    desk = Desk()
    monday, tuesday = (utc_ms(DAY + timedelta(days=n), 36_000_000) for n in (0, 1))
    desk.market.print(Print(SPY_C, 2.0, 10, time_ms=monday), Print(AAPL, 1.0, 5, time_ms=monday))
    assert desk.whole.whole == Traded(2, 15, 2500.0)
    desk.market.print(Print(SPY_P, 3.0, 1, time_ms=tuesday))
    assert desk.whole.whole == Traded(1, 1, 300.0)
    assert desk.of("SPY")["volume"] == [1, 0]
    assert desk.of("AAPL")["volume"] == [0, 0]


def test_the_evening_of_index_options_leaves_the_day_of_all_others() -> None:
    desk = Desk()
    desk.market.print(Print(SPY_C, 2.0, 10, time_ms=utc_ms(DAY, 36_000_000)))
    desk.market.print(Print(SPX, 2.0, 3, time_ms=utc_ms(DAY, 36_000_000)))
    desk.market.print(Print(SPX, 5.0, 1, time_ms=utc_ms(DAY, 72_900_000)))
    assert (desk.of("SPY")["volume"], desk.of("SPX")["volume"]) == ([0, 10], [1, 0])
    assert [session.volume for session in desk.whole.sessions] == [1, 10, 0]


def test_the_busiest_contract_is_the_one_with_the_most_trades() -> None:
    desk = Desk()
    desk.market.print(Print(SPY_C, 2.0, 500), Print(SPY_P, 2.0, 1, sequence=2), Print(SPY_P, 2.0, 1, sequence=3))
    desk.totals.by_underlying()
    assert desk.market.contracts.ticker(desk.totals.busiest(desk.totals.names.index("SPY"))) == SPY_P


def test_a_share_is_told_only_where_there_is_a_whole() -> None:
    assert share(3, 1) == 0.75
    assert share(0, 0) is None
    assert percents(0.625) == ("62 %", "38 %")
    assert percents(None) == ("–", "–")


def test_in_words_every_part_is_told() -> None:
    totals = Totals(
        Traded(3, 62, 6_200.0), Traded(1, 38, 3_800.0), (Traded(), Traded(3, 90, 9_000.0), Traded(1, 10, 1e3))
    )
    assert totals_text(totals).splitlines() == [
        "All: 4 trades · 100 contracts · $10,000",
        "Calls: 3 trades · 62 contracts · $6,200 (62 % of the premium, 62 % of the contracts)",
        "Puts: 1 trade · 38 contracts · $3,800 (38 % of the premium, 38 % of the contracts)",
        "Regular session: 3 trades · 90 contracts · $9,000",
        "Late session: 1 trade · 10 contracts · $1,000",
        "Counted are prints that update volume; cancels are taken out.",
    ]
    assert totals_text(totals, not_counted=7).splitlines()[-1] == (
        "7 not counted: late prints and cancels count for nothing"
    )
