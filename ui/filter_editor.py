"""The editor of a tape's filter: fields for all that a filter can ask for. The tape behind follows at once."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models.filtering.text import filter_text
from models.market import Market
from ui import theme
from ui.bring_up import bring_up
from ui.filter_form import FilterForm
from ui.form_fields import show_role
from ui.panel import ElidedLabel
from ui.tape_panel import TapePanel

_SIZE = (1060, 520)
_HOW = "In the lists a click or Space turns a line: ✓ wanted, ✕ left out, ○ either; + and − say it at once."


class FilterEditor(QDialog):
    """Not modal. It writes the text of the tape's filter and shows what is typed there; Esc brings back the old one."""

    def __init__(self, panel: TapePanel, market: Market) -> None:
        super().__init__(panel)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._panel, self._bar, self._venues = panel, panel.filters, market.venues
        self._before = self._bar.edit.text()
        self._was_kept = self._before == self._bar.kept_text
        self._writing, self._told = False, ""
        self.form = FilterForm(market)
        self.text, self._count = QLineEdit(readOnly=True), ElidedLabel()
        self._build()
        self.form.changed.connect(self._write)
        self._bar.changed.connect(self._read)
        panel.showing.connect(self._say)
        self.form.show_filter(self._bar.filter)
        self._say()
        self.form.roots.edit.setFocus()

    def reject(self) -> None:
        """Leave, and let the filter be as it was."""
        self._bar.set_text(self._before, kept=self._was_kept)
        super().reject()

    def accept(self) -> None:
        """Leave; the filter stays."""
        self._bar.note_used()
        super().accept()

    def copy(self) -> None:
        """Put the text of the filter on the clipboard."""
        QGuiApplication.clipboard().setText(self._bar.text)
        self._told = "The filter’s text is on the clipboard."
        self._say()

    def clear(self) -> None:
        """Ask for nothing: every trade is shown."""
        self._bar.set_text("")

    def _write(self) -> None:
        """Let the tape show what the fields ask for."""
        self._writing = True
        self._bar.set_text(filter_text(self.form.filter(), self._venues))
        self._writing = False

    def _read(self) -> None:
        """Show in the fields what was typed above the tape, or chosen as a preset."""
        self._told = ""
        if not self._writing and not self._bar.problem:
            self.form.show_filter(self._bar.filter)
        self._say()

    def _say(self) -> None:
        text, problem = self._bar.edit.text(), self._bar.problem
        if text != self.text.text():
            self.text.setText(text)
            self.text.setCursorPosition(0)
        self._count.setText(problem or self._told or self._panel.summary)
        self._count.show_role("error" if problem else "title")
        self.setWindowTitle(f"Filter of {self._panel.header.title.text()}")

    def _build(self) -> None:
        room = QScrollArea()
        room.setWidgetResizable(True)
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setWidget(self.form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(room, 1)
        layout.addWidget(self._foot())
        theme.open_at(self, *map(theme.scaled, _SIZE))

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setProperty("role", "foot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(foot)
        column.setContentsMargins(14, 8, 14, 10)
        column.setSpacing(8)
        how = ElidedLabel(_HOW)
        self.form.pointed.connect(lambda meaning: how.setText(meaning or _HOW))
        column.addWidget(how)
        column.addLayout(self._text_row())
        column.addLayout(self._button_row())
        return foot

    def _text_row(self) -> QHBoxLayout:
        row, title, copy = QHBoxLayout(), QLabel("&As text"), QPushButton("Cop&y")
        row.setSpacing(8)
        title.setBuddy(self.text)
        show_role(title, "muted")
        self.text.setPlaceholderText("no filter: every trade")
        self.text.setAccessibleName("The filter as text")
        copy.setToolTip("Copy the text of the filter, to be typed or sent")
        copy.setAutoDefault(False)
        copy.clicked.connect(self.copy)
        row.addWidget(title)
        row.addWidget(self.text, 1)
        row.addWidget(copy)
        return row

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._count, 1)
        save, clear = QPushButton("Sa&ve as preset…"), QPushButton("Cl&ear")
        cancel, done = QPushButton("Cancel"), QPushButton("Done")
        for button, call in (
            (save, self._bar.presets.ask_save), (clear, self.clear), (cancel, self.reject), (done, self.accept)
        ):  # fmt: skip
            button.setAutoDefault(False)
            button.clicked.connect(call)
            row.addWidget(button)
        done.setDefault(True)
        cancel.setToolTip("Bring back the filter of before (Esc)")
        return row


def edit_filter(tape: TapePanel, market: Market) -> None:
    """Open the editor of a tape's filter, or bring it to the front."""
    editor = tape.findChild(FilterEditor) or FilterEditor(tape, market)
    bring_up(editor)
