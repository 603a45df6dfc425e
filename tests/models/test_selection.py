"""Display rows of a view: the same rows as a plain list, whatever was appended, trimmed or filtered."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.batch import TradeBatch
from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.filtering.mask import FilterMask
from models.filtering.tape_filter import TapeFilter
from models.gaps import Gap, GapLog
from models.selection import Selection
from models.tape import BLOCK, Tape
from models.tape_order import TapeOrder
from tests.models.made_market import MadeMarket
from tests.models.plain_order import PlainOrder
from tests.models.random_batches import EPOCH_MS, random_batch

SIZES = st.integers(0, 60) | st.sampled_from([BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 3])
TICKERS = ("O:SPY251219C00650000", "O:SPY251219P00650000", "O:QQQ251219C00600000")
ALL = TapeFilter()
FILTERS = (
    ALL,
    TapeFilter(min_size=500),
    TapeFilter(min_size=998),
    TapeFilter(min_size=5000),
    TapeFilter(right="C"),
    TapeFilter(tickers=frozenset(TICKERS[1:2])),
)


class View:
    """A tape with gaps and a selection of it, checked against a plain reading of the rules of `TapeOrder`."""

    def __init__(self, tape_filter: TapeFilter = ALL, max_rows: int = 10_000_000) -> None:
        self.tape, self.gaps = Tape(max_rows), GapLog()
        self.filter = tape_filter
        self.contracts = ContractIndex()
        for ticker in TICKERS:
            self.contracts.add(ticker)
        self.order = TapeOrder(self.tape, self.gaps)
        self.selection = self.select()
        self.plain = PlainOrder(self.tape, self.gaps)
        self.seed = 0
        self.clock_ms = EPOCH_MS

    def select(self) -> Selection:
        mask = FilterMask(self.filter, self.tape, self.contracts, ConditionSets())
        return Selection(self.tape, mask, self.order)

    def append(self, count: int) -> None:
        """Let trades arrive by stream, in about the order of time."""
        self.seed += 1
        times = self.clock_ms + np.random.default_rng(self.seed).integers(0, 9, count)
        self._append(replace(random_batch(self.seed, count), time_ms=times))
        self.clock_ms += 3

    def fill(self, *times_ms: int, gap: int = -1) -> None:
        """Put trades of these times on the tape that were missed, so many ms after the first."""
        self.seed += 1
        times = EPOCH_MS + np.array(times_ms, np.int64)
        self._append(replace(random_batch(self.seed, len(times)), time_ms=times, filled=True, fills=gap))

    def gap(self, start_ms: int) -> None:
        """Interrupt the stream so many ms after the first trade."""
        self.gaps.put(Gap(len(self.gaps), EPOCH_MS + start_ms), self.tape.end)

    def advance(self) -> None:
        """Take all that is new, as a view does that announces it all."""
        self.selection.look()
        self.selection.commit()
        self.selection.drop_trimmed()
        self.selection.look_between()
        self.selection.commit_between()

    def passing(self, first: int, stop: int) -> list[int]:
        """Rows from first up to stop that pass, by reading the facts of each."""
        size, contract = self.tape.column("size", first, stop), self.tape.column("contract", first, stop)
        keep = size >= (self.filter.min_size or 0)
        if self.filter.right:
            keep &= contract != 1
        if self.filter.tickers:
            keep &= contract == 1
        return (first + np.flatnonzero(keep)).tolist()

    def expected(self) -> list[int]:
        """What is read when everything new was taken."""
        self.plain.advance()
        passing = set(self.passing(self.tape.first, self.tape.end))
        return [row for row in self.plain.read() if row < 0 or row in passing]

    def shown(self) -> list[int]:
        rows: list[int] = self.selection.shown.rows(0, len(self.selection)).tolist()
        return rows

    def assert_right(self, expected: list[int]) -> None:
        assert len(self.selection) == len(expected)
        assert self.shown() == expected

    def _append(self, batch: TradeBatch) -> None:
        self.tape.append(batch)
        self.tape.trim()


STEPS = (
    st.tuples(st.just("append"), SIZES)
    | st.tuples(st.just("fill"), st.lists(st.integers(-5, 80), min_size=1, max_size=9), st.integers(-3, 3))
    | st.tuples(st.just("gap"), st.integers(-5, 80))
)


def take_step(view: View, step: tuple[Any, ...]) -> None:
    """Let something happen to the tape of a view."""
    if step[0] == "append":
        view.append(step[1])
    elif step[0] == "gap":
        view.gap(step[1])
    else:
        view.fill(*step[1], gap=min(max(step[2], -1), len(view.gaps) - 1))


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(FILTERS), st.sampled_from([1, 30, BLOCK, 10_000_000]), st.lists(STEPS, max_size=9), st.data())
def test_rows_and_positions_equal_a_plain_evaluation(
    tape_filter: TapeFilter, max_rows: int, steps: list[tuple[Any, ...]], data: st.DataObject
) -> None:
    view = View(tape_filter, max_rows)
    for step in steps:
        take_step(view, step)
        if data.draw(st.booleans()):  # a view may be slower than the feed
            view.advance()
            expected = view.expected()
            view.assert_right(expected)
            assert view.selection.gaps == sum(row < 0 for row in expected)
            positions_are_right(view.selection, expected, data)


def positions_are_right(selection: Selection, expected: list[int], data: st.DataObject) -> None:
    """Any range of rows, and any position."""
    if expected:
        low, high = sorted(data.draw(st.tuples(*[st.integers(0, len(expected))] * 2)))
        assert selection.shown.rows(low, high).tolist() == expected[low:high]
        at = data.draw(st.integers(0, len(expected) - 1))
        assert selection.shown.position(expected[at]) == at
    row = data.draw(st.integers(-5, 200))
    assert selection.shown.position(row) == (expected.index(row) if row in expected else None)


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(FILTERS), st.lists(STEPS, max_size=8))
def test_every_range_of_rows_is_that_part_of_the_whole(tape_filter: TapeFilter, steps: list[tuple[Any, ...]]) -> None:
    view = View(tape_filter)
    for step in steps:
        take_step(view, ("append", step[1] % 61) if step[0] == "append" else step)
        view.advance()
    shown = view.shown()
    for low in range(0, len(shown) + 1, 1 + len(shown) // 40):
        for high in range(low, len(shown) + 1, 1 + len(shown) // 40):
            assert view.selection.shown.rows(low, high).tolist() == shown[low:high]
    assert [view.selection.shown.position(row) for row in shown] == list(range(len(shown)))


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(FILTERS), st.sampled_from([1, 10_000_000]), st.lists(STEPS, max_size=9))
def test_each_announced_change_leads_from_the_rows_before_it_to_those_after_it(
    tape_filter: TapeFilter, max_rows: int, steps: list[tuple[Any, ...]]
) -> None:
    view = View(tape_filter, max_rows)
    selection = view.selection
    for step in steps:
        take_step(view, step)
        shown, count = view.shown(), selection.look()
        selection.commit()
        assert view.shown()[: -count or None] == shown
        shown, (gone, oldest) = view.shown(), selection.trimmed()
        selection.drop_trimmed()
        kept = set(view.shown())
        left = [row for row in shown if row in kept]
        assert view.shown() == left
        assert gone == len(shown) - len(left)
        assert oldest == (left == shown[gone:])
        runs, before = selection.look_between(), set(view.shown())
        for position, length in runs:
            shown = view.shown()
            selection.commit_between(position + length)
            assert view.shown()[:position] + view.shown()[position + length :] == shown
        came, positions = selection.new_between()
        selection.commit_between()
        view.assert_right(view.expected())
        if runs:
            assert [view.shown()[at] for at in positions] == came.tolist()
            assert set(came.tolist()) == set(view.shown()) - before


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(FILTERS), st.lists(STEPS, max_size=8))
def test_another_filter_keeps_every_place(tape_filter: TapeFilter, steps: list[tuple[Any, ...]]) -> None:
    view = View(max_rows=1)
    for step in steps:
        take_step(view, step)
        view.advance()
        view.plain.advance()
    view.filter = tape_filter
    view.selection = whole(view.select())
    view.advance()
    view.assert_right(view.expected())


def whole(selection: Selection) -> Selection:
    """A selection that has looked at all that is older."""
    selection.look_older(lambda: False)
    selection.commit_older()
    assert selection.is_whole
    return selection


def read(view: View) -> list[int]:
    """What a view shows when it has taken everything."""
    view.advance()
    return view.shown()


def timed(*times_ms: int) -> View:
    """A view of trades that were streamed at these times."""
    view = View()
    times = EPOCH_MS + np.array(times_ms, np.int64)
    view.tape.append(replace(random_batch(1, len(times)), time_ms=times))
    return view


def test_a_filled_trade_stands_before_the_first_at_which_a_later_time_was_reached() -> None:
    view = timed(10, 30, 20, 40)
    view.fill(25, 5, 50)
    assert read(view) == [5, 0, 4, 1, 2, 3, 6]


def test_a_filled_trade_stands_behind_streamed_ones_of_its_millisecond_and_among_filled_ones_as_they_arrived() -> None:
    view = timed(10, 10, 20)
    view.fill(10)
    view.fill(10, 10)
    assert read(view) == [0, 1, 3, 4, 5, 2]


def test_a_filled_trade_that_is_newer_than_all_stands_where_it_arrived() -> None:
    view = timed(10, 20)
    view.fill(30)
    view.append(1)
    assert read(view) == [0, 1, 2, 3]


def test_trades_of_a_gap_stand_between_its_row_and_what_was_streamed_after_it_whatever_their_time() -> None:
    view = timed(10, 20)
    view.gap(20)
    view.append(2)
    view.advance()
    view.fill(60, 15, 25, gap=0)
    view.fill(20, gap=0)
    assert read(view) == [0, 1, -1, 5, 7, 6, 4, 2, 3]


def test_gaps_at_one_place_keep_their_own_trades_and_others_stand_among_them_by_time() -> None:
    view = timed(10)
    view.gap(20)
    view.gap(40)
    view.tape.append(replace(random_batch(2, 1), time_ms=np.array([EPOCH_MS + 60])))
    view.fill(25, gap=0)
    view.fill(45, gap=1)
    view.fill(15, 30, 40, 50)
    assert read(view) == [0, 4, -1, 2, 5, -2, 6, 3, 7, 1]


def test_a_gap_before_the_first_trade_and_a_gap_that_is_still_open_are_rows_that_no_filter_hides() -> None:
    view = View(TapeFilter(min_size=5000))
    view.gap(0)
    view.append(5)
    view.gap(10)
    assert read(view) == [-1, -2]
    view.append(5)
    assert read(view) == [-1, -2]


def test_a_filled_trade_leaves_with_those_that_arrived_with_it_and_a_gap_with_the_last_trade_before_it() -> None:
    view = View(max_rows=BLOCK)
    view.append(10)
    view.gap(5)
    view.append(BLOCK)
    view.fill(5, gap=0)
    view.append(10)
    assert read(view)[9:13] == [9, -1, BLOCK + 10, 10]
    view.append(BLOCK)
    assert read(view)[:2] == [BLOCK + 10, BLOCK], "the gap and the trades before it are gone, its own trade is not"
    assert view.tape.first == BLOCK
    view.append(BLOCK)
    assert read(view)[0] == view.tape.first == 2 * BLOCK


def test_a_streamed_batch_costs_nothing_beside_the_tape_after_a_fill_either() -> None:
    view = View()
    view.append(100)
    view.fill(2)
    view.advance()
    for _ in range(50):
        view.append(777)
        view.advance()
    assert len(view.selection.shown.streamed.segments) == 2
    assert len(view.selection.shown.between) == 1


@pytest.mark.parametrize("tape_filter", FILTERS[:3])
def test_looking_again_without_a_commit_finds_the_same_and_what_came_since(tape_filter: TapeFilter) -> None:
    view = View(tape_filter)
    view.append(2000)
    assert view.selection.look() == view.selection.look() == len(view.passing(0, 2000))
    view.append(2000)
    assert view.selection.look() == len(view.passing(0, 4000))
    view.selection.commit()
    view.assert_right(view.passing(0, 4000))


@pytest.mark.parametrize("tape_filter", FILTERS[:3])
def test_a_commit_takes_what_was_looked_at_and_no_more(tape_filter: TapeFilter) -> None:
    view = View(tape_filter)
    view.append(2000)
    view.selection.look()
    view.append(2000)
    view.selection.commit()
    view.selection.commit()
    view.assert_right(view.passing(0, 2000))
    view.selection.look()
    view.selection.commit()
    view.assert_right(view.passing(0, 4000))


def test_a_commit_without_a_look_changes_nothing() -> None:
    view = View(TapeFilter())
    view.append(10)
    view.selection.commit()
    assert len(view.selection) == 0
    assert view.selection.look() == 10


def test_a_new_selection_begins_at_the_oldest_row_in_memory() -> None:
    view = View(TapeFilter(), max_rows=1)
    view.append(3 * BLOCK + 5)
    late = whole(view.select())
    assert len(late) == len(view.tape) < 3 * BLOCK
    assert late.shown.rows(0, 1).tolist() == [view.tape.first]


def test_rows_that_left_memory_before_the_commit_are_dropped_like_others() -> None:
    view = View(TapeFilter(), max_rows=1)
    view.append(5)
    view.selection.look()
    view.append(3 * BLOCK)
    view.selection.commit()
    assert view.selection.trimmed() == (5, True)
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
    assert len(view.selection.shown.streamed.segments) == -(-view.tape.end // BLOCK)


def test_no_position_and_no_rows_where_nothing_is_selected() -> None:
    view = View(TapeFilter(min_size=5000))
    view.append(10)
    view.selection.look()
    view.selection.commit()
    assert (len(view.selection), view.selection.shown.position(3), view.selection.trimmed()) == (0, None, (0, True))
    assert view.selection.shown.rows(0, 0).tolist() == []


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
    assert view.selection.shown.rows(0, 10).tolist() == list(range(50, 70, 2))


def test_a_snapshot_stays_when_rows_come_and_go() -> None:
    market = MadeMarket(max_rows=BLOCK)
    market.flood(BLOCK)
    selection = Selection(
        market.tape,
        FilterMask(TapeFilter(), market.tape, market.contracts, market.sets),
        TapeOrder(market.tape, market.gaps),
    )
    selection.look_older(lambda: False)
    selection.commit_older()
    kept = selection.snapshot()

    market.flood(BLOCK + 5)
    selection.look()
    selection.commit()
    selection.drop_trimmed()

    assert (len(kept), kept.rows(0, 2).tolist(), kept.rows(BLOCK - 1, BLOCK).tolist()) == (BLOCK, [0, 1], [BLOCK - 1])
