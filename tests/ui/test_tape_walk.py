"""A reader of the tape, whatever happens to it: the rows under the eye stay, and so does what was selected."""

from typing import Any, NamedTuple

import numpy as np
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtCore import QItemSelectionModel
from pytestqt.qtbot import QtBot

from models.filtering.tape_filter import TapeFilter
from models.qt.tape_model import TapeModel
from models.tape import BLOCK
from tests.models.made_market import OPEN, SPY_C, SPY_P, MadeMarket, Print
from tests.models.plain_order import PlainOrder
from ui.tape_table import TapeTable

Ids = NDArray[np.int64]
FILTERS = (TapeFilter(), TapeFilter(min_size=2), TapeFilter(min_size=7), TapeFilter(min_size=50))
WIDTH_PX, HEIGHT_PX = 700, 320


class Sight(NamedTuple):
    """What a reader saw. `shown`, `eye`, `selected`: ids, from the top down; `page`: whole rows.

    `top`: the place of the topmost row of the eye among the shown.
    """

    shown: Ids
    eye: list[int]
    top: int
    page: int
    selected: set[int]
    follows: bool
    at_newest: bool


class Reader:
    """A tape on the screen, of a market to which a test lets things happen, beside a plain reading of the same."""

    def __init__(self, max_rows: int = BLOCK) -> None:
        self.market = MadeMarket(max_rows)
        self.model = TapeModel(self.market, slice_ms=0, at_once=1)
        self.table = TapeTable(self.model)
        self.table.resize(WIDTH_PX, HEIGHT_PX)
        self.table.show()
        self.plain, self.read = PlainOrder(self.market.tape, self.market.gaps), np.zeros(0, np.int64)
        self.known = (0, 0)
        self.news = (0, 0)
        self.table.held_changed.connect(self._note_news)
        self.clock_ms, self.sequence = OPEN, 0
        self.market.flood(BLOCK // 2)
        self.advance()

    def prints(self, sizes: list[int], times_ms: list[int]) -> list[Print]:
        """Prints that are told apart by their sequence."""
        self.sequence += len(sizes)
        numbers = range(self.sequence, self.sequence + len(sizes))
        return [
            Print(SPY_C if size % 2 else SPY_P, size=size, time_ms=at, sequence=number)
            for size, at, number in zip(sizes, times_ms, numbers, strict=True)
        ]

    def print(self, sizes: list[int]) -> None:
        """Let prints arrive by stream."""
        self.clock_ms += 10
        self.market.print(*self.prints(sizes, [self.clock_ms + n % 7 for n in range(len(sizes))]))
        self.advance()

    def fill(self, sizes: list[int], before_ms: int, gap: int) -> None:
        """Fill in what was missed so long ago."""
        times = sorted(self.clock_ms - before_ms + n % 5 * 9 for n in range(len(sizes)))
        self.market.fill(*self.prints(sizes, times), gap=min(gap, len(self.market.gaps) - 1))
        self.advance()

    def cut(self) -> None:
        """Interrupt the stream."""
        self.market.interrupt(self.clock_ms)
        self.advance()

    def flood(self) -> None:
        """Let so many prints of size 1 arrive that older ones leave memory sooner or later."""
        self.market.flood(BLOCK // 2 + 5)
        self.advance()

    def advance(self) -> None:
        self.model.advance()
        self.table.updateGeometries()

    def choose(self, number: int) -> None:
        """Show other trades."""
        self.model.set_filter(FILTERS[number])
        self.table.start_anew()

    def scroll(self, per_mille: int) -> None:
        """Bring some place of the tape to the top."""
        bar = self.table.verticalScrollBar()
        near = {1: 1, 2: 2, 998: bar.maximum() - 2, 999: bar.maximum() - 1}  # the ends are where it may go wrong
        bar.setValue(near.get(per_mille, bar.maximum() * per_mille // 1000))

    def select(self, at: int, count: int) -> None:
        """Select rows in sight."""
        first = max(self.table.rowAt(0), 0) + at
        flags = QItemSelectionModel.SelectionFlag
        for row in range(first, min(first + count, self.model.rowCount())):
            self.table.selectionModel().select(self.model.index(row, 0), flags.Select | flags.Rows)

    def look_further(self, qtbot: QtBot) -> None:
        """Let the model look at older trades, if it still has to."""
        if self.model.behind:
            with qtbot.waitSignal(self.model.looked_further):
                pass

    def expected(self) -> Ids:
        """All that the filter keeps, and all gaps, by a plain reading."""
        tape, least = self.market.tape, self.model.filter.min_size or 0
        if self.known != (tape.end, len(self.market.gaps)):
            self.known = tape.end, len(self.market.gaps)
            self.plain.advance()
            self.read = np.array(self.plain.read(), np.int64)
        sizes = tape.column("size", tape.first, tape.end)
        return self.read[(self.read < 0) | (sizes[np.maximum(self.read - tape.first, 0)] >= least)]

    def sight(self) -> Sight:
        """What is seen now."""
        model, table, bar = self.model, self.table, self.table.verticalScrollBar()
        shown = model.tape_rows(0, model.rowCount())
        top, bottom = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
        eye = shown[top : bottom + 1 if bottom >= 0 else None].tolist() if top >= 0 else []
        if len(shown):
            assert table.rowViewportPosition(top) == 0, "a row begins at the top"
        page = table.viewport().height() // table.rowHeight(0) if len(shown) else 0
        selected = {int(shown[index.row()]) for index in table.selectionModel().selectedRows()}
        at_newest = bar.value() == (0 if model.newest_first else bar.maximum())
        return Sight(shown, eye, top, page, selected, table.follows, at_newest)

    def close(self) -> None:
        self.table.close()
        self.table.deleteLater()
        self.model.reader = None  # it may still look at older trades
        self.model.deleteLater()

    def _note_news(self, count: int, largest: int) -> None:
        self.news = count, largest


SIZES = st.lists(st.sampled_from([1, 1, 2, 7, 60, 2500]), min_size=1, max_size=20)
MARKET = (
    st.tuples(st.just("print"), SIZES)
    | st.tuples(st.just("fill"), SIZES, st.integers(0, 80), st.integers(-1, 3))
    | st.just(("cut",))
    | st.just(("flood",))
)
HAND = (
    st.tuples(st.just("scroll"), st.sampled_from([0, 1, 2, 998, 999, 1000]) | st.integers(0, 1000))
    | st.tuples(st.just("select"), st.integers(0, 12), st.integers(1, 5))
    | st.tuples(st.just("choose"), st.integers(0, len(FILTERS) - 1))
    | st.sampled_from([("pause",), ("go on",), ("turn",), ("look further",), ("catch up",)])
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(MARKET | HAND, min_size=4, max_size=24))
@example([("flood",), ("fill", [1, 1], 62, 0), ("choose", 0), ("flood",), ("flood",)])
@example([("print", [1, 1]), ("flood",), ("flood",), ("scroll", 998), ("fill", [1], 0, 0), ("flood",)])
def test_whatever_happens_to_the_tape_the_rows_under_the_eye_stay(qtbot: QtBot, steps: list[tuple[Any, ...]]) -> None:
    reader = Reader()
    try:
        for step in steps:
            before, news = reader.sight(), reader.news
            take(reader, step, qtbot)
            after = reader.sight()
            rows_are_plain(reader, after)
            if step[0] in ("print", "fill", "cut", "flood", "look further"):
                place_is_kept(reader, step[0], before, after)
                news_are_right(reader, before, after, news)
            selection_is_kept(step, before, after)
            if step[0] in ("choose", "catch up"):
                assert after.at_newest
                assert reader.news == (0, 0)
    finally:
        reader.close()


def take(reader: Reader, step: tuple[Any, ...], qtbot: QtBot) -> None:
    """Let one thing happen."""
    name, table = step[0], reader.table
    match name:
        case "pause" | "go on":
            table.set_paused(name == "pause")
        case "catch up":
            table.catch_up()
        case "turn":
            reader.model.set_newest_first(not reader.model.newest_first)
        case "look further":
            reader.look_further(qtbot)
        case _:
            getattr(reader, name)(*step[1:])


def rows_are_plain(reader: Reader, now: Sight) -> None:
    """The model shows what is read plainly; while older trades are still looked at, the newest part of it."""
    expected = reader.expected()
    shown = now.shown[::-1] if reader.model.newest_first else now.shown
    assert np.array_equal(shown, expected[len(expected) - len(shown) :])
    assert len(shown) == len(expected) or reader.model.behind


def place_is_kept(reader: Reader, name: str, before: Sight, after: Sight) -> None:
    """A view that follows stands at its newest row; another shows the rows that it showed, each where it was."""
    if before.follows or not len(before.shown):
        assert after.at_newest
        return
    if not reader.model.newest_first and len(before.shown) < before.page:
        return  # older rows take the room that was left
    kept = [row for row, is_left in zip(before.eye, np.isin(before.eye, after.shown), strict=True) if is_left]
    if kept != before.eye:
        if not len(after.shown):
            return
        oldest = after.shown[-1 if reader.model.newest_first else 0]
        where = [eye.index(kept[0]) for eye in (before.eye, after.eye) if kept and kept[0] in eye]
        assert oldest in after.eye or (len(where) == 2 and where[0] == where[1]), "some of the eye has left memory"
        return
    assert after.eye[0] == before.eye[0]
    if name != "fill":
        assert after.eye[: len(before.eye)] == before.eye
    else:
        stayed = [row for row in after.eye if row in set(before.eye)]
        assert stayed == before.eye[: len(stayed)], "some may come among them"


def news_are_right(reader: Reader, before: Sight, after: Sight, news: tuple[int, int]) -> None:
    """Unseen are the trades that came on the newer side of a view that holds."""
    if after.at_newest:
        assert reader.news == (0, 0)
        return
    if not np.isin(before.shown, after.shown).all():
        assert reader.news[0] >= news[0], "trades that left memory unseen stay counted"
        return
    top = after.top
    newer = after.shown[:top] if reader.model.newest_first else after.shown[top + after.page :]
    came = newer[(newer >= 0) & ~np.isin(newer, before.shown)]
    sizes = reader.market.tape.take("size", came)
    assert reader.news == (news[0] + len(came), max(news[1], int(sizes.max(initial=0))))


def selection_is_kept(step: tuple[Any, ...], before: Sight, after: Sight) -> None:
    """Selected are the trades that were, but for those that left."""
    if step[0] == "choose":
        assert not after.selected
    elif step[0] == "select":
        assert before.selected <= after.selected
    else:
        stayed = [row for row in before.selected if row in after.shown]
        assert after.selected == set(stayed)
