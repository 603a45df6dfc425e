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
    checked: Callable[[], bool] | None = None
    """Whether it is on: asked whenever the menu opens. Without it there is nothing to be on or off."""


def add_entries(menu: QMenu, entries: Sequence[Entry]) -> None:
    """Put lines at the end of a menu."""
    for entry in entries:
        if entry.call is None:
            menu.addSeparator()
        else:
            menu.addAction(_action(menu, entry, entry.call))


def plain(text: str) -> str:
    """A text as menus, buttons and titles show it: their mark of a letter is none here."""
    return text.replace("&", "&&")


def _action(menu: QMenu, entry: Entry, call: Callable[[], object]) -> QAction:
    action = QAction(entry.text, menu)
    action.triggered.connect(lambda: call())
    if entry.key is not None:
        action.setShortcut(QKeySequence(entry.key))
    if entry.within:
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    for widget in entry.within:
        widget.addAction(action)
    if entry.checked is not None:
        _keep_checked(menu, action, entry.checked)
    return action


def _keep_checked(menu: QMenu, action: QAction, checked: Callable[[], bool]) -> None:
    action.setCheckable(True)
    action.setChecked(checked())
    menu.aboutToShow.connect(lambda: action.setChecked(checked()))
