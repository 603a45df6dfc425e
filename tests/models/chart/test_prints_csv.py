"""The prints of a chart as CSV."""

import csv
from io import StringIO

import resources
from models.chart.prints_csv import COLUMNS, csv_text, shown_ticks
from models.chart.series import TickSeries
from models.clock import MarketClock
from models.market import Market
from models.tape import Flag
from tests.models.tick_tapes import Print, World

T0 = 1_764_599_400_000
"""2025-12-01 14:30 UTC."""


def market_with(*prints: Print) -> tuple[Market, World, TickSeries]:
    clock = MarketClock(lambda: T0, follows_prints=True)
    market = Market(resources.table("massive_conditions"), resources.table("massive_exchanges"), clock)
    world = World(market.tape, market.sets, market.contracts)
    world.print(*prints)
    series = TickSeries(market.tape, market.sets, market.contracts, 0)
    series.advance()
    return market, world, series


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_every_print_is_a_row_in_order_of_time_and_arrival_whatever_its_kind() -> None:
    market, _, series = market_with(
        Print(T0 + 5, 1.0, codes=(232,)), Print(T0, 2.0, codes=(202,)), Print(T0 + 5, 3.0), Print(T0, 4.0, codes=(201,))
    )
    rows = rows_of(csv_text([shown_ticks(market, series, T0, T0 + 5)], "live"))
    assert [(row["price"], row["kind"]) for row in rows] == [
        ("2.0", "late"), ("4.0", "cancel"), ("1.0", "package"), ("3.0", "single-leg")
    ]  # fmt: skip


def test_both_ends_of_the_range_are_in_it() -> None:
    market, _, series = market_with(*[Print(T0 + n) for n in range(10)])
    assert len(shown_ticks(market, series, T0 + 2, T0 + 7)) == 6
    assert len(shown_ticks(market, series, T0 + 1.5, T0 + 7.5)) == 6


def test_a_print_that_left_memory_keeps_its_facts_without_sequence() -> None:
    market, world, series = market_with(*[Print(T0 + n, 1.25, 3) for n in range(3)])
    market.tape.keep(1)
    world.print(*[Print(T0, contract=1)] * 140_000)
    assert market.tape.first > 3
    rows = rows_of(csv_text([shown_ticks(market, series, T0, T0 + 9)], "live"))
    assert [(row["price"], row["premium"], row["sequence"]) for row in rows] == [("1.25", "375.0", "")] * 3


def test_flags_are_words_and_the_multiplier_is_the_contracts() -> None:
    market, world, series = market_with(Print(T0, 2.0, 5))
    world.print(Print(T0 + 1, 2.0, 5), filled=True)
    market.contracts.learn_multiplier(0, 10)
    market.tape.amend(1, Flag.CANCELLED)
    series.advance()
    rows = rows_of(csv_text([shown_ticks(market, series, T0, T0 + 9)], "replay"))
    assert [row["flags"] for row in rows] == ["", "cancelled; filled in later"]
    assert [row["premium"] for row in rows] == ["100.0", "100.0"]


def test_nothing_in_sight_is_headings_alone() -> None:
    market, _, series = market_with(Print(T0))
    assert csv_text([shown_ticks(market, series, T0 + 10, T0 + 20)], "live") == ",".join(COLUMNS) + "\n"
