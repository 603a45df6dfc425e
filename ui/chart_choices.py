"""What the user chose of a chart, by key, command or menu."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from models.chart_choices import BARS_HINT, changed, kept, next_bars, restored, typed_bars
from models.chart_options import ChartOptions, Style
from ui.chart_menu import ChartMenu, Command


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

    def toggle_all_prints(self) -> None:
        """Show packages, late and cancelled prints beside the line, or the line alone."""
        self._toggle("all_prints")

    def toggle_candles(self) -> None:
        """Draw candles, or a line again."""
        wanted = Style.LINE if self.options.style is Style.CANDLES else Style.CANDLES
        self.choose(changed(self.options, style=wanted))

    def next_bars(self) -> None:
        """Draw the next of the usual volume bars."""
        self.choose(next_bars(self.options))

    def toggle_vwap(self) -> None:
        """Show the VWAP, or no longer."""
        self._toggle("vwap")

    def toggle_levels(self) -> None:
        """Mark the day's open, high and low, or no longer."""
        self._toggle("levels")

    def toggle_sessions(self) -> None:
        """Shade what lies outside the regular session, or no longer."""
        self._toggle("sessions")

    def toggle_relative(self) -> None:
        """Show percent of the first price in sight, or dollars again."""
        self._toggle("relative")

    def open_menu(self, button: QWidget, compared: Sequence[Command], commands: Sequence[Command]) -> None:
        """Open the menu of options under a button; with what it offers besides."""
        menu = ChartMenu(self.options, compared, commands, self._chart)
        menu.chosen.connect(self.choose)
        menu.bars_typed.connect(self._take_bars)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _toggle(self, name: str) -> None:
        self.choose(changed(self.options, **{name: not getattr(self.options, name)}))

    def _take_bars(self, text: str) -> None:
        options = typed_bars(self.options, text)
        if options is None:
            self.said.emit(f"“{text}” is no size of a volume bar. {BARS_HINT}.", True)
        else:
            self.choose(options)
