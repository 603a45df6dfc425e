"""Prints of a simulated market as columns."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from feeds.venue.market.chain import Rows


@dataclass(frozen=True, slots=True)
class Prints:
    """One entry for each print, in order of arrival: when it is sent, when it traded (Eastern ms of the day), what."""

    sent_ms: Rows
    time_ms: Rows
    contract: Rows
    cents: Rows
    size: Rows
    venue: Rows
    condition: Rows

    def __len__(self) -> int:
        return len(self.sent_ms)

    def rows(self, chosen: "slice | np.typing.NDArray[np.int64] | np.typing.NDArray[np.bool_]") -> Self:
        """Some of the prints."""
        return type(self)(*(getattr(self, field.name)[chosen] for field in fields(self)))

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Prints one after another, unsorted."""
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))

    @classmethod
    def none(cls) -> Self:
        """No prints."""
        return cls(*(np.empty(0, np.int64) for _ in fields(cls)))
