"""What linked panels share: the contract, and the trade, that the user is looking at."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

NONE = -1


class Link(QObject):
    """One link colour. Panels read it and set it; none knows the others.

    `contract` is an id of the `ContractIndex`, `row` a row of the tape; -1 is none. With another contract the row is
    let go of. `narrowed` says whether linked tapes show that contract alone.
    """

    contract_changed = Signal(int)
    narrowed_changed = Signal(bool)
    row_changed = Signal(int)
    compared_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.contract = NONE
        self.narrowed = False
        self.row = NONE
        self.compared: tuple[int, ...] = ()
        """Contracts that linked charts draw beside `contract`, in the order in which they were added."""

    def set_contract(self, contract: int) -> None:
        """Turn every linked panel to a contract."""
        if contract != self.contract:
            self.contract = contract
            self.set_row(NONE)
            self.contract_changed.emit(contract)

    def set_narrowed(self, narrowed: bool) -> None:
        """Show the contract alone on linked tapes, or no longer."""
        if narrowed != self.narrowed:
            self.narrowed = narrowed
            self.narrowed_changed.emit(narrowed)

    def set_row(self, row: int) -> None:
        """Point every linked panel at a trade."""
        if row != self.row:
            self.row = row
            self.row_changed.emit(row)

    def toggle_compared(self, contracts: Iterable[int]) -> None:
        """Draw these contracts beside the chosen one, or if all of them are drawn already, no longer."""
        asked = dict.fromkeys(contracts)
        if asked.keys() <= set(self.compared):
            self._compare(tuple(contract for contract in self.compared if contract not in asked))
        else:
            self._compare(tuple(dict.fromkeys((*self.compared, *asked))))

    def compare_none(self) -> None:
        """Draw the chosen contract alone."""
        self._compare(())

    def _compare(self, contracts: tuple[int, ...]) -> None:
        if contracts != self.compared:
            self.compared = contracts
            self.compared_changed.emit()
