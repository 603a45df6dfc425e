"""What the tests of the REST client share: quick delays, a client that is closed, a failure that is caught."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp import web

from feeds.massive.rest import MassiveRest, RestTiming
from feeds.massive.rest_errors import RestError
from feeds.massive.rest_http import Limits
from feeds.massive.throttle import Pace
from tests.feeds.conftest import Answerer, Double, Talker, settled

Serve = Callable[[Answerer], Awaitable[Double]]
Talk = Callable[[Talker], Awaitable[str]]
KEY = "k3y-that-stays-secret"
QUICK = RestTiming(
    Limits(body_bytes=1 << 20),
    Pace(usual_per_s=10_000, slow_per_s=1_000, first_pause_s=0.002, longest_pause_s=0.01),
    attempts=3,
    first_retry_s=0.001,
    longest_retry_s=0.002,
    longest_wait_s=1.0,
)
HASTY = replace(QUICK, limits=Limits(silence_s=0.25, answer_s=0.75))
"""For servers that do not answer."""


@asynccontextmanager
async def asking(url: str, timing: RestTiming = QUICK, key: str = KEY) -> AsyncIterator[MassiveRest]:
    """A client of a server, closed at the end."""
    rest = MassiveRest(url, key, timing)
    try:
        yield rest
    finally:
        await rest.close()


async def failure(url: str, timing: RestTiming = QUICK, key: str = KEY, path: str = "/v3/x") -> RestError:
    """Why all pages of a path could not be fetched."""
    async with asking(url, timing, key) as rest:
        with pytest.raises(RestError) as caught:
            async for _ in rest.pages(path):
                pass
    await settled()
    return caught.value


def told(text: str, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """An answer of a server, said to be JSON."""
    return web.Response(status=status, text=text, content_type="application/json", headers=headers)


__all__ = [
    "HASTY",
    "KEY",
    "QUICK",
    "Answerer",
    "Double",
    "Serve",
    "Talk",
    "Talker",
    "asking",
    "failure",
    "settled",
    "told",
]
