"""What linked panels share: the contract, and the trade, that the user is looking at."""

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

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.contract = NONE
        self.narrowed = False
        self.row = NONE

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
