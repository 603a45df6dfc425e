"""HTTP to Massive's REST service: one body at a time, in bounded time and size, failures in words.

The key goes into a header of requests to the one address that was chosen for it, and nowhere else: redirects are not
followed, and what the other side says is quoted without it.
"""

import asyncio
import zlib
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import cast

import httpx

from feeds.massive import rest_errors, rest_wire
from models.addresses import check_rest_url, is_loopback
from models.redaction import Redactor

_GZIP = zlib.MAX_WBITS | 16
_LATE_DATE_MS = 2_000
"""An answer that took longer tells too little of the server's clock."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one request may take, in seconds, and how large an answer may be, in bytes, unpacked."""

    connect_s: float = 5.0
    silence_s: float = 20.0
    answer_s: float = 60.0
    body_bytes: int = 64 << 20


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is none of an error: its body, JSON, and the address of the next page (empty if there is none)."""

    content: bytes
    next_url: str


class RestHttp:
    """GET requests with a key to one address."""

    def __init__(self, url: str, key: str, limits: Limits, wall_ms: Callable[[], float]) -> None:
        """Take `https://host`, or `http://` on this machine. Raises `ValueError` for another address."""
        self._base = httpx.URL(check_rest_url(url))
        self._key = key
        self._limits = limits
        self._wall_ms = wall_ms
        self._redacted = Redactor(key)
        self._client: httpx.AsyncClient | None = None
        self._making = asyncio.Lock()
        self.clock_offset_ms: float | None = None
        """The server's clock minus our own; None until an answer told."""

    @property
    def base(self) -> str:
        """The address of the service."""
        return str(self._base)

    def url(self, path: str) -> httpx.URL:
        """A path at this address."""
        return self._base.copy_with(path=self._base.path.rstrip("/") + path)

    def followed(self, link: str, page: httpx.URL) -> httpx.URL:
        """The next page that a page names. Raises `RestError` unless it is at our scheme, host and port.

        A key in it is left out: it stands in the header, and addresses are logged.
        """
        try:
            url = page.join(link)
            here = _place(url) == _place(self._base) and not url.userinfo
        except (httpx.InvalidURL, ValueError):  # the latter from urllib and idna, for what only looks like an address
            here = False
        if not here:
            raise rest_errors.leads_elsewhere(self._base, self._redacted(link))
        params = url.params.multi_items()
        for name in {name for name, value in params if name.lower() == "apikey" or self._redacted(value) != value}:
            url = url.copy_remove_param(name)
        return url

    async def get(self, url: httpx.URL) -> Answer:
        """Fetch one answer, once. Raises `RestError`."""
        if not (self._key and self._key.isascii() and self._key.isprintable() and " " not in self._key):
            raise rest_errors.bad_key_text(url)
        client = await self._opened()
        limits = self._limits
        sent_ms = self._wall_ms()
        try:
            async with asyncio.timeout(limits.answer_s), client.stream("GET", url) as response:
                self._compare_clocks(response, sent_ms)
                return self._read(response, url, await self._body(response, url))
        except httpx.ReadTimeout:
            raise rest_errors.too_slow(url, min(limits.silence_s, limits.answer_s)) from None
        except httpx.ConnectTimeout:
            raise rest_errors.too_slow(url, limits.connect_s) from None
        except (httpx.TimeoutException, TimeoutError):
            raise rest_errors.too_slow(url, limits.answer_s) from None
        except httpx.TransportError as error:
            raise rest_errors.of_transport(error, url) from None
        except zlib.error:
            raise rest_errors.unreadable(url, "broken data") from None

    async def close(self) -> None:
        """Let go of the network."""
        if self._client:
            await self._client.aclose()
            self._client = None

    async def _opened(self) -> httpx.AsyncClient:
        async with self._making:
            if self._client is None:  # in a thread: loading certificates would hold up a frame
                try:
                    self._client = await asyncio.to_thread(self._new_client)
                except (OSError, ValueError) as error:  # its text may hold the password of a proxy
                    raise rest_errors.no_client(self._base, type(error).__name__) from None
            return self._client

    def _new_client(self) -> httpx.AsyncClient:
        here = is_loopback(str(self._base))
        return httpx.AsyncClient(
            timeout=httpx.Timeout(self._limits.silence_s, connect=self._limits.connect_s),
            headers={"Authorization": f"Bearer {self._key}", "Accept-Encoding": "gzip"},
            follow_redirects=False,  # the key would go along
            verify=self._base.scheme == "https",
            trust_env=not here,  # no proxy may stand between this program and its own machine
        )

    async def _body(self, response: httpx.Response, url: httpx.URL) -> bytes:
        """The whole body, unpacked here and not by httpx, which has no bound for what a small packed body becomes."""
        packed = zlib.decompressobj(_GZIP) if response.headers.get("Content-Encoding", "").lower() == "gzip" else None
        most, body = self._limits.body_bytes, bytearray()
        # Left to the garbage collector, a broken-off generator would end in a task of its own, later.
        async with aclosing(cast("AsyncGenerator[bytes, None]", response.aiter_raw())) as chunks:
            async for chunk in chunks:
                body += packed.decompress(chunk, most + 1 - len(body)) if packed else chunk
                if len(body) > most:
                    raise rest_errors.too_large(url, most)
        if packed and not packed.eof and body:
            raise rest_errors.unreadable(url, "half an answer")
        return bytes(body)

    def _read(self, response: httpx.Response, url: httpx.URL, content: bytes) -> Answer:
        """The answer, if it is one. Raises `RestError`."""
        status = response.status_code
        if response.is_redirect:
            raise rest_errors.redirected(url)
        if status >= httpx.codes.BAD_REQUEST:
            web_page = rest_wire.is_web_page(content)
            problem = rest_errors.problem_of(status, web_page=web_page)
            text = "" if web_page else self._redacted(_said(content))
            raise rest_errors.refused(problem, status, url, text, self._retry_after_s(response))
        try:
            around = rest_wire.envelope(content)
        except rest_wire.WireError as error:
            raise rest_errors.unreadable(url, str(error)) from None
        refusal = rest_errors.problem_of_word(around.status)
        if refusal:
            raise rest_errors.refused(refusal, status, url, self._redacted(around.text))
        return Answer(content, around.next_url)

    def _compare_clocks(self, response: httpx.Response, sent_ms: float) -> None:
        """Note the server's clock: the middle of the second that it names, at the middle of the request."""
        now_ms, date_ms = self._wall_ms(), _date_ms(response.headers.get("Date", ""))
        if date_ms is not None and "Age" not in response.headers and now_ms - sent_ms < _LATE_DATE_MS:
            self.clock_offset_ms = date_ms + 500 - (sent_ms + now_ms) / 2

    def _retry_after_s(self, response: httpx.Response) -> float | None:
        """The seconds that a refusal asks to wait, given as a number or as a date."""
        text = response.headers.get("Retry-After", "").strip()
        if text.isascii() and text.isdigit():
            return float(text[:9])
        date_ms = _date_ms(text)
        return None if date_ms is None else max(0.0, (date_ms - self._wall_ms()) / 1000)


def _place(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port or {"http": 80, "https": 443}.get(url.scheme)


def _date_ms(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp() * 1000
    except (ValueError, OverflowError):
        return None


def _said(content: bytes) -> str:
    """The service's own words in the body of an error: its `error` or `message`, else the text itself."""
    try:
        return rest_wire.envelope(content).text
    except rest_wire.WireError:
        return content[:1000].decode("utf-8", "replace")
