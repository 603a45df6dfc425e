"""What forms share: fields that are marked as wrong, labels that change their role, and boxes that can be seen."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui import theme


def mark_field(field: QWidget, message: str) -> None:
    """Mark a field as wrong and say why to those who listen to the screen; an empty message takes the mark away."""
    field.setAccessibleDescription(message)
    _set_property(field, "invalid", bool(message))


def show_role(widget: QWidget, role: str) -> None:
    """Let a widget look as its role asks for."""
    _set_property(widget, "role", role)


def show_box(box: QAbstractButton) -> None:
    """Let the box be seen: Fusion derives its outline from the window's colour, darker; on a dark window it is none."""
    palette = box.palette()
    palette.setColor(QPalette.ColorRole.Window, theme.ink("muted"))
    palette.setColor(QPalette.ColorRole.Base, theme.ink("field"))
    box.setPalette(palette)


def _set_property(widget: QWidget, name: str, value: object) -> None:
    """Style sheets look at a property again only when they are told to."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        theme.polish(widget)
