"""Sessions by a plain reading of the table in semantics.md, of the weeks that `plain_figures` knows the holidays of."""

from datetime import date, time

from tests.models.plain_prints import HALF_DAYS, Fact, is_trading_day

EARLY, REGULAR, LATE = range(3)
NIGHT = {"SPX", "SPXW", "XSP", "VIX", "VIXW"}
STOPS_WITH_SHARES = {"SPXW", "XSP", "NDXP"}
LATE_CLOSE = {"SPY", "QQQ", "IWM", "DIA"}


def plain_session(fact: Fact) -> int | None:
    """Early, regular or late; None outside all of them."""
    day, at = fact.moment.date(), fact.moment.time()
    if is_trading_day(day) and time(9, 30) <= at <= _close(fact.root, day, fact.expiry):
        return REGULAR
    if fact.root not in NIGHT:
        return None
    weekday = day.weekday()
    if (weekday < 5 and at <= time(9, 25)) or (weekday not in (4, 5) and day != fact.expiry and at >= time(20, 15)):
        return EARLY
    stopped = day == fact.expiry and fact.root in STOPS_WITH_SHARES
    has_late = is_trading_day(day) and day not in HALF_DAYS and not stopped
    return LATE if has_late and time(16, 15) < at <= time(17, 0) else None


def _close(root: str, day: date, expiry: date) -> time:
    hour = 13 if day in HALF_DAYS else 16
    late = root in LATE_CLOSE or (root in NIGHT | {"NDX"} and not (root in STOPS_WITH_SHARES and day == expiry))
    return time(hour, 15 if late else 0)
