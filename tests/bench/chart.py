"""How long a chart of a million ticks takes from a new print to its pixels. Run by `make bench`; offscreen."""

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
from models.clock import utc_ms
from models.conditions import ConditionSets, read_conditions
from models.contract_index import ContractIndex
from models.gaps import GapLog
from models.qt.link import Link
from models.sessions import OPEN_MS
from models.tape import Tape
from models.venues import Venues
from ui import theme
from ui.panel import HEADER_PX, PanelDock
from ui.tick_chart import TickChart

TICKS = 1_000_000
WIDTH_PX, HEIGHT_PX = 1600, 500
ROUNDS = 15
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


def measure() -> dict[str, float]:
    """Median milliseconds from a print on the tape to the repainted chart, with `TICKS` ticks in sight."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app)
    tape, contracts, link = Tape(), ContractIndex(), Link()
    sets = ConditionSets(read_conditions(resources.table("massive_conditions")))
    contract = contracts.add("O:SPY251219C00650000")
    tape.append(ticks(sets, contract, TICKS))
    window = QMainWindow()
    chart = TickChart(tape, sets, contracts, Venues(), GapLog(), link)
    window.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, PanelDock("chart", "Chart", chart.header, chart))
    window.resize(WIDTH_PX, HEIGHT_PX + HEADER_PX)
    window.show()
    link.set_contract(contract)
    image = QImage(chart.size(), QImage.Format.Format_ARGB32_Premultiplied)
    times = [_redraw(chart, tape, sets, contract, image, number) for number in range(ROUNDS)]
    assert chart.painted_ticks == TICKS + ROUNDS
    window.close()
    window.deleteLater()
    return {"chart_1m_ms": median(times) * 1000}


def _redraw(chart: TickChart, tape: Tape, sets: ConditionSets, contract: int, image: QImage, number: int) -> float:
    """Seconds from a new print to its pixels."""
    newest = ticks(sets, contract, 1)
    tape.append(replace(newest, time_ms=newest.time_ms * 0 + utc_ms(DAY, OPEN_MS + DAY_LONG_MS + number)))
    start = perf_counter()
    chart.draw_now()
    chart.render(image)
    return perf_counter() - start
