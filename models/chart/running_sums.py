"""Sums over the ticks of a layer from its first on, so that any stretch costs two look-ups. No Qt here."""

import numpy as np
from numpy.typing import NDArray

from models.columns import GrowingColumns
from models.conditions import Shape


class RunningSums(GrowingColumns):
    """Sums over the first n ticks, at index n: `value` (price x size, $), `contracts`, and these by `Shape`."""

    def __init__(self) -> None:
        sizes = {_name(shape): ("i8", 0) for shape in Shape}
        super().__init__({"value": ("f8", 0.0), "contracts": ("i8", 0), **sizes}, capacity=64)
        self.grow_to(1)

    def renew(self, kept: int, price: NDArray[np.float64], size: NDArray[np.int32], shape: NDArray[np.uint8]) -> None:
        """Take these ticks, of which the first `kept` are those that were taken before."""
        self._length = kept + 1
        self._forget_made()
        self.grow_to(len(size) + 1)
        new_size, new_shape = size[kept:].astype(np.int64), shape[kept:]
        self.value[kept + 1 :] = self.value[kept] + np.cumsum(price[kept:] * new_size)
        self.contracts[kept + 1 :] = self.contracts[kept] + np.cumsum(new_size)
        for kind in Shape:
            sums = self.of_shape(kind)
            sums[kept + 1 :] = sums[kept] + np.cumsum(np.where(new_shape == kind, new_size, 0))

    def of_shape(self, shape: Shape) -> NDArray[np.int64]:
        """Contracts of a shape."""
        sums: NDArray[np.int64] = getattr(self, _name(shape))
        return sums


def _name(shape: Shape) -> str:
    return f"of_shape_{shape:d}"
