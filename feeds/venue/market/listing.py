"""Which expiries and strikes are listed: the exchanges' habits, per kind of class."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from feeds.venue.market.figures import DAILY, INDEX_MONTHLY, MONTHLY, VIX_MONTHLY, OptionClass
from feeds.venue.trading_days import following, on_or_before

FRIDAY, WEDNESDAY = 4, 2


@dataclass(frozen=True, slots=True, order=True)
class Expiry:
    """An expiry and how it settles: at its opening (`am`) the last session is the one before."""

    day: date
    monthly: bool = False
    am: bool = False


def expiries(option_class: OptionClass, day: date) -> list[Expiry]:
    """Expiries with a session left on the day, ascending.

    Daily classes: the next ten sessions, six weeks of Fridays, a year of monthlies, the June and December after.
    Weekly classes: six Fridays, four monthlies, a year of quarterly months, two Januaries; monthly ones: the same
    without the Fridays. SPX proper: monthlies,
    settled at the opening. VIX: the Wednesday 30 days before the next month's third Friday.
    """
    if option_class.listing == VIX_MONTHLY:
        return [Expiry(vix_expiry(*month), True, True) for month in _months(day, 10) if vix_expiry(*month) > day][:8]
    if option_class.listing == INDEX_MONTHLY:
        return [Expiry(third, True, True) for third in _thirds(day, range(19)) if third > day]
    monthlies = _monthlies(option_class, day)
    weeks = 0 if option_class.listing == MONTHLY else 6
    fridays = [on_or_before(day + timedelta(days=(FRIDAY - day.weekday()) % 7 + 7 * week)) for week in range(weeks)]
    near = ([day, *following(day, 10)] if option_class.listing == DAILY else []) + fridays
    listed = {listed_day: Expiry(listed_day) for listed_day in near if listed_day >= day}
    return sorted((listed | {third: Expiry(third, monthly=True) for third in monthlies if third >= day}).values())


def third_friday(year: int, month: int) -> date:
    """The monthly expiry, a day earlier where that is a holiday."""
    first = date(year, month, 1)
    return on_or_before(first + timedelta(days=(FRIDAY - first.weekday()) % 7 + 14))


def vix_expiry(year: int, month: int) -> date:
    """The VIX expiry of a month: 30 days before the third Friday of the next, a session earlier on a holiday."""
    first = date(year + month // 12, month % 12 + 1, 1)
    friday = first + timedelta(days=(FRIDAY - first.weekday()) % 7 + 14)
    return on_or_before(friday - timedelta(days=30))


def strikes_milli(option_class: OptionClass, forward: float, deviation: float) -> NDArray[np.int64]:
    """Listed strikes in 1/1000 dollar, ascending: fine near the forward, coarse far from it.

    `deviation`: standard deviation of the log price to expiry.
    """
    near, far = (round(1000 * step) for step in option_class.strike_step)
    middle = round(forward * 1000)
    widest = 1.25 if option_class.listing == VIX_MONTHLY else 0.6
    fine = _grid(middle, min(max(3 * deviation, 0.03), 0.08), near)
    coarse = _grid(middle, min(max(6 * deviation, 0.12), widest), far)
    return np.union1d(fine, coarse)


def _grid(middle_milli: int, width: float, step_milli: int) -> NDArray[np.int64]:
    low = max(round(middle_milli * np.exp(-width)) // step_milli, 1)
    high = round(middle_milli * np.exp(width)) // step_milli + 1
    return np.arange(low, high + 1, dtype=np.int64) * step_milli


def _monthlies(option_class: OptionClass, day: date) -> list[date]:
    if option_class.listing == DAILY:
        return _thirds(day, [*range(13), *(n for n in range(13, 26) if (day.month + n) % 6 == 0)])
    quarterly = [n for n in range(5, 13) if (day.month + n) % 3 == 0]
    januaries = [n for n in range(5, 27) if (day.month + n) % 12 == 1]
    return _thirds(day, [*range(5), *quarterly, *januaries])


def _thirds(day: date, months_ahead: "range | list[int]") -> list[date]:
    return sorted({third_friday(*_month(day, ahead)) for ahead in months_ahead})


def _months(day: date, count: int) -> list[tuple[int, int]]:
    return [_month(day, ahead) for ahead in range(count)]


def _month(day: date, ahead: int) -> tuple[int, int]:
    number = day.year * 12 + day.month - 1 + ahead
    return number // 12, number % 12 + 1
