"""How many trades are kept in memory, and what that takes."""

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from models.kept_settings import KeptSettings
from models.market import Market
from models.memory_text import left_text, room_text
from models.settings import LEAST_ROWS, MOST_ROWS

_MILLION = 1_000_000
_WORDS = (
    "The oldest go first. A whole day of every option trade is about 10 million. Figures, charts’ levels and totals "
    "do not change when trades leave memory; the tape begins later, and says so."
)


class MemoryDialog(QDialog):
    """Shown once, and gone when it is closed. `chosen`: so many trades are to be kept, from now on."""

    chosen = Signal(int)

    def __init__(self, rows: int, market: Market, parent: QWidget | None = None) -> None:
        """`rows`: how many are kept now."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Trades kept in memory")
        self._market = market
        self.rows, self.told = QSpinBox(), QLabel()
        self.rows.setRange(LEAST_ROWS, MOST_ROWS)
        self.rows.setSingleStep(_MILLION)
        self.rows.setGroupSeparatorShown(True)
        self.rows.setAccelerated(True)
        self.rows.setAccessibleName("Trades kept in memory")
        self.rows.valueChanged.connect(self._tell)
        self.rows.setValue(rows)
        self._build()
        self._tell()

    def _build(self) -> None:
        words, left = QLabel(_WORDS), QLabel(left_text(self._market) or "No trade has left memory in this run.")
        words.setWordWrap(True)
        words.setMinimumWidth(420)
        for label in (words, left):
            label.setProperty("role", "muted")
        form = QFormLayout()
        form.addRow("&Trades", self.rows)
        form.addRow("Memory", self.told)
        form.addRow("Now", left)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(12)
        column.addWidget(words)
        column.addLayout(form)
        column.addWidget(buttons)

    def _tell(self) -> None:
        rows, kept = self.rows.value(), len(self._market.tape)
        text = f"{room_text(rows)}. It holds from now on, and for the next starts."
        if rows < kept:
            text += f"\n{kept - rows:,} trades that are in memory leave it, a few at a time."
        self.told.setText(text)
        self.rows.setAccessibleDescription(text)

    def _choose(self) -> None:
        self.chosen.emit(self.rows.value())
        self.accept()


def ask_memory(settings: KeptSettings, market: Market, window: QWidget) -> None:
    """Let the user choose how many trades are kept in memory, now and in the runs to come."""

    def keep(rows: int) -> None:
        market.tape.keep(rows)
        settings.keep(msgspec.structs.replace(settings.now, max_rows=rows))

    dialog = MemoryDialog(settings.now.max_rows, market, window)
    dialog.chosen.connect(keep)
    dialog.open()
