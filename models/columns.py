"""Columns that grow: numpy arrays that double, so that a row more costs nothing most of the time."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


class GrowingColumns:
    """Named numpy columns of one length, with a fill value each, reached as attributes.

    An attribute is the column's filled part: a view that stays right until rows are added. It is made when it is asked
    for, so that rows which are added one by one cost little.
    """

    def __init__(self, fills: dict[str, tuple[DTypeLike, Any]], capacity: int = 1024) -> None:
        """Take dtype and fill value by column name."""
        self._fills = fills
        self._store = {name: np.full(capacity, fill, dtype) for name, (dtype, fill) in fills.items()}
        self._length = 0
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
        capacity = len(next(iter(self._store.values())))
        if length > capacity:
            for name, (dtype, fill) in self._fills.items():
                larger = np.full(max(length, 2 * capacity), fill, dtype)
                larger[: self._length] = self._store[name][: self._length]
                self._store[name] = larger
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

    def _forget_made(self) -> None:
        """Let the attributes be made anew: the length is another."""
        while self._made:
            del self.__dict__[self._made.pop()]
