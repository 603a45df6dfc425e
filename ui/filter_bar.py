"""The bar above a tape: presets, the line of the filter, and the way to its editor."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from models.filtering.presets import Preset, PresetBook
from models.filtering.tape_filter import TapeFilter
from models.filtering.text import HINT, FilterTextError, parse_filter
from models.market import Market
from ui.filter_edit import FilterEdit
from ui.filter_history import FilterHistory
from ui.filter_offers import FilterOffers
from ui.preset_choice import PresetChoice

_SAY = "Which trades are shown: words such as {hint}. Empty shows all (Ctrl+F)"


class FilterBar(QWidget):
    """Holds the last filter that was typed rightly: while a word is wrong, that goes on to be shown."""

    changed = Signal()
    """Another filter was typed, or `problem` is another."""
    left = Signal()
    """The line is done with: keys go back to the tape."""
    editor_asked = Signal()

    def __init__(
        self, market: Market, presets: PresetBook, history: FilterHistory, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.filter, self.problem = TapeFilter(), ""
        self._market, self._history = market, history
        self._right_text = self._unread = ""
        self._venue_changes = market.venues.changes
        self.edit = FilterEdit(FilterOffers(market), history)
        self.presets = PresetChoice(presets, self._read, self)
        self._editor = QToolButton()
        self._build()

    @property
    def text(self) -> str:
        """The text of the filter that is shown."""
        return self._right_text

    @property
    def kept_text(self) -> str:
        """The text to keep between starts: of the filter that is shown, or a kept one that cannot be read yet."""
        return self._unread or self._right_text

    def set_text(self, text: str, *, kept: bool = False) -> None:
        """Show by another text; a `kept` one goes on to be kept where it cannot be read, until another is typed."""
        self.edit.setText(text)
        self._unread = text if kept and self.problem else ""

    def use(self, text: str) -> None:
        """Show by another text; Up finds the one of before."""
        self.note_used()
        self.edit.setText(text)
        self.note_used()

    def look(self) -> None:
        """Take up what was changed in the book of presets; by venues that were learned, read again what was wrong."""
        learned = self._market.venues.changes != self._venue_changes
        self._venue_changes = self._market.venues.changes
        self.presets.look(anew=learned)
        if learned and self.problem:
            self._take_text()

    def note_used(self) -> None:
        """The filter is done: Up finds it again from now on."""
        self._history.note(self.kept_text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what was typed; with nothing typed it goes back to the tape."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.edit.text():
            self.note_used()
            self.edit.clear()
        else:
            self.left.emit()

    def _build(self) -> None:
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.edit.setPlaceholderText(f"filter: {HINT}")
        self.edit.setAccessibleName(f"Filter of the tape, {HINT}")
        self.edit.setToolTip(_SAY.format(hint=HINT))
        self._editor.setText("Edit…")
        self._editor.setToolTip("Open the editor of the filter (Ctrl+E)")
        self._editor.setAccessibleName("Edit the filter")
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 2, 4, 2)
        row.setSpacing(6)
        for widget in (self.presets, self.edit, self._editor):
            row.addWidget(widget, 1 if widget is self.edit else 0)
        self._editor.clicked.connect(self.editor_asked)
        self.edit.textChanged.connect(self._typed)
        self.edit.editingFinished.connect(self.note_used)
        self.edit.returnPressed.connect(self.left)
        self.presets.chosen.connect(self._use)

    def _use(self, preset: Preset) -> None:
        self.use(preset.text)
        self.left.emit()

    def _read(self, text: str) -> TapeFilter:
        return parse_filter(text, self._market.venues)

    def _typed(self) -> None:
        self._unread = ""
        self._take_text()

    def _take_text(self) -> None:
        text = self.edit.text()
        try:
            self.filter, self.problem = self._read(text), ""
            self._right_text, self._unread = text.strip(), ""
            self.edit.mark("")
        except FilterTextError as error:
            self.problem = str(error)
            self.edit.mark(self.problem, error.start, error.end)
        self.presets.show_current(self.filter, self._right_text)
        self.changed.emit()
