"""The tick chart panel: the ticks of the link's contract, drawn at the pace of the frame pump."""

import time
from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

from models.clock import eastern, utc_ms
from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.eastern_scale import date_text
from models.gaps import GapLog
from models.qt.link import NONE, Link
from models.series import Kind, TickSeries
from models.tape import Tape
from models.venues import Venues
from ui.chart_header import ChartHeader
from ui.chart_overlay import Marks
from ui.chart_reader import ChartReader
from ui.chosen_tick import ChosenTick
from ui.gap_bands import bands
from ui.tick_drawing import MARKED, Drawing, Frame, draw
from ui.tick_plot import ZOOM, TickPlot
from ui.time_window import TimeWindow

REDRAW_S = 0.1
"""New prints are drawn no more often than this."""
GO_TO_SPAN_MS = 300_000.0
"""A time that was gone to is shown with no more than this around it."""
CLICK_PX = 10.0
PAN_SHARE = 0.1
NOTHING = "Select a contract in the watchlist or click a trade"


class TickChart(QWidget):
    """Price steps, markers and size bars of one contract. Not visible, it does nothing and costs nothing."""

    def __init__(
        self,
        tape: Tape,
        sets: ConditionSets,
        contracts: ContractIndex,
        venues: Venues,
        gaps: GapLog,
        link: Link,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tape, self._sets, self._contracts, self._link = tape, sets, contracts, link
        self._gaps, self._gaps_drawn = gaps, gaps.changes
        self._series: TickSeries | None = None
        self._drawing: Drawing | None = None
        self._window = TimeWindow()
        self._all_prints = True
        self._stale = True
        self._drawn_s = -REDRAW_S
        self._chosen = ChosenTick(tape, link)
        self.redraws = 0
        """How many times the ticks were drawn."""
        self.header, self._plot, self._empty = ChartHeader(), TickPlot(), QLabel(NOTHING)
        self._reader = ChartReader(self._plot, sets, venues, gaps)
        self._later = QTimer(self, singleShot=True)
        self._lay_out()
        self._connect()
        self._open(link.contract)

    @property
    def painted_ticks(self) -> int:
        """How many prints lie in what is drawn."""
        return self._drawing.ticks if self._drawing else 0

    def advance(self) -> None:
        """Take what is new on the tape, and draw it if that is due. Called once a frame."""
        if not self.isVisible() or self.window().isMinimized() or self._link.contract == NONE:
            return
        if self._series is None:
            self._series = TickSeries(self._tape, self._sets, self._contracts, self._link.contract)
        if self._series.advance():
            self._stale = True
            self._chosen.look(self._series)
        if self._gaps_drawn != self._gaps.changes:
            self._stale = True
        if not len(self._series):
            self._show_empty()
        wait_s = self._drawn_s + REDRAW_S - time.monotonic()
        if self._stale and wait_s <= 0:
            self._draw()
        if (self._stale or self._series.behind) and not self._later.isActive():
            # The pump rests when the market does: what is left over must not wait for the next trade.
            self._later.start(max(int(wait_s * 1000) + 1, 1) if self._stale else 1)

    def draw_now(self) -> None:
        """Draw what is new without waiting until it is due."""
        self._drawn_s = -REDRAW_S
        self.advance()

    def state(self) -> dict[str, object]:
        """What is worth keeping between starts."""
        return {"all_prints": self._all_prints}

    def restore(self, state: Mapping[str, object]) -> None:
        """Take up a kept state; what it does not hold, or holds wrongly, stays as it is."""
        kept = state.get("all_prints")
        if isinstance(kept, bool):
            self._set_all_prints(kept)

    def fit_day(self) -> None:
        """Show the newest trade date, and follow."""
        self._window.fit()
        self._refresh()

    def follow(self) -> None:
        """Keep up with the newest print at the width that is shown."""
        self._window.follow()
        self._refresh()

    def toggle_follow(self) -> None:
        """Stop following, or show the day and follow again."""
        if self._window.following:
            self._window.hold()
            self._refresh()
        else:
            self.fit_day()

    def pan(self, share: float) -> None:
        """Move by a share of the visible time, later if positive; stops following."""
        self._window.pan(share)
        self._refresh()

    def zoom(self, factor: float, share: float | None = None) -> None:
        """Show `factor` times as much time; what stands at a share of the width stays there, by default the middle."""
        if share is None:
            share = 1.0 if self._window.following else 0.5
        self._window.zoom(factor, self._window.low_ms + share * self._window.span_ms)
        newest = self._series.last_ms if self._series else None
        if newest is not None and not self._window.holds(newest):
            self._window.hold()
        self._refresh()

    def go_to(self, ms_of_day: int) -> None:
        """Show an Eastern time of day, of the date in the middle of the view; stops following."""
        middle = (self._window.low_ms + self._window.high_ms) / 2
        self._window.show(utc_ms(eastern(int(middle)).date(), ms_of_day), min(self._window.span_ms, GO_TO_SPAN_MS))
        self._refresh()

    def step(self, *, later: bool) -> None:
        """Choose the print after or before the chosen one; the newest if none is chosen."""
        if self._series is not None:
            self._chosen.step(self._series, self._kinds, later=later)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self._keys().get(event.key())
        if action is None or event.modifiers() & ~_PLAIN:
            super().keyPressEvent(event)
        else:
            action()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._stale = True
        self.draw_now()

    def hideEvent(self, event: QHideEvent) -> None:
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
        self._link.row_changed.connect(self._choose)
        self._plot.panned.connect(self.pan)
        self._plot.zoomed.connect(self.zoom)
        self._plot.fit_asked.connect(self.fit_day)
        self._plot.pointer_moved.connect(self._show_marks)
        self._plot.clicked.connect(self._click)
        self._plot.resized.connect(self._draw)
        self.header.follow.clicked.connect(self.toggle_follow)
        self.header.all_prints.clicked.connect(self._set_all_prints)
        self.header.time_asked.connect(self.go_to)
        self.header.left.connect(self.setFocus)

    def _keys(self) -> dict[int, Callable[[], None]]:
        key = Qt.Key
        return {
            key.Key_Left: lambda: self.pan(-PAN_SHARE),
            key.Key_Right: lambda: self.pan(PAN_SHARE),
            key.Key_Plus: lambda: self.zoom(ZOOM),
            key.Key_Equal: lambda: self.zoom(ZOOM),
            key.Key_Minus: lambda: self.zoom(1 / ZOOM),
            key.Key_Home: self.fit_day,
            key.Key_End: self.follow,
            key.Key_F: self.toggle_follow,
            key.Key_A: lambda: self._set_all_prints(not self._all_prints),
            key.Key_G: self.header.edit.setFocus,
            key.Key_Comma: lambda: self.step(later=False),
            key.Key_Period: lambda: self.step(later=True),
            key.Key_Escape: self._let_go,
        }

    @property
    def _kinds(self) -> tuple[Kind, ...]:
        return (Kind.LINE, *MARKED) if self._all_prints else (Kind.LINE,)

    def _open(self, contract: int) -> None:
        """Turn to a contract; its ticks are read when the chart is visible."""
        self._series = self._drawing = self._chosen.found = None
        self._window.fit()
        self._stale, self._drawn_s = True, -REDRAW_S
        label = "" if contract == NONE else self._contracts.contract(contract).label
        self.header.title.setText(label or "Tick chart")
        self._show_empty()
        self.advance()

    def _show_empty(self) -> None:
        if self._series is None:
            text = NOTHING if self._link.contract == NONE else ""
        else:
            label = self._contracts.contract(self._link.contract).label
            text = "Looking through the tape …" if self._series.behind else f"No trade yet of {label}"
        self._empty.setText(text)
        self._stack.setCurrentWidget(self._empty)
        self.header.show_state("", following=True, all_prints=self._all_prints)

    def _refresh(self) -> None:
        """Draw at once what the user asked for."""
        self._confine()
        self._draw()

    def _confine(self) -> None:
        if self._series is not None and self._series.first_ms is not None and self._series.last_ms is not None:
            self._window.confine(self._series.first_ms, self._series.last_ms)

    def _draw(self) -> None:
        series, self._stale, self._gaps_drawn = self._series, False, self._gaps.changes
        day = series.day_ms() if series is not None and self.isVisible() else None
        if series is None or day is None:
            return
        self._stack.setCurrentWidget(self._plot)
        self._window.keep_up(*day)
        frame = self._frame()
        if min(frame.width, frame.price_height, frame.size_height) < 1:
            return  # drawn when it is given a size
        shaded = bands(self._gaps, frame.low_ms, frame.high_ms, frame.width, frame.ratio)
        self._drawing = draw(series, frame, shaded)
        self._drawn_s = time.monotonic()
        self.redraws += 1
        self._plot.show_range(self._window.low_ms, self._window.high_ms)
        self._plot.show_drawing(self._drawing, series.decimals)
        self._chosen.look(series)
        self._show_marks()
        self._show_state()

    def _frame(self) -> Frame:
        places, ratio = self._plot.places, self._plot.devicePixelRatioF()
        sizes = (places.prices.width(), places.prices.height(), places.sizes.height())
        width, price_height, size_height = (round(size * ratio) for size in sizes)
        window = self._window
        return Frame(window.low_ms, window.high_ms, width, price_height, size_height, ratio, self._all_prints)

    def _show_state(self) -> None:
        shown = "single-leg line, all prints" if self._all_prints else "single-leg line only"
        middle = int((self._window.low_ms + self._window.high_ms) / 2)
        words = [
            f"ticks · {shown}",
            *(["following"] if self._window.following else []),
            date_text(middle).partition(" ")[2],
        ]
        self.header.show_state(" · ".join(words), following=self._window.following, all_prints=self._all_prints)

    def _show_marks(self) -> None:
        if self._series is None or self._drawing is None:
            self._plot.show_marks(Marks())
            return
        self._plot.show_marks(
            self._reader.marks(self._series, self._drawing, self._window, self._kinds, self._chosen.found)
        )

    def _set_all_prints(self, wanted: bool) -> None:
        self._all_prints = wanted
        self.header.all_prints.setChecked(wanted)
        self._draw()

    def _click(self) -> None:
        """Point the linked panels at the print that was clicked."""
        if self._series is None or self._drawing is None:
            return
        found = self._reader.nearest(self._series, self._drawing, self._window, self._kinds)
        if found is not None and found.distance_px <= CLICK_PX:
            self._chosen.point_at(self._series, found)

    def _choose(self, row: int) -> None:
        """Mark the trade that a linked panel points at; bring it into sight if it is this contract's."""
        if self._series is None or not self.isVisible():
            return  # looked for when the chart is shown
        self._chosen.look(self._series)
        time_ms = self._chosen.time_ms(self._series)
        if time_ms is not None and not self._window.holds(time_ms):
            self._window.show(time_ms, self._window.span_ms)
            self._refresh()
        self._show_marks()

    def _let_go(self) -> None:
        self._plot.pointer = None
        self._link.set_row(NONE)
        self._show_marks()


_PLAIN = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
