"""What prints that left the tape's memory gave to the figures: final, for none of them is taken back any more."""

import numpy as np
from numpy.typing import NDArray

from models.day_figures import Contracts, DayFigures
from models.prints import Prints
from models.tape import Tape


class Settled(DayFigures):
    """Figures of each contract's trade date over what left memory; has rows only where something did.

    Of a print in memory and a settled one of the same time the settled one counts as the earlier.
    """

    def settle(self, tape: Tape, prints: Prints) -> None:
        """Take prints of each contract's newest trade date that are not undone."""
        self.grow_to(int(prints.contract.max(initial=-1)) + 1)
        new = self.day[prints.contract] < prints.day
        for day in np.unique(prints.day[new]):
            self.start_day(np.unique(prints.contract[new & (prints.day == day)]), int(day))
        self.count_placed(tape, prints)

    def has_day(self, contract: int, day: int) -> bool:
        """Whether prints of a contract's trade date left memory, so that its first is known no more."""
        return contract < len(self) and bool(self.day[contract] >= day)

    def of_days(self, contracts: Contracts, days: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Which of the contracts have something settled of their trade date, given beside each."""
        found = np.zeros(len(contracts), np.bool_)
        known = contracts < len(self)
        found[known] = self.day[contracts[known]] == days[known]
        return found
