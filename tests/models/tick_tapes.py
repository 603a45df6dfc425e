"""Tapes with chosen prints, for tests of series and charts."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

import resources
from models.batch import TradeBatch
from models.conditions import ConditionSets, read_conditions
from models.contract_index import ContractIndex
from models.tape import Tape

SPY = "O:SPY251219C00650000"
SPXW = "O:SPXW251219C06500000"


@dataclass(frozen=True)
class Print:
    """One print; times in Unix ms. `sequence`: where it is None its number in its batch; `arrival_ms`: its own time."""

    time_ms: int
    price: float = 1.0
    size: int = 1
    codes: tuple[int, ...] = (209,)
    contract: int = 0
    venue: int = 302
    sequence: int | None = None
    arrival_ms: int | None = None


@dataclass
class World:
    """A tape with what is needed to read it. Contract 0 is an SPY call, contract 1 an SPXW call."""

    tape: Tape = field(default_factory=Tape)
    sets: ConditionSets = field(
        default_factory=lambda: ConditionSets(read_conditions(resources.table("massive_conditions")))
    )
    contracts: ContractIndex = field(default_factory=ContractIndex)

    def __post_init__(self) -> None:
        for ticker in (SPY, SPXW):
            self.contracts.add(ticker)

    def print(self, *prints: Print, filled: bool = False) -> None:
        """Append prints to the tape, in one batch, and let go of what is not to be kept."""
        self.tape.append(self.batch(prints, filled=filled))
        self.tape.trim()

    def batch(self, prints: Sequence[Print], *, filled: bool = False) -> TradeBatch:
        """Prints as a feed would hand them over."""
        times = np.array([p.time_ms for p in prints], np.int64)
        return TradeBatch(
            time_ms=times,
            sequence=np.array([n if p.sequence is None else p.sequence for n, p in enumerate(prints)], np.int64),
            price=np.array([p.price for p in prints], np.float64),
            size=np.array([p.size for p in prints], np.int32),
            contract=np.array([p.contract for p in prints], np.int32),
            arrival_ms=np.array([p.time_ms if p.arrival_ms is None else p.arrival_ms for p in prints], np.int64),
            venue=np.array([p.venue for p in prints], np.uint16),
            conditions=np.array([self.sets[p.codes] for p in prints], np.uint16),
            filled=filled,
        )
