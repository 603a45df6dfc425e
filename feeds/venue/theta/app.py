"""The terminal's routes: of both generations side by side, or of one, which does not know the other's."""

from collections.abc import Collection

from aiohttp import web
from aiohttp.typedefs import Middleware

from feeds.venue.archive import Archive
from feeds.venue.faults.fault import Handler, HttpFault
from feeds.venue.faults.turns import Turns
from feeds.venue.http_faults import faulty
from feeds.venue.source import SourceError
from feeds.venue.theta.errors import GONE, UPGRADED, TerminalError
from feeds.venue.theta.v2 import add_v2
from feeds.venue.theta.v3 import add_v3

V2, V3 = 2, 3
BOTH = frozenset({V2, V3})


def theta_app(archive: Archive, faults: Turns[HttpFault], generations: Collection[int] = BOTH) -> web.Application:
    """A terminal of some generations, in the mood of its faults."""
    app = web.Application(middlewares=[faulty(faults), _only(generations), _errors])
    add_v2(app, archive)
    add_v3(app, archive)
    return app


def _only(generations: Collection[int]) -> Middleware:
    """A v2 terminal does not implement paths of v3; a v3 terminal says of all but its own that they are of the past."""

    @web.middleware
    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        is_v3 = request.path.startswith("/v3/")
        if is_v3 and V3 not in generations:
            return _no_such(request)
        if not is_v3 and V2 not in generations:
            return web.Response(status=GONE, text=UPGRADED)
        return await handler(request)

    return answer


@web.middleware
async def _errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Errors are a status and a text, as the terminal gives them."""
    try:
        return await handler(request)
    except TerminalError as error:
        return web.Response(status=error.status, text=error.body)
    except SourceError as error:
        return web.Response(status=470, text=str(error))
    except web.HTTPNotFound:
        return _no_such(request)


def _no_such(request: web.Request) -> web.Response:
    return web.Response(status=404, text=f"Not implemented: {request.path}")
