"""The menu of a tape's rows: what can be done with the trades that are selected."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from models.filtering.tape_filter import TapeFilter
from models.filtering.text import filter_text
from models.market import Market
from ui.menu_entries import Entry, add_entries

if TYPE_CHECKING:
    from ui.tape_panel import TapePanel


class TapeRowMenu(QObject):
    """Opened by a click on the right or the menu key. What it asks of other panels it says by its signals."""

    watch_asked = Signal(list)
    """Contracts are to be put on the watchlist."""
    chart_asked = Signal(int)
    """A contract is to be shown in a new chart."""
    compare_asked = Signal()
    """What is selected is to be drawn in the charts too, or no longer."""
    history_asked = Signal()
    """Somebody wants to know what traded at the time of this trade, on this day and others."""

    def __init__(self, panel: "TapePanel", market: Market) -> None:
        super().__init__(panel)
        self._panel, self._market, self._linked = panel, market, True
        table = panel.table
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(lambda at: self.open(table.viewport().mapToGlobal(at)))
        compare = QAction(table)
        compare.setShortcut(QKeySequence("O"))
        compare.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        compare.triggered.connect(self.compare_asked)
        table.addAction(compare)

    def open(self, at: QPoint) -> QMenu:
        """Open the menu at a place of the screen."""
        menu = QMenu(self._panel)
        menu.aboutToHide.connect(menu.deleteLater)
        row = self._row()
        if row is None:
            add_entries(menu, [Entry("Select a trade for more", None, self._panel.table.setFocus)])
        else:
            self._fill(menu, row)
        menu.popup(at)
        return menu

    def stand_alone(self) -> None:
        """Offer nothing that other panels would have to do."""
        self._linked = False

    def _row(self) -> int | None:
        """The tape row of the current trade; None where none is selected, as on a gap."""
        index, model, tape = self._panel.table.currentIndex(), self._panel.model, self._market.tape
        if not index.isValid() or not self._panel.table.selectionModel().isRowSelected(index.row()):
            return None
        row = model.tape_row(index.row())
        return row if row >= tape.first else None

    def _fill(self, menu: QMenu, row: int) -> None:
        panel, contract = self._panel, int(self._market.tape.value("contract", row))
        label = self._market.contracts.contract(contract).label
        add_entries(menu, [
            Entry("&Details\tEnter", None, panel.reading.show_details),
            Entry("Cop&y the selected trades\tCtrl+C", None, panel.copying.copy),
            Entry("E&xport what the tape shows…\tCtrl+Shift+X", None, panel.export.ask),
            Entry(),
        ])  # fmt: skip
        add_entries(menu.addMenu("Show &only"), self._narrowing(row, wanted=True))
        add_entries(menu.addMenu("&Leave out"), self._narrowing(row, wanted=False))
        if not self._linked:
            return
        add_entries(menu, [
            Entry(),
            Entry("Add to the &watchlist", None, lambda: self.watch_asked.emit(panel.selected_contracts())),
            Entry(f"Open {label} in a &new chart\tCtrl+Return", None, lambda: self.chart_asked.emit(contract)),
            Entry("&Compare in the chart, or stop\tO", None, self.compare_asked.emit),
            Entry("What traded at this &time…\tCtrl+H", None, self.history_asked.emit),
        ])  # fmt: skip

    def _narrowing(self, row: int, *, wanted: bool) -> list[Entry]:
        """What the filter can ask for, or leave out, to be like this trade."""
        tape, market = self._market.tape, self._market
        contract, venue = (int(tape.value(name, row)) for name in ("contract", "venue"))
        root = market.contracts.contract(contract).root
        entries = []
        if wanted:
            ticker = market.contracts.ticker(contract)
            label = market.contracts.contract(contract).label
            entries.append(self._entry(f"&Contract {label}", tickers=frozenset({ticker})))
        entries.append(self._listed(f"&Underlying {root}", "roots", root, wanted=wanted))
        entries.append(self._listed(f"&Venue {market.venues.short(venue)}", "venues", venue, wanted=wanted))
        for code in market.sets.ids(int(tape.value("conditions", row))):
            known = market.sets.known.get(code)
            name = f"{known.short} ({code})" if known else str(code)
            entries.append(self._listed(f"C&ondition {name}", "codes", code, wanted=wanted))
        return entries

    def _listed(self, text: str, field: str, value: Any, *, wanted: bool) -> Entry:
        """To want one value and no other, or to leave it out beside those that are left out already."""
        asked, other = self._panel.filters.filter, f"not_{field}"
        left_out: frozenset[Any] = getattr(asked, other)
        if wanted:
            return self._entry(text, **{field: frozenset({value}), other: left_out - {value}})
        kept: frozenset[Any] = getattr(asked, field)
        return self._entry(text, **{field: kept - {value}, other: left_out | {value}})

    def _entry(self, text: str, **fields: Any) -> Entry:
        asked: TapeFilter = replace(self._panel.filters.filter, **fields)
        words = filter_text(asked, self._market.venues)
        return Entry(text, None, lambda: self._panel.filters.use(words))
