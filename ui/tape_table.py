"""The painted tape: newest on top, follows while it stands at the top, holds still when it is scrolled away."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from models.qt.tape_model import TapeModel
from ui.cell_table import CellTable


class TapeTable(CellTable):
    """`held_changed(count, largest)`: unseen trades above the held view and the largest size among them; 0 is none."""

    held_changed = Signal(int, int)

    def __init__(self, model: TapeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tape_model = model
        self._unseen, self._largest = 0, 0
        self.setModel(model)
        self.fit_columns()
        self.setAccessibleName("Tape, newest trade first")
        model.after_insert = self._hold
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def keyboardSearch(self, search: str) -> None:
        """Letters search nothing: Qt would ask the model for the text of millions of rows."""

    def go_to_newest(self) -> None:
        """Follow the tape again."""
        self.scrollToTop()

    def start_anew(self) -> None:
        """The model shows other trades: stand at its top."""
        self.scrollToTop()
        self._note_unseen(0, 0)

    def _hold(self, inserted: int) -> None:
        bar = self.verticalScrollBar()
        if bar.value() == 0:
            return
        self.updateGeometries()  # else the new value is clamped to the old range, and every paint moves
        bar.setValue(bar.value() + inserted)
        sizes = self._tape_model.sizes(0, min(inserted, self._tape_model.rowCount()))
        self._note_unseen(self._unseen + inserted, max(self._largest, int(sizes.max(initial=0))))

    def _scrolled(self, value: int) -> None:
        if value == 0 and self._unseen:
            self._note_unseen(0, 0)

    def _note_unseen(self, count: int, largest: int) -> None:
        self._unseen, self._largest = count, largest
        self.held_changed.emit(count, largest)
