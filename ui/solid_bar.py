"""The ground of a header or foot: it paints all of itself, so that nothing under it need be painted with it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOption, QStylePainter, QWidget


class SolidBar(QWidget):
    """Of one role of the style sheet, which gives it a ground without holes.

    Qt paints no ground of what is opaque, also not that of the style sheet: it is painted here.
    """

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and line."""
        option, painter = QStyleOption(), QStylePainter(self)
        option.initFrom(self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option)
        painter.end()
