"""Opens a menu below a button: made anew each time, and gone when it closes."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget


def open_below(button: QWidget, fill: Callable[[QMenu], object]) -> QMenu:
    """Open a menu that `fill` puts lines into."""
    menu = QMenu(button)
    menu.aboutToHide.connect(menu.deleteLater)
    fill(menu)
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
    return menu
