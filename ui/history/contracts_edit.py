"""A field for one contract or many, in any spelling, one a line: it grows with them, and marks what it cannot read."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QTextEdit, QWidget

from models.history.contract_list import BadPart
from ui import theme

_MOST_LINES = 5
_FRAME_PX = 8
"""Above and below the text: as high as a field of one line beside it."""


class ContractsEdit(QPlainTextEdit):
    """Enter asks, Shift+Enter begins another line, Tab goes on to the next field."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least_px = 0
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(1)
        self.document().blockCountChanged.connect(self._fit)
        theme.follow(self._take_font)

    def text(self) -> str:
        """What stands in the field."""
        return self.toPlainText()

    def setText(self, text: str) -> None:
        """Put a text into the field; what stood there can be had back with Ctrl+Z."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def set_least_height(self, px: int) -> None:
        """Be as high as the fields beside it, while there is but one line."""
        self._least_px = px
        self.updateGeometry()

    def mark_parts(self, parts: Iterable[BadPart]) -> None:
        """Underline what cannot be read; without any, take the marks away."""
        self.setExtraSelections([self._underlined(part) for part in parts])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask; every other key does as in every field."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.textCursor().insertBlock()  # by itself Qt goes on in the same paragraph
            self.ensureCursorVisible()
        else:
            self.entered.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming by keyboard, select all, as a field of one line does."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.ShortcutFocusReason):
            self.selectAll()

    def sizeHint(self) -> QSize:
        """As high as the lines that are shown."""
        return QSize(super().sizeHint().width(), self._height())

    def minimumSizeHint(self) -> QSize:
        """The same: it does not shrink."""
        return QSize(super().minimumSizeHint().width(), self._height())

    def _height(self) -> int:
        lines = min(max(self.blockCount(), 1), _MOST_LINES)
        return max(lines * self.fontMetrics().lineSpacing() + _FRAME_PX, self._least_px)

    def _fit(self) -> None:
        policy, many = Qt.ScrollBarPolicy, self.blockCount() > _MOST_LINES
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if many else policy.ScrollBarAlwaysOff)
        self.updateGeometry()

    def _take_font(self) -> None:
        self.setFont(theme.text_font())
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.PlaceholderText, theme.ink("muted"))
        self.setPalette(palette)
        self._fit()

    def _underlined(self, part: BadPart) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        cursor, text = QTextCursor(self.document()), self.text()
        cursor.setPosition(_units(text[: part.start]))
        cursor.setPosition(_units(text[: part.start + part.length]), QTextCursor.MoveMode.KeepAnchor)
        line = QTextCharFormat()
        line.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        line.setUnderlineColor(theme.ink("error"))
        mark.cursor, mark.format = cursor, line
        return mark


def _units(text: str) -> int:
    """How Qt counts the places of a text: rare signs are two."""
    return len(text.encode("utf-16-le")) // 2
