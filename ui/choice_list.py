"""A list in which each line is wanted, left out, or either; with a line above it to search."""

from collections.abc import Hashable, Iterable
from enum import IntEnum
from typing import NamedTuple

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui import theme
from ui.form_fields import show_role

_ICON_PX = 14
_KEY = Qt.ItemDataRole.UserRole
_CHOICE = Qt.ItemDataRole.UserRole + 1
_SEARCHED_FROM = 12
"""A list so long has a line to search it."""


class Choice(IntEnum):
    """What is asked of a line."""

    EITHER = 0
    WANTED = 1
    LEFT_OUT = 2


class Line(NamedTuple):
    """One line of the list. `hint`: what it means, in full."""

    key: Hashable
    text: str
    hint: str


_WORDS = {Choice.EITHER: "either", Choice.WANTED: "wanted", Choice.LEFT_OUT: "left out"}
_KEYS = {
    Qt.Key.Key_Plus: Choice.WANTED,
    Qt.Key.Key_Minus: Choice.LEFT_OUT,
    Qt.Key.Key_Delete: Choice.EITHER,
    Qt.Key.Key_Backspace: Choice.EITHER,
}


class ChoiceList(QWidget):
    """A click or Space turns a line from either to wanted to left out; + and - say it at once, Del takes it back."""

    changed = Signal()
    """The user chose something."""
    pointed = Signal(str)
    """What the line with the keys means; empty: none has them."""

    def __init__(self, title: str, lines: Iterable[Line], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._items = title, dict[Hashable, QListWidgetItem]()
        self._heading, self._search, self._list = QLabel(), QLineEdit(), _List()
        self._list.turned.connect(self._turn)
        self._list.pointed.connect(self.pointed)
        self._list.setAccessibleName(f"{title}: Space, + or - choose")
        for line in lines:
            self._add(line)
        self._search.setPlaceholderText(f"search {title.lower()}")
        self._search.setAccessibleName(f"Search {title.lower()}")
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._narrow)
        self._search.setVisible(len(self._items) >= _SEARCHED_FROM)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for widget in (self._heading, self._search, self._list):
            column.addWidget(widget)
        self._say()
        theme.changed.connect(self._paint_icons)

    def keys(self, choice: Choice) -> frozenset[Hashable]:
        """The keys of all lines that stand so."""
        return frozenset(key for key, item in self._items.items() if item.data(_CHOICE) == choice)

    def show_keys(self, wanted: Iterable[Hashable], left_out: Iterable[Hashable]) -> None:
        """Show what is chosen; a key that has no line gets one."""
        chosen = {**dict.fromkeys(wanted, Choice.WANTED), **dict.fromkeys(left_out, Choice.LEFT_OUT)}
        for key in chosen.keys() - self._items.keys():
            self._add(Line(key, str(key), "unknown to the tables"))
        for key, item in self._items.items():
            self._put(item, chosen.get(key, Choice.EITHER))
        self._say()

    def _add(self, line: Line) -> None:
        item = QListWidgetItem(line.text)
        item.setData(_KEY, line.key)
        item.setToolTip(line.hint)
        self._put(item, Choice.EITHER)
        self._items[line.key] = item
        self._list.addItem(item)

    def _turn(self, item: QListWidgetItem, choice: object) -> None:
        now = Choice(item.data(_CHOICE))
        self._put(item, choice if isinstance(choice, Choice) else Choice((now + 1) % len(Choice)))
        self._say()
        self.changed.emit()

    def _put(self, item: QListWidgetItem, choice: Choice) -> None:
        item.setData(_CHOICE, choice)
        self._paint_icon(item)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}: {_WORDS[choice]}")

    def _paint_icon(self, item: QListWidgetItem) -> None:
        item.setIcon(_icon(Choice(item.data(_CHOICE)), self.devicePixelRatioF()))

    def _paint_icons(self) -> None:
        for item in self._items.values():
            self._paint_icon(item)

    def _narrow(self, text: str) -> None:
        words = text.lower().split()
        for item in self._items.values():
            searched = f"{item.text()} {item.toolTip()}".lower()
            item.setHidden(not all(word in searched for word in words))

    def _say(self) -> None:
        counts = ((len(self.keys(choice)), _WORDS[choice]) for choice in (Choice.WANTED, Choice.LEFT_OUT))
        chosen = ", ".join(f"{count} {word}" for count, word in counts if count)
        self._heading.setText(f"{self._title}: {chosen or 'any'}")
        show_role(self._heading, "title" if chosen else "muted")


class _List(QListWidget):
    """`turned(item, choice)`: a line is to be turned; without a choice, to its next one."""

    turned = Signal(QListWidgetItem, object)
    pointed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.currentItemChanged.connect(self._point)
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(lambda item: self.turned.emit(item, None))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say what the line means on which the keys are."""
        super().focusInEvent(event)
        self._point(self.currentItem())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """They are elsewhere."""
        super().focusOutEvent(event)
        self.pointed.emit("")

    def _point(self, item: QListWidgetItem | None) -> None:
        if item and self.hasFocus():
            self.pointed.emit(f"{item.text()}: {item.toolTip()}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose; every other key does as in every list."""
        item, key = self.currentItem(), Qt.Key(event.key())
        if item and key == Qt.Key.Key_Space:
            self.turned.emit(item, None)
        elif item and key in _KEYS:
            self.turned.emit(item, _KEYS[key])
        else:
            super().keyPressEvent(event)


def _icon(choice: Choice, ratio: float) -> QIcon:
    """A tick, a cross, or an empty ring: told apart by their shape."""
    pixmap = QPixmap(round(_ICON_PX * ratio), round(_ICON_PX * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.ink(_INKS[choice]), 1.0 if choice is Choice.EITHER else 2.0))
    if choice is Choice.WANTED:
        painter.drawPolyline([QPointF(2.5, 7.5), QPointF(5.5, 11), QPointF(11.5, 3)])
    elif choice is Choice.LEFT_OUT:
        painter.drawLine(QPointF(3, 3), QPointF(11, 11))
        painter.drawLine(QPointF(3, 11), QPointF(11, 3))
    else:
        painter.drawEllipse(QPointF(7, 7), 4, 4)
    painter.end()
    return QIcon(pixmap)


_INKS = {Choice.EITHER: "disabled", Choice.WANTED: "accent", Choice.LEFT_OUT: "error"}
