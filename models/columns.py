"""Columns that grow: numpy arrays that double, so that a row more costs nothing most of the time."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

_FILL_AHEAD = 2048


class GrowingColumns:
    """Named numpy columns of one length, with a fill value each, reached as attributes.

    An attribute is the column's filled part: a view that stays right until rows are added. It is made when it is asked
    for, so that rows which are added one by one cost little.
    """

    def __init__(self, fills: dict[str, tuple[DTypeLike, Any]], capacity: int = 1024) -> None:
        """Take dtype and fill value by column name."""
        self._fills = {name: fill for name, (_, fill) in fills.items()}
        self._store = {name: np.empty(capacity, dtype) for name, (dtype, _) in fills.items()}
        self._length = self._filled = 0
        self._made: list[str] = []  # the attributes

    def __len__(self) -> int:
        return self._length

    def __getattr__(self, name: str) -> NDArray[Any]:
        if name not in self.__dict__.get("_store", {}):
            raise AttributeError(name)
        values = self.__dict__[name] = self._store[name][: self._length]
        self._made.append(name)
        return values

    def grow_to(self, length: int) -> None:
        """Make room for rows up to `length`, filled with the fill values. Never shrinks."""
        if length <= self._length:
            return
        if length > self._filled:
            self._fill(length)
        self._length = length
        self._forget_made()

    def append(self, **row: Any) -> None:
        """Append one row; a column that is not given gets its fill value."""
        at = self._length
        self.grow_to(at + 1)
        for name, value in row.items():
            self._store[name][at] = value

    def extend(self, **columns: NDArray[Any]) -> None:
        """Append rows; every column must be given, all of one length."""
        start = self._length
        self.grow_to(start + len(next(iter(columns.values()))))
        for name, values in columns.items():
            self._store[name][start : self._length] = values

    def _fill(self, length: int) -> None:
        """Fill the room for so many rows and some more; what lies further is not touched, and so costs no memory."""
        capacity = len(next(iter(self._store.values())))
        if length > capacity:
            capacity = max(length, 2 * capacity)
        filled = min(capacity, length + _FILL_AHEAD)
        for name, column in self._store.items():
            if capacity > len(column):
                self._store[name] = np.empty((capacity, *column.shape[1:]), column.dtype)
                self._store[name][: self._filled] = column[: self._filled]
            self._store[name][self._filled : filled] = self._fills[name]
        self._filled = filled

    def _forget_made(self) -> None:
        """Let the attributes be made anew: the length is another."""
        while self._made:
            del self.__dict__[self._made.pop()]
