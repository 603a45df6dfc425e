"""A button that says less where there is little room, rather than have its words cut in the middle."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionToolButton, QStylePainter, QToolButton, QWidget


class YieldingButton(QToolButton):
    """Its text may have shorter forms: the longest that there is room for is drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shorter: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def say(self, text: str, *shorter: str) -> None:
        """Have this text; `shorter`: what may stand for it, the longest first."""
        self._shorter = shorter
        self.setText(text)

    @property
    def drawn(self) -> str:
        """The text that there is room for."""
        room = self.width()
        fitting = (form for form in (self.text(), *self._shorter) if self._room(form).width() <= room)
        return next(fitting, (self.text(), *self._shorter)[-1])

    def minimumSizeHint(self) -> QSize:
        """Room for the shortest form."""
        return self._room((self.text(), *self._shorter)[-1])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        option, painter = QStyleOptionToolButton(), QStylePainter(self)
        self.initStyleOption(option)
        option.text = self.drawn
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        painter.end()

    def _room(self, form: str) -> QSize:
        size, measure = self.sizeHint(), self.fontMetrics().horizontalAdvance
        return QSize(size.width() + measure(form) - measure(self.text()), size.height())
