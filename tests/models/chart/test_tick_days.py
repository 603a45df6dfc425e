"""Trade dates of ticks: from one to the next, over weekends, evenings and changes of the clock."""

from datetime import date

import pytest

from models.chart.series import TickSeries
from models.chart.tick_days import day_beside
from models.clock import utc_ms
from tests.models.tick_tapes import Print, World

NOON, EVENING = 43_200_000, 20 * 3_600_000 + 20 * 60_000
FRIDAY, MONDAY = date(2025, 10, 31), date(2025, 11, 3)


def series_of(times: list[int], contract: int) -> TickSeries:
    world = World()
    world.print(*[Print(at, contract=contract) for at in times])
    series = TickSeries(world.tape, world.sets, world.contracts, contract)
    series.advance()
    return series


@pytest.mark.parametrize("contract", [0, 1])
def test_a_date_is_found_before_and_after_over_a_weekend_on_which_the_clocks_change(contract: int) -> None:
    friday, monday = [utc_ms(FRIDAY, NOON + n) for n in (0, 500)], [utc_ms(MONDAY, NOON + n) for n in (0, 900)]
    ticks = series_of([*friday, *monday], contract)
    assert day_beside(ticks, monday[0], later=False) == tuple(friday)
    assert day_beside(ticks, friday[1], later=True) == tuple(monday)
    assert day_beside(ticks, friday[0], later=False) is None
    assert day_beside(ticks, monday[0], later=True) is None


def test_the_evening_of_an_index_option_belongs_to_the_next_trade_date() -> None:
    sunday_evening, monday_noon = utc_ms(date(2025, 11, 2), EVENING), utc_ms(MONDAY, NOON)
    monday_evening = utc_ms(MONDAY, EVENING)
    ticks = series_of([sunday_evening, monday_noon, monday_evening], 1)
    assert day_beside(ticks, monday_evening, later=False) == (sunday_evening, monday_noon)
    assert day_beside(ticks, monday_noon, later=True) == (monday_evening, monday_evening)


def test_days_without_ticks_are_passed_over() -> None:
    first, last = utc_ms(date(2025, 11, 3), NOON), utc_ms(date(2025, 11, 20), NOON)
    ticks = series_of([first, last], 0)
    assert day_beside(ticks, utc_ms(date(2025, 11, 10), NOON), later=True) == (last, last)
    assert day_beside(ticks, last, later=False) == (first, first)
