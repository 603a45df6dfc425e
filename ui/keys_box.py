"""The list of all keys. Those of the menus are read from them: what stands there cannot be out of date."""

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QMenu, QMenuBar, QScrollArea, QVBoxLayout, QWidget

from ui import theme

_COLUMNS = 3
_SIZE = (1120, 620)
_ELSEWHERE = {
    "In every table": (
        ("Home, End", "First row, last row"),
        ("Shift+Up, Down", "Select more"),
        ("Shift+F10", "Menu of the row"),
    ),
    "In the filter": (
        ("Tab", "Take the offered word"),
        ("Up, Down", "Filters used before"),
        ("Enter", "Back to the tape"),
        ("Esc", "Clear, then back to the tape"),
    ),
    "Asking what traded at a time": (
        ("Enter", "Ask"),
        ("Shift+Enter", "Another contract"),
        ("Ctrl+L, Ctrl+Shift+L", "Contracts of the watchlist: selected, all"),
        ("PgUp, PgDown", "Trading day before, after"),
        ("Alt+Down", "Calendar"),
        ("Alt+D, Alt+Q", "Ranges of days, earlier questions"),
        ("Ctrl+D, Alt+1 to 9", "Keep the question, ask for one that is kept"),
        ("Alt+M", "Terminal"),
        ("Esc", "Stop asking and keep what came, or close"),
        ("F5", "Ask for the rest"),
    ),
    "In an answer": (
        ("Ctrl+1, Ctrl+2", "Table, chart"),
        ("Ctrl+F", "Filter"),
        ("Enter", "Details of the row"),
        ("T", "Trades around it"),
        ("W", "Its contract on the watchlist"),
        ("S", "Sort"),
        ("Ctrl+C, Ctrl+Shift+X", "Copy, export"),
    ),
    "In a chart": (
        ("Left, Right", "Move"),
        ("+, -", "Zoom"),
        ("End", "Follow"),
        ("Comma, Period", "Trade before, after"),
        ("Esc", "Let go of the trade"),
    ),
}
"""What panels listen to beside the menus: title, then keys and what they do."""


class KeysBox(QDialog):
    """Lists all keys; what does not fit is scrolled to."""

    def __init__(self, bar: QMenuBar, parent: QWidget | None = None) -> None:
        """`bar`: the menus whose keys are told."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keys")
        self.label, room = QLabel(keys_text(bar)), QScrollArea()
        self.label.setContentsMargins(14, 10, 14, 10)
        self.label.setAlignment(Qt.AlignmentFlag.AlignTop)
        room.setWidget(self.label)
        room.setWidgetResizable(True)
        room.setFrameShape(QScrollArea.Shape.NoFrame)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 14, 10)
        column.addWidget(room, 1)
        column.addWidget(close)
        theme.open_at(self, *map(theme.scaled, _SIZE))


def keys_text(bar: QMenuBar) -> str:
    """The keys as rich text, menu by menu, in columns of about the same height."""
    menus = [menu for action in bar.actions() if isinstance(menu := action.menu(), QMenu)]
    groups = [_group(_said(menu.title()), _keys(menu).items()) for menu in menus]
    groups += [_group(title, keys) for title, keys in _ELSEWHERE.items()]
    height = sum(map(len, groups)) / _COLUMNS
    columns: list[list[str]] = [[]]
    for group in groups:
        if len(columns) < _COLUMNS and len(columns[-1]) + len(group) / 2 > height:
            columns.append([])
        columns[-1] += group
    cells = "".join(f"<td><table cellspacing=3>{''.join(rows)}</table></td><td width=28></td>" for rows in columns)
    return f"<table><tr>{cells}</tr></table>"


def _group(title: str, keys: Iterable[tuple[str, str]]) -> list[str]:
    rows = (f"<tr><td>{_shown(key)}&nbsp;&nbsp;</td><td>{_shown(what)}</td></tr>" for key, what in keys)
    return [f"<tr><td colspan=2><b>{_shown(title)}</b></td></tr>", *rows]


def _keys(menu: QMenu) -> dict[str, str]:
    """Each key of a menu and of those below it, with what it does; said once where two lines do the same."""
    keys = {key: _said(action.text().partition("\t")[0]) for action in menu.actions() if (key := key_text(action))}
    for action in menu.actions():
        if isinstance(below := action.menu(), QMenu):
            keys |= {key: what for key, what in _keys(below).items() if key not in keys}
    return keys


def key_text(action: QAction) -> str:
    """The key of a menu's line, whether the menu or a panel listens to it; empty if there is none."""
    return action.text().partition("\t")[2] or action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def _said(text: str) -> str:
    """Without the marks of a menu; a doubled one is a letter."""
    return "&".join(part.replace("&", "") for part in text.split("&&"))


def _shown(text: str) -> str:
    """As rich text, kept in one line."""
    return escape(text).replace(" ", "&nbsp;")
