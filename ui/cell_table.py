"""A table view that draws its visible cells in one paint event from cached text.

A stock view asks a Python model seven roles a cell: 20-36 ms for 50 x 10 cells. This one asks the model for a row's
cells in one call and draws them itself; selection, keys, clicks and screen readers go on through the model.
"""

import base64
import contextlib
from collections.abc import Sequence
from typing import NamedTuple, cast

from PySide6.QtCore import QByteArray, QRect, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QStaticText
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from models.qt.cells import Align, Cell, CellModel, Column
from ui import theme

PAD_PX = 5
_KEEP_TEXTS = 20_000
_PIECE = 4
_DECIMALS = 2
"""Decimals of a `POINT` column that stand under one another; two further ones hang into the room kept beyond."""


class _Place(NamedTuple):
    """Where a column stands in the viewport."""

    column: int
    left: int
    width: int
    align: Align


Stroke = tuple[int, QStaticText | None, QColor, bool, int]
"""A laid-out text: x, text, colour, bold, characters; without a text a line through so many characters."""


class _Layout:
    """The places of all visible columns, compared by identity, and the strokes of cells that were drawn in them."""

    def __init__(self, places: tuple[_Place, ...] = ()) -> None:
        self.places = places
        self.strokes: dict[tuple[int, Cell], list[Stroke]] = {}


def _chars_from_right(text: str, align: Align) -> int:
    """How many characters before the column's right edge a text begins."""
    if align is Align.RIGHT:
        return len(text)
    decimals = len(text) - text.rfind(".") - 1 if "." in text else -1
    return len(text) - decimals + 2 * _DECIMALS


def _fitted(text: str, align: Align, room: int) -> tuple[str, Align]:
    """A text that stays in a column of `room` characters: words are cut, figures lose separators but never a digit."""
    if (len(text) if align is Align.LEFT else _chars_from_right(text, align)) <= room:
        return text, align
    if align is Align.LEFT:
        return text[: max(room - 1, 0)] + "…", align
    figure = text.replace(",", "")
    return figure if len(figure) <= room else "…", Align.RIGHT


class CellTable(QTableView):
    """The fast view. The model is a `QAbstractItemModel` that also is a `CellModel`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._font, self._bold = theme.figure_font(), theme.figure_font(bold=True)
        self._char_px = QFontMetricsF(self._font).horizontalAdvance("0")
        self._texts: dict[tuple[str, bool], QStaticText] = {}
        self._layout = _Layout()
        self._empty_text = ""
        self._text_height = QFontMetricsF(self._font).height()
        self.setFont(self._font)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(theme.ROW_PX)
        rows.setDefaultSectionSize(theme.ROW_PX)
        self._dress_heading()

    @property
    def empty_text(self) -> str:
        """What is said where there is no row."""
        return self._empty_text

    @empty_text.setter
    def empty_text(self, text: str) -> None:
        if text != self._empty_text:
            self._empty_text = text
            self.viewport().update()

    def fit_columns(self) -> None:
        """Give every column the width that its `chars` ask for."""
        for number, column in enumerate(self._cell_model().columns):
            self.setColumnWidth(number, self.column_px(column))

    def columns_state(self) -> str:
        """Widths, order and visibility of the columns, for `restore_columns`."""
        data = base64.b64encode(self.horizontalHeader().saveState().data()).decode("ascii")
        return f"{self._column_keys()}|{data}"

    def restore_columns(self, state: object) -> None:
        """Take up a state; one that cannot be read, or is of other columns, changes nothing."""
        keys, _, text = state.partition("|") if isinstance(state, str) else ("", "", "")
        if keys == self._column_keys():
            with contextlib.suppress(ValueError):
                self.horizontalHeader().restoreState(QByteArray(base64.b64decode(text, validate=True)))

    def column_px(self, column: Column) -> int:
        """Width of a column: its characters or its title, whichever is wider, and the padding."""
        title = QFontMetricsF(theme.text_font()).horizontalAdvance(column.title)
        return round(max(column.chars * self._char_px, title) + 2 * PAD_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows that the event exposes."""
        model = self._cell_model()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.ink("surface"))
        painter.setFont(self._font)
        layout = self._layout_of_columns(model)
        shown = self._exposed_rows(event.rect())
        rows = model.rows(shown.start, shown.stop) if shown else ()
        for number, row in zip(shown, rows, strict=True):
            if row.drawn is None or row.drawn[0] is not layout:
                row.drawn = (layout, self._strokes(row.cells, layout))
            self._paint_row(painter, number, row.drawn[1])
        if not shown and self._empty_text and not self.model().rowCount():
            self._paint_empty(painter)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and last row, as people expect of a list."""
        moves = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.model().rowCount() - 1}
        if event.key() in moves and not event.modifiers() and self.model().rowCount():
            index = self.model().index(moves[Qt.Key(event.key())], 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)  # also where the row was current already, and the wheel had left it
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys come here."""
        super().focusInEvent(event)
        self._mark_heading(focused=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """They go elsewhere."""
        super().focusOutEvent(event)
        self._mark_heading(focused=False)

    def _mark_heading(self, *, focused: bool) -> None:
        heading = self.horizontalHeader()
        heading.setProperty("focused", focused)
        heading.style().polish(heading)

    def _dress_heading(self) -> None:
        heading = self.horizontalHeader()
        heading.setFont(theme.text_font())
        heading.setHighlightSections(False)
        heading.setSectionsMovable(True)
        heading.setFixedHeight(theme.ROW_PX + 5)
        heading.setMinimumSectionSize(24)
        heading.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def _cell_model(self) -> CellModel:
        return cast("CellModel", self.model())

    def _column_keys(self) -> str:
        return ",".join(column.key for column in self._cell_model().columns)

    def _exposed_rows(self, rect: QRect) -> range:
        first = self.rowAt(rect.top())
        last = self.rowAt(rect.bottom())
        if first < 0:
            return range(0)
        return range(first, (last if last >= 0 else self.model().rowCount() - 1) + 1)

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setFont(theme.text_font())
        painter.setPen(theme.ink("muted"))
        room = self.viewport().rect().adjusted(20, 0, -20, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._empty_text)

    def _layout_of_columns(self, model: CellModel) -> _Layout:
        """Places of the visible columns; the same object for as long as they stay, which keeps drawn rows valid."""
        places = tuple(
            _Place(number, self.columnViewportPosition(number), self.columnWidth(number), column.align)
            for number, column in enumerate(model.columns)
            if not self.isColumnHidden(number)
        )
        if places != self._layout.places:
            self._layout = _Layout(places)
        return self._layout

    def _strokes(self, cells: Sequence[Cell], layout: _Layout) -> list[Stroke]:
        """The texts of a row, laid out: painting it again costs nothing but drawing."""
        known = layout.strokes
        if len(known) > _KEEP_TEXTS:
            known.clear()
        strokes: list[Stroke] = []
        for place in layout.places:
            key = (place.column, cells[place.column])
            found = known.get(key)
            if found is None:
                found = known[key] = self._cell_strokes(cells[place.column], place)
            strokes += found
        return strokes

    def _cell_strokes(self, cell: Cell, place: _Place) -> list[Stroke]:
        left = float(place.left + PAD_PX)
        room = int((place.width - PAD_PX) / self._char_px)
        if cell.spans and all(span.at + len(span.text) <= room for span in cell.spans):
            return [
                stroke
                for span in cell.spans
                for stroke in self._text_strokes(left + span.at * self._char_px, span.text, span.ink, span.bold)
            ]
        text, align = _fitted(cell.text, place.align, room)
        if align is not Align.LEFT:
            left = place.left + place.width - PAD_PX - _chars_from_right(text, align) * self._char_px
        strokes = self._text_strokes(left, text, cell.ink, cell.bold)
        if cell.struck:
            strokes.append((round(left), None, theme.ink(cell.ink), False, len(text)))
        return strokes

    def _text_strokes(self, x: float, text: str, ink: str, bold: bool) -> list[Stroke]:
        pieces = [text]
        if len(text) > _PIECE and text[-1].isdigit():
            # Figures rarely repeat whole, their pieces do; and laying out a new text costs ten times drawing it.
            pieces = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
        colour, step = theme.ink(ink), _PIECE * self._char_px
        return [
            (round(x + number * step), self._text(piece, bold), colour, bold, len(piece))
            for number, piece in enumerate(pieces)
        ]

    def _paint_row(self, painter: QPainter, row: int, strokes: list[Stroke]) -> None:
        top, height = self.rowViewportPosition(row), self.rowHeight(row)
        if self.selectionModel().isRowSelected(row):
            painter.fillRect(QRect(0, top, self.viewport().width(), height), theme.ink("selected"))
            painter.fillRect(QRect(0, top, 2, height), theme.ink("accent" if self.hasFocus() else "muted"))
        y = round(top + (height - self._text_height) / 2)
        pen = None
        for x, text, ink, bold, chars in strokes:
            if ink is not pen:
                painter.setPen(ink)
                pen = ink
            if text is None:
                painter.drawLine(x, top + height // 2, round(x + chars * self._char_px), top + height // 2)
            elif bold:
                painter.setFont(self._bold)
                painter.drawStaticText(x, y, text)
                painter.setFont(self._font)
            else:
                painter.drawStaticText(x, y, text)

    def _text(self, text: str, bold: bool) -> QStaticText:
        found = self._texts.get((text, bold))
        if found is None:
            if len(self._texts) > _KEEP_TEXTS:
                self._texts.clear()
            found = QStaticText(text)
            found.setTextFormat(Qt.TextFormat.PlainText)
            found.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            found.prepare(font=self._bold if bold else self._font)
            self._texts[text, bold] = found
        return found
