"""What the tape shows of some trades, as whole columns; each is worked out when it is first asked for."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.clock import DAY_MS, eastern_ms
from models.market import Market
from models.sessions import sessions_of, trade_days
from models.tape import Flag
from models.times import Zone

NO_LAG = -(2**63)
"""In `lag_ms`: the trade was filled in later."""
Ints = NDArray[np.int64]


class Facts:
    """The facts of trades in memory, in the order of `rows`. `read`: what stands on the tape, by the column's name."""

    def __init__(self, market: Market, rows: Ints) -> None:
        self.read = market.tape.reader(rows)
        self._market, self._rows = market, rows

    def __getitem__(self, name: str) -> list[object]:
        """A fact by its name, here or on the tape, as Python values."""
        column = getattr(self, name) if hasattr(type(self), name) else self.read(name)
        values: list[object] = column.tolist()
        return values

    @property
    def contract(self) -> NDArray[np.int32]:
        """Ids."""
        return self.read("contract")

    @property
    def conditions(self) -> NDArray[np.uint16]:
        """Ids of sets."""
        return self.read("conditions")

    @property
    def flags(self) -> NDArray[np.uint16]:
        """What was learned, `Flag`."""
        return self.read("flags")

    @property
    def time_ms(self) -> Ints:
        """Unix milliseconds."""
        return self.read("time_ms")

    @cached_property
    def market_ms(self) -> Ints:
        """Eastern wall-clock milliseconds since 1970."""
        return eastern_ms(self.time_ms)

    @cached_property
    def wall_ms(self) -> Ints:
        """Milliseconds since midnight of the zone that is shown."""
        return self._shown_ms % DAY_MS

    @cached_property
    def day(self) -> Ints:
        """Number of the day in the zone that is shown."""
        return self._shown_ms // DAY_MS

    @cached_property
    def premium(self) -> NDArray[np.float64]:
        """Dollars."""
        per_share = self.read("price") * self.read("size")
        premium: NDArray[np.float64] = per_share * self._market.contracts.multiplier[self.contract]
        return premium

    @cached_property
    def premium_known(self) -> NDArray[np.bool_]:
        """Whether the shares a contract in the premium are not assumed."""
        known: NDArray[np.bool_] = self._market.contracts.multiplier_known[self.contract]
        return known

    @cached_property
    def session(self) -> NDArray[np.int8]:
        """`Session`, by the hours of the class."""
        contracts = self._market.contracts
        return sessions_of(self.market_ms, contracts.hours[self.contract], contracts.expiry[self.contract])

    @cached_property
    def trade_day(self) -> NDArray[np.int32]:
        """Number of the trade date."""
        return trade_days(self.market_ms, self._market.contracts.is_index[self.contract])

    @cached_property
    def dte(self) -> NDArray[np.int32]:
        """Calendar days from the trade date to the expiry."""
        days: NDArray[np.int32] = self._market.contracts.expiry[self.contract] - self.trade_day
        return days

    @cached_property
    def lag_ms(self) -> Ints:
        """From the print to its arrival, or `NO_LAG`."""
        lag = self._market.tape.arrivals_ms(self._rows) - self.time_ms
        return np.where(self.flags & Flag.FILLED, NO_LAG, lag)

    @cached_property
    def _shown_ms(self) -> Ints:
        times = self._market.times
        return self.market_ms if times.zone is Zone.EASTERN else times.wall_ms(self.time_ms)
