"""When a played event is due: as its market did, so many times faster, evenly, or as fast as it is taken."""

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Pace(Protocol):
    """Due times of events. Bound to one playing."""

    def due_s(self, times_ms: NDArray[np.int64]) -> NDArray[np.float64]:
        """Seconds after the start at which the next events are due, not falling."""


class MarketPace:
    """The gaps between trades are those of the market, divided by `speed`; a step back in time is due at once."""

    def __init__(self, speed: float = 1.0) -> None:
        self._speed = speed
        self._first_ms: int | None = None
        self._latest_ms = 0

    def due_s(self, times_ms: NDArray[np.int64]) -> NDArray[np.float64]:
        """The first event is due immediately."""
        if self._first_ms is None:
            self._first_ms = self._latest_ms = int(times_ms[0])
        reached = np.maximum.accumulate(np.maximum(times_ms, self._latest_ms))
        self._latest_ms = int(reached[-1])
        due: NDArray[np.float64] = (reached - self._first_ms) / 1000.0 / self._speed
        return due


class EvenPace:
    """So many events a second, evenly, whatever their times."""

    def __init__(self, per_s: float) -> None:
        self._per_s = per_s
        self._count = 0

    def due_s(self, times_ms: NDArray[np.int64]) -> NDArray[np.float64]:
        """The first event is due immediately."""
        due: NDArray[np.float64] = np.arange(self._count, self._count + len(times_ms)) / self._per_s
        self._count += len(times_ms)
        return due


@dataclass(frozen=True, slots=True)
class PaceChoice:
    """What was asked for: `speed` times the market, or `per_s` trades a second; an infinite speed is no pace at all."""

    speed: float = 1.0
    per_s: float | None = None

    @property
    def unlimited(self) -> bool:
        """Whether there is no clock: the readers' speed holds the source back."""
        return self.per_s is None and math.isinf(self.speed)

    def start(self) -> Pace:
        """A fresh pace for one playing."""
        return MarketPace(self.speed) if self.per_s is None else EvenPace(self.per_s)


AS_FAST_AS_TAKEN = PaceChoice(math.inf)


def speed_from_text(text: str) -> float:
    """`2`, `0.5`, `max`. Raises `ValueError`."""
    speed = math.inf if text == "max" else float(text)
    if not speed > 0:
        raise ValueError(f"“{text}” is not a speed: a number above 0, or max")
    return speed
