"""Faults of the HTTP services."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Middleware

from feeds.venue.faults import Fault

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def faulty(fault: Fault) -> Middleware:
    """Answers in the fault's way where it has one."""

    @web.middleware
    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        refused = fault.on_request(request.path)
        return await handler(request) if refused is None else web.Response(status=refused[0], text=refused[1])

    return answer
