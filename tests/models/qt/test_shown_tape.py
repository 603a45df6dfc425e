"""Which rows of the tape are shown and what is told of them, against a plain evaluation."""

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex
from pytestqt.qtbot import QtBot

from models.filtering.tape_filter import TapeFilter
from models.qt.reader import Ids
from models.qt.shown_tape import MOST_INSERTS
from models.qt.tape_model import TapeModel
from models.tape import BLOCK, Flag
from tests.models.made_market import NVDA, OPEN, SPXW, SPY_C, SPY_P, TICKERS, MadeMarket, Print
from tests.models.qt.desk import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_newest_trade_is_the_first_row(desk: Desk) -> None:
    desk.show(Print(sequence=1), Print(sequence=2))
    desk.show(Print(sequence=3))
    assert [desk.texts(row)["sequence"] for row in range(3)] == ["3", "2", "1"]


def test_a_frame_is_announced_as_one_insert_and_a_quiet_frame_not_at_all(desk: Desk) -> None:
    inserts: list[tuple[int, int]] = []
    desk.model.rowsInserted.connect(lambda _parent, first, last: inserts.append((first, last)))
    desk.show(*[Print()] * 5)
    desk.model.advance()
    desk.model.set_filter(TapeFilter(roots=frozenset({"SPXW"})))
    desk.show(*[Print()] * 5)
    desk.show(Print(SPXW), Print(), Print(SPXW))
    assert inserts == [(0, 4), (0, 1)]


def test_a_contract_that_is_first_seen_later_passes_its_filter(desk: Desk) -> None:
    new = "O:TSLA251219C00400000"
    desk.model.set_filter(TapeFilter(tickers=frozenset({new})))
    desk.show(Print(), Print(new))
    assert desk.texts(0)["contract"] == "TSLA 19 Dec 25 400 C"
    assert desk.model.rowCount() == 1


def test_display_rows_are_found_by_tape_row(desk: Desk) -> None:
    desk.model.set_filter(TapeFilter(min_size=2))
    model = desk.show(Print(size=1), Print(size=2), Print(size=1), Print(size=3))
    assert [model.display_row(row) for row in range(5)] == [None, 1, None, 0, None]
    assert model.sizes(model.tape_rows(0, 2)).tolist() == [3, 2]


def test_rows_that_left_memory_leave_the_model_and_the_others_stay() -> None:
    desk = Desk(max_rows=BLOCK, judged=False)
    desk.show(Print(sequence=7))
    desk.market.flood(BLOCK)
    desk.model.advance()
    held = QPersistentModelIndex(desk.model.index(0, 0))
    removed: list[int] = []
    desk.model.rowsRemoved.connect(lambda _parent, first, last: removed.append(last - first + 1))
    desk.show(*[Print(sequence=9)] * 3)
    desk.market.flood(BLOCK)
    desk.model.advance()
    assert desk.market.tape.first == BLOCK
    assert sum(removed) == BLOCK
    assert desk.model.rowCount() == len(desk.market.tape)
    assert held.row() == BLOCK + 3


def test_trades_that_are_filled_in_at_many_places_come_with_one_announcement(desk: Desk) -> None:
    places = MOST_INSERTS + 1
    desk.show(*[Print(time_ms=OPEN + 2 * n) for n in range(places)])
    heard: list[str] = []
    for name in ("rowsInserted", "modelReset"):
        getattr(desk.model, name).connect(lambda *_, name=name: heard.append(name))
    desk.market.fill(*[Print(time_ms=OPEN + 2 * n, sequence=2) for n in range(places)])
    desk.model.advance()
    assert heard == ["modelReset"]
    assert desk.tape_rows()[::-1] == [row for n in range(places) for row in (n, places + n)]


def test_filled_trades_that_leave_memory_from_among_others_are_taken_away() -> None:
    desk = Desk(max_rows=BLOCK, judged=False)
    desk.show(Print(time_ms=OPEN), Print(time_ms=OPEN + 9))
    desk.market.flood(BLOCK)
    desk.model.advance()
    desk.market.fill(Print(time_ms=OPEN - 5))
    desk.market.flood(BLOCK)
    desk.model.advance()
    filled = BLOCK + 2
    assert (desk.market.tape.first, desk.model.tape_row(desk.model.rowCount() - 1)) == (BLOCK, filled)
    desk.market.flood(BLOCK)
    desk.model.advance()
    assert desk.model.display_row(filled) is None
    assert desk.model.rowCount() == len(desk.market.tape)


def test_rows_are_selected_anew_only_where_what_was_learned_may_select_others(desk: Desk) -> None:
    desk.show(Print())
    for asked, learns_shares in (
        (TapeFilter(not_groups=frozenset({"multi"})), True),
        (TapeFilter(min_premium=1.0), False),
    ):
        desk.model.set_filter(asked)
        mask = desk.model.mask
        if learns_shares:
            desk.market.contracts.learn_multiplier(SPY_C, 50)
        else:
            desk.market.learn_conditions([])
        desk.model.advance()
        assert desk.model.mask is mask


PRINTS = st.builds(
    Print,
    ticker=st.sampled_from(TICKERS),
    price=st.sampled_from((1.0, 2.5, 600.0)),
    size=st.sampled_from((1, 5, 300)),
    codes=st.sampled_from(((), (209,), (232,), (201,), (777,))),
)
FILTERS = st.builds(
    TapeFilter,
    tickers=st.none() | st.frozensets(st.sampled_from((SPY_C, SPY_P, NVDA))),
    roots=st.sampled_from((frozenset(), frozenset({"SPY"}), frozenset({"SPXW", "NVDA"}))),
    right=st.sampled_from(("", "C", "P")),
    min_size=st.sampled_from((None, 5)),
    min_premium=st.sampled_from((None, 1000.0)),
    not_groups=st.sampled_from((frozenset(), frozenset({"multi"}))),
)
CHANGES = st.lists(PRINTS, max_size=6) | FILTERS
MOMENTS = st.integers(0, 30).map(lambda after_ms: OPEN + after_ms)
FILLS = st.tuples(st.lists(MOMENTS, min_size=1, max_size=6), st.integers(-1, 2))


def passes(asked: TapeFilter, made: Print) -> bool:
    """A plain evaluation of a filter."""
    root = made.ticker[2:].rstrip("0123456789").rstrip("CP").rstrip("0123456789")
    return (
        (asked.tickers is None or made.ticker in asked.tickers)
        and (not asked.roots or root in asked.roots)
        and (not asked.right or made.ticker[-9] == asked.right)
        and made.size >= (asked.min_size or 0)
        and made.price * made.size * 100 >= (asked.min_premium or 0)
        and not ("multi" in asked.not_groups and 232 in made.codes)
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(CHANGES, max_size=9))
def test_any_run_of_prints_and_filters_shows_what_a_plain_evaluation_shows(
    steps: list[list[Print] | TapeFilter | str],
) -> None:
    check(Desk(), steps)


@settings(max_examples=8, deadline=None)
@given(st.lists(CHANGES | st.just("flood"), min_size=3, max_size=7))
def test_so_does_any_run_with_trims(steps: list[list[Print] | TapeFilter | str]) -> None:
    check(Desk(max_rows=1, judged=False), steps)


def check(desk: Desk, steps: list[list[Print] | TapeFilter | str]) -> None:
    """Take the steps, and compare what is shown with a plain evaluation."""
    asked, log, flooded = TapeFilter(), list[Print](), Print(NVDA)
    for step in steps:
        if isinstance(step, TapeFilter):
            asked = step
            desk.model.set_filter(step)
        elif isinstance(step, list):
            log += step
            desk.market.print(*step)
            desk.model.advance()
        else:
            log += [flooded] * BLOCK
            desk.market.flood(BLOCK)
            desk.model.advance()
    shown = {made: passes(asked, made) for made in set(log)}
    first = desk.market.tape.first
    expected = [row for row in range(len(log) - 1, first - 1, -1) if shown[log[row]]]
    assert desk.model.rowCount() == len(expected)
    some = range(len(expected)) if len(expected) < 100 else (0, 1, len(expected) // 2, len(expected) - 1)
    for at in some:
        assert desk.model.tape_row(at) == expected[at]
        assert desk.model.display_row(expected[at]) == at
        flags = Flag(int(desk.market.tape.value("flags", expected[at])))
        assert desk.model.rows(at, at + 1)[0].cells[2].struck == (Flag.CANCELLED in flags)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(MOMENTS, max_size=6) | FILLS | MOMENTS | st.just("other filter"), max_size=9))
def test_any_run_of_prints_gaps_and_fills_is_told_to_views_and_shown_as_a_new_view_shows_it(
    steps: list[list[int] | tuple[list[int], int] | int | str],
) -> None:
    desk, mirror, numbers = Desk(), list[int](), count()
    model = desk.model
    model.rowsInserted.connect(
        lambda _parent, first, last: mirror.__setitem__(slice(first, first), model.tape_rows(first, last + 1).tolist())
    )
    model.modelReset.connect(lambda: mirror.__setitem__(slice(None), desk.tape_rows()))
    for step in steps:
        if isinstance(step, list):
            desk.market.print(*[Print(time_ms=at, sequence=next(numbers)) for at in step])
        elif isinstance(step, tuple):
            gap = min(step[1], len(desk.market.gaps) - 1)
            desk.market.fill(*[Print(time_ms=at, sequence=next(numbers)) for at in sorted(step[0])], gap=gap)
        elif isinstance(step, int):
            desk.market.interrupt(step)
        else:
            model.set_filter(TapeFilter(min_size=2) if model.filter.keeps_all else TapeFilter())
        model.advance()
        assert mirror == desk.tape_rows()
    new = TapeModel(desk.market)
    new.set_filter(model.filter)
    assert [new.tape_row(row) for row in range(new.rowCount())] == desk.tape_rows()


def test_the_oldest_may_stand_on_top_and_the_newest_at_the_bottom(desk: Desk) -> None:
    desk.show(Print(sequence=1), Print(sequence=2))
    desk.model.set_newest_first(False)
    desk.show(Print(sequence=3))
    assert [desk.texts(row)["sequence"] for row in range(3)] == ["1", "2", "3"]
    assert [desk.model.display_row(row) for row in range(3)] == [0, 1, 2]
    desk.model.set_newest_first(True)
    assert desk.tape_rows() == [2, 1, 0]


def test_after_another_filter_the_newest_are_there_at_once_and_older_ones_come_at_the_old_end(qtbot: QtBot) -> None:
    market = MadeMarket()
    market.print(Print(size=7, sequence=1))
    market.flood(3 * BLOCK)
    market.print(Print(size=8, sequence=2))
    model = TapeModel(market, slice_ms=0, at_once=1)
    model.set_filter(TapeFilter(min_size=5))
    assert (model.rowCount(), model.behind) == (1, 3 * BLOCK)
    came: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: came.append((first, last)))
    market.print(Print(size=9, sequence=3))
    model.advance()
    with qtbot.waitSignal(model.looked_further):
        pass
    assert 0 < model.behind < 3 * BLOCK
    qtbot.waitUntil(lambda: not model.behind)
    assert [model.tape_row(row) for row in range(model.rowCount())] == [3 * BLOCK + 2, 3 * BLOCK + 1, 0]
    assert came == [(0, 0), (2, 2)]


def test_what_was_learned_selects_anew_without_taking_a_row_away_in_the_meantime(qtbot: QtBot) -> None:
    market = MadeMarket()
    market.print(Print(SPY_C, 2.0, 5), Print(SPY_P, 2.0, 5))
    market.flood(2 * BLOCK)
    model = TapeModel(market, slice_ms=0, at_once=1)
    model.set_filter(TapeFilter(min_premium=600))
    qtbot.waitUntil(lambda: not model.behind)
    assert model.rowCount() == 2
    mask = model.mask
    market.contracts.learn_multiplier(SPY_P, 10)
    model.advance()
    assert model.behind
    assert (model.rowCount(), model.mask) == (2, mask), "until all of the tape was looked at"
    market.print(Print(SPY_C, 3.0, 5), Print(SPY_P, 3.0, 5))
    qtbot.waitUntil(lambda: not model.behind)
    assert [model.tape_row(row) for row in range(model.rowCount())] == [2 * BLOCK + 2, 0]
    assert model.mask is not mask


class Heard:
    """A reader that takes note of what came."""

    def __init__(self, model: TapeModel) -> None:
        self.came: list[int] = []
        self.model = model

    def rows_came(self, first: int, count: int) -> None:
        """The rows stand there already."""
        self.came += self.model.tape_rows(first, first + count).tolist()

    def rows_went(self, first: int, count: int) -> None:
        """None came."""

    def rows_change(self) -> None:
        """None came yet."""

    def rows_changed(self, came: Ids, rows: Ids) -> None:
        """Where they stand is tested elsewhere."""
        self.came += came.tolist()


def test_what_comes_while_rows_are_selected_anew_is_told_to_the_reader_as_ever(qtbot: QtBot) -> None:
    market = MadeMarket()
    market.print(Print(SPY_C, 2.0, 5))
    market.flood(2 * BLOCK)
    model = TapeModel(market, slice_ms=0, at_once=1)
    model.set_filter(TapeFilter(min_premium=600))
    qtbot.waitUntil(lambda: not model.behind)
    market.contracts.learn_multiplier(SPY_C, 1000)
    market.print(Print(SPY_C, 3.0, 5))
    model.reader = heard = Heard(model)
    model.advance()
    assert model.behind, "it looks at older trades by what was learned"
    market.print(Print(SPY_C, 4.0, 5))
    market.fill(Print(SPY_C, 5.0, 5))
    qtbot.waitUntil(lambda: not model.behind)
    assert sorted(heard.came) == [2 * BLOCK + 1, 2 * BLOCK + 2, 2 * BLOCK + 3]


def test_the_first_trade_at_a_time_or_later_is_found_also_among_late_and_filled_ones(desk: Desk) -> None:
    desk.show(*[Print(time_ms=OPEN + at) for at in (10, 30, 20, 50)])
    desk.market.interrupt(OPEN + 50)
    desk.show(Print(time_ms=OPEN + 90))
    desk.market.fill(Print(time_ms=OPEN + 60), Print(time_ms=OPEN + 70), gap=0)
    desk.model.advance()
    found = {at: desk.model.row_near_time(OPEN + at) for at in (0, 10, 11, 31, 51, 65, 71, 91)}
    ids = {at: None if row is None else desk.model.tape_row(row) for at, row in found.items()}
    assert ids == {0: 0, 10: 0, 11: 1, 31: 3, 51: 5, 65: 6, 71: 4, 91: None}


def test_a_time_is_found_far_behind_a_print_that_was_early_and_does_not_pass(desk: Desk) -> None:
    desk.show(Print(time_ms=OPEN + 9))
    desk.market.flood(5000, SPY_P)
    desk.show(Print(SPY_P, time_ms=OPEN + 9))
    desk.model.set_filter(TapeFilter(right="P"))
    assert desk.model.row_near_time(OPEN + 9) == 0
    assert desk.model.row_near_time(OPEN) == 5000


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(MOMENTS, max_size=6) | FILLS | MOMENTS, max_size=9), FILTERS, st.booleans(), MOMENTS)
def test_a_time_is_found_where_a_plain_reading_finds_it(
    steps: list[list[int] | tuple[list[int], int] | int], asked: TapeFilter, newest_first: bool, time_ms: int
) -> None:
    desk = Desk()
    model = desk.model
    model.set_newest_first(newest_first)
    model.set_filter(asked)
    for number, step in enumerate(steps):
        if isinstance(step, list):
            desk.market.print(*[Print(time_ms=at, size=1 + 4 * (at % 2), sequence=number) for at in step])
        elif isinstance(step, tuple):
            prints = [Print(time_ms=at, size=5, sequence=number) for at in step[0]]
            desk.market.fill(*prints, gap=min(step[1], len(desk.market.gaps) - 1))
        else:
            desk.market.interrupt(step)
    model.advance()
    rows = sorted(range(model.rowCount()), reverse=newest_first)
    times = [(row, desk.market.tape.value("time_ms", at)) for row in rows if (at := model.tape_row(row)) >= 0]
    assert model.row_near_time(time_ms) == next((row for row, at in times if at >= time_ms), None)
