"""The Theta Terminal's v2 protocol, pure: a question -> a request (theta.md section 1)."""

from collections.abc import Mapping
from datetime import date

from feeds.theta.cells import compact_day, whole
from feeds.theta.trade_rows import Shape
from feeds.theta.wire import Request
from models.contract import Contract
from models.history.queries import AtTimeQuery, RawValue, TradesQuery

STATUS = Request("/v2/system/mdds/status")
AT_TIME_PATH = "/v2/at_time/option/trade"
TRADES_PATH = "/v2/hist/option/trade"
COLUMNS = (
    "ms_of_day", "sequence", "ext_condition1", "ext_condition2", "ext_condition3", "ext_condition4", "condition",
    "size", "exchange", "price", "condition_flags", "price_flags", "volume_type", "records_back", "date",
)  # fmt: skip


def at_time(query: AtTimeQuery, at_ms: int) -> Request:
    """Dates YYYYMMDD, strike in 1/1000 dollar; `at_ms`, the time to ask for, in ms since 00:00 Eastern."""
    days = {"start_date": f"{query.start:%Y%m%d}", "end_date": f"{query.end:%Y%m%d}"}
    hours = {"ivl": str(at_ms), "rth": "true" if query.regular_hours else "false"}
    return Request(AT_TIME_PATH, _contract(query.contract) | days | hours)


def trades(query: TradesQuery) -> Request:
    """All trades of a day between two times, in ms since 00:00 Eastern, both included."""
    day = f"{query.day:%Y%m%d}"
    times = {"start_time": str(query.from_ms), "end_time": str(query.to_ms)}
    return Request(TRADES_PATH, _contract(query.contract) | {"start_date": day, "end_date": day} | times)


def roots() -> Request:
    """All option roots."""
    return Request("/v2/list/roots/option")


def expirations(root: str) -> Request:
    """Expiries of a root."""
    return Request("/v2/list/expirations", {"root": root})


def strikes(root: str, expiry: date) -> Request:
    """Strikes of an expiry."""
    return Request("/v2/list/strikes", {"root": root, "exp": f"{expiry:%Y%m%d}"})


def _contract(contract: Contract) -> dict[str, str]:
    return {
        "root": contract.root,
        "exp": f"{contract.expiry:%Y%m%d}",
        "strike": str(contract.strike_milli),
        "right": contract.right,
    }


def _when(row: Mapping[str, RawValue]) -> tuple[date | None, int | None]:
    return compact_day(row.get("date")), whole(row.get("ms_of_day"))


SHAPE = Shape(COLUMNS, ("ms_of_day", "date"), _when)
