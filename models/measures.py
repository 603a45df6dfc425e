"""What the program measures of itself: durations in a histogram, and the lag of the trades."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.batch import TradeBatch

DELAY_MS = 15 * 60_000
"""How old the trades of a delayed feed are on purpose."""


def middle(values: NDArray[np.integer] | NDArray[np.floating]) -> float:
    """The value that half of the others stay below: numpy's median takes ten times as long for a few hundred."""
    half = len(values) // 2
    return float(np.partition(values, half)[half])


class Histogram:
    """Counts of durations in steps of `step_ms`; memory does not grow with what is measured."""

    def __init__(self, step_ms: float = 0.1, limit_ms: float = 10_000.0) -> None:
        self._step_ms = step_ms
        self._counts = np.zeros(int(limit_ms / step_ms) + 1, np.int64)
        self._max_ms: float | None = None

    def add(self, values_ms: ArrayLike) -> None:
        """Count durations in milliseconds, each at its nearest step: what is longer than the limit as the limit.

        What is below 0 counts as 0. The maximum is kept as it is.
        """
        values = np.maximum(np.atleast_1d(np.asarray(values_ms, np.float64)), 0.0)
        if not len(values):
            return
        steps = np.minimum(np.rint(values / self._step_ms), len(self._counts) - 1).astype(np.int64)
        np.add.at(self._counts, steps, 1)
        self._max_ms = max(float(values.max()), self._max_ms or 0.0)

    def add_one(self, value_ms: float) -> None:
        """Count a single duration, as `add` does; it costs a tenth."""
        value_ms = max(value_ms, 0.0)
        step = min(round(value_ms / self._step_ms), len(self._counts) - 1)
        self._counts[step] += 1
        self._max_ms = max(value_ms, self._max_ms or 0.0)

    def summary(self) -> dict[str, float | None]:
        """`p50`, `p99` and `max` in milliseconds; None where nothing was measured."""
        return {"p50": self.quantile(0.5), "p99": self.quantile(0.99), "max": _rounded(self._max_ms)}

    def quantile(self, share: float) -> float | None:
        """The duration that a share of all stay at or below, to within half a step."""
        total = int(self._counts.sum())
        if not total:
            return None
        at = int(np.searchsorted(np.cumsum(self._counts), share * total))
        return _rounded(min(at * self._step_ms, self._max_ms or 0.0))


class LagMeter:
    """How long trades were on their way: arrival less the time of the print.

    Live, the clocks of both ends are compared as they are, less the delay of a delayed feed. In a replay or simulation
    at the market's own pace the least difference seen is taken for zero; at another pace there is no lag to measure.
    """

    def __init__(self, *, delay_ms: int = 0, relative: bool = False, measurable: bool = True) -> None:
        self.histogram = Histogram(step_ms=1.0, limit_ms=120_000.0)
        self.now_ms: float | None = None
        self._delay_ms = delay_ms
        self._relative = relative
        self._measurable = measurable
        self._least_ms: float | None = None

    def add(self, batch: TradeBatch) -> None:
        """Measure the trades of a batch that was not fetched later; the lag in its middle is the one to show."""
        if not self._measurable or not len(batch) or batch.filled:
            return
        lags: NDArray[np.int64] = batch.arrival_ms - batch.time_ms - self._delay_ms
        if self._relative:
            least = float(lags.min())
            self._least_ms = least if self._least_ms is None else min(self._least_ms, least)
            lags = lags - int(self._least_ms)
        self.histogram.add(lags)
        self.now_ms = middle(lags)


class RateMeter:
    """Trades a second over the last few seconds."""

    def __init__(self, window_s: float = 3.0) -> None:
        self._window_s = window_s
        self._seen: list[tuple[float, int]] = []

    def add(self, now_s: float, count: int) -> None:
        """Take note of trades that arrived by now."""
        self._seen.append((now_s, count))

    def per_second(self, now_s: float) -> float:
        """The mean rate over the window that ends now."""
        self._seen = [(at, n) for at, n in self._seen if at > now_s - self._window_s]
        return sum(n for _, n in self._seen) / self._window_s


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
