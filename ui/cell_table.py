"""A table view that draws its visible cells in one paint event, as one picture in which only what is new is painted.

A stock view asks a Python model seven roles a cell: 20-36 ms for 50 x 10 cells. This one asks the model for a row's
cells in one call and draws them itself; selection, keys, clicks and screen readers go on through the model.
"""

import base64
import contextlib
from typing import cast

from PySide6.QtCore import QAbstractItemModel, QByteArray, QItemSelectionModel, QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from models.qt.cells import CellModel, Column, Index
from ui import theme
from ui.column_dialog import ColumnDialog
from ui.column_menu import column_menu
from ui.row_canvas import RowCanvas
from ui.row_sheet import Face, Frame
from ui.texts import PAD_PX, Place, Texts


class CellTable(QTableView):
    """The fast view. The model is a `QAbstractItemModel` that also is a `CellModel`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = Texts()
        self._char_px = self._texts.char_px
        self._canvas = RowCanvas(self._texts)
        self._empty_text = ""
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # every pixel of it is drawn
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._dress_heading()
        self._take_sizes()
        theme.changed.connect(self._wear)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model. The heading knows of no selection: it would look at every selected row in each paint."""
        super().setModel(model)
        if model is not None:
            heading = self.horizontalHeader()
            heading.setSelectionModel(QItemSelectionModel(model, heading))

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
        menu = column_menu(self, self._cell_model().columns, self.stand_columns, self.arrange_columns)
        menu.popup(place)
        return menu

    def arrange_columns(self) -> ColumnDialog:
        """Let the user show, move and size the columns by keys."""
        dialog = ColumnDialog(self, self._cell_model().columns, self.stand_columns)
        dialog.open()
        return dialog

    def stand_columns(self) -> None:
        """Columns, their order and widths as they were before anybody chose."""
        heading = self.horizontalHeader()
        for number in range(heading.count()):
            heading.moveSection(heading.visualIndex(number), number)
        self.fit_columns()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu key opens the menu of the columns: a heading cannot have the keys."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.show_column_menu(self.horizontalHeader().mapToGlobal(QPoint(0, theme.row_px())))
        else:
            super().contextMenuEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the visible rows; what need not be seen is clipped by Qt."""
        self.executeDelayedItemsLayout()  # it may change the room that there is
        room = self.viewport().rect()
        shown = self._exposed_rows(room)
        frame = Frame(self._places(), room.size(), self._row_px(), self.viewport().devicePixelRatioF())
        faces = self._faces(shown)
        painter = QPainter(self.viewport())
        self._canvas.paint(painter, self.rowViewportPosition(shown.start) if shown else 0, faces, frame)
        if not shown and self._empty_text and not self.model().rowCount():
            self._paint_empty(painter)
        painter.end()

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        """Ask for the paint at once: Qt would lay out, and paint, in a later turn of the loop than the frame's."""
        super().rowsInserted(parent, start, end)
        self.executeDelayedItemsLayout()

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
        theme.polish(heading)

    def _dress_heading(self) -> None:
        heading = self.horizontalHeader()
        heading.setHighlightSections(False)
        heading.setSectionsMovable(True)
        heading.setMinimumSectionSize(24)
        heading.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        heading.customContextMenuRequested.connect(lambda place: self.show_column_menu(heading.mapToGlobal(place)))
        heading.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def _wear(self) -> None:
        """Take on another look: nothing that was laid out holds any more."""
        before, self._texts = self._char_px, Texts()
        self._canvas = RowCanvas(self._texts)
        self._char_px = self._texts.char_px
        self._take_sizes()
        if self._char_px != before:
            self._scale_columns(self._char_px / before)
        self.viewport().update()

    def _take_sizes(self) -> None:
        self.setFont(theme.figure_font())
        rows, heading = self.verticalHeader(), self.horizontalHeader()
        rows.setMinimumSectionSize(theme.row_px())
        rows.setDefaultSectionSize(theme.row_px())
        for part in (heading, heading.viewport()):  # what is dressed by a style sheet inherits no font
            part.setFont(theme.text_font())
        heading.setFixedHeight(theme.row_px() + 5)

    def _scale_columns(self, factor: float) -> None:
        """Keep as many characters in each column as it had."""
        for number in range(self.horizontalHeader().count()):
            hidden = self.isColumnHidden(number)
            self.setColumnHidden(number, False)  # a hidden one takes no width
            self.setColumnWidth(number, round((self.columnWidth(number) - 2 * PAD_PX) * factor) + 2 * PAD_PX)
            self.setColumnHidden(number, hidden)

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

    def _places(self) -> tuple[Place, ...]:
        """Where the visible columns stand."""
        return tuple(
            Place(number, self.columnViewportPosition(number), self.columnWidth(number), column.align)
            for number, column in enumerate(self._cell_model().columns)
            if not self.isColumnHidden(number)
        )

    def _faces(self, shown: range) -> list[Face]:
        rows = self._cell_model().rows(shown.start, shown.stop) if shown else ()
        chosen, bar = self._chosen_among(shown), "accent" if self.hasFocus() else "muted"
        return [
            Face(row.cells, row.band, row.tint, bar if number in chosen else "")
            for number, row in zip(shown, rows, strict=True)
        ]

    def _chosen_among(self, shown: range) -> set[int]:
        """Which of these rows are selected."""
        return {
            number
            for run in self.selectionModel().selection().toList()
            for number in range(max(run.top(), shown.start), min(run.bottom() + 1, shown.stop))
        }

    def _row_px(self) -> int:
        return self.verticalHeader().defaultSectionSize()
