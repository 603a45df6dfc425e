"""How long a chart takes from a new print, or from the choice of a contract, to its pixels. Offscreen."""

from dataclasses import replace
from datetime import date
from statistics import median
from time import perf_counter

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMainWindow

import resources
from models.batch import TradeBatch
from models.clock import MarketClock, utc_ms
from models.conditions import ConditionSets
from models.hours import OPEN_MS
from models.market import Market
from models.qt.link import Link
from ui import theme
from ui.chart.tick_chart import TickChart
from ui.panel import HEADER_PX, PanelDock

TICKS = 1_000_000
DOTTED = 100_000
DAY_ROWS, DAY_CONTRACTS, DAY_TICKS = 12_000_000, 400_000, 20_000
WIDTH_PX, HEIGHT_PX = 1600, 500
ROUNDS = 15
OPENINGS = 5
DAY_PARTS = 24
DAY = date(2025, 12, 1)
DAY_LONG_MS = 23_400_000
CODES = ((209,), (219,), (227,), (232,), (233,), (202,))
SHARES = (0.70, 0.10, 0.13, 0.05, 0.015, 0.005)
"""Conditions and how many prints have them: 6.5 % packages, as one measured hour of SPY."""


def ticks(sets: ConditionSets, contract: int, count: int, seed: int = 1) -> TradeBatch:
    """A day of prints of one contract: clustered in time, a walk in whole cents, packages off the line."""
    rng = np.random.default_rng(seed)
    start = utc_ms(DAY, OPEN_MS)
    clusters = rng.integers(0, DAY_LONG_MS, max(count // 20, 1))
    offsets = rng.choice(clusters, count) + rng.exponential(300, count).astype(np.int64)
    time_ms = np.sort(start + np.minimum(offsets, DAY_LONG_MS))
    code = rng.choice(len(CODES), count, p=SHARES)
    price = 20 + np.cumsum(rng.normal(0, 0.004, count)) + np.where(code >= 3, rng.normal(0, 0.1, count), 0)
    return TradeBatch(
        time_ms=time_ms,
        sequence=np.arange(count),
        price=np.round(np.maximum(price, 0.01), 2).astype(np.float64),
        size=rng.geometric(0.2, count).astype(np.int32),
        contract=np.full(count, contract, np.int32),
        arrival_ms=time_ms,
        venue=np.full(count, 302, np.uint16),
        conditions=np.array([sets[ids] for ids in CODES], np.uint16)[code],
    )


class Desk:
    """A market, and a window with a chart of it."""

    def __init__(self) -> None:
        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)
        theme.apply(app)
        clock = MarketClock(lambda: 0, follows_prints=True)
        self.app, self.link = app, Link()
        self.market = Market(resources.table("massive_conditions"), (), clock)
        self.contract = self.market.contracts.add("O:SPY251219C00650000")
        self.chart = TickChart(self.market, self.link)
        self.window = QMainWindow()
        dock = PanelDock("chart", "Chart", self.chart.header, self.chart)
        self.window.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, dock)
        self.window.resize(WIDTH_PX, HEIGHT_PX + HEADER_PX)
        self.window.show()
        self.image = QImage(self.chart.size(), QImage.Format.Format_ARGB32_Premultiplied)

    def close(self) -> None:
        """Let go of the window."""
        self.window.close()
        self.window.deleteLater()
        self.app.processEvents()


def measure() -> dict[str, float]:
    """Milliseconds: medians of a redraw with many ticks in sight, and of opening a chart on a whole day."""
    return {
        "chart_1m_ms": _redraws(TICKS),
        "chart_100k_dots_ms": _redraws(DOTTED),
        "chart_open_12m_ms": _openings(),
    }


def _redraws(count: int) -> float:
    desk = Desk()
    desk.market.take(ticks(desk.market.sets, desk.contract, count))
    desk.link.set_contract(desk.contract)
    times = [_redraw(desk, number) for number in range(ROUNDS)]
    assert desk.chart.painted_ticks == count + ROUNDS
    desk.close()
    return median(times) * 1000


def _redraw(desk: Desk, number: int) -> float:
    """Seconds from a new print to its pixels."""
    newest = ticks(desk.market.sets, desk.contract, 1)
    time_ms = newest.time_ms * 0 + utc_ms(DAY, OPEN_MS + DAY_LONG_MS + number)
    desk.market.take(replace(newest, time_ms=time_ms))
    start = perf_counter()
    desk.chart.draw_now()
    desk.chart.render(desk.image)
    return perf_counter() - start


def _openings() -> float:
    desk = Desk()
    charted = [desk.contract + number for number in range(1, OPENINGS + 1)]
    for strike in range(1, DAY_CONTRACTS):
        desk.market.contracts.add(f"O:SPY251219P{strike:08d}")
    rng = np.random.default_rng(1)
    block, start_ms = ticks(desk.market.sets, 0, DAY_ROWS // DAY_PARTS), utc_ms(DAY, OPEN_MS)
    for part in range(DAY_PARTS):
        contract = rng.integers(OPENINGS + 1, DAY_CONTRACTS, len(block)).astype(np.int32)
        for number in charted:
            contract[rng.choice(len(block), DAY_TICKS // DAY_PARTS, replace=False)] = number
        time_ms = start_ms + (block.time_ms - start_ms + part * DAY_LONG_MS) // DAY_PARTS
        desk.market.tape.append(replace(block, contract=contract, time_ms=time_ms))
    times = [_open(desk, number) for number in charted]
    desk.close()
    return median(times) * 1000


def _open(desk: Desk, contract: int) -> float:
    """Seconds from the choice of a contract to the pixels of all its ticks."""
    total = sum(
        int(np.count_nonzero(desk.market.tape.column("contract", low, high) == contract))
        for low, high in desk.market.tape.spans(0, desk.market.tape.end)
    )
    start = perf_counter()
    desk.link.set_contract(contract)
    while desk.chart.painted_ticks < total:
        desk.app.processEvents()
    desk.chart.render(desk.image)
    return perf_counter() - start
