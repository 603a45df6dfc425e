"""Shows a window that may be open already behind others."""

from PySide6.QtWidgets import QWidget


def bring_up(window: QWidget) -> None:
    """Show a window before the others, with the keys."""
    window.show()
    window.raise_()
    window.activateWindow()
