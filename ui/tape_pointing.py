"""A tape's part in the link: it points at the trade that is selected, and selects the trade that is pointed at."""

from PySide6.QtCore import QItemSelectionModel, QObject
from PySide6.QtWidgets import QApplication

from models.market import Market
from models.qt.link import Link
from models.qt.tape_model import TapeModel
from ui.tape_table import TapeTable


class TapePointing(QObject):
    """Lives as long as its tape does."""

    def __init__(self, market: Market, link: Link, model: TapeModel, table: TapeTable, parent: QObject) -> None:
        super().__init__(parent)
        self._market, self._link, self._model, self._table = market, link, model, table
        link.row_changed.connect(self._show_row)
        for signal in (table.selectionModel().selectionChanged, table.selectionModel().currentRowChanged):
            signal.connect(self._row_chosen)
        table.clicked.connect(self._row_chosen)  # also on the row that is current already

    def _row_chosen(self) -> None:
        """Turn the link to the selected trade; a row that is only current, as after a focus by Tab, chose nobody."""
        current = self._table.currentIndex()
        if not current.isValid() or not self._table.selectionModel().isRowSelected(current.row()):
            return
        row = self._model.tape_row(current.row())
        if row >= self._market.tape.first:
            self._link.set_contract(int(self._market.tape.value("contract", row)))
            self._link.set_row(row)

    def _show_row(self, tape_row: int) -> None:
        """Select the trade that another panel points at, if it is shown here."""
        row = self._model.display_row(tape_row) if tape_row >= self._market.tape.first else None
        if row is None or self._table.selectionModel().isRowSelected(row):
            return
        index = self._model.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        if isinstance(QApplication.focusWidget(), TapeTable):  # a click in one tape moves none of the others
            self._table.selectionModel().select(index, flags.ClearAndSelect | flags.Rows)
            return
        self._table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self._table.scrollTo(index)
