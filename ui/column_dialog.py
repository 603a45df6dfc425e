"""The dialog of a table's columns: which are shown, in which order, and how wide. By keys, and live on the table."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from models.qt.cells import Column
from ui import theme
from ui.form_fields import show_role
from ui.texts import PAD_PX

_HOW = "Space shows or hides a column, Alt+Up and Alt+Down move it, + and − make it wider and narrower."
_SIZE = (460, 560)
_PLAIN, _ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier


class ColumnDialog(QDialog):
    """Changes the table at once; a column that is shown alone stays."""

    def __init__(
        self, table: QTableView, columns: Sequence[Column], stand: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        """`stand`: all columns as they were at the beginning."""
        super().__init__(parent or table)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Columns")
        theme.open_at(self, *map(theme.scaled, _SIZE))
        self._table, self._columns, self._stand = table, columns, stand
        self._heading = table.horizontalHeader()
        self.list = _Lines(self._change)
        self._hint = QLabel()
        self.buttons = {
            "toggle": QPushButton("Show or &hide"),
            "up": QPushButton("Move &up"),
            "down": QPushButton("Move &down"),
            "wider": QPushButton("&Wider"),
            "narrower": QPushButton("&Narrower"),
            "stand": QPushButton("&Standard columns"),
        }
        self._build()
        self._show(0)
        self.list.setFocus()

    def _build(self) -> None:
        how = QLabel(_HOW)
        for label in (how, self._hint):
            label.setWordWrap(True)
            show_role(label, "muted")
        self.list.setAccessibleName("Columns in their order")
        self.list.currentItemChanged.connect(self._say)
        side = QVBoxLayout()
        for name, button in self.buttons.items():
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked, name=name: self._change(name))
            side.addWidget(button)
        side.addStretch()
        middle = QHBoxLayout()
        middle.addWidget(self.list, 1)
        middle.addLayout(side)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(9)
        column.addWidget(how)
        column.addLayout(middle, 1)
        column.addWidget(self._hint)
        column.addWidget(close)

    def _show(self, place: int) -> None:
        """List the columns in the order of the table."""
        with QSignalBlocker(self.list):
            self.list.clear()
            for visual in range(len(self._columns)):
                self.list.addItem(self._line(self._heading.logicalIndex(visual)))
            self.list.setCurrentRow(max(0, min(place, len(self._columns) - 1)))
        self._say()

    def _line(self, number: int) -> QListWidgetItem:
        column = self._columns[number]
        hidden = self._table.isColumnHidden(number)
        line = QListWidgetItem(f"{'–' if hidden else '✓'}  {column.title}")
        line.setData(Qt.ItemDataRole.AccessibleTextRole, f"{column.title}, {'hidden' if hidden else 'shown'}")
        line.setToolTip(column.hint)
        line.setForeground(theme.ink("muted" if hidden else "text"))
        return line

    def _toggle(self, number: int) -> None:
        hidden = self._table.isColumnHidden(number)
        others = [n for n in range(len(self._columns)) if n != number and not self._table.isColumnHidden(n)]
        if hidden or others:
            self._table.setColumnHidden(number, not hidden)

    def _change(self, what: str) -> None:
        """What a key or a button asks of the current column."""
        place = self.list.currentRow()
        if what == "stand":
            self._stand()
        elif what == "toggle":
            self._toggle(self._heading.logicalIndex(place))
        elif what in ("up", "down"):
            to = place + (1 if what == "down" else -1)
            if 0 <= to < len(self._columns):
                self._heading.moveSection(place, to)
                place = to
        else:
            self._widen(self._heading.logicalIndex(place), 1 if what == "wider" else -1)
        self._show(place)

    def _widen(self, number: int, chars: int) -> None:
        if self._table.isColumnHidden(number):
            return
        width = self._table.columnWidth(number) + chars * _char_px()
        self._table.setColumnWidth(number, max(self._heading.minimumSectionSize(), width))

    def _say(self) -> None:
        number = self._heading.logicalIndex(self.list.currentRow())
        width = (self._table.columnWidth(number) - 2 * PAD_PX) // _char_px()
        words = "hidden" if self._table.isColumnHidden(number) else f"about {width} characters wide"
        self._hint.setText(f"{self._columns[number].hint} · {words}")


def _char_px() -> int:
    return round(QFontMetricsF(theme.figure_font()).horizontalAdvance("0"))


class _Lines(QListWidget):
    """Tells the keys that change a column."""

    def __init__(self, change: Callable[[str], None]) -> None:
        super().__init__()
        self._change = change
        self.setUniformItemSizes(True)
        self.setSpacing(1)
        self.setFont(theme.figure_font())
        self.itemDoubleClicked.connect(lambda: change("toggle"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change the current column; every other key does as in every list."""
        key = Qt.Key(event.key())
        wanted = _KEYS.get((key, event.modifiers() & _ALT)) if self.currentItem() else None
        if wanted:
            self._change(wanted)
        else:
            super().keyPressEvent(event)


_KEYS = {
    (Qt.Key.Key_Space, _PLAIN): "toggle",
    (Qt.Key.Key_Up, _ALT): "up",
    (Qt.Key.Key_Down, _ALT): "down",
    (Qt.Key.Key_Plus, _PLAIN): "wider",
    (Qt.Key.Key_Equal, _PLAIN): "wider",
    (Qt.Key.Key_Minus, _PLAIN): "narrower",
}
