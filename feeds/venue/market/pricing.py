"""What options are worth: Black's formula on a forward, with a smile and a term structure. Arguments are columns."""

import numpy as np
from numpy.typing import NDArray

from feeds.venue.market.figures import RATE, OptionClass

Column = NDArray[np.float64]
_TERM_YEARS = 0.35
_VIX_MEAN, _VIX_REVERSION_YEARS = 20.0, 0.35


def at_the_money(near: Column, far: Column, variance_years: Column) -> Column:
    """Volatility a year at the money, from that of today and that of a year ahead; time in trading time."""
    return np.asarray(far + (near - far) * np.exp(-variance_years / _TERM_YEARS), np.float64)


def forward_line(option_class: OptionClass, carry: float, years: float) -> tuple[float, float]:
    """Offset (dollars) and slope of the forward price in the spot; the VIX reverts to its mean instead of carrying."""
    if option_class.underlying != "VIX":
        return 0.0, float(np.exp(carry * years))
    left = float(np.exp(-years / _VIX_REVERSION_YEARS))
    return _VIX_MEAN * (1 - left), left


def smile(atm: Column, deviation: Column, log_moneyness: Column, skew: Column, curve: Column) -> Column:
    """Volatility at a strike: a parabola in standard deviations from the forward, flat beyond three."""
    distance = np.clip(log_moneyness / deviation, -3.0, 3.0)
    return np.asarray(atm * np.maximum(1 + skew * distance + curve * distance**2, 0.4), np.float64)


def black(forwards: Column, strikes: Column, deviation: Column, years: Column, sign: Column) -> Column:
    """Present value in dollars; `sign` 1 for calls, -1 for puts; `deviation`: of the log price to expiry."""
    d1 = np.log(forwards / strikes) / deviation + deviation / 2
    value = sign * (forwards * normal_cdf(sign * d1) - strikes * normal_cdf(sign * (d1 - deviation)))
    return np.asarray(np.maximum(value, 0.0) * np.exp(-RATE * years), np.float64)


def normal_cdf(x: Column) -> Column:
    """Standard normal distribution function, to 1e-7 (Abramowitz and Stegun 26.2.17)."""
    t = 1 / (1 + 0.2316419 * np.abs(x))
    series = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    upper = np.exp(-x * x / 2) / np.sqrt(2 * np.pi) * series
    return np.asarray(np.where(x >= 0, 1 - upper, upper), np.float64)
