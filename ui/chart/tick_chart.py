"""The tick chart panel: the ticks of the link's contracts, drawn at the pace of the frame pump."""

import math
import time
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

from models.chart.compared import ChartSeries
from models.chart.series import TickSeries
from models.market import Market
from models.qt.link import NONE, Link
from ui import theme
from ui.chart.choices import ChartChoices
from ui.chart.chosen_tick import ChosenTick
from ui.chart.drawer import ChartDrawer
from ui.chart.drawing import shown_kinds
from ui.chart.export import ChartExport
from ui.chart.header import ChartHeader
from ui.chart.keys import chart_keys
from ui.chart.legend import show_legend
from ui.chart.menu import Command
from ui.chart.moves import ChartMoves
from ui.chart.plot import TickPlot
from ui.chart.state import caption, state_parts
from ui.chart.time_window import TimeWindow

REDRAW_S = 0.1
"""New prints are drawn no more often than this."""
_WORK_SHARE, _LONGEST_PAUSE_S = 0.006, 0.5
"""News are drawn less often where that would take more than this share of the time; a hand is followed at once."""
_NEARLY_S, _PATIENCE_S = 0.06, 0.12
"""What is nearly due is drawn with the other views, and waits so long for them: each wake-up of its own costs."""
CLICK_PX = 10.0
NOTHING = "Select a contract in the watchlist or click a trade"
_PLAIN = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier


class TickChart(QWidget):
    """Prices and sizes of a contract, and others beside it. Not visible, it does nothing and costs nothing.

    `said` carries what the user should know: (text, whether it is a problem).
    """

    said = Signal(str, bool)

    def __init__(self, market: Market, link: Link, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._market, self._link = market, link
        self.source = ""
        """Where the trades come from, in words, for what is copied and saved."""
        self.redraws = 0
        """How many times the ticks were drawn."""
        self._data, self._window = ChartSeries(market), TimeWindow()
        self._chosen = ChosenTick(market.tape, link)
        self.header, self._plot, self._empty = ChartHeader(), TickPlot(market.times), QLabel(NOTHING)
        self._drawer = ChartDrawer(market, self._plot, self._data, self._window)
        self.choices, self.moves = ChartChoices(self), ChartMoves(self._window, market, self)
        self.export = ChartExport(
            self._plot,
            lambda: caption(market, self._drawer.shown, self.source) if self._drawer.shown else None,
            self._drawer.prints_in_sight,
        )
        self._stale, self._drawn_news, self._drawn_s = True, self._drawer.news, -REDRAW_S
        self._pause_s, self._reading = REDRAW_S, False
        self._later = QTimer(self, singleShot=True)
        self._lay_out()
        self._connect()
        self._keys = chart_keys(self)
        self._open()

    @property
    def painted_ticks(self) -> int:
        """How many prints lie in what is drawn."""
        return self._drawer.shown.drawing.ticks if self._drawer.shown else 0

    def advance(self) -> None:
        """Take what is new on the tape, and draw it if that is due. Called once a frame."""
        if not self.isVisible() or self.window().isMinimized() or self._link.contract == NONE:
            return
        wait_s = self._drawn_s + self._pause_s - time.monotonic()
        early_s = min(_NEARLY_S, self._pause_s - REDRAW_S)
        if wait_s > early_s and not self._reading:  # what came is read when it can be drawn
            self._come_back(wait_s + _PATIENCE_S)
            return
        series = self._read()
        self.moves.series = series
        self._stale = self._stale or self._drawn_news != self._drawer.news
        if not len(series):
            self._show_empty()
        if self._stale and wait_s <= early_s and not self._reading:  # a part of the day is not worth a picture
            self._draw()
        if self._stale or self._reading:
            self._come_back(0.0 if self._reading else wait_s)
        else:
            self._later.stop()

    def draw_now(self) -> None:
        """Draw what is new without waiting until it is due."""
        self._drawn_s = -REDRAW_S
        self.advance()

    def state(self) -> dict[str, object]:
        """What is worth keeping between starts."""
        return self.choices.state()

    def restore(self, state: Mapping[str, object]) -> None:
        """Take up a kept state; if any of it makes no sense, all stays as it is."""
        self.choices.restore(state)

    def wear(self) -> None:
        """Take on another look."""
        self._plot.wear()
        self._stale = True
        self.draw_now()

    def open_options(self, place: QPoint | None = None) -> None:
        """Open the menu of options at a place on the screen, by default under its button."""
        if place is None:
            button = self.header.options if self.header.options.isVisible() else self.header
            place = button.mapToGlobal(QPoint(0, button.height()))
        contracts = self._market.contracts
        compared: list[Command] = [
            (contracts.contract(contract).label, partial(self._link.toggle_compared, (contract,)))
            for contract in self._data.compared
        ]
        alone: list[Command] = [("St&op comparing\tO", self.compare_none)] if compared else []
        export: list[Command] = [
            ("Cop&y picture\tCtrl+Shift+C", self.export.copy_picture),
            ("Save p&icture…\tCtrl+Shift+P", self.export.ask_save_picture),
            ("Save p&rints as CSV…\tCtrl+Shift+E", self.export.ask_save_csv),
            ("&What the signs mean\t?", self.show_legend),
        ]
        self.choices.open_menu(place, compared, alone + export)

    def show_legend(self) -> None:
        """Say what the signs and keys mean."""
        show_legend(self)

    def compare_none(self) -> None:
        """Draw the chosen contract alone."""
        self._link.compare_none()

    def step(self, *, later: bool) -> None:
        """Choose the print after or before the chosen one; the newest if none is chosen."""
        if self._data.main is not None:
            self._chosen.step(self._read(), shown_kinds(self.choices.options), later=later)

    def let_go(self) -> None:
        """Let go of the print under the pointer, and of the chosen one."""
        self._plot.pointer = None
        self._link.set_row(NONE)
        self._show_marks()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys move the view and choose what is drawn."""
        action = self._keys.get(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            self.export.copy_picture()
        elif action is None or event.modifiers() & ~_PLAIN:
            super().keyPressEvent(event)
        else:
            action()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click, or the menu key, opens the options."""
        self.open_options(event.globalPos())

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while nobody looked."""
        super().showEvent(event)
        self._stale = True
        self.draw_now()

    def hideEvent(self, event: QHideEvent) -> None:
        """Draw nothing while nobody looks."""
        super().hideEvent(event)
        self._later.stop()

    def changeEvent(self, event: QEvent) -> None:
        """A window that comes back from the task bar is activated: catch up."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self.advance()

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Tick chart")
        self._empty.setProperty("role", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._plot)

    def _connect(self) -> None:
        self._later.timeout.connect(self.advance)
        self._link.contract_changed.connect(self._open)
        self._link.compared_changed.connect(self._compare)
        self._link.row_changed.connect(self._choose)
        self._plot.panned.connect(self.moves.pan)
        self._plot.zoomed.connect(self.moves.zoom)
        self._plot.fit_asked.connect(self.moves.fit_day)
        self._plot.pointer_moved.connect(self._show_marks)
        self._plot.clicked.connect(self._click)
        self._plot.compared_clicked.connect(lambda contract: self._link.toggle_compared((contract,)))
        self._plot.resized.connect(self._draw)
        for news in (self.moves.moved, self.choices.changed):
            news.connect(self._draw)
        for words in (self.choices.said, self.export.said):
            words.connect(self.said)
        self.header.follow.clicked.connect(self.moves.toggle_follow)
        self.header.options.clicked.connect(lambda: self.open_options())
        self.header.time_asked.connect(self.moves.go_to)
        self.header.left.connect(self.setFocus)
        theme.changed.connect(self.wear)

    def _open(self) -> None:
        """Turn to the link's contract; its ticks are read when the chart is visible."""
        contract = self._link.contract
        self._data.turn_to(contract, self._link.compared)
        self._drawer.shown = self._chosen.found = self.moves.series = None
        self._window.fit()
        self._stale, self._drawn_s = True, -REDRAW_S
        label = "" if contract == NONE else self._market.contracts.contract(contract).label
        self.header.title.setText(label or "Tick chart")
        self._show_empty()
        self.advance()

    def _compare(self) -> None:
        """Draw other contracts beside; their ticks are read when the chart is visible."""
        self._data.turn_to(self._link.contract, self._link.compared)
        self._stale = True
        self.draw_now()

    def _read(self) -> TickSeries:
        """Take what is new on the tape, or a part of it; it is still to be drawn."""
        came, series = self._data.advance(), self._data.main
        assert series is not None
        self._reading = self._data.behind > 0
        if came:
            self._stale = True
            self._chosen.look(series)
        return series

    def _come_back(self, seconds: float) -> None:
        """Look again then: the pump rests when the market does, and what is left over must not wait for a trade."""
        if not self._later.isActive():
            self._later.start(max(math.ceil(seconds * 1000), 1))

    def _show_empty(self) -> None:
        series, contract = self._data.main, self._link.contract
        if contract == NONE or series is None:
            text = NOTHING if contract == NONE else ""
        else:
            label = self._market.contracts.contract(contract).label
            text = "Looking through the tape …" if series.behind else f"No trade yet of {label}"
        self._empty.setText(text)
        self._stack.setCurrentWidget(self._empty)
        self.header.show_state((), following=True)

    def _draw(self) -> None:
        self._stale, self._drawn_news = False, self._drawer.news
        if not self.isVisible() or self._data.main is None or not len(self._data.main):
            return
        self._stack.setCurrentWidget(self._plot)
        started_s = time.monotonic()
        if not self._drawer.draw(self.choices.options):
            return
        self._drawn_s = time.monotonic()
        self._pause_s = min(max(REDRAW_S, (self._drawn_s - started_s) / _WORK_SHARE), _LONGEST_PAUSE_S)
        self.redraws += 1
        self._chosen.look(self._data.main)
        self._show_marks()
        if shown := self._drawer.shown:
            parts = state_parts(self._market, shown, self._data.left_out)
            self.header.show_state(parts, following=self._window.following)

    def _show_marks(self) -> None:
        self._drawer.show_marks(self._chosen.found)

    def _click(self) -> None:
        """Point the linked panels at the print that was clicked."""
        found, series = self._drawer.under_pointer(), self._data.main
        if series is not None and found is not None and found.distance_px <= CLICK_PX:
            self._chosen.point_at(series, found)

    def _choose(self) -> None:
        """Mark the trade that a linked panel points at; bring it into sight if it is this contract's."""
        series = self._data.main
        if series is None or not self.isVisible():
            return  # looked for when the chart is shown
        self._read()
        self._chosen.look(series)
        time_ms = self._chosen.time_ms(series)
        if time_ms is not None and not self._window.holds(time_ms):
            self.moves.show(time_ms)
        self._show_marks()
