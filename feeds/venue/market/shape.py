"""How busy the market is through a day."""

import numpy as np
from numpy.typing import NDArray

OPEN_MS = 34_200_000
CLOSE_MS = 57_600_000
LATE_CLOSE_MS = 58_500_000
HALF_DAY_EARLIER_MS = 3 * 3_600_000
_AFTER_CLOSE = 0.25


def intensity(ms_of_day: NDArray[np.int64]) -> NDArray[np.float64]:
    """Activity at Eastern times of day, 1 on average from 09:30 to 16:00: twice at the open, 1.8 times at the close."""
    part = (ms_of_day - OPEN_MS) / (CLOSE_MS - OPEN_MS)
    shape = 0.6 + 0.9 * np.exp(-part / 0.08) + 0.7 * np.exp(-np.abs(1 - part) / 0.08)
    return np.asarray(np.where(part <= 1, shape / 0.728, _AFTER_CLOSE), np.float64)
