"""The Theta Terminal's v2 protocol, pure: a query -> parameters, a body -> rows by column name (theta.md section 1).

What the documents promise and what terminals send differ: nulls come as null, as the text "null" or not at all, and
days without a trade may come as rows of zeros. Whatever can be understood is read; the rest is counted or refused.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from models.clock import DAY_MS
from models.queries import AtTimeQuery, RawValue

PATH = "/v2/at_time/option/trade"
STATUS_PATH = "/v2/system/mdds/status"
COLUMNS = (
    "ms_of_day", "sequence", "ext_condition1", "ext_condition2", "ext_condition3", "ext_condition4", "condition",
    "size", "exchange", "price", "condition_flags", "price_flags", "volume_type", "records_back", "date",
)  # fmt: skip
"""The documented order: used only where an answer does not name its columns."""
_BLANK = frozenset({"", "null", "none", "nan"})


class WireError(ValueError):
    """A body that is no answer of the protocol; the message says what it is instead."""


@dataclass(frozen=True, slots=True)
class WireRow:
    """One trade in the terminal's units: ms since 00:00 Eastern, dollars a share, contracts, Theta's codes."""

    day: date
    ms_of_day: int
    price: float
    size: int
    columns: Mapping[str, RawValue]

    def whole(self, name: str) -> int | None:
        """A column as an integer; None where it is absent, null or no integer."""
        return _whole(self.columns.get(name))


@dataclass(frozen=True, slots=True)
class Page:
    """One body. `error_type` is the terminal's own name of an error (`NO_DATA` ...), empty when there is none."""

    rows: tuple[WireRow, ...] = ()
    unreadable: int = 0
    """Rows that were dropped for what they hold; zero rows and other days' rows are not counted."""
    error_type: str = ""
    error_msg: str = ""
    next_page: str = ""
    latency_ms: int | None = None


def parameters(query: AtTimeQuery) -> dict[str, str]:
    """The query as the endpoint's parameters: dates YYYYMMDD, strike in 1/1000 dollar, `ivl` in ms since 00:00 ET."""
    contract = query.contract
    return {
        "root": contract.root,
        "exp": f"{contract.expiry:%Y%m%d}",
        "strike": str(contract.strike_milli),
        "right": contract.right,
        "start_date": f"{query.start:%Y%m%d}",
        "end_date": f"{query.end:%Y%m%d}",
        "ivl": str(query.at_ms),
        "rth": "true" if query.regular_hours else "false",
    }


def read_page(body: bytes, start: date, end: date) -> Page:
    """Read a JSON body; rows outside start to end (both included) are dropped. Raises `WireError`."""
    if plain_text(body[:200].decode("utf-8", "replace")).lower().startswith("no data"):
        return Page(error_type="NO_DATA", error_msg=plain_text(body.decode("utf-8", "replace")))
    document = _document(body)
    header = document.get("header")
    header = header if isinstance(header, dict) else {}
    raw_rows = document.get("response")
    raw_rows = [row for row in raw_rows if isinstance(row, list)] if isinstance(raw_rows, list) else []
    if not header and "response" not in document:
        raise WireError("JSON of another kind")
    rows, unreadable = _rows(raw_rows, _columns(header.get("format"), raw_rows), start, end)
    return Page(
        rows,
        unreadable,
        _text(header.get("error_type")),
        plain_text(_text(header.get("error_msg"))),
        _text(header.get("next_page")),
        _whole(header.get("latency_ms")),
    )


def plain_text(text: str) -> str:
    """A body's words on one line, at most 200 letters, without the colon that some begin with."""
    return " ".join(text.split()).lstrip(": ")[:200]


def _document(body: bytes) -> dict[str, Any]:
    body = body.removeprefix(b"\xef\xbb\xbf").strip()
    if body.startswith(b"<"):
        raise WireError("a web page")
    try:
        document = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise WireError("an answer that broke off" if body.startswith(b"{") else "an answer that is no JSON") from None
    if not isinstance(document, dict):
        raise WireError("JSON of another kind")
    return document


def _columns(named: object, rows: list[list[object]]) -> tuple[str, ...]:
    if isinstance(named, list) and named:
        return tuple(str(name) for name in named)
    if all(len(row) in (0, 1, len(COLUMNS)) for row in rows):
        return COLUMNS
    raise WireError("rows whose columns have no names")


def _rows(
    raw_rows: Iterable[list[object]], columns: tuple[str, ...], start: date, end: date
) -> tuple[tuple[WireRow, ...], int]:
    rows, unreadable = [], 0
    for raw in raw_rows:
        cells = {name: _cell(value) for name, value in zip(columns, raw, strict=False)}
        day = _day(cells.get("date"))
        if all(not value for value in cells.values()) or day is None or not start <= day <= end:
            continue
        row = _row(day, cells)
        if row is None:
            unreadable += 1
        elif row.ms_of_day or row.price or row.size:
            rows.append(row)
    return tuple(sorted(rows, key=lambda row: (row.day, row.ms_of_day))), unreadable


def _row(day: date, cells: Mapping[str, RawValue]) -> WireRow | None:
    ms_of_day, size, price = _whole(cells.get("ms_of_day")), _whole(cells.get("size")), _number(cells.get("price"))
    if ms_of_day is None or size is None or price is None:
        return None
    fits = 0 <= ms_of_day < DAY_MS and size >= 0 and 0 <= price < float("inf")
    return WireRow(day, ms_of_day, price, size, cells) if fits else None


def _cell(value: object) -> RawValue:
    if isinstance(value, str):
        return None if value.strip().lower() in _BLANK else value
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _text(value: object) -> str:
    cell = _cell(value)
    return "" if cell is None else str(cell)


def _number(value: object) -> float | None:
    if isinstance(value, int | float):
        return float(value)
    try:
        return float(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _whole(value: object) -> int | None:
    number = _number(value)
    if number is None or not number.is_integer():
        return None
    return value if isinstance(value, int) else int(number)


def _day(value: object) -> date | None:
    number = _whole(value) or 0
    try:
        return date(number // 10_000, number // 100 % 100, number % 100)
    except ValueError:
        return None
