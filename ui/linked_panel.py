"""A panel in its dock, with the link that it follows, and what is kept of both between starts."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from models.contract_index import ContractIndex
from models.qt.link import NONE, Link
from models.qt.links import LETTERS, UNLINKED, FollowedLink, Links
from ui.chart.tick_chart import TickChart
from ui.link_chip import LinkChip
from ui.panel import PanelDock
from ui.tape_panel import TapePanel
from ui.underlyings_panel import UnderlyingsPanel
from ui.watchlist_panel import WatchlistPanel

Content = WatchlistPanel | UnderlyingsPanel | TapePanel | TickChart
P = TypeVar("P", bound=Content)


class LinkedPanel(Generic[P]):
    """A panel, the link that it follows, and the dock in which it stands."""

    def __init__(
        self,
        name: str,
        title: str,
        make: Callable[[Link], P],
        links: Links,
        window: QWidget,
        *,
        letter: str = LETTERS[0],
        may_leave: bool = False,
    ) -> None:
        """`name`: what the layout knows it by; `make` builds it; `may_leave`: it can be linked to nothing."""
        self.name, self._may_leave = name, may_leave
        self.link = FollowedLink(links, letter)
        self.content = make(self.link)
        self.dock = PanelDock(name, title, self.content.header, self.content, window)
        self.link.setParent(self.dock)
        self.chip = LinkChip(self.link, title.lower(), may_leave=may_leave)
        self.content.header.lead(self.chip)

    def advance(self) -> None:
        """Show what is new."""
        self.content.advance()

    def state(self, contracts: ContractIndex) -> dict[str, object]:
        """What is worth keeping between starts; of an unlinked panel its contract too."""
        state: dict[str, object] = {**self.content.state(), "link": self.link.letter}
        if self.link.letter == UNLINKED and self.link.contract != NONE:
            state["contract"] = contracts.ticker(self.link.contract)
        return state

    def restore(self, state: Mapping[str, object], contracts: ContractIndex) -> None:
        """Take up a kept state; what it does not hold, or holds wrongly, stays as it is."""
        letter, ticker = state.get("link"), state.get("contract")
        if letter in LETTERS:
            self.link.turn(letter)
        elif letter == UNLINKED and self._may_leave:
            self.link.turn(UNLINKED)
            self.link.set_contract(contracts.add(ticker) if isinstance(ticker, str) else NONE)
        self.content.restore(state)
