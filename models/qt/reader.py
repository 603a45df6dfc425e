"""What a model of the tape tells the view that shows it."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]


class Reader(Protocol):
    """A view that keeps its reader's place while the rows around it change."""

    def rows_came(self, first: int, count: int) -> None:
        """So many rows were put in at display row `first`."""

    def rows_went(self, first: int, count: int) -> None:
        """So many rows, the oldest, were taken away at display row `first`: they left memory."""

    def rows_change(self) -> None:
        """Rows are about to come and go in many places: remember the place by the ids of its rows."""

    def rows_changed(self, came: Ids, rows: Ids) -> None:
        """They have: find the place again. `came`: ids of the rows that are new, `rows`: where they are shown."""
