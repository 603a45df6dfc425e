"""The tape panel: which trades are shown, the table of them, and its hold on the reader's place."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.figures import count_text
from models.filter_text import HINT, FilterTextError, parse_filter
from models.filters import TapeFilter
from models.market import Market
from models.qt.link import NONE, Link
from models.qt.tape_model import TapeModel
from models.watchlist import Watchlist
from ui.panel import PanelHeader
from ui.tape_table import TapeTable
from ui.tape_totals import TapeTotals


class TapePanel(QWidget):
    """Watched contracts or all trades, narrowed to the link's contract where asked for, through a typed filter."""

    everything_changed = Signal(bool)

    def __init__(self, market: Market, link: Link, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._market, self._link = market, link
        self._watched: frozenset[str] = frozenset()
        self._everything = False
        self._typed, self._problem = TapeFilter(), ""
        self.model = TapeModel(market, self)
        self.table = TapeTable(self.model)
        self.totals = TapeTotals(market)
        self.header = PanelHeader("Tape", f"filter: {HINT}")
        self._scope = self.header.add_button("Watched", "", before_edit=True)
        self._scope.setCheckable(True)
        self._scope.clicked.connect(self.set_everything)
        self._unseen = self.header.add_button("", "Go to the newest trade (Home)", before_edit=True)
        self._unseen.setProperty("role", "pill")
        self._unseen.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table)
        layout.addWidget(self.totals)
        self.setFocusProxy(self.table)
        self._connect()
        self.set_everything(everything=False)

    @property
    def everything(self) -> bool:
        """Whether all trades are shown, not the watched contracts' alone."""
        return self._everything

    def set_watchlist(self, watchlist: Watchlist) -> None:
        """Watched from now on are the contracts of this list as it is now."""
        watched = frozenset(item.contract.ticker for item in watchlist)
        if watched != self._watched:
            self._watched = watched
            self._refilter()

    def set_everything(self, everything: bool) -> None:
        """Show all trades, or the watched contracts' alone."""
        self._everything = everything
        self._scope.setChecked(everything)
        self._scope.setText("All trades" if everything else "Watched only")
        self._scope.setToolTip(
            "Shown: " + ("every trade that arrives" if everything else "watched contracts") + " (Ctrl+T)"
        )
        self._refilter()
        self.everything_changed.emit(everything)

    def advance(self) -> None:
        """Show what is new."""
        self.model.advance()
        self.totals.advance(self.model.mask)
        self._say()

    def state(self) -> dict[str, object]:
        """What is worth keeping between starts."""
        return {"everything": self._everything, "columns": self.table.columns_state()}

    def restore(self, state: Mapping[str, object]) -> None:
        """Take up a kept state."""
        self.table.restore_columns(state.get("columns"))
        self.set_everything(everything=state.get("everything") is True)

    def widen(self) -> None:
        """Show more than the one contract again."""
        self._link.set_narrowed(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape widens what a click on the watchlist narrowed."""
        if event.key() == Qt.Key.Key_Escape and self._link.narrowed:
            self.widen()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self._link.contract_changed.connect(self._link_moved)
        self._link.narrowed_changed.connect(self._refilter)
        self._link.row_changed.connect(self._show_row)
        self._unseen.clicked.connect(self.table.go_to_newest)
        self.table.held_changed.connect(self._say_unseen)
        for signal in (self.table.selectionModel().selectionChanged, self.table.selectionModel().currentRowChanged):
            signal.connect(self._row_chosen)
        self.table.clicked.connect(self._row_chosen)  # also on the row that is current already
        self.header.edit.textChanged.connect(self._typed_changed)
        for signal in (self.header.left, self.header.edit.returnPressed):
            signal.connect(self.table.setFocus)

    def _link_moved(self) -> None:
        if self._link.narrowed:
            self._refilter()

    def _typed_changed(self, text: str) -> None:
        try:
            self._typed, self._problem = parse_filter(text) if text.strip() else TapeFilter(), ""
        except FilterTextError as error:
            self._problem = str(error)
        self.header.mark(self._problem)
        self.header.note.show_role("error" if self._problem else "muted")
        self._refilter()

    def _refilter(self) -> None:
        wanted = replace(self._typed, tickers=self._wanted_tickers())
        if wanted != self.model.filter or not self.model.rowCount():
            self.model.set_filter(wanted)
            self.table.start_anew()
        self.totals.advance(self.model.mask)
        self._say()

    def _wanted_tickers(self) -> frozenset[str] | None:
        if self._link.narrowed and self._link.contract != NONE:
            only = frozenset({self._market.contracts.ticker(self._link.contract)})
            return only if self._typed.tickers is None else only & self._typed.tickers
        if self._typed.tickers is not None:
            return self._typed.tickers
        return None if self._everything else self._watched

    def _row_chosen(self) -> None:
        """Turn the link to the selected trade; a row that is only current, as after a focus by Tab, chose nobody."""
        current = self.table.currentIndex()
        if not current.isValid() or not self.table.selectionModel().isRowSelected(current.row()):
            return
        row = self.model.tape_row(current.row())
        if row >= self._market.tape.first:
            self._link.set_contract(int(self._market.tape.value("contract", row)))
            self._link.set_row(row)

    def _show_row(self, tape_row: int) -> None:
        """Select the trade that another panel points at, if it is shown here."""
        row = self.model.display_row(tape_row) if tape_row >= self._market.tape.first else None
        if row is None or self.table.selectionModel().isRowSelected(row):
            return
        index = self.model.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.table.scrollTo(index)

    def _say(self) -> None:
        shown, total = count_text(self.model.trades), count_text(len(self._market.tape))
        self.header.note.setText(self._problem or f"{shown} of {total} · {self._scope_text()}")
        self.table.empty_text = self._empty_text()

    def _scope_text(self) -> str:
        if self._link.narrowed and self._link.contract != NONE:
            return f"{self._market.contracts.contract(self._link.contract).label} only, Esc widens"
        if self._typed.tickers is not None:
            return "one contract"
        return "all trades" if self._everything else "watched contracts"

    def _empty_text(self) -> str:
        if not len(self._market.tape):
            return "No trade has arrived yet."
        if self._typed != TapeFilter():
            return "No trade passes the filter.\nChange it, or clear it with Esc."
        if self._link.narrowed:
            return "No trade of this contract yet.\nPress Esc to see the others."
        if self._watched:
            return "No watched contract has traded yet.\nPress Ctrl+T to see every trade."
        return "Nothing is watched.\nAdd a contract to the watchlist, or press Ctrl+T to see every trade."

    def _say_unseen(self, count: int, largest: int) -> None:
        self._unseen.setVisible(count > 0)
        self._unseen.setText(f"▲ {count_text(count)} new, largest {count_text(largest)}")
