"""Where a series begins and ends, and its trade dates, against a plain look at every tick."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from models.chart.series import TickSeries
from models.clock import utc_ms
from models.sessions import day_start_ms
from tests.models.tick_tapes import Print, World

DAYS = (date(2025, 10, 31), date(2025, 11, 3), date(2025, 11, 28), date(2025, 11, 30), date(2025, 12, 1))
"""The clock goes back between the first two; the third and fourth are a short day and a Sunday."""
TIMES = st.builds(utc_ms, st.sampled_from(DAYS), st.sampled_from([0, 34_200_000, 72_900_000, 73_000_000, 86_399_999]))
PRINTS = st.lists(st.builds(Print, TIMES, codes=st.sampled_from([(209,), (202,), (232,)]), contract=st.integers(0, 1)))


@given(st.lists(PRINTS, min_size=1, max_size=6), st.sampled_from([0, 1]))
def test_ends_and_trade_dates_are_those_of_all_ticks_whenever_they_came(
    parts: list[list[Print]], contract: int
) -> None:
    world, times = World(), []
    series = TickSeries(world.tape, world.sets, world.contracts, contract)
    for prints in parts:
        world.print(*prints)
        series.advance()
        times += [p.time_ms for p in prints if p.contract == contract]
        assert (series.first_ms, series.last_ms) == (min(times, default=None), max(times, default=None))
        starts = {time_ms: day_start_ms(time_ms, is_index_class=contract == 1) for time_ms in times}
        assert series.days().tolist() == sorted(set(starts.values()))
        newest = [time_ms for time_ms in times if starts[time_ms] == max(starts.values())]
        assert series.day_ms() == ((min(newest), max(newest)) if newest else None)
