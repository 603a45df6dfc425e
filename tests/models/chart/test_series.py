"""The ticks of a contract: order, kinds, cancels, and what trimming the tape may not change."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.chart import filled_ties
from models.chart.nearest import Pointer, nearest_tick, neighbour
from models.chart.series import Kind, TickSeries
from models.clock import utc_ms
from models.places import in_place
from models.tape import BLOCK, Flag, Tape
from tests.models.tick_tapes import Print, World

DAY = date(2025, 12, 1)
OPEN = utc_ms(DAY, 34_200_000)
KINDS = {
    (): Kind.LINE,
    (209,): Kind.LINE,
    (219,): Kind.LINE,
    (208,): Kind.LINE,
    (232,): Kind.PACKAGE,
    (242,): Kind.PACKAGE,
    (209, 232): Kind.PACKAGE,
    (246,): Kind.OTHER,
    (248,): Kind.OTHER,
    (999,): Kind.OTHER,
    (209, 999): Kind.OTHER,
    (202,): Kind.LATE,
    (204,): Kind.LATE,
    (209, 206): Kind.LATE,
    (201,): Kind.CANCEL,
    (205,): Kind.CANCEL,
}


def series_of(world: World, contract: int = 0) -> TickSeries:
    return TickSeries(world.tape, world.sets, world.contracts, contract)


def rows_of(series: TickSeries) -> dict[Kind, list[int]]:
    return {kind: series.layers[kind].row.tolist() for kind in Kind if len(series.layers[kind])}


@pytest.mark.parametrize(("codes", "kind"), KINDS.items())
def test_the_conditions_of_a_print_decide_its_kind(codes: tuple[int, ...], kind: Kind) -> None:
    world = World()
    world.print(Print(OPEN, 2.5, 7, codes, venue=308))
    series = series_of(world)
    assert series.advance()
    ticks = series.layers[kind]
    assert (len(series), len(ticks)) == (1, 1)
    assert (ticks.time_ms[0], ticks.price[0], ticks.size[0], ticks.venue[0]) == (OPEN, 2.5, 7, 308)
    assert world.sets.ids(int(ticks.conditions[0])) == codes


def test_index_prints_outside_regular_hours_do_not_move_the_line() -> None:
    world = World()
    times = [34_199_999, 34_200_000, 58_500_000, 58_500_001]
    world.print(*(Print(utc_ms(DAY, at), contract=1) for at in times))
    series = series_of(world, 1)
    series.advance()
    assert rows_of(series) == {Kind.LINE: [1, 2], Kind.OTHER: [0, 3]}


def test_a_print_that_comes_late_takes_its_place_in_time_behind_its_equals() -> None:
    world = World()
    world.print(Print(OPEN + 5), Print(OPEN + 9), Print(OPEN + 5), Print(OPEN + 20))
    series = series_of(world)
    series.advance()
    world.print(Print(OPEN + 5), Print(OPEN))
    assert series.advance()
    assert series.layers[Kind.LINE].row.tolist() == [5, 0, 2, 4, 1, 3]


def test_a_cancelled_print_leaves_the_line_and_stands_among_the_cancelled() -> None:
    world = World()
    world.print(Print(OPEN, 1.0), Print(OPEN + 1, 9.0), Print(OPEN + 2, 1.1), Print(OPEN + 3, 9.0, codes=(201,)))
    series = series_of(world)
    series.advance()
    before = series.changes
    world.tape.amend(1, Flag.CANCELLED)
    assert series.advance()
    assert series.changes == before + 1
    assert rows_of(series) == {Kind.LINE: [0, 2], Kind.CANCELLED: [1], Kind.CANCEL: [3]}


def test_an_unmatched_cancel_and_other_contracts_cancels_change_nothing() -> None:
    world = World()
    world.print(Print(OPEN), Print(OPEN, contract=1), Print(OPEN + 3, codes=(201,)))
    series = series_of(world)
    series.advance()
    world.tape.amend(1, Flag.CANCELLED)
    world.tape.amend(2, Flag.UNMATCHED)
    assert not series.advance()
    assert rows_of(series) == {Kind.LINE: [0], Kind.CANCEL: [2]}


def test_a_cancel_that_was_known_before_the_print_is_read_is_not_missed() -> None:
    world = World()
    world.print(*(Print(OPEN + n) for n in range(6)))
    series = series_of(world)
    world.tape.amend(4, Flag.CANCELLED)
    series.advance(max_rows=3)
    assert series.behind == 3
    world.tape.amend(5, Flag.CANCELLED)
    series.advance(max_rows=3)
    assert rows_of(series) == {Kind.LINE: [0, 1, 2, 3], Kind.CANCELLED: [4, 5]}
    assert not series.advance()


def test_trimming_the_tape_takes_no_tick_away_and_cancels_are_still_taken() -> None:
    world = World(Tape(max_rows=1))
    world.print(Print(OPEN, 3.0), Print(OPEN + 1, 4.0))
    series = series_of(world)
    series.advance()
    world.tape.amend(1, Flag.CANCELLED)
    world.print(*[Print(OPEN + 2, contract=1)] * (2 * BLOCK))
    assert world.tape.first > 1
    assert series.advance()
    assert rows_of(series) == {Kind.LINE: [0], Kind.CANCELLED: [1]}
    assert series.behind == 0


def test_last_follows_time_and_arrival_and_counts_packages() -> None:
    world = World()
    series = series_of(world)
    assert series.last() is None
    world.print(Print(OPEN + 9, 5.0, codes=(232,)), Print(OPEN, 4.0), Print(OPEN + 10, 8.0, codes=(202,)))
    series.advance()
    assert series.last() == 5.0
    world.print(Print(OPEN + 9, 4.5))
    series.advance()
    assert series.last() == 4.5


def test_the_day_is_the_trade_date_of_the_newest_tick() -> None:
    world = World()
    yesterday = utc_ms(date(2025, 11, 28), 36_000_000)
    world.print(Print(yesterday), Print(OPEN + 7, codes=(202,)), Print(OPEN + 60))
    evening = utc_ms(date(2025, 11, 30), 73_000_000)
    world.print(Print(yesterday, contract=1), Print(evening, contract=1), Print(OPEN, contract=1))
    stock, index = series_of(world), series_of(world, 1)
    assert stock.day_ms() is None
    stock.advance()
    index.advance()
    assert stock.day_ms() == (OPEN + 7, OPEN + 60)
    assert index.day_ms() == (evening, OPEN)
    assert (stock.first_ms, stock.last_ms) == (yesterday, OPEN + 60)


def test_decimals_are_two_until_a_price_is_not_in_whole_cents() -> None:
    world = World()
    world.print(*(Print(OPEN, cents / 100) for cents in range(1, 3000, 7)))
    series = series_of(world)
    series.advance()
    assert series.decimals == 2
    world.print(Print(OPEN, 0.005))
    series.advance()
    assert series.decimals == 4


def test_a_row_is_found_whatever_its_kind() -> None:
    world = World()
    world.print(Print(OPEN + 4), Print(OPEN, codes=(202,)), Print(OPEN + 2))
    series = series_of(world)
    series.advance()
    assert series.find(0) == (Kind.LINE, 1)
    assert series.find(1) == (Kind.LATE, 0)
    assert series.find(77) is None


def test_filled_prints_stand_among_their_equals_as_their_sequence_numbers_say() -> None:
    world = World()
    world.print(*(Print(OPEN, price, sequence=n) for n, price in ((10, 1.0), (30, 3.0))))
    series = series_of(world)
    series.advance()
    world.print(*(Print(OPEN, price, sequence=n) for n, price in ((40, 4.0), (20, 2.0), (5, 0.5))), filled=True)
    series.advance()
    assert series.layers[Kind.LINE].price.tolist() == [0.5, 1.0, 2.0, 3.0, 4.0]
    world.print(Print(OPEN, 3.5, sequence=35))
    series.advance()
    assert series.layers[Kind.LINE].price.tolist() == [0.5, 1.0, 2.0, 3.0, 3.5, 4.0]
    assert series.last() == 4.0


TIES = st.lists(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 20), st.sampled_from([(209,), (232,)])), max_size=6),
    max_size=6,
)


@given(TIES, st.integers(0, 63))
def test_any_mixture_of_streamed_and_filled_prints_is_in_the_order_that_figures_use(
    batches: list[list[tuple[int, int, tuple[int, ...]]]], filled: int
) -> None:
    world = World()
    series = series_of(world)
    for number, batch in enumerate(batches):
        prints = [Print(OPEN + at, codes=codes, sequence=sequence) for at, sequence, codes in batch]
        world.print(*prints, filled=bool(filled >> number & 1))
        series.advance()
    rows, times = np.arange(world.tape.end), world.tape.column("time_ms", 0, world.tape.end)
    ordered = [row for at in range(3) for row in in_place(world.tape, rows[times == OPEN + at]).tolist()]
    every = [(t.time_ms[n], t.order[n], t.row[n]) for t in series.layers for n in range(len(t))]
    assert [row for _, _, row in sorted(every)] == ordered
    for ticks in series.layers:
        assert np.lexsort((ticks.order, ticks.time_ms)).tolist() == list(range(len(ticks)))


def test_ticks_are_sorted_anew_when_other_rules_are_learned() -> None:
    world = World()
    world.print(Print(OPEN + 2, codes=(232,)), Print(OPEN + 1), Print(OPEN, codes=(999,)), Print(OPEN + 3))
    series = series_of(world)
    series.advance()
    world.tape.amend(3, Flag.CANCELLED)
    series.advance()
    table = [replace(known, id=999) if known.id == 209 else known for known in world.sets.known.values()]
    world.sets.learn([*table, world.sets.known[209]])
    assert series.advance()
    assert rows_of(series) == {Kind.LINE: [2, 1], Kind.PACKAGE: [0], Kind.CANCELLED: [3]}
    assert not series.advance()


def test_the_trade_dates_of_the_ticks_are_known() -> None:
    world = World()
    assert series_of(world).days().tolist() == []
    friday, evening = date(2025, 11, 28), utc_ms(date(2025, 11, 30), 73_000_000)
    for contract in (0, 1):
        world.print(Print(utc_ms(friday, 36_000_000), contract=contract), Print(evening, contract=contract))
        world.print(Print(OPEN, contract=contract))
    for contract, starts in (
        (0, [(friday, 0), (date(2025, 11, 30), 0), (DAY, 0)]),
        (1, [(date(2025, 11, 26), 72_900_000), (friday, 72_900_000)]),
    ):
        series = series_of(world, contract)
        series.advance()
        assert series.days().tolist() == [utc_ms(*start) for start in starts]


PRINTS = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from(sorted(KINDS)), st.integers(0, 1), st.booleans()), max_size=60
)


@given(PRINTS, st.lists(st.integers(1, 9), min_size=1, max_size=30), st.integers(1, 20))
def test_any_order_of_batches_and_cancels_gives_the_ticks_that_plain_sorting_gives(
    drawn: list[tuple[int, tuple[int, ...], int, bool]], lengths: list[int], at_once: int
) -> None:
    world, rest = World(), list(drawn)
    series = series_of(world)
    while rest:
        length = lengths[len(rest) % len(lengths)]
        start = world.tape.end
        part, rest = rest[:length], rest[length:]
        world.print(*(Print(OPEN + at, row, codes=codes, contract=c) for row, (at, codes, c, _) in enumerate(part)))
        series.advance(at_once)
        for row, (_, codes, _, cancelled) in enumerate(part, start):
            if cancelled and KINDS[codes] is not Kind.CANCEL:
                world.tape.amend(row, Flag.CANCELLED)
    while series.behind:
        series.advance(at_once)
    series.advance()
    assert rows_of(series) == plain(drawn)


def plain(drawn: list[tuple[int, tuple[int, ...], int, bool]]) -> dict[Kind, list[int]]:
    rows: dict[Kind, list[tuple[int, int]]] = {}
    for row, (at, codes, contract, cancelled) in enumerate(drawn):
        kind = Kind.CANCELLED if cancelled and KINDS[codes] is not Kind.CANCEL else KINDS[codes]
        if contract == 0:
            rows.setdefault(kind, []).append((at, row))
    return {kind: [row for _, row in sorted(rows[kind])] for kind in sorted(rows)}


def drawn_series() -> TickSeries:
    world = World()
    world.print(
        Print(OPEN, 10.0), Print(OPEN + 100, 12.0, codes=(232,)), Print(OPEN + 100, 11.0), Print(OPEN + 9000, 10.0)
    )
    series = series_of(world)
    series.advance()
    return series


def test_the_nearest_tick_is_the_one_nearest_on_the_screen() -> None:
    series = drawn_series()
    found = nearest_tick(series, Pointer(OPEN + 95, 11.9, 1.0, 0.01), Kind, OPEN, OPEN + 10_000)
    assert found is not None
    assert (found.kind, found.index) == (Kind.PACKAGE, 0)
    assert found.distance_px == pytest.approx((25 + 100) ** 0.5)


def test_far_from_every_tick_the_next_one_in_time_is_the_nearest_and_none_out_of_sight() -> None:
    series = drawn_series()
    pointer = Pointer(OPEN + 6000, 11.0, 1.0, 0.01)
    found = nearest_tick(series, pointer, Kind, OPEN, OPEN + 10_000)
    assert found is not None
    assert series.layers[found.kind].time_ms[found.index] == OPEN + 9000
    assert nearest_tick(series, pointer, Kind, OPEN + 200, OPEN + 8000) is None


def test_neighbours_follow_time_and_arrival_over_all_kinds() -> None:
    series = drawn_series()
    time_ms, row, seen = OPEN, 0, [0]
    while (found := neighbour(series, time_ms, row, Kind, later=True)) is not None:
        ticks = series.layers[found.kind]
        time_ms, row = int(ticks.time_ms[found.index]), int(ticks.row[found.index])
        seen.append(row)
    assert seen == [0, 1, 2, 3]
    back = neighbour(series, OPEN + 100, 2, Kind, later=False)
    assert back is not None
    assert back.kind is Kind.PACKAGE


def test_what_is_fetched_in_order_is_not_put_in_order_tie_by_tie(monkeypatch: pytest.MonkeyPatch) -> None:
    settled = list[int]()

    def counted(tape: Tape, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        settled.append(len(rows))
        return in_place(tape, rows)

    monkeypatch.setattr(filled_ties, "in_place", counted)
    world = World()
    series = TickSeries(world.tape, world.sets, world.contracts, 0)
    world.print(Print(OPEN + 3, sequence=0))
    world.print(*(Print(OPEN + n // 2, sequence=n) for n in range(10)), filled=True)
    series.advance()
    assert settled == [3]
    assert series.layers[Kind.LINE].row.tolist() == [1, 2, 3, 4, 5, 6, 0, 7, 8, 9, 10]
