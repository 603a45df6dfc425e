"""Filled trades count at their place in time: as if they had been streamed there.

Left out is what nobody can know: the order of equal times of which one came without a sequence number.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.batch import NO_SEQUENCE
from models.cancels import CancelMatcher
from models.chart.series import Kind, TickSeries
from models.clock import utc_ms
from models.places import in_place
from models.stats import ContractStats
from models.tape import BLOCK, Amendment, Flag, Tape
from tests.models.tick_tapes import Print, World

DAY = date(2025, 12, 1)
OPEN = utc_ms(DAY, 34_200_000)
SETS = World().sets
FIGURES = (
    "day", "trades", "volume", "price_volume", "size", "time_ms", "last", "last_ms", "open", "open_ms", "high", "low",
)  # fmt: skip


class Desk:
    """A tape with all that follows from it."""

    def __init__(self, max_rows: int = 1_000_000) -> None:
        self.world = World(Tape(max_rows), SETS)
        world = self.world
        self.stats = ContractStats(world.tape, SETS, world.contracts)
        self.cancels = CancelMatcher(world.tape, SETS, world.contracts, self.stats.settled)
        self.series = [TickSeries(world.tape, SETS, world.contracts, contract) for contract in (0, 1)]

    def print(self, *prints: Print, filled: bool = False) -> list[Amendment]:
        """Take a batch; return what was learned of it."""
        known = len(self.world.tape.amendments)
        self.world.tape.append(self.world.batch(prints, filled=filled))
        self.cancels.advance()
        self.stats.advance()
        self.stats.settle()
        self.world.tape.trim()
        return self.world.tape.amendments[known:]

    def fill(self, *prints: Print) -> list[Amendment]:
        return self.print(*prints, filled=True)

    def figures(self, contract: int = 0) -> dict[str, float]:
        return {name: getattr(self.stats, name)[contract].item() for name in FIGURES}

    def flags(self) -> dict[int, int]:
        """Flags by sequence number, but for that of having been filled."""
        tape = self.world.tape
        sequence, flags = (tape.column(name, 0, tape.end).tolist() for name in ("sequence", "flags"))
        return {q: f & ~Flag.FILLED for q, f in zip(sequence, flags, strict=True)}

    def ticks(self, contract: int) -> dict[Kind, list[int]]:
        """Sequence numbers of the ticks by kind."""
        series = self.series[contract]
        series.advance()
        return {kind: sorted(self.world.tape.take("sequence", series.layers[kind].row).tolist()) for kind in Kind}


def at(ms: int, price: float = 1.0, *codes: int, sequence: int | None = None) -> Print:
    return Print(OPEN + ms, price, codes=codes or (209,), sequence=ms if sequence is None else sequence)


_moments = st.sampled_from(
    [
        utc_ms(DAY + timedelta(days=days), ms)
        for days, ms in [
            (0, 3_600_000), (0, 34_199_999), (0, 34_200_000), (0, 34_200_001), (0, 58_500_001), (0, 72_900_000),
            (1, 3_600_000), (1, 34_200_000), (1, 34_200_001),
        ]
    ]
)  # fmt: skip
_codes = st.sampled_from([(), (209,), (232,), (248,), (202,), (999,), (201,), (203,), (205,), (209, 201)])
_prints = st.builds(Print, _moments, st.sampled_from([1.0, 2.0]), st.just(1), _codes, st.sampled_from([0, 1]))


@settings(deadline=None, max_examples=250)
@given(st.lists(_prints, min_size=1, max_size=25), st.data())
def test_figures_cancels_and_ticks_equal_those_of_a_stream_without_a_gap(
    drawn: list[Print], data: st.DataObject
) -> None:
    prints = [replace(p, sequence=n) for n, p in enumerate(sorted(drawn, key=lambda p: p.time_ms))]
    whole, gappy = Desk(), Desk()
    whole.print(*prints)
    missed: list[Print] = []
    for made in prints:
        match data.draw(st.sampled_from(["stream", "stream", "miss", "miss", "fill"])):
            case "miss":
                missed.append(made)
                continue
            case "fill":
                part = [p for p in missed if data.draw(st.booleans())]
                gappy.fill(*part)
                missed = [p for p in missed if p not in part]
        gappy.print(made)
        gappy.series[1].advance()
    gappy.fill(*missed)
    assert gappy.flags() == whole.flags()
    for contract in (0, 1):
        assert gappy.figures(contract) == pytest.approx(whole.figures(contract), nan_ok=True)
        assert gappy.ticks(contract) == whole.ticks(contract)


def test_a_filled_cancel_takes_back_the_print_that_was_there_at_its_time() -> None:
    desk = Desk()
    desk.print(at(0), at(10))
    assert desk.fill(at(5, 1.0, 201)) == [Amendment(0, Flag.CANCELLED)]


def test_a_cancel_without_a_victim_finds_it_when_it_is_filled_in() -> None:
    desk = Desk()
    assert desk.print(at(9, 1.0, 201)) == [Amendment(0, Flag.UNMATCHED)]
    assert desk.fill(at(5)) == [Amendment(0, Flag.UNMATCHED, withdrawn=True), Amendment(1, Flag.CANCELLED)]
    assert desk.world.tape.column("flags", 0, 2).tolist() == [0, Flag.FILLED | Flag.CANCELLED]
    assert desk.fill(at(7, 2.0)) == []


def test_a_victim_is_given_back_where_the_right_one_is_filled_in() -> None:
    desk = Desk()
    desk.print(at(0), at(9, 1.0, 201))
    desk.series[0].advance()
    assert desk.fill(at(5)) == [Amendment(0, Flag.CANCELLED, withdrawn=True), Amendment(2, Flag.CANCELLED)]
    assert (desk.figures()["volume"], desk.figures()["last_ms"]) == (1, OPEN)
    assert desk.ticks(0) == {kind: [] for kind in Kind} | {Kind.LINE: [0], Kind.CANCELLED: [5], Kind.CANCEL: [9]}


def test_a_later_cancel_of_the_stream_minds_what_was_filled_in() -> None:
    desk = Desk()
    desk.print(at(20))
    desk.fill(at(10))
    assert desk.print(at(30, 1.0, 201)) == [Amendment(0, Flag.CANCELLED)]
    assert desk.print(at(31, 1.0, 201)) == [Amendment(1, Flag.CANCELLED)]
    assert desk.print(at(32, 1.0, 201)) == [Amendment(4, Flag.UNMATCHED)]


def test_cancels_and_prints_whose_partner_left_memory_stay_as_they_are() -> None:
    desk = Desk(max_rows=BLOCK)
    desk.print(at(0), *[Print(OPEN, contract=1)] * BLOCK, at(1, 1.0, 201), at(2, 2.0, 201))
    desk.fill(at(1, 2.0))
    desk.print(*[Print(OPEN, contract=1)] * (BLOCK - 3))
    assert desk.world.tape.first == BLOCK, "the first victim is gone"
    assert desk.fill(at(0)) == []
    desk.print(*[Print(OPEN, contract=1)] * BLOCK)
    assert desk.world.tape.first == 2 * BLOCK
    desk.print(at(9, 2.0))
    assert desk.fill(at(8, 2.0)) == []


@pytest.mark.parametrize(("sequence", "last"), [(4, 9.0), (6, 5.0), (NO_SEQUENCE, 5.0)])
def test_of_equal_times_the_sequence_decides_last_and_where_there_is_none_the_arrival(
    sequence: int, last: float
) -> None:
    desk = Desk()
    desk.print(at(5, 9.0, sequence=5))
    desk.fill(at(5, 5.0, sequence=sequence))
    assert desk.figures()["last"] == last
    assert desk.figures()["open"] == (5.0 if sequence == 4 else 9.0)


def test_filled_prints_of_the_day_before_leave_the_figures_alone() -> None:
    desk = Desk()
    desk.print(at(0, 9.0))
    before = desk.figures()
    desk.fill(at(-86_400_000, 1.0), at(-86_399_000, 1.0, 201))
    assert desk.figures() == before


@pytest.mark.parametrize(
    ("prints", "filled", "order"),
    [
        ([0, 10, 20], [5, 25], [0, 3, 1, 2, 4]),
        ([0, 20, 10], [15, 20], [0, 3, 1, 2, 4]),
        ([5, 5], [5], [0, 1, 2]),
    ],
)
def test_streamed_prints_stand_as_they_arrived_and_filled_ones_at_their_time(
    prints: list[int], filled: list[int], order: list[int]
) -> None:
    world = World()
    world.print(*(at(ms, sequence=NO_SEQUENCE) for ms in prints))
    world.print(*(at(ms, sequence=NO_SEQUENCE) for ms in filled), filled=True)
    rows = in_place(world.tape, world.tape.column("size", 0, world.tape.end).cumsum() - 1)
    assert rows.tolist() == order
