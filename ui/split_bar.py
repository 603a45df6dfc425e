"""How premium is split between calls and puts, as a small bar with letters: colour is never the only sign."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.totals_text import percents
from ui import theme

_BAR_PX, _THICK_PX, _GAP_PX = 84, 6, 7
_WIDEST = "C 100 %"


class SplitBar(QWidget):
    """`C 62 % ▬▬▬▬▬▬ ▬▬▬▬ P 38 %`; the same room whatever the figures, so that nothing moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    @property
    def texts(self) -> tuple[str, str]:
        """What stands left and right of the bar."""
        calls, puts = percents(self._share)
        return f"C {calls}", f"P {puts}"

    @property
    def _looks(self) -> tuple[tuple[str, str], int | None]:
        """What is seen of the share: the texts, and how much of the bar is the calls'."""
        return self.texts, None if self._share is None else self._calls_px

    @property
    def _calls_px(self) -> int:
        return round((self._share or 0.0) * (_BAR_PX - 1))

    def show_share(self, share: float | None) -> None:
        """Show the calls' part, 0 to 1; None is nothing at all."""
        before, self._share = self._looks, share
        if self._looks != before:
            self.update()

    def sizeHint(self) -> QSize:
        """The bar and the widest texts."""
        metrics = self.fontMetrics()
        return QSize(_BAR_PX + 2 * (_GAP_PX + metrics.horizontalAdvance(_WIDEST)), metrics.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw letters, figures and the bar."""
        painter = QPainter(self)
        text_px = (self.width() - _BAR_PX) / 2 - _GAP_PX
        calls, puts = self.texts
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.ink("call" if self._share is not None else "muted"))
        painter.drawText(QRectF(0, 0, text_px, self.height()), middle | Qt.AlignmentFlag.AlignRight, calls)
        painter.setPen(theme.ink("put" if self._share is not None else "muted"))
        right = QRectF(self.width() - text_px, 0, text_px, self.height())
        painter.drawText(right, middle | Qt.AlignmentFlag.AlignLeft, puts)
        self._paint_bar(painter, QRectF(text_px + _GAP_PX, (self.height() - _THICK_PX) / 2, _BAR_PX, _THICK_PX))
        painter.end()

    def _paint_bar(self, painter: QPainter, room: QRectF) -> None:
        if self._share is None:
            painter.fillRect(room, theme.ink("line"))
            return
        calls = self._calls_px
        painter.fillRect(QRectF(room.left(), room.top(), calls, room.height()), theme.ink("call"))
        rest = QRectF(room.left() + calls + 1, room.top(), room.width() - calls - 1, room.height())
        painter.fillRect(rest, theme.ink("put"))
