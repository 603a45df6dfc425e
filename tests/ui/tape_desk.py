"""A tape in a window of its own, of a market that a test fills."""

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from models.filtering.presets import PresetBook
from models.qt.link import Link
from tests.models.made_market import MadeMarket, Print
from ui.tape_panel import TapePanel


class TapeDesk:
    """Shows all trades."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.market, self.link = MadeMarket(), Link()
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

    @property
    def note(self) -> str:
        """What the header says is shown."""
        return self.panel.header.note.text()

    def close(self) -> None:
        """Close for good."""
        self.window.close()
        self.window.deleteLater()
