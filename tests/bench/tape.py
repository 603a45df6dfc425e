"""A whole day on the tape: `python -m tests.bench.tape` prints what it measured as JSON. Offscreen.

A process of its own: memory that others gave back would be taken for that of the tape.
"""

import gc
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter

import numpy as np
from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

import resources
from models.batch import TradeBatch
from models.clock import MarketClock, utc_ms
from models.filtering.mask import FilterMask
from models.filtering.tape_filter import TapeFilter
from models.filtering.totals import FilterTotals
from models.hours import OPEN_MS
from models.market import Market
from models.qt.tape_model import TapeModel
from models.tape import COLUMNS
from ui import theme
from ui.tape_table import TapeTable

ROWS, CONTRACTS = 12_000_000, 400_000
ROW_BYTES = sum(np.dtype(kind).itemsize for kind in COLUMNS.values())
BATCH = 2000
"""Trades that are taken before the view advances: a frame at 120,000 trades/s."""
PART = 1_000_000
"""So many trades are timed at the start, and at the end."""
WIDTH_PX, HEIGHT_PX = 800, 1000
JUMPS = 300
DAY = date(2025, 12, 1)
DAY_LONG_MS = 23_400_000
ROOTS = ("SPY", "QQQ", "NVDA", "TSLA", "AAPL", "IWM", "AMD", "META")
CODES = ((209,), (219,), (227,), (232,), (233,), (202,))
SHARES = (0.70, 0.10, 0.13, 0.05, 0.015, 0.005)
RARE = TapeFilter(tickers=frozenset({"O:META251219P00025000"}))
FILTERS = (
    TapeFilter(min_size=100),
    TapeFilter(min_premium=50_000.0, not_groups=frozenset({"multi"})),
    TapeFilter(roots=frozenset({"SPY"}), right="C"),
    TapeFilter(right="P"),
    TapeFilter(min_size=10_000),
    RARE,
)
"""From one that keeps half of the tape to one that keeps next to nothing, for which all of it is looked at."""
_RESIDENT = Path("/proc/self/statm")


def measure() -> dict[str, float]:
    """What a day costs.

    `bytes_per_trade`: tape, contracts and what the view keeps; `bytes_per_trade_in_all`: with the figures by contract.
    `late_cost_ratio`: of a trade, taken and shown, at the end and at the start. `filter_12m_ms`: the first rows of the
    slowest filter; `filter_12m_whole_ms`: until all of the tape was looked at. `totals_12m_slice_ms`: p99 of what the
    totals of all trades take at once. `scroll_12m_ms`: p99 of frames at random places.
    """
    day = _Day()
    found = {"bytes_per_trade": day.bytes_per_trade, "bytes_per_trade_in_all": day.bytes_in_all}
    found["late_cost_ratio"] = day.late_s / day.early_s
    found |= day.filters() | day.totals() | day.scrolls()
    day.close()
    return found


class _Day:
    """A market that has taken a day's trades, and a tape of it on the screen."""

    def __init__(self) -> None:
        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)
        theme.apply(app)
        self.app = app
        tables = resources.table("massive_conditions"), resources.table("massive_exchanges")
        self.market = Market(*tables, MarketClock(lambda: 0, follows_prints=True))
        self.model = TapeModel(self.market)
        self.table = TapeTable(self.model)
        self.table.resize(WIDTH_PX, HEIGHT_PX)
        self.table.show()
        self.image = QImage(self.table.viewport().size(), QImage.Format.Format_ARGB32_Premultiplied)
        self.table.viewport().repaint()
        gc.collect()
        before = _resident()  # the window is no part of what a trade costs
        for number in range(CONTRACTS):
            strike, side = 1 + number // (2 * len(ROOTS)), "CP"[number // len(ROOTS) % 2]
            self.market.contracts.add(f"O:{ROOTS[number % len(ROOTS)]}251219{side}{strike:08d}")
        gc.collect()
        contracts = _resident() - before
        for first in range(0, CONTRACTS, BATCH):  # the first trade of each contract costs more than all later ones
            self.market.take(replace(_batch(first, self.market), contract=np.arange(first, first + BATCH, dtype="i4")))
        figures = _resident() - before - contracts - ROW_BYTES * CONTRACTS
        self.early_s, self.late_s = self._take_all()
        gc.collect()
        self.bytes_in_all = (_resident() - before) / len(self.market.tape)
        self.bytes_per_trade = self.bytes_in_all - figures / len(self.market.tape)
        self.table.viewport().repaint()

    def filters(self) -> dict[str, float]:
        """Milliseconds from the choice of a filter to its first rows on the screen, and to its last ones there."""
        first, whole = [], []
        for asked in FILTERS:
            start = perf_counter()
            self.model.set_filter(asked)
            self.table.start_anew()
            while self.model.behind and not self.model.rowCount():
                self.app.processEvents()
            self.table.viewport().render(self.image)
            first.append(perf_counter() - start)
            while self.model.behind:
                self.app.processEvents()
            whole.append(perf_counter() - start)
        return {"filter_12m_ms": max(first) * 1000, "filter_12m_whole_ms": max(whole) * 1000}

    def totals(self) -> dict[str, float]:
        """Milliseconds of a slice of the count of all trades, p99."""
        market, slices = self.market, list[float]()
        totals = FilterTotals(market.tape, market.sets, market.contracts)
        mask = FilterMask(TapeFilter(), market.tape, market.contracts, market.sets)
        while not slices or totals.behind:
            start = perf_counter()
            totals.advance(mask)
            slices.append(perf_counter() - start)
        return {"totals_12m_slice_ms": float(np.percentile(slices, 99)) * 1000}

    def scrolls(self) -> dict[str, float]:
        """Milliseconds of a frame at a random place, p99: of the whole tape, or of half of it."""
        worst = 0.0
        for asked in (TapeFilter(), TapeFilter(right="P")):
            self.model.set_filter(asked)
            while self.model.behind:
                self.app.processEvents()
            self.table.start_anew()
            bar, choice = self.table.verticalScrollBar(), np.random.default_rng(1)
            times = [self._jump(int(value)) for value in choice.integers(0, bar.maximum(), JUMPS)]
            worst = max(worst, float(np.percentile(times, 99)))
        return {"scroll_12m_ms": worst * 1000}

    def close(self) -> None:
        """Let go of the window."""
        self.table.close()
        self.table.deleteLater()
        self.app.processEvents()

    def _jump(self, value: int) -> float:
        start = perf_counter()
        self.table.verticalScrollBar().setValue(value)
        self.table.viewport().repaint()
        return perf_counter() - start

    def _take_all(self) -> tuple[float, float]:
        """Let the day's trades arrive; seconds that the early part of them and the late part took."""
        starts = range(CONTRACTS, ROWS, PART)
        costs = [sum(self._frame(start + done) for done in range(0, PART, BATCH)) for start in starts]
        return min(costs[:5]), min(costs[-5:])  # what others do on the machine only adds

    def _frame(self, taken: int) -> float:
        batch = _batch(taken, self.market)
        start = perf_counter()
        self.market.take(batch)
        self.model.advance()
        return perf_counter() - start


def _batch(taken: int, market: Market) -> TradeBatch:
    """The trades of a frame, behind so many others."""
    choice = np.random.default_rng(taken)
    time_ms = utc_ms(DAY, OPEN_MS) + (taken + np.arange(BATCH)) * DAY_LONG_MS // ROWS
    contract = (choice.power(0.25, BATCH) * CONTRACTS).astype(np.int32)
    codes = np.array([market.sets[ids] for ids in CODES], np.uint16)
    return TradeBatch(
        time_ms=time_ms,
        sequence=taken + np.arange(BATCH),
        price=np.round(choice.exponential(3, BATCH) + 0.01, 2),
        size=np.minimum(choice.pareto(0.9, BATCH) + 1, 20_000).astype(np.int32),
        contract=contract,
        arrival_ms=time_ms,
        venue=choice.integers(300, 326, BATCH).astype(np.uint16),
        conditions=codes[choice.choice(len(CODES), BATCH, p=SHARES)],
    )


def _resident() -> int:
    """Bytes of this process in memory."""
    return int(_RESIDENT.read_text(encoding="ascii").split()[1]) * 4096


if __name__ == "__main__":
    qInstallMessageHandler(lambda *_: None)
    print(json.dumps(measure()))
