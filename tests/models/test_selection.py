"""Display rows of a view: the same rows as a plain list, whatever was appended, trimmed or filtered."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.filters import FilterMask, TapeFilter
from models.selection import Selection
from models.tape import BLOCK, Tape
from tests.models.random_batches import random_batch

SIZES = st.integers(0, 60) | st.sampled_from([BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 3])
TICKERS = ("O:SPY251219C00650000", "O:SPY251219P00650000", "O:QQQ251219C00600000")
FILTERS = (
    TapeFilter(),
    TapeFilter(min_size=500),
    TapeFilter(min_size=998),
    TapeFilter(min_size=5000),
    TapeFilter(right="C"),
    TapeFilter(tickers=frozenset(TICKERS[1:2])),
)


class View:
    """A tape and a selection of it, checked against what the filter says of every row in memory."""

    def __init__(self, tape_filter: TapeFilter, max_rows: int = 10_000_000) -> None:
        self.tape = Tape(max_rows)
        self.filter = tape_filter
        self.contracts = ContractIndex()
        for ticker in TICKERS:
            self.contracts.add(ticker)
        self.selection = self.select()
        self.seed = 0

    def select(self) -> Selection:
        return Selection(self.tape, FilterMask(self.filter, self.tape, self.contracts, ConditionSets()))

    def append(self, count: int) -> None:
        self.seed += 1
        self.tape.append(random_batch(self.seed, count))

    def plain(self, first: int, stop: int) -> list[int]:
        """Rows from first up to stop that pass, by reading the facts of each."""
        size, contract = self.tape.column("size", first, stop), self.tape.column("contract", first, stop)
        keep = size >= self.filter.min_size
        if self.filter.right:
            keep &= contract != 1
        if self.filter.tickers:
            keep &= contract == 1
        return (first + np.flatnonzero(keep)).tolist()

    def assert_right(self, expected: list[int]) -> None:
        selection = self.selection
        assert len(selection) == len(expected)
        assert selection.rows(0, len(selection)).tolist() == expected


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(FILTERS), st.sampled_from([1, 30, BLOCK, 10_000_000]), st.lists(SIZES, max_size=6), st.data())
def test_rows_and_positions_equal_a_plain_evaluation(
    tape_filter: TapeFilter, max_rows: int, sizes: list[int], data: st.DataObject
) -> None:
    view, seen = View(tape_filter, max_rows), 0
    expected: list[int] = []
    for size in sizes:
        view.append(size)
        if not data.draw(st.booleans()):  # a view may be slower than the feed
            continue
        first = max(seen, view.tape.first)
        new = view.plain(first, view.tape.end)
        assert view.selection.look() == len(new)
        assert view.selection.new_rows().tolist() == new
        view.assert_right(expected)  # nothing changes before the commit
        view.selection.commit()
        expected += new
        view.assert_right(expected)
        seen = view.tape.end
        gone = sum(row < view.tape.first for row in expected)
        assert view.selection.trimmed() == gone
        view.selection.drop_trimmed()
        del expected[:gone]
        view.assert_right(expected)
        if expected:
            low, high = sorted(data.draw(st.tuples(*[st.integers(0, len(expected))] * 2)))
            assert view.selection.rows(low, high).tolist() == expected[low:high]
            at = data.draw(st.integers(0, len(expected) - 1))
            assert view.selection.position(expected[at]) == at
        row = data.draw(st.integers(0, view.tape.end))
        assert view.selection.position(row) == (expected.index(row) if row in expected else None)


@pytest.mark.parametrize("tape_filter", FILTERS[:3])
def test_looking_again_without_a_commit_finds_the_same_and_what_came_since(tape_filter: TapeFilter) -> None:
    view = View(tape_filter)
    view.append(2000)
    assert view.selection.look() == view.selection.look() == len(view.plain(0, 2000))
    view.append(2000)
    assert view.selection.look() == len(view.plain(0, 4000))
    view.selection.commit()
    view.assert_right(view.plain(0, 4000))


@pytest.mark.parametrize("tape_filter", FILTERS[:3])
def test_a_commit_takes_what_was_looked_at_and_no_more(tape_filter: TapeFilter) -> None:
    view = View(tape_filter)
    view.append(2000)
    view.selection.look()
    view.append(2000)
    view.selection.commit()
    view.selection.commit()
    view.assert_right(view.plain(0, 2000))
    view.selection.look()
    view.selection.commit()
    view.assert_right(view.plain(0, 4000))


def test_a_commit_without_a_look_changes_nothing() -> None:
    view = View(TapeFilter())
    view.append(10)
    view.selection.commit()
    assert len(view.selection) == 0
    assert view.selection.look() == 10


def test_a_new_selection_begins_at_the_oldest_row_in_memory() -> None:
    view = View(TapeFilter(), max_rows=1)
    view.append(3 * BLOCK + 5)
    late = view.select()
    assert late.look() == len(view.tape) < 3 * BLOCK
    late.commit()
    assert late.rows(0, 1).tolist() == [view.tape.first]


def test_rows_that_left_memory_before_the_commit_are_dropped_like_others() -> None:
    view = View(TapeFilter(), max_rows=1)
    view.append(5)
    view.selection.look()
    view.append(3 * BLOCK)
    view.selection.commit()
    assert view.selection.trimmed() == 5
    view.selection.drop_trimmed()
    view.selection.look()
    view.selection.commit()
    view.assert_right(list(range(view.tape.first, view.tape.end)))


def test_an_unfiltered_tape_costs_a_view_one_segment_a_block_however_it_arrived() -> None:
    view = View(TapeFilter())
    for _ in range(300):
        view.append(777)
        view.selection.look()
        view.selection.commit()
    assert len(view.selection._segments) == -(-view.tape.end // BLOCK)


def test_no_position_and_no_rows_where_nothing_is_selected() -> None:
    view = View(TapeFilter(min_size=5000))
    view.append(10)
    view.selection.look()
    view.selection.commit()
    assert (len(view.selection), view.selection.position(3), view.selection.trimmed()) == (0, None, 0)
    assert view.selection.rows(0, 0).tolist() == view.selection.new_rows().tolist() == []


def test_a_filter_knows_contracts_that_appear_after_it_was_made() -> None:
    view = View(TapeFilter(roots=frozenset({"IWM"})))
    view.append(50)
    assert view.selection.look() == 0
    view.selection.commit()
    new = view.contracts.add("O:IWM251219C00200000")
    batch = random_batch(5, 20, contracts=1)
    batch.contract[::2] = new
    view.tape.append(batch)
    assert view.selection.look() == 10
    view.selection.commit()
    assert view.selection.rows(0, 10).tolist() == list(range(50, 70, 2))
