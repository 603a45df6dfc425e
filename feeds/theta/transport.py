"""HTTP to a terminal on this machine: one body at a time, in bounded time and size, failures in words."""

import asyncio
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import cast

import httpx

from feeds.theta import refusals
from feeds.theta.cells import words
from feeds.theta.wire import Request
from models.history.terminal import MOST_REQUESTS

MAX_BODY_BYTES = 64 << 20
"""Far above the largest page (500,000 rows): more is no answer."""
KEPT_S = 5.0
_LOOPBACK = frozenset({"127.0.0.1", "localhost"})


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what, in seconds. Answers of 7 to 12 s happen, and hangs do."""

    connect_s: float = 3.0
    silence_s: float = 30.0
    answer_s: float = 60.0
    status_s: float = 2.0
    attempts: int = 5
    retry_within_s: float = 20.0
    first_wait_s: float = 1.0
    longest_wait_s: float = 5.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `next_page`: what the header of that name says; `whole`: length or chunks vouch for its end."""

    status: int
    body: bytes
    next_page: str = ""
    whole: bool = True
    took_ms: int = 0

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


class _Use:
    """What a request does with its connection. One that was kept may be closed by the other side in the moment in which
    it is used again: that says nothing of the terminal, and the request is sent again.
    """

    def __init__(self) -> None:
        self.is_sound = False
        """The connection is new, or has brought an answer."""

    async def trace(self, event: str, info: Mapping[str, object]) -> None:
        """Take note of what `httpcore` does."""
        if event == "connection.connect_tcp.started":
            self.is_sound = True


class TerminalHttp:
    """GET requests to one address. Connections are kept for a few seconds: half of what a small answer costs goes into
    a new one. A terminal that was restarted is never met through a dead connection.
    """

    def __init__(self, base_url: str, patience: Patience, max_body_bytes: int = MAX_BODY_BYTES) -> None:
        """Take `http://HOST:PORT`. Raises `ValueError` for an address of another form."""
        self._base = _base(base_url)
        self._patience = patience
        self._max_body_bytes = max_body_bytes
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(patience.silence_s, connect=patience.connect_s),
            verify=self._base.scheme == "https",  # loading certificates takes long, and plain HTTP needs none
            headers={"Accept-Encoding": "identity"},
            limits=httpx.Limits(max_keepalive_connections=MOST_REQUESTS, keepalive_expiry=KEPT_S),
            trust_env=False,  # no proxy may stand between this program and its own machine
        )

    @property
    def address(self) -> str:
        """Host and port."""
        return self._base.netloc.decode("ascii")

    @property
    def port(self) -> int | None:
        """The port, where the address names one."""
        return self._base.port

    def url(self, request: Request) -> httpx.URL:
        """A request at this address."""
        return self._base.copy_with(path=request.path, params=dict(request.parameters) or None)

    def followed(self, link: str) -> httpx.URL | None:
        """A link that the other side gave, if it leads to this very host and port (localhost is 127.0.0.1)."""
        try:
            url = self._base.join(link)
        except httpx.InvalidURL:
            return None
        host = self._base.host if {url.host, self._base.host} <= _LOOPBACK else url.host
        same = (url.scheme, host, url.port) == (self._base.scheme, self._base.host, self._base.port)
        return url.copy_with(host=host) if same else None

    async def get(self, url: httpx.URL, within_s: float | None = None) -> Answer:
        """Fetch what is there. Raises `HistoryError`."""
        within_s = within_s or self._patience.answer_s
        since_s = time.monotonic()
        try:
            async with asyncio.timeout(within_s):
                response, body = await self._fetched(url)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            raise refusals.not_running([self.address]) from None
        except httpx.ReadTimeout:
            raise refusals.too_slow(self.address, min(self._patience.silence_s, within_s)) from None
        except (httpx.TimeoutException, TimeoutError):
            raise refusals.too_slow(self.address, within_s) from None
        except httpx.HTTPError:
            raise refusals.unreadable(self.address, "an answer that broke off") from None
        return Answer(
            response.status_code,
            body,
            words(response.headers.get("Next-Page")),
            bool({"content-length", "transfer-encoding"} & set(response.headers)),
            round((time.monotonic() - since_s) * 1000),
        )

    async def close(self) -> None:
        """Let go of the network."""
        await self._client.aclose()

    async def _fetched(self, url: httpx.URL) -> tuple[httpx.Response, bytes]:
        while True:
            use = _Use()
            try:
                async with self._client.stream("GET", url, extensions={"trace": use.trace}) as response:
                    use.is_sound = True
                    return response, await self._body(response)
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
                if use.is_sound:
                    raise

    async def _body(self, response: httpx.Response) -> bytes:
        body = bytearray()
        # Left to the garbage collector, a broken-off generator would end in a task of its own, later.
        async with aclosing(cast("AsyncGenerator[bytes, None]", response.aiter_raw())) as chunks:
            async for chunk in chunks:
                body += chunk
                if len(body) > self._max_body_bytes:
                    await response.aclose()  # the generators below would have to, too late to await anything
                    raise refusals.unreadable(self.address, "an answer without an end")
        return bytes(body)


def _base(text: str) -> httpx.URL:
    shown = text.rpartition("@")[2]  # before it stands what nobody else should read
    try:
        url = httpx.URL(text.strip().rstrip("/"))
    except httpx.InvalidURL:
        raise ValueError(f"“{shown}” is not an address") from None
    if url.scheme not in ("http", "https") or not url.host or url.path not in ("", "/") or url.query or url.userinfo:
        raise ValueError(f"“{shown}” is not the address of a terminal: http://127.0.0.1:25510 is one")
    return url.copy_with(host="127.0.0.1") if url.host == "localhost" else url
