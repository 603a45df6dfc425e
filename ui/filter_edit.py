"""The line in which a filter is typed: it shows which word is wrong, and offers the rest of a word."""

import math
from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from ui import theme
from ui.filter_history import FilterHistory
from ui.form_fields import mark_field

_CURSOR_ROOM = 5
"""Qt widens the rectangle of the cursor by so many pixels on its left."""
_WAVE_PX = 2.0

Completer = Callable[[str], str]


class FilterEdit(QLineEdit):
    """Tab or the right key takes the rest of the word that is offered; Up and Down go through earlier filters."""

    def __init__(self, complete: Completer, history: FilterHistory, parent: QWidget | None = None) -> None:
        """`complete`: the rest of the word of which a text is the beginning, or nothing."""
        super().__init__(parent, clearButtonEnabled=True)
        self._complete, self._history = complete, history
        self._wrong: tuple[int, int] | None = None
        self._draft = ""
        self.textEdited.connect(self._keep_draft)

    @property
    def offered(self) -> str:
        """The rest of the word that is being typed, as it is offered behind it."""
        at_end = self.cursorPosition() == len(self.text()) and not self.hasSelectedText()
        word = self.text().rpartition(" ")[2]
        return self._complete(word) if word and at_end and self.hasFocus() else ""

    def mark(self, problem: str, start: int = 0, end: int = 0) -> None:
        """Mark the characters that are wrong, and say why; empty: all is right."""
        self._wrong = (start, end) if problem else None
        self.setToolTip(problem)
        mark_field(self, problem)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tab takes what is offered; without an offer it leaves the line as ever."""
        if isinstance(event, QKeyEvent) and _is_tab(event) and (rest := self.offered):
            self.insert(rest if rest.endswith("=") else f"{rest} ")
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take what is offered, or an earlier filter."""
        key = event.key()
        if key == Qt.Key.Key_Right and event.modifiers() == Qt.KeyboardModifier.NoModifier and self.offered:
            self.insert(self.offered)
        elif key == Qt.Key.Key_Up:
            self._show(self._history.before(self.text()))
        elif key == Qt.Key.Key_Down:
            newer = self._history.after(self.text())
            self._show(self._draft if newer is None else newer)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line, a wave under the wrong word, and the offered rest of a word."""
        super().paintEvent(event)
        painter = QPainter(self)
        room = QRectF(self.contentsRect()).adjusted(4, 0, -4, 0)
        if self._wrong:
            self._paint_wave(painter, room, *self._wrong)
        if rest := self.offered:
            x = self._x(len(self.text()))
            painter.setPen(theme.ink("muted"))
            painter.setFont(self.font())
            clear_button_px = self.height() if self.text() else 0
            place = room.adjusted(x - room.left(), 0, -clear_button_px, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, f"{rest}   Tab")
        painter.end()

    def _keep_draft(self, text: str) -> None:
        self._draft = text

    def _show(self, text: str | None) -> None:
        if text is not None and text != self.text():
            self.setText(text)

    def _paint_wave(self, painter: QPainter, room: QRectF, start: int, end: int) -> None:
        left, right = self._x(start), self._x(max(end, start + 1))
        left, right = max(left, room.left()), min(right, room.right())
        y = self.rect().center().y() + self.fontMetrics().ascent() / 2 + _WAVE_PX
        steps = range(max(0, math.ceil((right - left) / _WAVE_PX)) + 1)
        points = [QPointF(left + n * _WAVE_PX, y + (n % 2) * _WAVE_PX) for n in steps]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.ink("error"), 1.2))
        for one, other in pairwise(points):
            painter.drawLine(one, other)

    def _x(self, character: int) -> float:
        """Where a character begins; Qt tells that of the one at the cursor alone."""
        measure, text = self.fontMetrics().horizontalAdvance, self.text()
        at_cursor = self.cursorRect().x() + _CURSOR_ROOM
        return float(at_cursor - measure(text[: self.cursorPosition()]) + measure(text[:character]))


def _is_tab(event: QKeyEvent) -> bool:
    return event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab
