"""Prices of the underlyings through a day: correlated random walks, one for each seed, day and underlying."""

from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from feeds.venue.market.figures import MARKET_VOL, SESSION_VARIANCE, UNDERLYINGS
from feeds.venue.market.shape import OPEN_MS, intensity
from models.clock import day_number
from models.trading_days import trading_days

STEP_MS = 500
LAST_MS = 63_000_000
"""17:00: no class trades later."""
_STEPS = (LAST_MS - OPEN_MS) // STEP_MS
_MARKET = "market"
_NAMES = [_MARKET, *UNDERLYINGS]
_DAY_VOL = 1 / np.sqrt(252)


def spot_path(name: str, seed: int, day: date, market_day: date) -> NDArray[np.float64]:
    """Dollars at each half second from 09:30 to 17:00 Eastern.

    On `market_day` it starts at the price in `figures`; earlier days lead up to that, each day's walk to the next day's
    opening, so that one seed has one past.
    """
    underlying = UNDERLYINGS[name]
    walk = underlying.beta * MARKET_VOL * _walk(_MARKET, seed, day)
    if underlying.own_vol:
        walk = walk + underlying.own_vol * _walk(underlying.follows or name, seed, day)
    path: NDArray[np.float64] = opening(name, seed, day, market_day) * np.exp(walk * _DAY_VOL)
    return path


def opening(name: str, seed: int, day: date, market_day: date) -> float:
    """Dollars at 09:30 of a trading day up to `market_day`."""
    returns = [day_return(name, seed, before) for before in trading_days(day, market_day)[:-1]]
    return UNDERLYINGS[name].spot * float(np.exp(-sum(returns)))


@lru_cache(maxsize=8192)
def day_return(name: str, seed: int, day: date) -> float:
    """Logarithmic return from one opening to the next."""
    underlying = UNDERLYINGS[name]
    session, night = _ends(_MARKET, seed, day)
    own_session, own_night = _ends(underlying.follows or name, seed, day)
    market = underlying.beta * MARKET_VOL * (session + night)
    return float((market + underlying.own_vol * (own_session + own_night)) * _DAY_VOL)


def _walk(factor: str, seed: int, day: date) -> NDArray[np.float64]:
    """A walk of a day's variance from 0 to the factor's own end of the session, quicker at the open and the close."""
    deviation, passed = _shape()
    path = np.zeros(_STEPS + 1)
    np.cumsum(_generator(factor, seed, day, 1).standard_normal(_STEPS) * deviation, out=path[1:])
    end = _ends(factor, seed, day)[0]
    bridged: NDArray[np.float64] = path + passed * (end - path[-1])
    return bridged


def _ends(factor: str, seed: int, day: date) -> tuple[float, float]:
    """What the session and the night after it add up to."""
    session, night = _generator(factor, seed, day, 0).standard_normal(2)
    return float(session * np.sqrt(SESSION_VARIANCE)), float(night * np.sqrt(1 - SESSION_VARIANCE))


@lru_cache(maxsize=1)
def _shape() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Deviation of each step, whose variances add up to `SESSION_VARIANCE`; part of the session's that has passed."""
    weights = intensity(OPEN_MS + STEP_MS * np.arange(_STEPS))
    variance = weights / weights.sum() * SESSION_VARIANCE
    return np.sqrt(variance), np.concatenate(([0.0], np.cumsum(variance))) / variance.sum()


def _generator(factor: str, seed: int, day: date, use: int) -> np.random.Generator:
    return np.random.default_rng((seed, day_number(day), _NAMES.index(factor), use))
