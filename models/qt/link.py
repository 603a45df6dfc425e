"""What linked panels share: the contract, and the trade, that the user is looking at."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

NONE = -1


class Link(QObject):
    """What panels of one colour look at. Panels read it and set it; none knows the others."""

    contract_changed = Signal(int)
    narrowed_changed = Signal(bool)
    row_changed = Signal(int)
    compared_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._contract = NONE
        self._narrowed = False
        self._row = NONE
        self._compared: tuple[int, ...] = ()

    @property
    def contract(self) -> int:
        """Id of the `ContractIndex`; -1 is none. With another contract the row is let go of."""
        return self._contract

    @property
    def narrowed(self) -> bool:
        """Whether linked tapes show that contract alone."""
        return self._narrowed

    @property
    def row(self) -> int:
        """Row of the tape; -1 is none."""
        return self._row

    @property
    def compared(self) -> tuple[int, ...]:
        """Contracts that linked charts draw beside `contract`, in the order in which they were added."""
        return self._compared

    def set_contract(self, contract: int) -> None:
        """Turn every linked panel to a contract."""
        if contract != self._contract:
            self._contract = contract
            self.set_row(NONE)
            self.contract_changed.emit(contract)

    def set_narrowed(self, narrowed: bool) -> None:
        """Show the contract alone on linked tapes, or no longer."""
        if narrowed != self._narrowed:
            self._narrowed = narrowed
            self.narrowed_changed.emit(narrowed)

    def set_row(self, row: int) -> None:
        """Point every linked panel at a trade."""
        if row != self._row:
            self._row = row
            self.row_changed.emit(row)

    def set_compared(self, contracts: Iterable[int]) -> None:
        """Compare exactly these contracts with the chosen one."""
        compared = tuple(dict.fromkeys(contracts))
        if compared != self._compared:
            self._compared = compared
            self.compared_changed.emit()

    def toggle_compared(self, contracts: Iterable[int]) -> None:
        """Compare these contracts with the chosen one, or if all of them are compared already, no longer."""
        asked = dict.fromkeys(contracts)
        if asked.keys() <= set(self.compared):
            self.set_compared(contract for contract in self.compared if contract not in asked)
        else:
            self.set_compared((*self.compared, *asked))

    def compare_none(self) -> None:
        """Draw the chosen contract alone."""
        self.set_compared(())
