"""Trade dates of ticks: from one to the next, over weekends, evenings and changes of the clock."""

from datetime import date

import pytest

from models.clock import utc_ms
from models.series import TickSeries
from models.tick_days import TickDays
from tests.models.tick_tapes import Print, World

NOON, EVENING = 43_200_000, 20 * 3_600_000 + 20 * 60_000
FRIDAY, MONDAY = date(2025, 10, 31), date(2025, 11, 3)


def days_of(times: list[int], contract: int) -> TickDays:
    world = World()
    world.print(*[Print(at, contract=contract) for at in times])
    series = TickSeries(world.tape, world.sets, world.contracts, contract)
    series.advance()
    return TickDays(series, is_index=bool(contract))


@pytest.mark.parametrize("contract", [0, 1])
def test_a_date_is_found_before_and_after_over_a_weekend_on_which_the_clocks_change(contract: int) -> None:
    friday, monday = [utc_ms(FRIDAY, NOON + n) for n in (0, 500)], [utc_ms(MONDAY, NOON + n) for n in (0, 900)]
    days = days_of([*friday, *monday], contract)
    assert days.beside(monday[0], later=False) == tuple(friday)
    assert days.beside(friday[1], later=True) == tuple(monday)
    assert days.beside(friday[0], later=False) is None
    assert days.beside(monday[0], later=True) is None


def test_the_evening_of_an_index_option_belongs_to_the_next_trade_date() -> None:
    sunday_evening, monday_noon = utc_ms(date(2025, 11, 2), EVENING), utc_ms(MONDAY, NOON)
    monday_evening = utc_ms(MONDAY, EVENING)
    days = days_of([sunday_evening, monday_noon, monday_evening], 1)
    assert days.ticks_of(monday_noon) == (sunday_evening, monday_noon)
    assert days.beside(monday_noon, later=True) == (monday_evening, monday_evening)


def test_days_without_ticks_are_passed_over() -> None:
    first, last = utc_ms(date(2025, 11, 3), NOON), utc_ms(date(2025, 11, 20), NOON)
    days = days_of([first, last], 0)
    assert days.ticks_of(utc_ms(date(2025, 11, 10), NOON)) is None
    assert days.beside(utc_ms(date(2025, 11, 10), NOON), later=True) == (last, last)
    assert days.beside(last, later=False) == (first, first)
