"""The ticks of all contracts of a chart: the chosen one and those drawn beside it. No Qt here."""

from collections.abc import Iterable

from models.chart.series import TickSeries
from models.market import Market

MOST_BESIDE = 6
"""More lines than this cannot be told apart."""
NO_CONTRACT = -1


class ChartSeries:
    """A series for each contract, read for the first time by `advance`: what is not looked at costs nothing.

    `main` is None until then, and while there is no contract; `beside` are the compared contracts in their order.
    `left_out`: how many of those asked for are too many.
    """

    def __init__(self, market: Market) -> None:
        self._market = market
        self._known: dict[int, TickSeries] = {}
        self._contract = NO_CONTRACT
        self._compared: tuple[int, ...] = ()
        self.left_out = 0

    @property
    def main(self) -> TickSeries | None:
        """The chosen contract's ticks."""
        return self._known.get(self._contract)

    @property
    def compared(self) -> tuple[int, ...]:
        """The contracts that are drawn beside the chosen one."""
        return self._compared

    @property
    def beside(self) -> tuple[TickSeries, ...]:
        """The ticks of the compared contracts, as far as they were looked at."""
        return tuple(self._known[contract] for contract in self._compared if contract in self._known)

    @property
    def behind(self) -> int:
        """Rows of the tape that were not looked at yet."""
        return max((series.behind for series in self._known.values()), default=0)

    def turn_to(self, contract: int, compared: Iterable[int]) -> None:
        """Hold these contracts from now on; what is known of them already is kept."""
        asked = [other for other in compared if other != contract]
        self._contract, self._compared = contract, tuple(asked[:MOST_BESIDE])
        self.left_out = len(asked) - len(self._compared)
        wanted = {contract, *self._compared}
        self._known = {held: series for held, series in self._known.items() if held in wanted}

    def advance(self) -> bool:
        """Take what is new on the tape; return whether any tick changed."""
        market = self._market
        for contract in (self._contract, *self._compared):
            if contract != NO_CONTRACT and contract not in self._known:
                self._known[contract] = TickSeries(market.tape, market.sets, market.contracts, contract)
        changed = [series.advance() for series in self._known.values()]
        for contract, series in self._known.items():
            if series.lacks_sums and len(series) and not series.behind:
                series.note_sums(float(market.stats.price_volume[contract]), int(market.stats.volume[contract]))
        return any(changed)
