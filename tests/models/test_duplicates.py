"""What comes a second time is dropped where it can have come before, and only there."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.batch import NO_SEQUENCE
from models.duplicates import Duplicates
from models.tape import BLOCK, Tape
from tests.models.tick_tapes import Print, World

T = 1_764_599_400_000
MARGIN = 60_000
SETS = World().sets
A = Print(T, sequence=1)


def bare(made: Print) -> Print:
    """The print as a source without sequence numbers has it."""
    return replace(made, sequence=NO_SEQUENCE)


class Received:
    """A tape that takes what `Duplicates` lets through."""

    def __init__(self, max_rows: int = 1_000_000) -> None:
        self.world = World(Tape(max_rows), SETS)
        self.duplicates = Duplicates(self.world.tape, MARGIN)
        self.received = 0

    def stream(self, *prints: Print, filled: bool = False) -> list[int]:
        """Hand a batch over; return the sequences of what came onto the tape."""
        start = self.world.tape.end
        self.world.tape.append(self.duplicates.strip(self.world.batch(prints, filled=filled)))
        self.world.tape.trim()
        self.received += len(prints)
        assert self.received == self.world.tape.end + self.duplicates.dropped
        tape = self.world.tape
        return list(map(int, tape.column("sequence", max(start, tape.first), tape.end)))

    def fill(self, *prints: Print) -> list[int]:
        """Hand over a batch that was fetched."""
        return self.stream(*prints, filled=True)

    def cut(self) -> None:
        self.duplicates.note_cut()


def test_what_is_sent_again_after_a_reconnect_is_dropped_and_counted() -> None:
    got = Received()
    got.stream(A, replace(A, sequence=2))
    got.cut()
    assert got.stream(A, replace(A, sequence=2), replace(A, sequence=3)) == [3]
    assert got.duplicates.dropped == 2


@pytest.mark.parametrize(
    "other",
    [
        replace(A, time_ms=T + 1), replace(A, sequence=2), replace(A, price=1.01), replace(A, size=2),
        replace(A, contract=1), replace(A, venue=308),
    ],
)  # fmt: skip
def test_a_print_that_differs_in_one_column_is_another_print(other: Print) -> None:
    got = Received()
    got.stream(A, Print(T + 5))
    got.cut()
    assert len(got.stream(other)) == 1


def test_conditions_tell_no_prints_apart() -> None:
    got = Received()
    got.stream(A)
    got.cut()
    assert got.stream(replace(A, codes=(219,))) == []


def test_a_repeat_within_one_connection_stays_and_is_counted() -> None:
    got = Received()
    got.stream(A, A)
    assert got.stream(A) == [1]
    assert (got.duplicates.dropped, got.duplicates.repeats) == (0, 2)


def test_only_what_arrived_shortly_before_the_cut_is_compared() -> None:
    got = Received()
    early, late = (replace(A, sequence=n, arrival_ms=T + n) for n in (0, 1))
    got.stream(early, late, replace(A, sequence=2, arrival_ms=T + MARGIN + 1))
    got.cut()
    assert got.stream(early, late) == [0]


def test_several_cuts_keep_their_windows() -> None:
    got = Received()
    for n in range(5):
        got.stream(replace(A, sequence=n, arrival_ms=T + n * MARGIN * 10))
        got.cut()
    assert got.stream(*(replace(A, sequence=n) for n in range(6))) == [5]


def test_a_cut_before_anything_arrived_and_two_cuts_at_once_do_no_harm() -> None:
    got = Received()
    got.cut()
    got.stream(A)
    got.cut()
    got.cut()
    assert got.stream(A) == []


def test_a_filled_trade_that_was_streamed_is_dropped_whichever_comes_first() -> None:
    got = Received()
    got.stream(A)
    assert got.fill(A, replace(A, sequence=2)) == [2]
    assert got.stream(replace(A, sequence=2), A) == [1]
    assert got.fill(A, replace(A, sequence=2)) == []


def test_pages_that_overlap_put_a_trade_on_the_tape_once() -> None:
    got = Received()
    second = replace(A, sequence=2)
    assert got.fill(A, second, second, A) == [1, 2]
    assert got.duplicates.dropped == 2


def test_equal_trades_without_sequence_are_matched_by_their_number() -> None:
    got = Received()
    got.stream(A, replace(A, sequence=2), replace(A, sequence=3, price=2.0))
    assert len(got.fill(*[bare(A)] * 3, bare(replace(A, price=2.0)))) == 1
    assert got.stream(replace(A, sequence=4)) == [], "it is the third"
    assert got.stream(replace(A, sequence=4)) == [], "and it stays the third"
    assert got.stream(replace(A, sequence=5)) == [5]
    assert len(got.fill(*[bare(A)] * 4)) == 0
    assert len(got.fill(*[bare(A)] * 5)) == 1


def test_a_trade_without_sequence_is_known_by_it_once_another_source_gives_it() -> None:
    got = Received()
    got.fill(bare(A), bare(A))
    assert got.fill(A) == []
    assert got.fill(A, replace(A, sequence=2), replace(A, sequence=3)) == [3]


def test_what_left_memory_cannot_be_compared() -> None:
    got = Received(max_rows=1)
    got.stream(A)
    got.fill(replace(A, sequence=2))
    got.cut()
    got.stream(*[Print(T + 1, contract=1)] * (2 * BLOCK))
    assert got.stream(A, replace(A, sequence=2)) == [1, 2]
    assert got.fill(replace(A, sequence=3)) == [3]


def test_rows_of_other_blocks_are_compared_too() -> None:
    got = Received()
    got.stream(A, *[Print(T + 1, contract=1)] * (2 * BLOCK), replace(A, sequence=2))
    assert got.fill(A, replace(A, sequence=2), replace(A, sequence=3)) == [3]
    got.cut()
    assert got.stream(A, replace(A, sequence=2), replace(A, sequence=3), replace(A, sequence=4)) == [4]


@dataclass
class Row:
    """A row of the plain tape; `sequence` is that of its streamed equal where it came without."""

    facts: tuple[object, ...]
    sequence: int
    comparable: bool
    arrival_ms: int
    shown: int


class Plain:
    """The rules, a row at a time."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.connection = 0

    def cut(self) -> None:
        if self.rows:
            for row in self.rows[self.connection :]:
                row.comparable |= row.arrival_ms >= self.rows[-1].arrival_ms - MARGIN
        self.connection = len(self.rows)

    def stream(self, prints: list[Print]) -> None:
        known = [row for row in self.rows if row.comparable]
        self.rows += [made for p in prints if not self._found(made := self._row(p, filled=False), known)]

    def fill(self, prints: list[Print]) -> None:
        known, fresh = list(self.rows), list[Row]()
        made = [self._row(p, filled=True) for p in prints]
        taken: list[Row] = []
        for row in made:
            if row.sequence == NO_SEQUENCE or any((f.facts, f.sequence) == (row.facts, row.sequence) for f in fresh):
                continue
            if not self._found(row, known):
                fresh.append(row)
            taken += [k for k in known if (k.facts, k.sequence) == (row.facts, row.sequence)]
        left = [k for k in known if not any(k is t for t in taken)]
        for row in made:
            if row.sequence == NO_SEQUENCE:
                equal = next((k for k in left if k.facts == row.facts), None)
                if equal is None:
                    fresh.append(row)
                else:
                    left = [k for k in left if k is not equal]
        self.rows += [row for row in made if any(row is f for f in fresh)]

    def _found(self, new: Row, known: list[Row]) -> bool:
        for row in known:
            if (row.facts, row.sequence) == (new.facts, new.sequence):
                return True
        for row in known:
            if (row.facts, row.sequence) == (new.facts, NO_SEQUENCE):
                row.sequence = new.sequence
                return True
        return False

    def _row(self, p: Print, *, filled: bool) -> Row:
        assert p.sequence is not None
        assert p.arrival_ms is not None
        facts = (p.contract, p.time_ms, p.price, p.size, p.venue)
        return Row(facts, p.sequence, filled, p.arrival_ms, p.sequence)


_facts = st.builds(
    Print,
    st.integers(T, T + 2),
    price=st.sampled_from([1.0, 2.0]),
    contract=st.integers(0, 1),
    sequence=st.integers(0, 3),
)
_steps = st.lists(
    st.one_of(
        st.just("cut"),
        st.tuples(st.just("stream"), st.lists(_facts, max_size=8)),
        st.tuples(st.just("fill"), st.lists(_facts | _facts.map(bare), max_size=8)),
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=400)
@given(_steps, st.sampled_from([1, MARGIN // 3]))
def test_what_stays_on_the_tape_equals_what_a_plain_comparison_keeps(
    steps: list[str | tuple[str, list[Print]]], pace_ms: int
) -> None:
    got, plain = Received(), Plain()
    for n, step in enumerate(steps):
        if isinstance(step, str):
            got.cut()
            plain.cut()
            continue
        prints = [replace(p, arrival_ms=T + n * pace_ms) for p in step[1]]
        (got.stream if step[0] == "stream" else got.fill)(*prints)
        (plain.stream if step[0] == "stream" else plain.fill)(prints)
        tape = got.world.tape
        columns = (tape.column(name, 0, tape.end).tolist() for name in ("contract", "time_ms", "price", "sequence"))
        assert list(zip(*columns, strict=True)) == [(*row.facts[:3], row.shown) for row in plain.rows]


def test_nothing_is_searched_where_nothing_can_match() -> None:
    got = Received()
    got.stream(A)
    got.cut()
    got.fill(replace(A, sequence=2))
    batch = got.world.batch([Print(T + 1), Print(T + 2)])
    assert got.duplicates.strip(batch) is batch
    assert np.array_equal(batch.time_ms, [T + 1, T + 2])
