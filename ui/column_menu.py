"""The menu of a table's columns: which are shown, and the way to the dialog that moves and sizes them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QTableView

from models.qt.cells import Column


def column_menu(
    table: QTableView, columns: Sequence[Column], stand: Callable[[], None], arrange: Callable[[], object]
) -> QMenu:
    """A menu that goes when it is closed. The last column that is shown stays.

    `stand`: all as at the beginning; `arrange`: move and size them.
    """
    menu = QMenu("Columns", table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    shown = sum(not table.isColumnHidden(number) for number in range(len(columns)))
    for number, column in enumerate(columns):
        action = _entry(menu, table, number, column)
        action.setEnabled(shown > 1 or table.isColumnHidden(number))
    menu.addSeparator()
    menu.addAction("Move and size…").triggered.connect(lambda: arrange())
    menu.addAction("Standard columns").triggered.connect(lambda: stand())
    return menu


def _entry(menu: QMenu, table: QTableView, number: int, column: Column) -> QAction:
    action = menu.addAction(column.title)
    action.setCheckable(True)
    action.setChecked(not table.isColumnHidden(number))
    action.setToolTip(column.hint)
    action.toggled.connect(lambda shown: table.setColumnHidden(number, not shown))
    return action
