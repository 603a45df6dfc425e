"""Repainting 50 rows of the tape: the painter against a stock view of the same model."""

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

_ROWS, _TIMES, _CAME = 50, 40, 10


def measure() -> dict[str, float]:
    """Milliseconds, medians: `repaint_ms` of a full table painted once more, as it is; `repaint_came_ms` with ten rows
    new; `repaint_page_ms` with all 50 new, cells and all; `repaint_vs_stock`: how many times longer a stock view takes
    for such a page of the same model.
    """
    market = _market(5000)
    model = TapeModel(market)
    model.advance()
    fast = TapeTable(model)
    stock = QTableView()
    stock.setModel(model)
    stock.verticalHeader().setDefaultSectionSize(theme.row_px())
    for view in (fast, stock):
        _show(view)
    found = {
        "repaint_ms": _repaint_ms(fast, 0),
        "repaint_came_ms": _repaint_ms(fast, _CAME),
        "repaint_page_ms": _repaint_ms(fast, _ROWS),
    }
    found["repaint_vs_stock"] = _repaint_ms(stock, _ROWS) / found["repaint_page_ms"]
    for view in (fast, stock):
        view.close()
        view.deleteLater()
    return found


def _show(view: QTableView) -> None:
    view.resize(800, _ROWS * theme.row_px() + view.horizontalHeader().sizeHint().height())
    view.show()
    QTest.qWaitForWindowExposed(view)


def _repaint_ms(view: QTableView, step: int) -> float:
    """Of a view that goes so many rows up each time, over rows that nobody looked at before."""
    took = []
    for turn in range(_TIMES):
        view.verticalScrollBar().setValue((_TIMES - turn) * step)
        started = time.perf_counter()
        view.viewport().repaint()
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took[1:])


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
