"""Bodies of v3: one table as CSV, as JSON grouped by contract, or as a JSON object a line."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import groupby

from aiohttp import web

from feeds.venue.theta.trades import COLUMNS, Row
from models.contract import Contract

Value = str | int | float
Line = Mapping[str, Value]
_CONTRACT = ("symbol", "expiration", "strike", "right")
_TAKEN_OVER = ("sequence", *(f"ext_condition{n}" for n in range(1, 5)), "condition", "size", "exchange", "price")
TRADE_COLUMNS = (*_CONTRACT, "timestamp", *_TAKEN_OVER)
_SIDES = {"C": "CALL", "P": "PUT"}
_DECIMALS = {"strike": 3, "price": 2}


def trade_line(contract: Contract, row: Row) -> Line:
    """A row of v2's columns as v3 tells it, columns as in `TRADE_COLUMNS`."""
    told = dict(zip(COLUMNS, row, strict=True))
    return {
        "symbol": contract.root,
        "expiration": contract.expiry.isoformat(),
        "strike": contract.strike_milli / 1000,
        "right": _SIDES[contract.right],
        "timestamp": _timestamp(int(told["date"]), int(told["ms_of_day"])),
        **{name: told[name] for name in _TAKEN_OVER},
    }


def answer(lines: Sequence[Line], form: str, *, by_contract: bool) -> web.Response:
    """Lines of the same columns in a format. `by_contract`: JSON tells a contract once for all its lines."""
    body, content_type = _FORMS[form](lines, by_contract)
    return web.Response(text=body, content_type=content_type)


def _timestamp(yyyymmdd: int, ms_of_day: int) -> str:
    """Eastern time without a zone; zeros at the end of the fraction are cut, and the point with them."""
    day = f"{yyyymmdd // 10_000}-{yyyymmdd // 100 % 100:02d}-{yyyymmdd % 100:02d}"
    seconds, ms = divmod(ms_of_day, 1000)
    clock = f"{timedelta(seconds=seconds)}".zfill(8)
    return f"{day}T{clock}.{ms:03d}".rstrip("0") if ms else f"{day}T{clock}"


def _csv_text(lines: Sequence[Line], _: bool) -> tuple[str, str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(lines[0])
    for line in lines:
        writer.writerow([_plain(name, value) for name, value in line.items()])
    return out.getvalue(), "text/csv"


def _plain(name: str, value: Value) -> Value:
    """Dollars with the decimals that the terminal writes, more where a price has more."""
    if name not in _DECIMALS or not isinstance(value, float):
        return value
    least = f"{value:.{_DECIMALS[name]}f}"
    return least if float(least) == value else repr(value)


def _json_text(lines: Sequence[Line], by_contract: bool) -> tuple[str, str]:
    response = list(_grouped(lines)) if by_contract else lines
    return json.dumps({"response": response}), "application/json"


def _grouped(lines: Sequence[Line]) -> Iterable[Mapping[str, object]]:
    for _, group in groupby(lines, key=lambda line: [line[name] for name in _CONTRACT]):
        of_contract = list(group)
        contract = {name: of_contract[0][name] for name in _CONTRACT}
        yield {"contract": contract, "data": [_without_contract(line) for line in of_contract]}


def _without_contract(line: Line) -> Line:
    return {name: value for name, value in line.items() if name not in _CONTRACT}


def _ndjson_text(lines: Sequence[Line], _: bool) -> tuple[str, str]:
    return "".join(json.dumps(line) + "\n" for line in lines), "application/x-ndjson"


_FORMS: Mapping[str, Callable[[Sequence[Line], bool], tuple[str, str]]] = {
    "csv": _csv_text,
    "json": _json_text,
    "ndjson": _ndjson_text,
}
