"""Repeats within one connection are counted, however they are cut into batches."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.repeats import A_BATCH, CHUNK, SAVED, RepeatCounter
from models.tape import BLOCK, Tape
from tests.models.random_batches import random_batch
from tests.models.tick_tapes import Print, World

T = 1_764_599_400_000


class Counted:
    """A tape whose repeats are counted."""

    def __init__(self, max_rows: int = 1_000_000) -> None:
        self.world = World(Tape(max_rows))
        self.counter = RepeatCounter(self.world.tape)

    def print(self, *prints: Print, streamed: bool = True) -> int:
        self.world.print(*prints)
        self.counter.advance(streamed=streamed)
        return self.counter.count


def test_a_trade_that_comes_again_is_a_repeat_in_its_batch_and_in_a_later_one() -> None:
    counted = Counted()
    a, b = Print(T, sequence=7), Print(T, sequence=8)
    assert counted.print(a, b, a) == 1
    assert counted.print(b) == 2
    assert counted.print(Print(T, sequence=9)) == 2


@pytest.mark.parametrize("other", [{"time_ms": T + 1}, {"price": 2.0}, {"size": 2}, {"venue": 308}, {"contract": 1}])
def test_a_sequence_that_comes_again_with_another_trade_is_no_repeat(other: dict[str, int]) -> None:
    counted = Counted()
    counted.print(Print(T, sequence=7))
    assert counted.print(Print(**({"time_ms": T, "sequence": 7} | other))) == 0  # type: ignore[arg-type]


def test_another_connection_and_filled_trades_repeat_nothing() -> None:
    counted = Counted()
    a = Print(T, sequence=7)
    counted.print(a)
    counted.counter.note_cut()
    assert counted.print(a) == 0
    assert counted.print(a, a, streamed=False) == 0
    assert counted.print(a) == 1


def test_rows_that_left_memory_are_passed_over() -> None:
    counted = Counted(max_rows=1)
    counted.print(Print(T, sequence=7))
    counted.world.print(*[Print(T, contract=1, sequence=n) for n in range(9)] * (BLOCK // 4))
    counted.counter.advance(streamed=True)
    assert counted.world.tape.first > SAVED
    assert counted.counter.count == 0
    assert counted.print(Print(T, sequence=7)) == 0
    assert counted.print(Print(T, sequence=7)) == 1


def test_a_lasting_flood_is_looked_at_in_part_and_a_burst_in_full() -> None:
    counted, batch = Counted(), random_batch(1, SAVED // 2)
    for _ in range(2):
        counted.world.tape.append(batch)
        counted.counter.advance(streamed=True)
    assert counted.counter.count == pytest.approx(len(batch), rel=0.05)
    before = counted.counter.count
    for _ in range(2):
        counted.world.tape.append(batch)
        counted.counter.advance(streamed=True)
    assert counted.counter.count - before <= 6 * A_BATCH


@settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 1)), max_size=12), max_size=8), st.data())
def test_repeats_are_those_of_a_plain_count(batches: list[list[tuple[int, int]]], data: st.DataObject) -> None:
    counted, seen, plain = Counted(), Counter[tuple[int, int]](), 0
    for batch in batches:
        counted.world.print(*(Print(T, sequence=q, contract=c) for q, c in batch))
        counted.counter.advance(streamed=True)
        for key in batch:
            plain += seen[key] > 0
            seen[key] += 1
        if data.draw(st.booleans()):
            assert counted.counter.count == plain
        if data.draw(st.booleans()):
            counted.counter.note_cut()
            seen.clear()
    assert counted.counter.count == plain


def test_repeats_are_found_across_the_rows_that_are_looked_at_together() -> None:
    counted = Counted()
    rng = np.random.default_rng(2)
    for n in range(12):
        batch = random_batch(n, CHUNK // 3)
        counted.world.tape.append(batch)
        again = rng.integers(0, len(batch), 5)
        rows = counted.world.tape.end - len(batch) + again
        copies = random_batch(n, 5)
        for name in ("time_ms", "sequence", "price", "size", "contract", "venue", "conditions"):
            getattr(copies, name)[:] = counted.world.tape.take(name, rows)
        counted.world.tape.append(copies)
        counted.counter.advance(streamed=True)
    assert 57 <= counted.counter.count <= 60
