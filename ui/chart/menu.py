"""The menu of a chart's options. It shows what is chosen, and tells what was chosen."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from models.chart.options import BARS, CANDLES_S, ChartOptions, Style, bars_choice_text, changed
from models.time_scale import SECOND_MS, duration_text

SWITCHES = (
    ("&All prints\tA", "all_prints"),
    ("&VWAP\tV", "vwap"),
    ("Day’s &levels\tL", "levels"),
    ("&Session shading\tS", "sessions"),
    ("&Percent of the first price\tP", "relative"),
)
"""What is on or off: text, and name in `ChartOptions`."""
Command = tuple[str, Callable[[], None]]


class ChartMenu(QMenu):
    """One use of the menu: it is gone when it closes."""

    chosen = Signal(ChartOptions)
    bars_asked = Signal()
    """For bars of a size that is to be typed."""

    def __init__(
        self,
        options: ChartOptions,
        compared: Sequence[Command],
        commands: Sequence[Command],
        parent: QWidget,
    ) -> None:
        """`compared`: each contract with what ends its comparison; `commands`: what else to do."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._options = options
        for text, name in SWITCHES:
            self._choice(self, text, {name: not getattr(options, name)}, checked=getattr(options, name))
        self._add_candles()
        self._add_bars()
        self._add_compared(compared)
        self.addSeparator()
        for text, command in commands:
            self.addAction(text).triggered.connect(command)

    def _add_candles(self) -> None:
        candles, menu = self._options.style is Style.CANDLES, self.addMenu("&Candles\tC")
        self._choice(
            menu, "&None: a line\tC" if candles else "&None: a line", {"style": Style.LINE}, checked=not candles
        )
        for seconds in CANDLES_S:
            chosen = candles and seconds == self._options.candle_s
            text = duration_text(seconds * SECOND_MS)
            self._choice(menu, text, {"style": Style.CANDLES, "candle_s": seconds}, checked=chosen)

    def _add_bars(self) -> None:
        menu, usual = self.addMenu("Volume &bars\tB"), False
        for bars in BARS:
            wanted = changed(self._options, **bars)
            usual = usual or wanted == self._options
            self._choice(menu, bars_choice_text(wanted).capitalize(), bars, checked=wanted == self._options)
        other = menu.addAction("&Other…" if usual else f"&Other: {bars_choice_text(self._options)}…")
        other.setCheckable(True)
        other.setChecked(not usual)
        other.triggered.connect(self.bars_asked)

    def _add_compared(self, compared: Sequence[Command]) -> None:
        if compared:
            menu = self.addMenu("Co&mpared with")
            for text, take_away in compared:
                menu.addAction(f"Stop comparing {text}").triggered.connect(take_away)

    def _choice(self, menu: QMenu, text: str, changes: dict[str, Any], *, checked: bool) -> QAction:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(checked)
        action.triggered.connect(lambda: self.chosen.emit(changed(self._options, **changes)))
        return action
