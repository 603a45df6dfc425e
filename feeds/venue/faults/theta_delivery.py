"""Faults of how the terminal's answers come: late, never, in part, for ever, or as something else altogether."""

import asyncio
from contextlib import suppress

from aiohttp import web

from feeds.venue.faults.bodies import Cut, Slow, body_of
from feeds.venue.faults.fault import Handler, HttpFault
from feeds.venue.faults.kind import HttpKind, Number
from feeds.venue.faults.refusals import PAGE, Refuse
from feeds.venue.faults.theta_refusals import is_question, is_trades

_BLANKS = b"\n" * 65_536


class Late(HttpFault):
    """Answers after some seconds."""

    def __init__(self, seconds: float, times: float) -> None:
        super().__init__(times, concerns=is_question)
        self._seconds = seconds
        self._closing = asyncio.Event()

    async def spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Wait, but not for a venue that closes."""
        self._struck()
        waiting = asyncio.create_task(self._closing.wait())
        await asyncio.wait({waiting}, timeout=self._seconds)
        waiting.cancel()
        return await handler(request)

    async def close(self) -> None:
        """Let the requests that wait go."""
        self._closing.set()
        await super().close()


class Torn(HttpFault):
    """A body that ends in the middle, and calls itself whole."""

    async def spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Half of it, never up to the end of a line: nobody could tell."""
        answer = await handler(request)
        half = body_of(answer)[: len(body_of(answer)) // 2].rstrip(b"\n")
        self._struck()
        return web.Response(status=answer.status, body=half[:-2], content_type=answer.content_type)


class Endless(HttpFault):
    """A body that goes on with blank lines for as long as somebody reads."""

    async def spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """All but the last character, then nothing of meaning."""
        whole = await handler(request)
        self._struck()
        answer = web.StreamResponse(status=whole.status, headers={"Content-Type": whole.content_type})
        with suppress(ConnectionError):
            await answer.prepare(request)
            await answer.write(body_of(whole)[:-1])
            while True:
                await answer.write(_BLANKS)
                await asyncio.sleep(0)
        return answer


KINDS: tuple[HttpKind, ...] = (
    HttpKind("theta_hang", "never answers a question", Number.TIMES, lambda _, n: Slow(n, concerns=is_question)),
    HttpKind("theta_slow", "answers questions some seconds (8) late", Number.SECONDS, Late, 8),
    HttpKind("theta_cut", "ends the connection in the middle of the body", Number.TIMES,
             lambda _, n: Cut(n, concerns=is_trades)),
    HttpKind("theta_torn", "answers with a body that ends in the middle and calls itself whole", Number.TIMES,
             lambda _, n: Torn(n, concerns=is_trades)),
    HttpKind("theta_html", "answers 200 with a page of HTML", Number.TIMES,
             lambda _, n: Refuse(n, 200, PAGE, content_type="text/html", concerns=is_question)),
    HttpKind("theta_endless", "answers with a body that does not end", Number.TIMES,
             lambda _, n: Endless(n, concerns=is_trades)),
)  # fmt: skip
