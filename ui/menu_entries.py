"""What a menu is made of: its lines, each with a text, a key and what it sets off."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget


class Entry(NamedTuple):
    """One line of a menu; without a call it is a separator."""

    text: str = ""
    key: str | QKeySequence.StandardKey | None = None
    call: Callable[[], object] | None = None
    within: Sequence[QWidget] = ()
    """The key means this only while one of these has the keys; without any, wherever they are."""


def add_entries(menu: QMenu, entries: Sequence[Entry]) -> None:
    """Put lines at the end of a menu."""
    for entry in entries:
        if entry.call is None:
            menu.addSeparator()
        else:
            menu.addAction(_action(menu, entry, entry.call))


def _action(menu: QMenu, entry: Entry, call: Callable[[], object]) -> QAction:
    action = QAction(entry.text, menu)
    action.triggered.connect(lambda: call())
    if entry.key is not None:
        action.setShortcut(QKeySequence(entry.key))
    if entry.within:
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    for widget in entry.within:
        widget.addAction(action)
    return action
