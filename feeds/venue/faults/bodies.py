"""REST faults that spoil the true answer: what it says, how it ends, whether it comes at all."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import msgspec
from aiohttp import web

from feeds.venue.faults.elsewhere import Elsewhere
from feeds.venue.faults.fault import Handler, HttpFault, with_part
from feeds.venue.faults.kind import HttpKind, Number
from feeds.venue.faults.refusals import TRADES_PATH

Body = dict[str, Any]
_BAD_ROWS: tuple[Body, ...] = (
    {},
    {"price": 1.5, "size": 1, "exchange": 302},
    {"price": "1.5", "size": 1, "exchange": 302, "sip_timestamp": 1_764_599_400_000_000_000, "sequence_number": 1},
    {"price": 1.5, "size": -1, "exchange": 302, "sip_timestamp": 1_764_599_400_000_000_000, "sequence_number": 2},
    {"price": 1.5, "size": 1, "exchange": 302, "sip_timestamp": "09:30", "sequence_number": 3},
    {"price": None, "size": 1, "exchange": 302, "sip_timestamp": 1_764_599_400_000_000_000, "sequence_number": 4},
    {"price": 1.5, "size": 1, "exchange": 302, "sip_timestamp": 10**25, "sequence_number": 5},
)


class Slow(HttpFault):
    """No answer, ever."""

    def __init__(self, times: float, *, concerns: Callable[[str], bool] = lambda path: True) -> None:
        super().__init__(times, concerns=concerns)
        self._closing = asyncio.Event()

    async def spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Wait until the venue closes."""
        self._struck()
        await self._closing.wait()
        _hang_up(request)
        return web.Response(status=503)

    async def close(self) -> None:
        """Let the requests that wait go."""
        self._closing.set()
        await super().close()


class Cut(HttpFault):
    """The connection ends in the middle of the body."""

    async def spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Half of what the headers promise."""
        true = await handler(request)
        whole = body_of(true)
        self._struck()
        headers = {"Content-Type": true.content_type, "Content-Length": str(len(whole))}
        answer = web.StreamResponse(status=true.status, headers=headers)
        with suppress(ConnectionError):  # who asked may have left
            await answer.prepare(request)
            await answer.write(whole[: len(whole) // 2])
        _hang_up(request)
        return answer


class BrokenJson(HttpFault):
    """A body that ends in the middle, and calls itself whole."""

    async def spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Half of the JSON."""
        whole = body_of(await handler(request))
        self._struck()
        return web.Response(body=whole[: len(whole) // 2], content_type="application/json")


class Rewrite(HttpFault):
    """Good answers on some paths are changed."""

    def __init__(
        self, times: float, change: Callable[[Body, int], None], *, concerns: Callable[[str], bool] = lambda path: True
    ) -> None:
        super().__init__(times, concerns=concerns)
        self._change = change
        self._turn = 0

    async def spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """The true answer, changed; the change is also told how many it changed before."""
        answer = await handler(request)
        body = _object(answer)
        if body is None:
            return answer
        self._change(body, self._turn)
        self._turn += 1
        self._struck()
        return web.json_response(body)


class NextUrlElsewhere(HttpFault):
    """Every page names a next one on another host, which keeps count of who comes."""

    def __init__(self, times: float) -> None:
        super().__init__(times)
        self.elsewhere = Elsewhere()

    async def spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """The true answer with another `next_url`."""
        answer = await handler(request)
        body = _object(answer)
        if body is None or not isinstance(body.get("results"), list):
            return answer
        assert self._hands is not None
        self._struck()
        return web.json_response(body | {"next_url": await self.elsewhere.address(self._hands) + request.path})


def _object(answer: web.StreamResponse) -> Body | None:
    """The JSON object of a good answer."""
    if answer.status != 200 or not isinstance(answer, web.Response) or not isinstance(answer.body, bytes):
        return None
    body = msgspec.json.decode(answer.body)
    return body if isinstance(body, dict) else None


def _hang_up(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.close()


def body_of(answer: web.StreamResponse) -> bytes:
    """What an answer says."""
    return answer.body if isinstance(answer, web.Response) and isinstance(answer.body, bytes) else b""


def _mix_in_bad_rows(body: Body, _: int) -> None:
    rows = body["results"]
    middle = len(rows) // 2
    body["results"] = [*rows[:middle], *_BAD_ROWS, *rows[middle:]]


def _drop_sequence(body: Body, _: int) -> None:
    for row in body["results"]:
        row.pop("sequence_number", None)


def _empty(body: Body, turn: int) -> None:
    body.pop("next_url", None)
    if turn % 2:
        body.pop("results", None)
    else:
        body["results"] = []


KINDS: tuple[HttpKind, ...] = (
    HttpKind("rest_next_url", "names a next page on another host (localhost, another port)", Number.TIMES,
             lambda _, n: NextUrlElsewhere(n)),
    HttpKind("rest_slow", "never answers", Number.TIMES, lambda _, n: Slow(n)),
    HttpKind("rest_cut", "ends the connection in the middle of the body", Number.TIMES, lambda _, n: Cut(n)),
    HttpKind("rest_broken_json", "answers 200 with JSON that ends in the middle", Number.TIMES,
             lambda _, n: BrokenJson(n)),
    HttpKind("rest_missing_fields", "tells trades with missing and wrong fields among the good ones", Number.TIMES,
             lambda _, n: Rewrite(n, _mix_in_bad_rows, concerns=with_part(TRADES_PATH))),
    HttpKind("rest_no_sequence", "tells trades without sequence_number", Number.TIMES,
             lambda _, n: Rewrite(n, _drop_sequence, concerns=with_part(TRADES_PATH))),
    HttpKind("rest_empty", "answers with empty results, every other time with none", Number.TIMES,
             lambda _, n: Rewrite(n, _empty)),
)  # fmt: skip
