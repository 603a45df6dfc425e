"""The links of a window by their letters, and the link of one panel, which can be turned from one to another."""

from collections.abc import Iterable, Mapping

import msgspec
from PySide6.QtCore import QObject, Signal

from models.contract_index import ContractIndex
from models.qt.link import NONE, Link

LETTERS = tuple("ABCDEF")
"""Each stands with a colour of its own in the theme."""
UNLINKED = ""
"""Instead of a letter: the panel keeps its contract, whatever the others look at."""


class _Kept(msgspec.Struct):
    """What one link looked at, as tickers."""

    contract: str = ""
    compared: list[str] = []  # msgspec copies it for each


class Links(QObject):
    """One link for each letter, whether panels follow it or not."""

    changed = Signal()
    """One of them looks at another contract, or a panel follows another of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._links = {letter: Link(self) for letter in LETTERS}
        for link in self._links.values():
            link.contract_changed.connect(self.changed)

    def __getitem__(self, letter: str) -> Link:
        return self._links[letter]

    def state(self, contracts: ContractIndex, letters: Iterable[str]) -> dict[str, object]:
        """What these links look at, to be kept between starts."""
        return {
            letter: {
                "contract": contracts.ticker(link.contract),
                "compared": [contracts.ticker(compared) for compared in link.compared],
            }
            for letter in letters
            if (link := self._links[letter]).contract != NONE
        }

    def restore(self, state: Mapping[str, object], contracts: ContractIndex) -> None:
        """Take up a kept state; what cannot be read of it is left out."""
        for letter in LETTERS:
            try:
                kept = msgspec.convert(state.get(letter, {}), _Kept)
            except msgspec.ValidationError:
                continue
            contract = contracts.add(kept.contract)
            if contract != NONE:
                self._links[letter].set_contract(contract)
                compared = [contracts.add(ticker) for ticker in kept.compared]
                self._links[letter].set_compared(contract for contract in compared if contract != NONE)


class FollowedLink(Link):
    """The link of one panel: has the state of the link that it follows, and can be turned to another.

    The panel takes it for a `Link`, and is told of a turn as of any other change.
    """

    turned = Signal(str)
    """Another letter is followed."""

    def __init__(self, links: Links, letter: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._links = links
        self._own = Link(self)
        self._followed = self._own
        self._letter = UNLINKED
        self._join(letter)

    @property
    def letter(self) -> str:
        """Of the link that is followed, or `UNLINKED`."""
        return self._letter

    @property
    def contract(self) -> int:
        return self._followed.contract

    @property
    def narrowed(self) -> bool:
        return self._followed.narrowed

    @property
    def row(self) -> int:
        return self._followed.row

    @property
    def compared(self) -> tuple[int, ...]:
        return self._followed.compared

    def set_contract(self, contract: int) -> None:
        self._followed.set_contract(contract)

    def set_narrowed(self, narrowed: bool) -> None:
        self._followed.set_narrowed(narrowed)

    def set_row(self, row: int) -> None:
        self._followed.set_row(row)

    def set_compared(self, contracts: Iterable[int]) -> None:
        self._followed.set_compared(contracts)

    def turn(self, letter: str) -> None:
        """Follow another link from now on. Unlinked, or on a link that was never used, go on with what is shown."""
        if letter == self._letter:
            return
        before, after = self._followed, self._at(letter)
        if letter == UNLINKED or after.contract == NONE:
            after.set_contract(before.contract)
            after.set_row(before.row)
            after.set_narrowed(before.narrowed)
            after.set_compared(before.compared)
        self._leave()
        self._join(letter)
        self.turned.emit(letter)
        self._tell_changes(before)
        self._links.changed.emit()

    def _at(self, letter: str) -> Link:
        return self._links[letter] if letter else self._own

    def _join(self, letter: str) -> None:
        self._letter = letter
        self._followed = self._at(letter)
        self._followed.contract_changed.connect(self.contract_changed)
        self._followed.narrowed_changed.connect(self.narrowed_changed)
        self._followed.row_changed.connect(self.row_changed)
        self._followed.compared_changed.connect(self.compared_changed)

    def _leave(self) -> None:
        self._followed.contract_changed.disconnect(self.contract_changed)
        self._followed.narrowed_changed.disconnect(self.narrowed_changed)
        self._followed.row_changed.disconnect(self.row_changed)
        self._followed.compared_changed.disconnect(self.compared_changed)

    def _tell_changes(self, before: Link) -> None:
        """The contract first: panels let go of their row with it."""
        if self.contract != before.contract:
            self.contract_changed.emit(self.contract)
        if self.narrowed != before.narrowed:
            self.narrowed_changed.emit(self.narrowed)
        if self.compared != before.compared:
            self.compared_changed.emit()
        if self.row != before.row:
            self.row_changed.emit(self.row)
