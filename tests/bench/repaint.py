"""Repainting 50 x 8 cells of the tape: the painter against a stock view of the same model."""

import statistics
import time

import numpy as np
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

import resources
from models.batch import TradeBatch
from models.clock import MarketClock
from models.market import Market
from models.qt.tape_model import TapeModel
from ui import theme
from ui.tape_table import TapeTable

_ROWS, _TIMES = 50, 40


def measure() -> dict[str, float]:
    """`repaint_ms`: median of the painter; `repaint_vs_stock`: how many times faster than a stock view it is."""
    market = _market(5000)
    model = TapeModel(market)
    model.advance()
    fast = TapeTable(model)
    stock = QTableView()
    stock.setModel(model)
    stock.verticalHeader().setDefaultSectionSize(theme.ROW_PX)
    times = [_repaint_ms(view) for view in (fast, stock)]
    for view in (fast, stock):
        view.close()
        view.deleteLater()
    return {"repaint_ms": times[0], "repaint_vs_stock": times[1] / times[0]}


def _repaint_ms(view: QTableView) -> float:
    view.resize(800, _ROWS * theme.ROW_PX + view.horizontalHeader().sizeHint().height())
    view.show()
    QTest.qWaitForWindowExposed(view)
    took = []
    for _ in range(_TIMES):
        started = time.perf_counter()
        view.viewport().repaint()
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took)


def _market(trades: int) -> Market:
    market = Market(
        resources.table("massive_conditions"),
        resources.table("massive_exchanges"),
        MarketClock(lambda: 0, follows_prints=True),
    )
    choice = np.random.default_rng(1)
    ids = [market.contracts.add(f"O:SPY251219C{k:08d}") for k in range(400_000, 800_000, 1000)]
    sets = [market.sets[(code,)] for code in (209, 209, 219, 227, 232, 202)]
    market.take(
        TradeBatch(
            time_ms=1_764_599_400_000 + np.arange(trades) * 7,
            sequence=choice.integers(1_000_000, 1_000_000_000, trades),
            price=np.round(choice.random(trades) * 30, 2),
            size=choice.integers(1, 400, trades).astype(np.int32),
            contract=choice.choice(np.array(ids, np.int32), trades),
            arrival_ms=np.full(trades, 1_764_599_400_000),
            venue=choice.integers(300, 326, trades).astype(np.uint16),
            conditions=choice.choice(np.array(sets, np.uint16), trades),
        )
    )
    return market
