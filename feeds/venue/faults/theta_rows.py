"""Oddities of the terminal's good answers: headers, columns, rows and lists that are not as they should be."""

import json
from typing import Any

from aiohttp import web

from feeds.venue.faults.bodies import body_of
from feeds.venue.faults.fault import Handler, HttpFault, with_part
from feeds.venue.faults.kind import HttpKind, Number
from feeds.venue.faults.theta_refusals import is_trades
from feeds.venue.faults.theta_tables import CSV, JSON, NDJSON, Cells, RewriteHeader, RewriteRows, like
from feeds.venue.theta.errors import NO_DATA_V2
from feeds.venue.theta.trades import signed_32

_CONTRACT = ("symbol", "expiration", "strike", "right")
_NULLS = ("error_type", "error_msg", "next_page")
_EPOCH, _OTHER_DAY, _OTHER_TIME = "1970-01-01T00:00:00", 19990104, "1999-01-04T10:00:00.5"


class EmptyAnswer(HttpFault):
    """Trades are answered with 200 and none: as an error in the header, or with no more than headings."""

    async def spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """In the format that was asked for."""
        answer = await handler(request)
        if answer.status != 200:
            return answer
        self._struck()
        if request.path.startswith("/v3/"):
            headings = body_of(answer).decode().partition("\n")[0]
            return like(answer, {CSV: f"{headings}\n", NDJSON: ""}.get(answer.content_type, '{"response": []}'))
        if answer.content_type == CSV:
            return web.Response(text=f":{NO_DATA_V2}", content_type="text/plain")
        header = json.loads(body_of(answer))["header"] | {"error_type": "NO_DATA", "error_msg": NO_DATA_V2}
        return web.json_response({"header": header, "response": [0]})


class OddLists(HttpFault):
    """Lists of dates and strikes come backwards, with the last one twice and a 0 that means nothing."""

    def __init__(self, times: float) -> None:
        super().__init__(times, concerns=with_part("/list/"))

    async def spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Lists of v2 in JSON, of v3 in CSV and JSON; others, and those of roots, are as they are."""
        answer = await handler(request)
        is_of_roots = request.path.endswith(("roots", "roots/option", "symbols"))
        if answer.status != 200 or is_of_roots or answer.content_type == NDJSON:
            return answer
        self._struck()
        text = body_of(answer).decode()
        if answer.content_type == JSON:
            body = json.loads(text)
            return like(answer, json.dumps(body | {"response": _odd(body["response"])}))
        headings, *lines = text.splitlines()
        return like(answer, "\n".join([headings, *_odd(lines)]) + "\n")


def _odd(values: list[Any]) -> list[Any]:
    return [*_nothing(values[-1]), values[-1], *reversed(values)]


def _nothing(value: Any) -> list[Any]:
    """A number in v2, an object or a line of CSV in v3; among dates of v3 nothing of the kind is known."""
    if isinstance(value, dict):
        return [value | {"strike": 0.0}] if "strike" in value else []
    if isinstance(value, int):
        return [0]
    symbol, comma, rest = value.partition(",")
    if not comma:
        return ["0"]
    return [] if "-" in rest else [f"{symbol},0.000"]


def _zeros(row: Cells) -> Cells:
    """A row of nothing for the same contract."""
    kept = {name: value for name, value in row.items() if name in _CONTRACT}
    return dict.fromkeys(row, 0) | kept | ({"timestamp": _EPOCH} if "timestamp" in row else {})


def _on_another_day(row: Cells) -> Cells:
    return row | ({"timestamp": _OTHER_TIME} if "timestamp" in row else {"date": _OTHER_DAY})


def _with_stray_rows(rows: list[Cells]) -> list[Cells]:
    return [_on_another_day(rows[0]), *rows, _zeros(rows[0])]


def _backwards(rows: list[Cells]) -> list[Cells]:
    """Columns in another order, and one more that nobody knows."""
    return [{"condition_name": "?", **{name: row[name] for name in reversed(row)}} for row in rows]


def _without_price(rows: list[Cells]) -> list[Cells]:
    return [{name: value for name, value in row.items() if name != "price"} for row in rows]


def _wrapped(rows: list[Cells]) -> list[Cells]:
    return [row | {"sequence": signed_32(int(row["sequence"]) + 2**31)} for row in rows]


def _json_nulls(header: Cells) -> Cells:
    return header | dict.fromkeys(_NULLS)


def _bare(header: Cells) -> Cells:
    return {name: value for name, value in header.items() if name == "format"}


def _without_format(header: Cells) -> Cells:
    return {name: value for name, value in header.items() if name != "format"}


def _sorted_backwards(rows: list[Cells]) -> list[Cells]:
    return rows[::-1]


KINDS: tuple[HttpKind, ...] = (
    HttpKind("theta_no_data_200", "says that there is no data in an answer of 200", Number.TIMES,
             lambda _, n: EmptyAnswer(n, concerns=is_trades)),
    HttpKind("theta_json_nulls", "the header's nulls are null, not “null” (v2, JSON)", Number.TIMES,
             lambda _, n: RewriteHeader(n, _json_nulls)),
    HttpKind("theta_bare_header", "the header has nothing but its format (v2, JSON)", Number.TIMES,
             lambda _, n: RewriteHeader(n, _bare)),
    HttpKind("theta_no_format", "the header does not name the columns (v2, JSON)", Number.TIMES,
             lambda _, n: RewriteHeader(n, _without_format)),
    HttpKind("theta_stray_rows", "adds a row of zeros and one of a day that was not asked for", Number.TIMES,
             lambda _, n: RewriteRows(n, _with_stray_rows)),
    HttpKind("theta_backwards", "tells the days from last to first", Number.TIMES,
             lambda _, n: RewriteRows(n, _sorted_backwards)),
    HttpKind("theta_column_order", "the columns stand the other way round, and one is unknown", Number.TIMES,
             lambda _, n: RewriteRows(n, _backwards)),
    HttpKind("theta_missing_column", "the column of prices is missing", Number.TIMES,
             lambda _, n: RewriteRows(n, _without_price)),
    HttpKind("theta_quoted", "quotes everything in CSV that is no number", Number.TIMES,
             lambda _, n: RewriteRows(n, list, is_quoted=True)),
    HttpKind("theta_wrapped", "sequence numbers have wrapped: they are negative", Number.TIMES,
             lambda _, n: RewriteRows(n, _wrapped)),
    HttpKind("theta_odd_lists", "lists come backwards, with repeats and a 0 that means nothing", Number.TIMES,
             lambda _, n: OddLists(n)),
)  # fmt: skip
