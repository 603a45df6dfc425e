"""Answers as a chart draws them: a series of points by contract and asked time, over the days. No Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from models.clock import day_from_number, day_number, utc_ms
from models.contract import Contract
from models.history.answer_columns import AnswerColumns, Floats, Ids
from models.trading_days import trading_days

FRESH_MS, OLD_MS = 60_000, 3_600_000
"""Up to the first a trade is as good as the asked time; from the second on it says little about it."""
GRADES = ("filled: at most a minute old", "hollow: up to an hour", "faint: older")
"""What an age is called on a chart, by its grade."""
_NOON_MS = 43_200_000
_DAY_BITS, _TIME_BITS = 17, 27
"""Enough for days since 1970, and for milliseconds of a day."""


@dataclass(frozen=True, slots=True)
class Series:
    """What the points of one series have in common; numbers are places among contracts and among times of day."""

    contract: Contract
    asked_ms: int
    contract_number: int
    time_number: int


@dataclass(frozen=True, slots=True)
class AnswerPoints:
    """Points by series, then day. `time_ms`: of the asked moment, Unix; `price`: NaN where nothing traded.

    `number`: of the entry; `grade`: of the age, an index of `GRADES`; `joined`: it goes on from the point before, which
    is of the trading day before.
    """

    series: tuple[Series, ...]
    of_series: Ids
    time_ms: Floats
    price: Floats
    grade: Ids
    number: Ids
    cancel: NDArray[np.bool_]
    joined: NDArray[np.bool_]

    @property
    def traded(self) -> NDArray[np.bool_]:
        """Which points have a price."""
        return ~np.isnan(self.price)

    def row_of(self, number: int) -> int | None:
        """The point of an entry, if it is drawn."""
        found = np.flatnonzero(self.number == number)
        return int(found[0]) if len(found) else None


def answer_points(columns: AnswerColumns, numbers: Ids) -> AnswerPoints:
    """The points of these entries."""
    table = columns.table
    numbers = np.asarray(numbers, np.int64)
    contract, day, asked = (getattr(table, name)[numbers].astype(np.int64) for name in ("contract", "day", "asked_ms"))
    order = np.argsort((((contract << _TIME_BITS) + asked) << _DAY_BITS) + day)
    numbers, contract, day, asked = numbers[order], contract[order], day[order], asked[order]
    pairs, of_series = np.unique((contract << _TIME_BITS) + asked, return_inverse=True)
    price, age = table.price[numbers], table.age_ms[numbers]
    cancel = np.asarray(table.cancel[numbers])
    of_series = np.asarray(of_series).reshape(-1)
    return AnswerPoints(
        series=_series(columns, [(pair >> _TIME_BITS, pair & ((1 << _TIME_BITS) - 1)) for pair in pairs.tolist()]),
        of_series=of_series,
        time_ms=_moments(day, asked),
        price=price,
        grade=np.where((age >= OLD_MS) | (age < 0), 2, np.where(age > FRESH_MS, 1, 0)),
        number=numbers,
        cancel=cancel,
        joined=_joined(of_series, day, ~np.isnan(price) & ~cancel),
    )


def _series(columns: AnswerColumns, pairs: Sequence[tuple[int, int]]) -> tuple[Series, ...]:
    """The series of contracts, by their numbers, and asked times, in order."""
    times = sorted({asked for _, asked in pairs})
    contracts = sorted({contract for contract, _ in pairs})
    return tuple(
        Series(columns.contracts.values[contract], asked, contracts.index(contract), times.index(asked))
        for contract, asked in pairs
    )


def _moments(day: Ids, asked: Ids) -> Floats:
    """Unix milliseconds; clocks are changed on Sundays, on which nothing trades."""
    days, at = np.unique(day, return_inverse=True)
    noons = np.array([_noon_ms(number) for number in days.tolist()], np.float64)
    return np.asarray(noons[np.asarray(at).reshape(-1)] + (asked - _NOON_MS) if len(days) else np.zeros(0))


def _joined(of_series: Ids, day: Ids, traded: NDArray[np.bool_]) -> NDArray[np.bool_]:
    joined = np.zeros(len(day), np.bool_)
    if len(day) < 2:
        return joined
    place = np.searchsorted(_open_days(int(day.min()), int(day.max())), day)
    same, next_day = of_series[1:] == of_series[:-1], place[1:] - place[:-1] == 1
    joined[1:] = same & next_day & traded[1:] & traded[:-1]
    return joined


@lru_cache(maxsize=4096)
def _noon_ms(day: int) -> int:
    return utc_ms(day_from_number(day), _NOON_MS)


@lru_cache(maxsize=16)
def _open_days(first: int, last: int) -> Ids:
    """The numbers of the trading days from one day to another."""
    return np.array([day_number(day) for day in trading_days(day_from_number(first), day_from_number(last))], np.int64)
