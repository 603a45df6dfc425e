"""Where the faults of an HTTP service come in."""

from aiohttp import web
from aiohttp.typedefs import Middleware

from feeds.venue.faults.fault import Handler, HttpFault
from feeds.venue.faults.turns import Turns
from feeds.venue.urls import STREAM_PATH


def faulty(faults: Turns[HttpFault]) -> Middleware:
    """Answers in the fault's way where it has one; the stream's own address is left alone."""

    @web.middleware
    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path == STREAM_PATH:
            return await handler(request)
        return await faults.current.answer(request, handler)

    return answer
