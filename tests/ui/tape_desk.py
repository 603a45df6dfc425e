"""A tape in a window of its own, of a market that a test fills."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from models.contract import parse_ticker
from models.filtering.presets import PresetBook
from models.qt.link import Link
from models.qt.tape_columns import COLUMNS
from models.watchlist import WatchItem, Watchlist
from tests.models.made_market import OPEN, SPY_C, SPY_P, MadeMarket, Print
from tests.ui.window_desk import dressed, texts
from ui.tape_panel import TapePanel

SEQUENCE = [column.key for column in COLUMNS].index("sequence")


class TapeDesk:
    """Shows all trades."""

    def __init__(self, qtbot: QtBot, folder: Path, max_rows: int = 1_000_000) -> None:
        self._qtbot, self._number = qtbot, 0
        self.market, self.link = MadeMarket(max_rows), Link()
        self.presets = PresetBook(folder / "presets.json", self.market.venues)
        self.panel = TapePanel(self.market, self.link, self.presets)
        self.panel.scope.set_everything(everything=True)
        self.table, self.filters, self.edit = self.panel.table, self.panel.filters, self.panel.filters.edit
        self.said: list[tuple[str, bool]] = []
        self.filters.presets.said.connect(lambda text, problem: self.said.append((text, problem)))
        self.window = QWidget()
        column = QVBoxLayout(self.window)
        column.addWidget(self.panel.header)
        column.addWidget(self.panel)
        self.window.resize(900, 400)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def show(self, *prints: Print) -> None:
        """Let prints arrive, and the panel see them."""
        self.market.print(*prints)
        self.panel.advance()

    def watch(self, *tickers: str) -> None:
        """Watch these and no others."""
        self.panel.scope.set_watchlist(Watchlist("Test", [WatchItem(parse_ticker(ticker)) for ticker in tickers]))

    def numbered(self, count: int, ticker: str = SPY_C, size: int = 1) -> None:
        """Let prints arrive that are told apart by their sequence."""
        self.show(*[Print(ticker, size=size, sequence=self._number + n) for n in range(count)])
        self._number += count

    def sequences(self) -> list[str]:
        """The sequence numbers of the rows in sight."""
        return texts(self.table, SEQUENCE)

    def scroll(self, row: int) -> None:
        """Bring a row to the top."""
        bar = self.table.verticalScrollBar()
        self._qtbot.waitUntil(lambda: bar.maximum() >= min(row, self.panel.model.rowCount() - 20) > 0 or not row)
        bar.setValue(row)

    def selected(self) -> list[int]:
        """The ids of the selected rows."""
        return [self.panel.model.tape_row(index.row()) for index in self.table.selectionModel().selectedRows()]

    def let(self, step: tuple[Any, ...], numbers: Iterator[int]) -> None:
        """Let prints arrive or be filled in at these times after the open, or a gap begin, and the panel see it."""
        if step[0] == "cut":
            self.market.interrupt(OPEN + step[1])
        else:
            prints = [Print(time_ms=OPEN + at, sequence=next(numbers)) for at in step[1]]
            if step[0] == "print":
                self.market.print(*prints)
            else:
                self.market.fill(*prints, gap=min(step[2], len(self.market.gaps) - 1))
        self.panel.advance()

    @property
    def note(self) -> str:
        """What the header says is shown."""
        return self.panel.header.note.text()

    @property
    def pill(self) -> str:
        """What the header says of unseen trades."""
        return "" if self.panel.reading.pill.isHidden() else self.panel.reading.pill.text()

    def close(self) -> None:
        """Close for good."""
        self.window.close()
        self.window.deleteLater()


def watching(qtbot: QtBot, app: QApplication, folder: Path) -> Iterator[TapeDesk]:
    """A tape that shows contracts 0 and 1, which are watched; for a fixture."""
    with dressed(app):
        made = TapeDesk(qtbot, folder)
        made.watch(SPY_C, SPY_P)
        made.panel.scope.set_everything(everything=False)
        yield made
        made.close()
