"""What a key can do, line by line, with a sentence above that says what follows; or words where nothing was tested."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QWidget

from models.connection import Finding, KeyAbility, KeyReport, Verdict
from ui import theme
from ui.form_fields import show_role

_SIGNS = {
    Verdict.WAITING: ("·", "muted"),
    Verdict.WORKS: ("✓", "sign-good"),
    Verdict.BUSY: ("!", "sign-warn"),
    Verdict.UNKNOWN_KEY: ("✕", "sign-error"),
    Verdict.REFUSED: ("✕", "sign-error"),
    Verdict.UNREACHABLE: ("?", "sign-warn"),
    Verdict.UNTESTED: ("–", "muted"),
}
_FIRST_ROW = 2
WIDTH_PX, LINE_PX = 540, 420
"""Least widths of the text as a whole and of a line's words."""


class _Words(QLabel):
    """Wrapped text that asks for the height which it has at a width; a label by itself reckons with half of that."""

    def __init__(self, width_px: int) -> None:
        super().__init__()
        self._width_px = width_px
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        show_role(self, "muted")

    def minimumSizeHint(self) -> QSize:
        """The width, and the height at it."""
        width = theme.scaled(self._width_px)
        return QSize(width, self.heightForWidth(width))

    def sizeHint(self) -> QSize:
        """No more than is needed."""
        return self.minimumSizeHint()


class KeyReportPane(QWidget):
    """Shows one thing at a time; knows nothing of tests on their way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "well")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title, self.text, self.bar = _Words(WIDTH_PX), _Words(WIDTH_PX), QProgressBar(textVisible=False)
        self._lines: dict[KeyAbility, tuple[QLabel, QLabel, QLabel]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 12, 16, 12)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(2, 1)
        self._grid.addWidget(self.title, 0, 0, 1, 3)
        self._grid.addWidget(self.text, 1, 0, 1, 3)
        for row, ability in enumerate(KeyAbility, _FIRST_ROW):
            self._lines[ability] = self._line(row, ability)
        self._grid.addWidget(self.bar, _FIRST_ROW + len(KeyAbility), 0, 1, 3)
        self._grid.setRowStretch(_FIRST_ROW + len(KeyAbility) + 1, 1)
        self._end()

    def show_message(self, title: str, text: str, *, role: str = "title") -> None:
        """Show words; `role` is `title` or `error`."""
        self._end()
        self._say(title, text, role)
        self._show_lines(shown=False)

    def show_waiting(self, title: str) -> None:
        """Show that something is waited for."""
        self.show_message(title, "")
        self.bar.setRange(0, 0)
        self.bar.show()

    def show_report(self, report: KeyReport) -> None:
        """Show what was found, and what follows once nothing is waited for."""
        self._end()
        done = report.is_complete
        self._say(report.summary if done else "Testing the key …", "", "title")
        for finding in report.findings:
            self._show_finding(finding)
        self._show_lines(shown=True)
        if not done:
            self.bar.setRange(0, 0)
            self.bar.show()

    def line(self, ability: KeyAbility) -> str:
        """What is said of an ability: sign and words."""
        sign, _, words = self._lines[ability]
        return f"{sign.text()} {words.text()}"

    def _line(self, row: int, ability: KeyAbility) -> tuple[QLabel, QLabel, QLabel]:
        sign, name, words = QLabel(), QLabel(ability), _Words(LINE_PX)
        sign.setMinimumWidth(14)
        for column, label in enumerate((sign, name, words)):
            self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        self._grid.setAlignment(words, Qt.AlignmentFlag(0))  # wrapped text needs the whole width
        return sign, name, words

    def _show_finding(self, finding: Finding) -> None:
        sign, _, words = self._lines[finding.ability]
        text, role = _SIGNS[finding.verdict]
        sign.setText(text)
        show_role(sign, role)
        waiting = finding.verdict is Verdict.WAITING
        words.setText("" if waiting else ": ".join(filter(None, (finding.verdict, finding.words))))
        words.setAccessibleName(f"{finding.ability}: {words.text()}")

    def _show_lines(self, *, shown: bool) -> None:
        for labels in self._lines.values():
            for label in labels:
                label.setVisible(shown)

    def _say(self, title: str, text: str, role: str) -> None:
        show_role(self.title, role)
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))

    def _end(self) -> None:
        self.bar.hide()
        self.bar.setRange(0, 1)  # an indeterminate bar goes on moving, and waking the processor, though hidden
