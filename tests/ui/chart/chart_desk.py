"""A chart in a window over a tape that a test fills, with a clock that the test moves."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

import resources
from models.chart.series import TickSeries
from models.clock import MarketClock, utc_ms
from models.market import Market
from models.qt.link import Link
from tests.models.tick_tapes import Print, World
from ui import theme
from ui.chart import tick_chart
from ui.chart.drawing import Drawing
from ui.chart.marks import Marks, Words
from ui.chart.tick_chart import TickChart
from ui.panel import PanelDock

SPY_FILE = Path(__file__).parents[4] / "shared/data/real_SPY_240621C500_2024-06-14.jsonl.gz"
OPEN = utc_ms(date(2025, 12, 1), 34_200_000)
MINUTE = 60_000


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now_s: float = 1000.0

    def monotonic(self) -> float:
        """Seconds."""
        return self.now_s


class MarketWorld(World):
    """The tape of a market, to be filled print by print."""

    def __init__(self, market: Market) -> None:
        super().__init__(market.tape, market.sets, market.contracts)
        self._market = market

    def print(self, *prints: Print, filled: bool = False) -> None:
        """Let prints arrive, equal ones too."""
        self._market._append(self.batch(prints, filled=filled))


@dataclass
class Desk:
    """A chart in a window, over a tape."""

    qtbot: QtBot
    clock: Clock
    link: Link = field(default_factory=Link)

    def __post_init__(self) -> None:
        clock = MarketClock(lambda: OPEN, follows_prints=True)
        self.market = Market(resources.table("massive_conditions"), resources.table("massive_exchanges"), clock)
        self.world, self.gaps = MarketWorld(self.market), self.market.gaps
        self.chart = TickChart(self.market, self.link)
        self.dock = PanelDock("chart", "Chart", self.chart.header, self.chart)
        self.window = QMainWindow()
        self.window.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, self.dock)
        self.window.resize(900, 500)

    def open(self, contract: int = 0) -> TickChart:
        """Show the window with a contract chosen."""
        self.window.show()
        self.qtbot.waitExposed(self.window)
        self.link.set_contract(contract)
        self.chart.advance()
        return self.chart

    def frame(self, *prints: Print) -> None:
        """Some prints arrive, and a tenth of a second passes."""
        if prints:
            self.world.print(*prints)
        self.clock.now_s += 0.11
        self.chart.advance()

    def pixel(self, time_ms: int, price: float) -> QPointF:
        """Where a print is drawn."""
        return self.chart._plot.place_of(time_ms, price, self.drawing.dollars)

    def in_picture(self, time_ms: int, price: float) -> QPointF:
        """Where a print is in the picture of the prices."""
        return self.pixel(time_ms, price) - self.chart._plot.places.prices.topLeft()

    @property
    def drawing(self) -> Drawing:
        """What was drawn last."""
        shown = self.chart._drawer.shown
        assert shown is not None
        return shown.drawing

    @property
    def series(self) -> TickSeries:
        """The ticks of the chosen contract."""
        series = self.chart._data.main
        assert series is not None
        return series

    def press(self, *keys: Qt.Key) -> None:
        """Press keys on the chart."""
        for key in keys:
            QTest.keyClick(self.chart, key)

    def point(self, place: QPointF) -> None:
        """Move the mouse to a place on the plot."""
        move(self.chart, place, Qt.MouseButton.NoButton)

    def reading(self) -> str:
        """What the chart says of the print under the pointer."""
        return said(self.marks.reading)

    @property
    def marks(self) -> Marks:
        """What lies over the pictures."""
        return self.chart._plot.overlay.marks

    def range_ms(self) -> tuple[float, float]:
        """What the axis of time shows."""
        return self.chart._plot.time_axis.range


def desks(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk, and its end."""
    theme.apply(qapp)
    clock = Clock()
    monkeypatch.setattr(tick_chart, "time", clock)
    desk = Desk(qtbot, clock)
    yield desk
    if shiboken6.isValid(desk.window):
        desk.window.close()
        desk.window.deleteLater()
    qapp.setStyleSheet("")


def move(chart: TickChart, place: QPointF, button: Qt.MouseButton) -> None:
    """Move the mouse to a place of the plot, with a button held."""
    plain = Qt.KeyboardModifier.NoModifier
    chart._plot.mouseMoveEvent(QMouseEvent(QEvent.Type.MouseMove, place, place, button, button, plain))


def wheel(chart: TickChart, place: QPointF, notches: int) -> None:
    """Turn the wheel over a place."""
    event = QWheelEvent(
        place, place, QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    chart._plot.wheelEvent(event)


def said(words: Words) -> str:
    """Words as they are read."""
    return "  ".join(text for text, _ in words)


def minutes(count: int, codes: tuple[int, ...] = (209,)) -> list[Print]:
    """A print a minute from the opening on, one cent up each."""
    return [Print(OPEN + n * MINUTE, 10 + n / 100, n + 1, codes) for n in range(count)]
