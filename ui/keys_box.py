"""The list of all keys, as the menus have them: what stands there cannot be out of date."""

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

_COLUMNS = 2


def keys_text(bar: QMenuBar) -> str:
    """The keys of a menu bar as rich text, menu by menu, in columns of about the same height."""
    menus = [menu for action in bar.actions() if isinstance(menu := action.menu(), QMenu)]
    groups = [[f"<tr><td colspan=2><b>{_plain(menu.title())}</b></td></tr>", *_rows(menu)] for menu in menus]
    height = sum(map(len, groups)) / _COLUMNS
    columns: list[list[str]] = [[]]
    for group in groups:
        if len(columns) < _COLUMNS and len(columns[-1]) + len(group) / 2 > height:
            columns.append([])
        columns[-1] += group
    cells = "".join(f"<td><table cellspacing=3>{''.join(rows)}</table></td><td width=28></td>" for rows in columns)
    return f"<table><tr>{cells}</tr></table>"


def _rows(menu: QMenu) -> list[str]:
    rows = [_row(action) for action in menu.actions() if key_text(action)]
    for action in menu.actions():
        if isinstance(below := action.menu(), QMenu):
            rows += _rows(below)
    return rows


def _row(action: QAction) -> str:
    return f"<tr><td>{key_text(action)}&nbsp;&nbsp;</td><td>{_plain(action.text().partition(chr(9))[0])}</td></tr>"


def key_text(action: QAction) -> str:
    """The key of a menu's line, whether the menu or a panel listens to it; empty if there is none."""
    return action.text().partition("\t")[2] or action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def _plain(text: str) -> str:
    """Without the marks of a menu, and kept in one line."""
    return text.replace("&", "").replace(" ", "&nbsp;")
