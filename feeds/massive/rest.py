"""Massive's REST service: answers and their pages, asked for patiently and at a pace that the plan allows."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field
from itertools import count

import httpx

from feeds.massive import rest_errors
from feeds.massive.rest_errors import RestError, RestProblem, is_passing
from feeds.massive.rest_http import Answer, Limits, RestHttp
from feeds.massive.throttle import Pace, Throttle
from feeds.massive.timing import RETRY_SPREAD, Backoff

MAX_PAGES = 1_000
"""Far more than the trades of any contract on any day fill: more pages have no end."""
_log = logging.getLogger("optape.rest")


@dataclass(frozen=True, slots=True)
class RestTiming:
    """Every delay of the REST client, in seconds, and how often a request is tried."""

    limits: Limits = field(default_factory=Limits)
    pace: Pace = field(default_factory=Pace)
    attempts: int = 5
    first_retry_s: float = 0.5
    longest_retry_s: float = 8.0
    longest_wait_s: float = 120.0
    """A refusal that asks to wait longer is final."""


class MassiveRest:
    """GET requests to Massive, on the loop's thread. The key goes to this address alone, and appears in no exception.

    `requests` counts those that were sent, tries among them. `wall_ms`: our own clock, Unix ms.
    """

    def __init__(
        self,
        url: str,
        key: str,
        timing: RestTiming | None = None,
        wall_ms: Callable[[], float] = lambda: time.time() * 1000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take `https://host`, or `http://` on this machine. Raises `ValueError` for another address."""
        self.requests = 0
        self._timing = timing or RestTiming()
        self._http = RestHttp(url, key, self._timing.limits, wall_ms)
        self._throttle = Throttle(self._timing.pace, clock)
        self._turn = asyncio.Lock()
        self._in_flight = asyncio.Semaphore(self._timing.pace.in_flight)

    @property
    def url(self) -> str:
        """The address of the service."""
        return self._http.base

    @property
    def clock_offset_ms(self) -> float | None:
        """The server's clock minus our own, to about a second; None until an answer told."""
        return self._http.clock_offset_ms

    @property
    def wait_s(self) -> float:
        """How long the next request will be held back, which is long only after a refusal."""
        return self._throttle.wait_s()

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> bytes:
        """Fetch a JSON body. Raises `RestError`, for what may pass only after all tries."""
        return (await self._patiently(self._http.url(path).copy_merge_params(params or {}))).content

    async def pages(self, path: str, params: Mapping[str, str] | None = None) -> AsyncGenerator[bytes, None]:
        """Fetch the JSON bodies of all pages. Raises `RestError`; a page elsewhere is not asked for.

        Close it (`aclosing`) when it is left before its end.
        """
        url: httpx.URL | None = self._http.url(path).copy_merge_params(params or {})
        seen = set[httpx.URL]()
        while url is not None:
            seen.add(url)
            answer = await self._patiently(url)
            yield answer.content
            url = self._http.followed(answer.next_url, url) if answer.next_url else None
            if url in seen or len(seen) == MAX_PAGES:
                raise rest_errors.leads_in_a_circle(self._http.url(path))

    async def close(self) -> None:
        """Let go of the network; whoever waits for an answer is to be cancelled before."""
        await self._http.close()

    async def _patiently(self, url: httpx.URL) -> Answer:
        """Ask again and again while `is_passing` says that this may help."""
        delays = Backoff(self._timing.first_retry_s, self._timing.longest_retry_s, RETRY_SPREAD)
        for attempt in count(1):
            try:
                return await self._paced(url)
            except RestError as error:
                if not is_passing(error.problem) or attempt >= self._timing.attempts or self._must_wait_long(error):
                    raise
                _log.info("try %d of %d: %s", attempt, self._timing.attempts, error)
                # After a refusal as too many the throttle makes everybody wait.
                too_many = error.problem is RestProblem.TOO_MANY
                delay_s = 0.0 if too_many else max(delays.delay_s(), error.retry_after_s or 0.0)
            await asyncio.sleep(delay_s)
        raise AssertionError("the last try returns or raises")

    def _must_wait_long(self, error: RestError) -> bool:
        return (error.retry_after_s or 0) > self._timing.longest_wait_s

    async def _paced(self, url: httpx.URL) -> Answer:
        async with self._in_flight:
            ticket = await self._started(url)
            try:
                answer = await self._http.get(url)
            except RestError as error:
                if error.problem is RestProblem.TOO_MANY:
                    self._throttle.refused(ticket, error.retry_after_s)
                raise
            self._throttle.accepted(ticket)
            return answer

    async def _started(self, url: httpx.URL) -> int:
        """Wait for our turn, first come first served. Raises `RestError` if that would take too long."""
        async with self._turn:
            while (wait_s := self._throttle.wait_s()) > 0:
                if wait_s > self._timing.longest_wait_s:
                    raise rest_errors.must_wait(url, wait_s)
                await asyncio.sleep(wait_s)
            self.requests += 1
            return self._throttle.start()
