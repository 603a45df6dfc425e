"""Bars that paint all of themselves, so that nothing under them need be painted with them."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QScrollBar, QStyle, QStyleOption, QStylePainter, QWidget


class SolidBar(QWidget):
    """The ground of a header or foot: of one role of the style sheet, which gives it a ground without holes.

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


class SolidScrollBar(QScrollBar):
    """The scroll bar of a table in which rows come all the time: it is painted only where its handle moves.

    The style sheet gives those of tables a ground without holes, but takes every one for full of them.
    """

    _handle = (0, 0)
    """Where the handle is painted, in half pixels: its beginning and its length. Qt asks early: it stands here."""

    def sliderChange(self, change: QScrollBar.SliderChange) -> None:
        """In a long table a row more moves nothing that is seen."""
        rows = max(self.maximum() - self.minimum() + self.pageStep(), 1)
        room = 2 * max(self.height(), self.width())
        handle = round(room * (self.value() - self.minimum()) / rows), round(room * self.pageStep() / rows)
        if handle != self._handle:
            self._handle = handle
            super().sliderChange(change)

    def showEvent(self, event: QShowEvent) -> None:
        """It has been dressed by now."""
        super().showEvent(event)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def changeEvent(self, event: QEvent) -> None:
        """It may have been dressed anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
