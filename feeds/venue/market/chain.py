"""All contracts that are listed on a day, as columns: groups (a class and an expiry), strike rows, contracts.

A contract's number is twice its row, plus one for a put; rows of a group are consecutive, by strike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from feeds.venue.market.figures import SESSION_VARIANCE, UNDERLYINGS, OptionClass
from feeds.venue.market.listing import Expiry, expiries, strikes_milli
from feeds.venue.market.pricing import Column, at_the_money, forward_line
from feeds.venue.trading_days import sessions_to
from models.clock import day_number

Rows = NDArray[np.int64]
SESSIONS_A_YEAR = 252


@dataclass(frozen=True, slots=True)
class Groups:
    """One entry for each class and expiry; times are those at the day's opening."""

    option_class: Rows
    expiry: Rows
    first_row: Rows
    end_row: Rows
    weight: Column
    years: Column
    variance_years: Column
    offset: Column
    slope: Column
    stops_early: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Chain:
    """The listing of a day; `key` is strikes made ascending over all groups, for `nearest_rows`."""

    classes: Sequence[OptionClass]
    groups: Groups
    group: Rows
    strike: Column
    key: Rows
    tickers: Sequence[str]
    numbers: Mapping[str, int]

    def class_column(self, name: str) -> Column:
        """A figure of `OptionClass`, for each group."""
        return np.array([float(getattr(c, name)) for c in self.classes], np.float64)[self.groups.option_class]

    def number(self, ticker: str) -> int | None:
        """A contract's number, or None for one that is not listed."""
        return self.numbers.get(ticker)

    def nearest_rows(self, group: Rows, strike: Column) -> Rows:
        """The listed strike row nearest to a price in dollars."""
        milli = np.clip(strike * 1000, 0, _GROUP_KEY - 1).astype(np.int64)
        above = np.searchsorted(self.key, group * _GROUP_KEY + milli)
        first, last = self.groups.first_row[group], self.groups.end_row[group] - 1
        high, low = np.clip(above, first, last), np.clip(above - 1, first, last)
        return np.where(np.abs(self.strike[high] - strike) < np.abs(self.strike[low] - strike), high, low)


_GROUP_KEY = 10**9


def build_chain(classes: Sequence[OptionClass], day: date, spots: Sequence[float], expiry: date | None = None) -> Chain:
    """The chain of some classes on a day, from the opening price of each class's underlying in dollars.

    `expiry`: only contracts of that one, which must be listed; they are what they are in the whole chain.
    """
    listed = [(number, each) for number, option_class in enumerate(classes) for each in expiries(option_class, day)]
    weights = _weights(classes, day, listed)
    if expiry is not None:
        weights = [weight for weight, (_, each) in zip(weights, listed, strict=True) if each.day == expiry]
        listed = [(number, each) for number, each in listed if each.day == expiry]
    years, variance = _times(day, [expiry for _, expiry in listed])
    lines = [
        forward_line(classes[n], UNDERLYINGS[classes[n].underlying].carry, float(y))
        for (n, _), y in zip(listed, years, strict=True)
    ]
    strikes = [
        strikes_milli(classes[n], offset + slope * spots[n], _deviation(classes[n], float(v)))
        for (n, _), (offset, slope), v in zip(listed, lines, variance, strict=True)
    ]
    counts = np.array([len(rows) for rows in strikes], np.int64)
    ends = np.cumsum(counts)
    groups = Groups(
        option_class=np.array([n for n, _ in listed], np.int64),
        expiry=np.array([day_number(expiry.day) for _, expiry in listed], np.int64),
        first_row=ends - counts,
        end_row=ends,
        weight=np.array(weights, np.float64),
        years=years,
        variance_years=variance,
        offset=np.array([offset for offset, _ in lines], np.float64),
        slope=np.array([slope for _, slope in lines], np.float64),
        stops_early=np.array([expiry.day == day and classes[n].european for n, expiry in listed], np.bool_),
    )
    group = np.repeat(np.arange(len(listed), dtype=np.int64), counts)
    milli = np.concatenate(strikes)
    tickers = [
        f"{stem}{right}{strike:08d}"
        for stem, rows in zip((_stem(classes[n].root, expiry.day) for n, expiry in listed), strikes, strict=True)
        for strike in rows.tolist()
        for right in "CP"
    ]
    numbers = {ticker: number for number, ticker in enumerate(tickers)}
    return Chain(classes, groups, group, milli / 1000, group * _GROUP_KEY + milli, tickers, numbers)


def _stem(root: str, expiry: date) -> str:
    """A ticker up to its right; see `Contract.ticker`, which is slow for a hundred thousand."""
    return f"O:{root}{expiry:%y%m%d}"


def _times(day: date, listed: Sequence[Expiry]) -> tuple[Column, Column]:
    """Calendar years and trading years to each expiry, from the opening."""
    numbers = np.array([day_number(expiry.day) for expiry in listed], np.int64)
    at_open = np.array([expiry.am for expiry in listed], np.bool_)
    years = (numbers - day_number(day) + np.where(at_open, 0.0, 6.5 / 24)) / 365
    sessions = sessions_to(day, numbers) + SESSION_VARIANCE - np.where(at_open, SESSION_VARIANCE, 0.0)
    return years, np.asarray(sessions / SESSIONS_A_YEAR, np.float64)


def _deviation(option_class: OptionClass, variance_years: float) -> float:
    near, far = np.array([option_class.atm_near]), np.array([option_class.atm_far])
    return float(at_the_money(near, far, np.array([variance_years]))[0] * np.sqrt(variance_years))


def _weights(classes: Sequence[OptionClass], day: date, listed: Sequence[tuple[int, Expiry]]) -> list[float]:
    """Part of its class's trades that each expiry gets: the near ones, monthlies double, the same day by `figures`."""
    raw = [(2.0 if expiry.monthly else 1.0) * ((expiry.day - day).days + 1.5) ** -1.1 for _, expiry in listed]
    today = [expiry.day == day for _, expiry in listed]
    later = [0.0] * len(classes)
    has_today = [False] * len(classes)
    for (n, _), weight, now in zip(listed, raw, today, strict=True):
        later[n] += 0.0 if now else weight
        has_today[n] = has_today[n] or now
    return [
        classes[n].same_day if now else weight / later[n] * (1 - classes[n].same_day * has_today[n])
        for (n, _), weight, now in zip(listed, raw, today, strict=True)
    ]
