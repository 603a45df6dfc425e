"""Some prints of the tape that a filter is asked about, of which fewer are left after each of its questions."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.filtering.groups import Table


class Part:
    """Prints with their columns; `places`: where those that are left stood at first, ascending."""

    def __init__(self, read: Callable[[str], NDArray[Any]], count: int) -> None:
        """`read` gives a column of the tape for all of them."""
        self._read, self._count = read, count
        self._places: NDArray[np.intp] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether none is left."""
        return not (self._count if self._places is None else len(self._places))

    @property
    def places(self) -> NDArray[np.intp]:
        """Where those that are left stood at first, ascending."""
        return np.arange(self._count) if self._places is None else self._places

    def column(self, name: str) -> NDArray[Any]:
        """A column of those that are left."""
        values = self._read(name)
        return values if self._places is None else values.take(self._places)

    def leave(self, passed: Table) -> None:
        """Go on with those that passed."""
        if not passed.all():
            left = np.flatnonzero(passed)
            self._places = left if self._places is None else self._places.take(left)


Clause = Callable[[Part], Table]
"""A question: which of the prints that are left pass. It is never asked of none."""
