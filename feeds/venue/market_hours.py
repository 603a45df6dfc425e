"""When the venue's market is open, and which days it is not."""

from datetime import UTC, date, datetime, timedelta

from feeds.venue.trading_days import is_half_day
from models.clock import EASTERN, utc_ms
from models.trading_days import holiday_name, is_trading_day

_OPEN_MS, _CLOSE_MS, _HALF_DAY_CLOSE_MS = 34_200_000, 57_600_000, 46_800_000
_AHEAD = timedelta(days=366)
_EXCHANGES = ("NYSE", "NASDAQ")


def is_open(now: datetime) -> bool:
    """Whether equity options trade in their regular session."""
    day = now.astimezone(EASTERN).date()
    close_ms = _HALF_DAY_CLOSE_MS if is_half_day(day) else _CLOSE_MS
    return is_trading_day(day) and utc_ms(day, _OPEN_MS) <= now.timestamp() * 1000 < utc_ms(day, close_ms)


def upcoming_rows(today: date) -> list[dict[str, str]]:
    """Holidays and early closes of the next year, as `/v1/marketstatus/upcoming` lists them: a row an exchange."""
    days = (today + timedelta(days=ahead) for ahead in range(_AHEAD.days))
    return [row for day in days for row in _rows_of(day)]


def _rows_of(day: date) -> list[dict[str, str]]:
    name = holiday_name(day)
    if is_half_day(day):
        hours = {"open": _utc(day, _OPEN_MS), "close": _utc(day, _HALF_DAY_CLOSE_MS)}
        told = {"date": day.isoformat(), "name": name or "Early close", "status": "early-close"} | hours
    elif name is not None and day.weekday() < 5:
        told = {"date": day.isoformat(), "name": name, "status": "closed"}
    else:
        return []
    return [{"exchange": exchange, **told} for exchange in _EXCHANGES]


def _utc(day: date, ms: int) -> str:
    moment = datetime.fromtimestamp(utc_ms(day, ms) / 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"
