"""Asks for a name."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QWidget


def ask_name(parent: QWidget, title: str, label: str, name: str, then: Callable[[str], object]) -> None:
    """Open a dialog; `then` takes the name that was given, without spaces around it. Esc leaves all as it is."""
    dialog = QInputDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setTextValue(name)
    dialog.setMinimumWidth(360)
    dialog.textValueSelected.connect(lambda text: then(text.strip()))
    dialog.open()
