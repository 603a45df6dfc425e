"""The watchlist panel: contracts in their owner's order with their figures, a line to add more, and totals."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from models.contract import Contract, ContractError
from models.figures import count_text, premium_text
from models.market import Market
from models.qt.link import Link
from models.qt.watchlist_model import WatchlistModel
from models.symbology import parse_symbol
from models.watchlist import WatchItem, Watchlist
from ui.panel import ElidedLabel, PanelHeader
from ui.watchlist_table import WatchlistTable

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
        self._clicked_row = -1
        self.model = WatchlistModel(watchlist, market, self)
        self.table = WatchlistTable(self.model)
        self.table.empty_text = _EMPTY
        self.header = PanelHeader("Watchlist", "add: SPY 19 Dec 25 650 C")
        self._count, self._figures = QLabel(), ElidedLabel()
        self._calls, self._puts = QLabel(), QLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table)
        layout.addWidget(self._footer())
        self._connect()
        self._say()

    @property
    def watchlist(self) -> Watchlist:
        """The list that is shown."""
        return self.model.watchlist

    def show_list(self, watchlist: Watchlist) -> None:
        """Show another list."""
        self.model.show_list(watchlist)
        self._say()

    def advance(self) -> None:
        """Show the figures as they are now."""
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

    def _connect(self) -> None:
        self.header.edit.returnPressed.connect(self._add_typed)
        self.header.edit.textEdited.connect(lambda: self._mark_edit(""))
        self.table.clicked.connect(self._clicked)
        self.table.selectionModel().currentRowChanged.connect(self._row_chosen)
        for signal in (self.model.rowsInserted, self.model.rowsRemoved, self.model.rowsMoved, self.model.modelReset):
            signal.connect(self._say)
        self._link.contract_changed.connect(self._show_linked)

    def _footer(self) -> QWidget:
        footer = QWidget()
        footer.setProperty("role", "foot")
        footer.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(footer)
        row.setContentsMargins(10, 3, 10, 3)
        row.setSpacing(18)
        self._calls.setProperty("role", "call")
        self._puts.setProperty("role", "put")
        self._count.setProperty("role", "muted")
        for label in (self._count, self._calls, self._puts):
            row.addWidget(label)
        row.addWidget(self._figures, 1)
        return footer

    def _add_typed(self) -> None:
        text = self.header.edit.text()
        try:
            self.watchlist.add([WatchItem(parse_symbol(text))])
        except ContractError as error:
            self._mark_edit(str(error))
            self.said.emit(str(error), True)
            return
        self._select(parse_symbol(text))
        self.header.edit.clear()
        self._mark_edit("")
        self.said.emit("", False)

    def _mark_edit(self, problem: str) -> None:
        edit = self.header.edit
        edit.setProperty("invalid", bool(problem))
        edit.setToolTip(problem)
        edit.style().polish(edit)

    def _select(self, contract: Contract) -> None:
        row = self.watchlist.row_of(contract)
        if row is not None:
            self.table.selectRow(row)
            self.table.scrollTo(self.model.index(row, 0))

    def _row_chosen(self, current: QModelIndex) -> None:
        if current.isValid():
            self._link.set_contract(self.model.contract_id(current.row()))

    def _clicked(self, index: QModelIndex) -> None:
        """A click shows the contract alone on the tape; clicking it again widens."""
        contract = self.model.contract_id(index.row())
        same = contract == self._link.contract and self._link.narrowed
        self._link.set_contract(contract)
        self._link.set_narrowed(not (same and self._clicked_row == index.row()))
        self._clicked_row = index.row()

    def _show_linked(self, contract: int) -> None:
        row = self.model.row_of(contract)
        if row is None:
            self.table.clearSelection()
        elif row != self.table.currentIndex().row():
            self.table.selectRow(row)

    def _say(self) -> None:
        changed = " · not saved" if self.watchlist.modified else ""
        self.header.note.setText(f"{self.watchlist.name}{changed}")
        self._say_totals()

    def _say_totals(self) -> None:
        stats, contracts, ids = self._market.stats, self._market.contracts, self.model.contract_ids()
        n = len(ids)
        calls = contracts.is_call[ids] if n else np.zeros(0, np.bool_)
        self._count.setText("1 contract" if n == 1 else f"{count_text(n)} contracts")
        self._calls.setText(f"calls {premium_text(float(stats.premium[ids][calls].sum()))}")
        self._puts.setText(f"puts {premium_text(float(stats.premium[ids][~calls].sum()))}")
        trades, volume = int(stats.trades[ids].sum()), int(stats.volume[ids].sum())
        self._figures.setText(f"{count_text(trades)} trades · {count_text(volume)} contracts traded")


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
