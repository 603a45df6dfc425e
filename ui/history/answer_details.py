"""The details of the answer that is selected: every column as it came, flags in words, and the exact request."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from models.history.answer_facts import answer_facts, answer_title, request_text
from models.history.answers import Entry
from models.history.flag_words import FlagWords
from ui.facts_window import FactsWindow

_EMPTY = "No row is selected.\nSelect one in the table."
_HINT = "Follows the table · Ctrl+C copies the selected rows · Esc closes"
_LINES = 46


class AnswerDetails(FactsWindow):
    """`show_entry` turns it to another row."""

    def __init__(self, flags: FlagWords, parent: QWidget | None = None) -> None:
        """`flags` decodes what the source sent."""
        self.request_button = QPushButton("Copy &request")
        super().__init__("Answer", _EMPTY, _HINT, _LINES, parent)
        self._flags = flags
        self._shown: tuple[Entry, float] | None = None
        self.request_button.setToolTip("Copy the exact request that was sent (Alt+R)")
        self.request_button.setAutoDefault(False)
        self.request_button.clicked.connect(self.copy_request)

    def show_entry(self, entry: Entry, multiplier: float) -> None:
        """Tell of this row. `multiplier`: shares a contract."""
        self._shown = entry, multiplier
        self.request_button.setEnabled(bool(request_text(entry)))
        self.foot.setText(_HINT)
        self.refresh()

    def refresh(self) -> None:
        """Tell what is known, which does not change."""
        if self._shown:
            entry, multiplier = self._shown
            self.show_facts(answer_title(entry), answer_facts(entry, multiplier, self._flags))

    def copy_request(self) -> None:
        """Put the exact request on the clipboard."""
        if self._shown:
            QGuiApplication.clipboard().setText(request_text(self._shown[0]))
            self.foot.setText("The request was copied")

    def footer(self) -> QHBoxLayout:
        """The foot, with both buttons."""
        row = super().footer()
        row.insertWidget(1, self.request_button)
        return row
