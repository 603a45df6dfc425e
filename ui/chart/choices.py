"""What the user chose of a chart, by key, command or menu."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from models.chart.options import (
    BARS_HINT,
    BarsBy,
    ChartOptions,
    Style,
    bars_choice_text,
    changed,
    kept,
    next_bars,
    restored,
    typed_bars,
)
from ui.chart.menu import ChartMenu, Command


class ChartChoices(QObject):
    """`changed` says that `options` are others; `said` carries what the user should know: (text, whether a problem)."""

    changed = Signal()
    said = Signal(str, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._chart = parent
        self.options = ChartOptions()

    def state(self) -> dict[str, object]:
        """What is worth keeping between starts."""
        return kept(self.options)

    def restore(self, state: Mapping[str, object]) -> None:
        """Take up a kept state; if any of it makes no sense, all stays as it is."""
        self.choose(restored(state, self.options))

    def choose(self, options: ChartOptions) -> None:
        """Draw by these options from now on."""
        if options != self.options:
            self.options = options
            self.changed.emit()

    def toggle(self, name: str) -> None:
        """Turn one of the options that are on or off: `name` is that of `ChartOptions`."""
        self.choose(changed(self.options, **{name: not getattr(self.options, name)}))

    def toggle_candles(self) -> None:
        """Draw candles, or a line again."""
        wanted = Style.LINE if self.options.style is Style.CANDLES else Style.CANDLES
        self.choose(changed(self.options, style=wanted))

    def next_bars(self) -> None:
        """Draw the next of the usual volume bars."""
        self.choose(next_bars(self.options))

    def ask_bars(self) -> None:
        """Let the user type what a volume bar holds."""
        dialog = QInputDialog(self._chart)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle("Volume bars")
        dialog.setLabelText(f"{BARS_HINT}:")
        dialog.setTextValue("" if self.options.bars_by is BarsBy.AUTO else bars_choice_text(self.options))
        dialog.textValueSelected.connect(self._take_bars)
        dialog.open()

    def open_menu(self, place: QPoint, compared: Sequence[Command], commands: Sequence[Command]) -> None:
        """Open the menu of options at a place on the screen; with what it offers besides."""
        menu = ChartMenu(self.options, compared, commands, self._chart)
        menu.chosen.connect(self.choose)
        menu.bars_asked.connect(self.ask_bars)
        menu.popup(place)

    def _take_bars(self, text: str) -> None:
        options = typed_bars(self.options, text)
        if options is None:
            self.said.emit(f"“{text}” is no size of a volume bar. {BARS_HINT}.", True)
        else:
            self.choose(options)
