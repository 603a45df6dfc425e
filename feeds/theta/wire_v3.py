"""The Theta Terminal's v3 protocol, pure: a question -> a request (theta.md section 2)."""

from collections.abc import Mapping
from datetime import date

from feeds.theta.cells import moment
from feeds.theta.trade_rows import Shape
from feeds.theta.wire import Request
from models.clock import time_text
from models.contract import Contract
from models.history.queries import AtTimeQuery, RawValue, TradesQuery

STATUS = Request("/v3/terminal/mdds/status")
AT_TIME_PATH = "/v3/option/at_time/trade"
TRADES_PATH = "/v3/option/history/trade"
COLUMNS = (
    "symbol", "expiration", "strike", "right", "timestamp", "sequence", "ext_condition1", "ext_condition2",
    "ext_condition3", "ext_condition4", "condition", "size", "exchange", "price",
)  # fmt: skip


def at_time(query: AtTimeQuery, at_ms: int) -> Request:
    """Dates YYYYMMDD, strike in dollars; `at_ms`, the time to ask for, as text. Hours cannot be asked for."""
    days = {"start_date": f"{query.start:%Y%m%d}", "end_date": f"{query.end:%Y%m%d}"}
    return Request(AT_TIME_PATH, _contract(query.contract) | days | {"time_of_day": time_text(at_ms)})


def trades(query: TradesQuery) -> Request:
    """All trades of a day between two times, both included; without times only regular hours would come."""
    times = {"start_time": time_text(query.from_ms), "end_time": time_text(query.to_ms)}
    return Request(TRADES_PATH, _contract(query.contract) | {"date": f"{query.day:%Y%m%d}"} | times)


def roots() -> Request:
    """All option roots."""
    return Request("/v3/option/list/symbols")


def expirations(root: str) -> Request:
    """Expiries of a root."""
    return Request("/v3/option/list/expirations", {"symbol": root})


def strikes(root: str, expiry: date) -> Request:
    """Strikes of an expiry."""
    return Request("/v3/option/list/strikes", {"symbol": root, "expiration": f"{expiry:%Y%m%d}"})


def _contract(contract: Contract) -> dict[str, str]:
    dollars, milli = divmod(contract.strike_milli, 1000)
    return {
        "symbol": contract.root,
        "expiration": f"{contract.expiry:%Y%m%d}",
        "strike": f"{dollars}.{milli:03d}",
        "right": "call" if contract.right == "C" else "put",
    }


def _when(row: Mapping[str, RawValue]) -> tuple[date | None, int | None]:
    return moment(row.get("timestamp")) or (None, None)


SHAPE = Shape(COLUMNS, ("timestamp",), _when)
