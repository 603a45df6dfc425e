"""Which print is under the pointer, where several lie on one another or off the scale."""

from models.chart.nearest import Pointer, nearest_tick
from models.chart.series import Kind, TickSeries
from tests.models.tick_tapes import Print, World

KINDS = tuple(Kind)


def series_of(*prints: Print) -> TickSeries:
    world = World()
    world.print(*prints)
    series = TickSeries(world.tape, world.sets, world.contracts, 0)
    series.advance()
    return series


def test_of_prints_on_one_another_the_rarer_kind_is_found() -> None:
    series = series_of(*[Print(1000, 5.0, codes=codes) for codes in ((209,), (202,), (232,), (209,))])
    found = nearest_tick(series, Pointer(1001, 5.001, 10, 0.01), KINDS, 0, 2000)
    assert found is not None
    assert found.kind is Kind.LATE
    line = nearest_tick(series, Pointer(1001, 5.001, 10, 0.01), (Kind.LINE,), 0, 2000)
    assert line is not None
    assert line.index == 1, "the newest"


def test_a_nearer_print_of_the_line_is_found_before_a_rarer_one() -> None:
    series = series_of(Print(1000, 5.0), Print(1000, 5.1, codes=(202,)))
    found = nearest_tick(series, Pointer(1000, 5.02, 10, 0.01), KINDS, 0, 2000)
    assert found is not None
    assert found.kind is Kind.LINE


def test_a_print_off_the_scale_is_found_at_the_edge_where_its_arrow_is() -> None:
    series = series_of(Print(1000, 5.0), Print(1500, 90.0, codes=(202,)))
    found = nearest_tick(series, Pointer(1500, 5.5, 10, 0.01, 4.5, 5.5), KINDS, 0, 2000)
    assert found is not None
    assert (found.kind, found.distance_px) == (Kind.LATE, 0)
