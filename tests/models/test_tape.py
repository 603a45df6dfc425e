"""The tape: absolute row ids, blocks, trimming, amendments; all of it the same as a plain list."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.batch import TradeBatch
from models.tape import BLOCK, COLUMNS, Amendment, Flag, Tape
from tests.models.random_batches import EPOCH_MS, random_batch

FACTS = ("time_ms", "sequence", "price", "size", "contract", "venue", "conditions")
SIZES = st.integers(0, 50) | st.sampled_from([BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK + 7])


class Model:
    """What was appended, in one array a column, and what was learned."""

    def __init__(self) -> None:
        self.columns: dict[str, np.ndarray[Any, Any]] = {name: np.zeros(0) for name in (*FACTS, "arrival_ms")}
        self.flags: dict[int, Flag] = {}

    def append(self, batch: TradeBatch) -> None:
        for name, values in self.columns.items():
            self.columns[name] = np.concatenate([values, getattr(batch, name)]) if len(values) else getattr(batch, name)


def filled(*sizes: int, max_rows: int = 10_000_000) -> tuple[Tape, Model]:
    tape, model = Tape(max_rows), Model()
    for seed, size in enumerate(sizes):
        batch = random_batch(seed, size)
        tape.append(batch)
        tape.trim()
        model.append(batch)
    return tape, model


def test_a_tape_starts_empty() -> None:
    tape = Tape()
    assert (len(tape), tape.first, tape.end, tape.amendments) == (0, 0, 0, [])
    assert tape.column("price", 0, 0).tolist() == []
    assert list(tape.spans(0, 0)) == []


def test_an_empty_batch_changes_nothing() -> None:
    tape, _ = filled(3)
    tape.append(random_batch(9, 0))
    assert (tape.first, tape.end) == (0, 3)


@settings(deadline=None, max_examples=50)
@given(st.lists(SIZES, min_size=1, max_size=5), st.sampled_from([1, 100, BLOCK, BLOCK + 5, 10_000_000]), st.data())
def test_columns_takes_and_values_equal_a_plain_list(sizes: list[int], max_rows: int, data: st.DataObject) -> None:
    tape, model = filled(*sizes, max_rows=max_rows)
    total = sum(sizes)
    assert (tape.end, len(tape)) == (total, total - tape.first)
    if not total:
        return
    low, high = sorted(data.draw(st.tuples(*[st.integers(tape.first, total)] * 2)))
    picked = np.array(data.draw(st.lists(st.integers(tape.first, total - 1), max_size=20)), np.int64)
    row = data.draw(st.integers(tape.first, total - 1))
    for name in FACTS:
        plain = model.columns[name]
        assert np.array_equal(tape.column(name, low, high), plain[low:high])
        assert np.array_equal(tape.take(name, picked), plain[picked])
        assert tape.value(name, row) == plain[row]
        assert tape.column(name, low, high).dtype == tape.take(name, picked).dtype == COLUMNS[name]
    assert tape.arrival_ms(row) == model.columns["arrival_ms"][row]


@settings(deadline=None, max_examples=50)
@given(st.lists(SIZES, min_size=1, max_size=6), st.sampled_from([1, 1000, BLOCK, 2 * BLOCK]))
def test_trimming_goes_by_blocks_and_keeps_what_was_promised(sizes: list[int], max_rows: int) -> None:
    tape, before = Tape(max_rows), 0
    for seed, size in enumerate(sizes):
        tape.append(random_batch(seed, size))
        tape.trim()
        assert tape.first >= before, "rows do not come back"
        assert tape.first % BLOCK == 0
        assert len(tape) >= min(max_rows, tape.end)
        assert len(tape) < max_rows + BLOCK or tape.first == 0
        before = tape.first


def test_row_ids_are_never_used_again() -> None:
    tape, model = filled(*[BLOCK] * 4, max_rows=1)
    assert (tape.first, tape.end) == (3 * BLOCK, 4 * BLOCK)
    assert tape.value("sequence", 3 * BLOCK) == model.columns["sequence"][3 * BLOCK]


@pytest.mark.parametrize("row", [-1, 0, BLOCK - 1, 2 * BLOCK + 3, 3 * BLOCK])
def test_a_row_that_is_not_in_memory_is_refused_and_never_another_row(row: int) -> None:
    tape, _ = filled(BLOCK, BLOCK, 3, max_rows=BLOCK)
    assert (tape.first, tape.end) == (BLOCK, 2 * BLOCK + 3)
    with pytest.raises(IndexError, match="not in memory"):
        tape.value("price", row)
    with pytest.raises(IndexError, match="not in memory"):
        tape.column("price", row, row + 1)
    with pytest.raises(IndexError, match="not in memory"):
        tape.take("price", np.array([BLOCK, row]))
    with pytest.raises(IndexError, match="not in memory"):
        tape.amend(row, Flag.CANCELLED)
    with pytest.raises(IndexError, match="not in memory"):
        tape.arrival_ms(row)
    assert tape.amendments == []


def test_a_span_that_reaches_over_the_end_is_refused() -> None:
    tape, _ = filled(5)
    with pytest.raises(IndexError, match="not in memory"):
        tape.column("price", 2, 6)


def test_a_column_inside_one_block_is_a_view_that_cannot_be_written() -> None:
    tape, _ = filled(BLOCK, 10)
    view = tape.column("price", 3, 9)
    assert view.base is not None
    with pytest.raises(ValueError, match="read-only"):
        view[0] = 5.0
    tape.append(random_batch(9, 10))
    assert np.array_equal(view, random_batch(0, BLOCK).price[3:9])


def test_what_is_appended_is_a_copy() -> None:
    tape, batch = Tape(), random_batch(1, 3)
    tape.append(batch)
    before = batch.price.tolist()
    batch.price[:] = 0
    assert tape.column("price", 0, 3).tolist() == before


def test_amendments_are_announced_in_order_and_stand_in_the_flags() -> None:
    tape, model = filled(BLOCK, 5)
    assert tape.column("flags", 0, 5).tolist() == [0] * 5
    tape.amend(BLOCK + 1, Flag.UNMATCHED)
    seen = list(tape.amendments)
    tape.amend(3, Flag.CANCELLED)
    tape.amend(3, Flag.UNMATCHED)
    tape.append(random_batch(7, 100))
    assert tape.amendments[: len(seen)] == seen
    assert tape.amendments == [
        Amendment(BLOCK + 1, Flag.UNMATCHED),
        Amendment(3, Flag.CANCELLED),
        Amendment(3, Flag.UNMATCHED),
    ]
    assert tape.take("flags", np.array([3, BLOCK + 1, 4])).tolist() == [3, 2, 0]
    assert np.array_equal(tape.column("price", 0, BLOCK + 5), model.columns["price"]), "facts do not change"


def test_amendments_of_rows_that_left_memory_stay_in_their_log() -> None:
    tape, _ = filled(BLOCK, max_rows=1)
    tape.amend(4, Flag.CANCELLED)
    tape.append(random_batch(1, 2 * BLOCK))
    tape.trim()
    assert tape.first > 4
    assert tape.amendments == [Amendment(4, Flag.CANCELLED)]


@pytest.mark.parametrize(
    ("start", "stop"), [(0, 1), (0, BLOCK), (5, BLOCK + 1), (BLOCK, 2 * BLOCK), (BLOCK - 1, 3 * BLOCK + 1), (7, 7)]
)
def test_spans_are_cut_at_the_edges_of_blocks(start: int, stop: int) -> None:
    spans = list(Tape().spans(start, stop))
    assert all(before[1] == after[0] for before, after in pairwise(spans))
    assert (spans[0][0], spans[-1][1]) == (start, stop) if start < stop else spans == []
    assert sum(high - low for low, high in spans) == stop - start
    assert all(low // BLOCK == (high - 1) // BLOCK for low, high in spans)
    assert list(Tape().spans(start, stop, backwards=True)) == spans[::-1]


def test_a_trade_takes_no_more_than_48_bytes_when_the_tape_is_full() -> None:
    max_rows = 40 * BLOCK
    tape = Tape(max_rows)
    for seed in range(45):
        tape.append(random_batch(seed, BLOCK - 1))
        tape.trim()
    held = sum(column.nbytes for block in tape._blocks for column in block.columns.values())
    assert tape.first > 0
    assert held / max_rows <= 48


def test_the_arrival_of_a_trade_is_known_after_months_of_running() -> None:
    month_ms = 30 * 86_400_000
    tape = Tape()
    for seed in range(5):
        batch = random_batch(seed, BLOCK)
        batch.arrival_ms[:] = EPOCH_MS + seed * month_ms + np.arange(BLOCK)
        tape.append(batch)
    assert [tape.arrival_ms(n * BLOCK + 9) for n in range(5)] == [EPOCH_MS + n * month_ms + 9 for n in range(5)]


def test_an_arrival_may_step_back_with_the_clock_of_the_machine() -> None:
    tape, batch = Tape(), random_batch(0, 3)
    batch.arrival_ms[:] = [EPOCH_MS, EPOCH_MS - 5000, EPOCH_MS + 1]
    tape.append(batch)
    assert [tape.arrival_ms(row) - EPOCH_MS for row in range(3)] == [0, -5000, 1]


def test_more_is_kept_at_once_and_less_a_block_at_a_time() -> None:
    tape, _ = filled(*[BLOCK] * 6, max_rows=10 * BLOCK)
    tape.keep(2 * BLOCK)
    seen = []
    for _ in range(7):
        tape.trim()
        seen.append(len(tape) // BLOCK)
    assert seen == [6, 5, 4, 3, 2, 2, 2]
    tape.keep(20 * BLOCK)
    assert tape.kept_from == tape.first
