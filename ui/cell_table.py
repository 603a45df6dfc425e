"""A table view that draws its visible cells in one paint event from cached text.

A stock view asks a Python model seven roles a cell: 20-36 ms for 50 x 10 cells. This one asks the model for a row's
cells in one call and draws them itself; selection, keys, clicks and screen readers go on through the model.
"""

import base64
import contextlib
from typing import cast

from PySide6.QtCore import QByteArray, QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from models.qt.cells import CellModel, Column, Row
from ui import theme
from ui.column_menu import column_menu
from ui.texts import PAD_PX, Layout, Place, Texts


class CellTable(QTableView):
    """The fast view. The model is a `QAbstractItemModel` that also is a `CellModel`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = Texts()
        self._char_px = self._texts.char_px
        self._layout = Layout()
        self._empty_text = ""
        self.setFont(theme.figure_font())
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
        """Show the columns that are shown before anybody chose, each with the width that its `chars` ask for."""
        for number, column in enumerate(self._cell_model().columns):
            self.setColumnHidden(number, False)  # a hidden one takes no width
            self.setColumnWidth(number, self.column_px(column))
            self.setColumnHidden(number, not column.shown)

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

    def show_column_menu(self, place: QPoint) -> QMenu:
        """Let the user choose the columns; `place`: of the screen."""
        menu = column_menu(self, self._cell_model().columns, self.stand_columns)
        menu.popup(place)
        return menu

    def stand_columns(self) -> None:
        """Columns, their order and widths as they were before anybody chose."""
        heading = self.horizontalHeader()
        for number in range(heading.count()):
            heading.moveSection(heading.visualIndex(number), number)
        self.fit_columns()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu key opens the menu of the columns: a heading cannot have the keys."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.show_column_menu(self.horizontalHeader().mapToGlobal(QPoint(0, theme.ROW_PX)))
        else:
            super().contextMenuEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows that the event exposes."""
        model = self._cell_model()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.ink("surface"))
        layout = self._layout_of_columns(model)
        shown = self._exposed_rows(event.rect())
        rows = model.rows(shown.start, shown.stop) if shown else ()
        for number, row in zip(shown, rows, strict=True):
            self._paint_row(painter, number, row, layout)
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
        heading.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        heading.customContextMenuRequested.connect(lambda place: self.show_column_menu(heading.mapToGlobal(place)))
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

    def _layout_of_columns(self, model: CellModel) -> Layout:
        """Places of the visible columns; the same object for as long as they stay, which keeps drawn rows valid."""
        places = tuple(
            Place(number, self.columnViewportPosition(number), self.columnWidth(number), column.align)
            for number, column in enumerate(model.columns)
            if not self.isColumnHidden(number)
        )
        if places != self._layout.places:
            self._layout = Layout(places)
        return self._layout

    def _paint_row(self, painter: QPainter, number: int, row: Row, layout: Layout) -> None:
        top, height = self.rowViewportPosition(number), self.rowHeight(number)
        whole = QRect(0, top, self.viewport().width(), height)
        selected = self.selectionModel().isRowSelected(number)
        if selected or row.band:
            painter.fillRect(whole, theme.ink("selected" if selected or not row.band else row.band.ground))
        if row.band:
            self._texts.draw_band(painter, whole, row.band)
        else:
            if row.drawn is None or row.drawn[0] is not layout:
                row.drawn = (layout, self._texts.strokes(row.cells, layout))
            self._texts.draw(painter, top, height, row.drawn[1])
        if selected:
            painter.fillRect(QRect(0, top, 2, height), theme.ink("accent" if self.hasFocus() else "muted"))
