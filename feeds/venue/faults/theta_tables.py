"""Rows of a good answer of the terminal taken apart, changed and put together again, whatever the format."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

from aiohttp import web

from feeds.venue.faults.bodies import body_of
from feeds.venue.faults.fault import Handler, HttpFault
from feeds.venue.faults.theta_refusals import is_trades

Cells = dict[str, Any]
"""A row: texts in CSV, typed values in JSON."""
Change = Callable[[list[Cells]], list[Cells]]
CSV, JSON, NDJSON = "text/csv", "application/json", "application/x-ndjson"


class RewriteRows(HttpFault):
    """Good answers of trades, changed. A change is given all rows, in JSON of v3 those of each contract."""

    def __init__(self, times: float, change: Change, *, is_quoted: bool = False) -> None:
        super().__init__(times, concerns=is_trades)
        self._change, self._is_quoted = change, is_quoted

    async def spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """The true answer, changed."""
        answer = await handler(request)
        if answer.status != 200:
            return answer
        self._struck()
        body, form = body_of(answer).decode(), answer.content_type
        if form == CSV:
            body = csv_text(self._change(list(csv.DictReader(io.StringIO(body)))), is_quoted=self._is_quoted)
        elif form == NDJSON:
            rows = self._change([json.loads(line) for line in body.splitlines()])
            body = "".join(json.dumps(row) + "\n" for row in rows)
        else:
            body = json.dumps(self._changed(json.loads(body)))
        return like(answer, body)

    def _changed(self, body: Cells) -> Cells:
        """JSON, whose rows are lists in v2 and objects in v3."""
        header = body.get("header")
        if header is None:
            groups = [group | {"data": self._change(group["data"])} for group in body["response"]]
            return body | {"response": groups}
        rows = self._change([dict(zip(header["format"], row, strict=True)) for row in body["response"]])
        columns = list(rows[0]) if rows else header["format"]
        response = [list(row.values()) for row in rows]
        return {"header": header | {"format": columns}, "response": response}


class RewriteHeader(HttpFault):
    """The header of v2's JSON, changed."""

    def __init__(self, times: float, change: Callable[[Cells], Cells]) -> None:
        super().__init__(times, concerns=is_trades)
        self._change = change

    async def spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """The true answer with another header; other answers are as they are."""
        answer = await handler(request)
        if answer.status != 200 or answer.content_type != JSON or request.path.startswith("/v3/"):
            return answer
        self._struck()
        body = json.loads(body_of(answer))
        return like(answer, json.dumps(body | {"header": self._change(body["header"])}))


def csv_text(rows: Sequence[Cells], *, is_quoted: bool = False) -> str:
    """Rows of the same columns under a line of headings; with quotes around all that is no number, or without."""
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    return "".join(",".join(_quoted(str(cell), is_quoted) for cell in line) + "\n" for line in lines)


def like(answer: web.StreamResponse, body: str) -> web.Response:
    """Another body with the headers of an answer."""
    headers = {name: value for name, value in answer.headers.items() if name == "Next-Page"}
    return web.Response(status=answer.status, text=body, content_type=answer.content_type, headers=headers)


def _quoted(cell: str, is_quoted: bool) -> str:
    return f'"{cell}"' if is_quoted and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
