"""The watchlist panel: contracts in their owner's order with their figures, a line to add more, and totals."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.contract import Contract, ContractError
from models.figures import premium_text, several
from models.market import Market
from models.qt.link import NONE, Link
from models.qt.watchlist_model import WatchlistModel
from models.symbology import parse_symbol
from models.watchlist import UNNAMED, WatchItem, Watchlist
from ui.figure_line import FigureLine, Part
from ui.pace import Pace
from ui.panel import PanelHeader
from ui.solid_bar import SolidBar
from ui.watchlist_table import WatchlistTable

PACE_MS, LINES_MS = 400, 1000
"""Figures that change more often are not read; the lines of the day change less than that can be seen."""
_EMPTY = (
    "The watchlist is empty.\n"
    "Type a contract above, such as SPY 19 Dec 25 650 C, paste a list with Ctrl+V, or open a file with Ctrl+O."
)


class WatchlistPanel(QWidget):
    """`said` carries what the user should know: (text, whether it is a problem)."""

    said = Signal(str, bool)

    def __init__(self, watchlist: Watchlist, market: Market, link: Link, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._market, self._link = market, link
        self._clicked_contract = NONE
        self.model = WatchlistModel(watchlist, market, self)
        self.table = WatchlistTable(self.model)
        self.table.empty_text = _EMPTY
        self.header = PanelHeader("Watchlist", "add: SPY 19 Dec 25 650 C")
        self.totals = FigureLine()
        self._pace, self._lines_pace = Pace(self._show_figures, PACE_MS, self), Pace(self.advance, LINES_MS, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table)
        layout.addWidget(self._footer())
        self.setFocusProxy(self.table)
        self._connect()
        self._say()

    @property
    def watchlist(self) -> Watchlist:
        """The list that is shown."""
        return self.model.watchlist

    def show_list(self, watchlist: Watchlist) -> None:
        """Show another list."""
        self.model.show_list(watchlist)
        self._clicked_contract = NONE
        self._link.set_narrowed(False)
        if self.model.row_of(self._link.contract) is None:
            self.select_first()
        self._show_linked(self._link.contract)
        self._say()

    def keep_up(self) -> None:
        """Show what is new at a calm pace."""
        self._lines_pace.ask()
        self._pace.ask()

    def advance(self) -> None:
        """Show all as it is now."""
        self.model.advance()
        self._say_totals()

    def state(self) -> dict[str, object]:
        """What is worth keeping between starts."""
        return {"columns": self.table.columns_state()}

    def restore(self, state: Mapping[str, object]) -> None:
        """Take up a kept state."""
        self.table.restore_columns(state.get("columns"))

    def say_name(self) -> None:
        """Show the list's name, and whether it differs from its file."""
        self._say()

    def add_text(self, text: str) -> bool:
        """Add every contract of a text: one in any spelling, or a list by lines or commas; say what was not added."""
        items, problems = _read(text)
        answer = self.watchlist.add(items)
        if answer.added:
            self._select(answer.added[0].contract)
        parts = [f"{len(answer.added)} added"] if len(items) + len(problems) > 1 and answer.added else []
        if answer.duplicates:
            parts.append(f"{answer.duplicates[0].contract.label} is on the list already")
            self._select(answer.duplicates[0].contract)
        parts += problems[:3] + ([f"{len(problems) - 3} more could not be read"] if len(problems) > 3 else [])
        self.said.emit("; ".join(parts), bool(problems))
        return not problems

    def select_first(self) -> None:
        """Turn the linked panels to the first contract, without narrowing the tape."""
        if self.model.rowCount():
            self._link.set_contract(self.model.contract_id(0))

    def selected_contracts(self) -> list[int]:
        """Ids of the contracts of the selected rows."""
        return [self.model.contract_id(index.row()) for index in self.table.selectionModel().selectedRows()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste adds; Escape shows the whole tape again."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Escape and self._link.narrowed:
            self._link.set_narrowed(False)
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """Add what the clipboard holds."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.add_text(text)

    def _show_figures(self) -> None:
        self.model.advance(lines=False)
        self._say_totals()

    def _connect(self) -> None:
        self.header.edit.returnPressed.connect(self._add_typed)
        self.header.edit.textChanged.connect(self._typed_changed)
        self.header.edit.textEdited.connect(lambda _text: self.said.emit("", False))
        self.header.left.connect(self.table.setFocus)
        self.table.clicked.connect(self._clicked)
        for chosen in (self.table.selectionModel().selectionChanged, self.table.selectionModel().currentRowChanged):
            chosen.connect(self._row_chosen)
        for signal in (self.model.rowsInserted, self.model.rowsRemoved, self.model.rowsMoved, self.model.modelReset):
            signal.connect(self._say)
        self._link.contract_changed.connect(self._show_linked)

    def _footer(self) -> QWidget:
        footer = SolidBar("foot")
        row = QHBoxLayout(footer)
        row.setContentsMargins(10, 3, 10, 3)
        row.addWidget(self.totals)
        return footer

    def _add_typed(self) -> None:
        """Add what was typed; what cannot be read stays, to be mended."""
        text = self.header.edit.text()
        if not text.strip():
            return
        if self.add_text(text):
            self.header.edit.clear()
        else:
            self.header.mark(_read(text)[1][0])

    def _typed_changed(self, text: str) -> None:
        """A field of one line keeps the breaks of a pasted list: that is added at once."""
        self.header.mark("")
        if len(text.splitlines()) > 1:
            self.header.edit.clear()
            self.add_text(text)

    def _select(self, contract: Contract) -> None:
        row = self.watchlist.row_of(contract)
        if row is not None:
            self.table.selectRow(row)
            self.table.scrollTo(self.model.index(row, 0))

    def _row_chosen(self) -> None:
        """Turn the link to the selected contract; a row that is only current, as after a focus by Tab, chose nobody."""
        current = self.table.currentIndex()
        if current.isValid() and self.table.selectionModel().isRowSelected(current.row()):
            self._link.set_contract(self.model.contract_id(current.row()))

    def _clicked(self, index: QModelIndex) -> None:
        """A click shows the contract alone on the tape; clicking it again widens. With a modifier it only selects."""
        if QGuiApplication.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
            return
        contract = self.model.contract_id(index.row())
        self._link.set_contract(contract)
        self._link.set_narrowed(not (self._link.narrowed and self._clicked_contract == contract))
        self._clicked_contract = contract

    def _show_linked(self, contract: int) -> None:
        row = self.model.row_of(contract)
        if row is None:
            self.table.clearSelection()
        elif not self.table.selectionModel().isRowSelected(row):
            flags = QItemSelectionModel.SelectionFlag
            index = self.model.index(row, 0)
            self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _say(self) -> None:
        name = "" if self.watchlist.name == UNNAMED else self.watchlist.name  # the title says as much
        changed = "not saved" if self.watchlist.modified else ""
        self.header.note.setText(" · ".join(filter(None, (name, changed))))
        self._say_totals()

    def _say_totals(self) -> None:
        stats, contracts, ids = self._market.stats, self._market.contracts, self.model.contract_ids()
        calls = contracts.is_call[ids] if len(ids) else np.zeros(0, np.bool_)
        parts = [
            Part(several(len(ids), "contract"), 0),
            Part(f"calls {self._premium_text(ids[calls])}", 1, "call"),
            Part(f"puts {self._premium_text(ids[~calls])}", 2, "put"),
            Part(several(int(stats.trades[ids].sum()), "trade"), 4),
            Part(f"{several(int(stats.volume[ids].sum()), 'contract')} traded", 3),
            Part(self.model.legend, 5),
        ]
        self.totals.show_parts(parts)
        text = " · ".join(part.text for part in self.totals.parts)
        self.totals.setToolTip(text)
        self.totals.setAccessibleName(text)

    def _premium_text(self, ids: NDArray[np.int64]) -> str:
        """Premium of contracts, with the mark of the column where the shares of one of them are assumed."""
        stats = self._market.stats
        assumed = (stats.trades[ids] > 0) & ~self._market.contracts.multiplier_known[ids]
        return ("~" if assumed.any() else "") + premium_text(float(stats.premiums(ids).sum()))


def _read(text: str) -> tuple[list[WatchItem], list[str]]:
    """Contracts of a text and what could not be read: the whole as one contract, else line by line."""
    items: list[WatchItem] = []
    problems: list[str] = []
    for line in text.splitlines():
        words = line.split("#")[0].strip().strip(",;")
        if not words:
            continue
        try:
            items.append(WatchItem(parse_symbol(words)))
        except ContractError as error:
            found = _read_parts(words)
            items += found
            problems += [] if found else [str(error)]
    return items, problems


def _read_parts(line: str) -> list[WatchItem]:
    """Contracts of a line that holds several, between commas, semicolons or tabs; none if one of them is bad."""
    parts = [part for part in line.replace(";", ",").replace("\t", ",").split(",") if part.strip()]
    try:
        return [WatchItem(parse_symbol(part)) for part in parts] if len(parts) > 1 else []
    except ContractError:
        return []
