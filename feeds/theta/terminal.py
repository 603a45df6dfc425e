"""The Theta Terminal as a history source: v2, JSON. One request is in flight at a time, which every plan allows."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

import httpx
import stamina

from feeds.theta import refusals
from feeds.theta.codes import ThetaCodes
from feeds.theta.refusals import RefusedError
from feeds.theta.transport import Patience, TerminalHttp
from feeds.theta.wire_v2 import PATH, STATUS_PATH, Page, WireError, parameters, plain_text, read_page
from models.queries import AtTimeAnswer, AtTimeQuery, HistoryError, HistoryFailure, missing_days
from models.status import Source

V2_URL = "http://127.0.0.1:25510"
"""Always the literal address: a terminal that is asked both as localhost and as 127.0.0.1 refuses one of them."""
MAX_PAGES = 50
PATIENT = Patience()
Progress = Callable[[str], None]


class TerminalState(StrEnum):
    """What a terminal says of itself, or what its silence means."""

    CONNECTED = "connected"
    UNVERIFIED = "unverified"
    DISCONNECTED = "disconnected"
    ERROR = "error"
    NOT_RUNNING = "not running"
    SILENT = "does not answer"
    V3 = "is a v3 terminal"
    UNKNOWN = "unknown"


_SAYS = frozenset({TerminalState.CONNECTED, TerminalState.UNVERIFIED, TerminalState.DISCONNECTED, TerminalState.ERROR})
_STATE_OF = {
    HistoryFailure.NOT_RUNNING: TerminalState.NOT_RUNNING,
    HistoryFailure.TIMEOUT: TerminalState.SILENT,
}


class ThetaTerminal:
    """A `HistorySource` over a Theta Terminal v2, or over whoever speaks its protocol."""

    def __init__(
        self,
        base_url: str,
        codes: ThetaCodes,
        *,
        name: str = "Theta Terminal v2",
        source: Source = Source.LIVE,
        patience: Patience = PATIENT,
    ) -> None:
        """Take `http://HOST:PORT`. Raises `ValueError` for an address of another form."""
        self._http = TerminalHttp(base_url, patience)
        self._codes = codes
        self._name = name
        self._source = source
        self._patience = patience
        self._one_at_a_time = asyncio.Lock()

    @property
    def name(self) -> str:
        """What it is and where: `Theta Terminal v2 (127.0.0.1:25510)`."""
        return f"{self._name} ({self._http.address})"

    @property
    def source(self) -> Source:
        """Whether the real market, a simulated one or a recording is behind it."""
        return self._source

    async def at_time(self, query: AtTimeQuery, progress: Progress) -> AtTimeAnswer:
        """Answer a query. Raises `HistoryError`."""
        async with self._one_at_a_time:
            progress(f"Asking {self.name}")
            question = _Question(self._http, self._patience, query, progress)
            pages = await question.asked(query)
        rows = [self._codes.row(row, query.at_ms) for page in pages for row in page.rows]
        return AtTimeAnswer(
            query=query,
            source_name=self.name,
            source=self._source,
            rows=tuple(rows),
            missing=missing_days(query, {row.day for row in rows}),
            note=_note(pages),
            latency_ms=_latency_ms(pages),
            requests=tuple(question.requests),
        )

    async def status(self) -> TerminalState:
        """Find out whether a terminal is there and connected; never raises for what the other side does."""
        try:
            status, body = await self._http.get(self._http.url(STATUS_PATH), self._patience.status_s)
        except HistoryError as error:
            return _STATE_OF.get(error.kind, TerminalState.UNKNOWN)
        if status == refusals.GONE:
            return TerminalState.V3
        said = plain_text(body.decode("utf-8", "replace")).lower()
        return TerminalState(said) if said in _SAYS else TerminalState.UNKNOWN

    async def close(self) -> None:
        """Let go of the network."""
        await self._http.close()


class _Question:
    """One query on its way: its pages, its tries, and the requests that were made for it."""

    def __init__(self, http: TerminalHttp, patience: Patience, query: AtTimeQuery, progress: Progress) -> None:
        self.requests: list[str] = []
        self._http = http
        self._patience = patience
        self._query = query
        self._progress = progress

    async def asked(self, part: AtTimeQuery) -> list[Page]:
        """Ask for a part of the range; in halves, down to days, where the terminal finds it too large."""
        try:
            return await self._restarted(part)
        except RefusedError as error:
            if error.status != refusals.LARGE_REQUEST or part.start == part.end:
                raise
        middle = part.start + (part.end - part.start) // 2
        self._progress(f"Too much for one answer: asking for {part.start} to {middle}")
        first = replace(part, end=middle, latest=part.end)
        rest = replace(part, start=middle + timedelta(days=1), latest=part.end)
        return [*await self.asked(first), *await self.asked(rest)]

    async def _restarted(self, part: AtTimeQuery) -> list[Page]:
        try:
            return await self._pages(part)
        except RefusedError as error:
            if error.status != refusals.NO_PAGE_FOUND:
                raise
        self._progress("The terminal lost its place: asking once more")
        return await self._pages(part)

    async def _pages(self, part: AtTimeQuery) -> list[Page]:
        url: httpx.URL | None = self._http.url(PATH, parameters(part))
        pages, seen = [], set[httpx.URL]()
        while url is not None and url not in seen and len(seen) < MAX_PAGES:
            seen.add(url)
            pages.append(await self._patiently(url))
            if not pages[-1].next_page:
                return pages
            self._progress(f"Reading page {len(pages) + 1}")
            url = self._http.followed(pages[-1].next_page)
        raise refusals.unreadable(self._http.address, "pages that lead nowhere")

    async def _patiently(self, url: httpx.URL) -> Page:
        """Fetch a page, again and again while the terminal says that this may help."""
        patience = self._patience
        tries = stamina.retry_context(
            on=_is_temporary,
            attempts=patience.attempts,
            timeout=patience.retry_within_s,
            wait_initial=patience.first_wait_s,
            wait_max=patience.longest_wait_s,
            wait_jitter=0,
        )
        async for attempt in tries:
            if attempt.num > 1:
                self._progress(f"Asking again: try {attempt.num} of {patience.attempts}")
            with attempt:
                return await self._page(url, waits=attempt.num < patience.attempts)
        raise AssertionError("the last try returns or raises")

    async def _page(self, url: httpx.URL, *, waits: bool) -> Page:
        self.requests.append(str(url))
        status, body = await self._http.get(url)
        try:
            return self._read(status, body)
        except WireError as error:
            raise refusals.unreadable(self._http.address, str(error)) from None
        except RefusedError as error:
            if waits and _is_temporary(error):
                self._progress(f"{error.waiting}: waiting a little")
            raise

    def _read(self, status: int, body: bytes) -> Page:
        if status != refusals.OK:
            return self._refused(status, body.decode("utf-8", "replace"))
        page = read_page(body, self._query.start, self._query.end)
        if page.error_type and not page.rows:
            return self._refused(refusals.status_by_name(page.error_type), page.error_msg)
        return page

    def _refused(self, status: int, text: str) -> Page:
        """No data is an answer; every other refusal is raised."""
        if status == refusals.NO_DATA and not refusals.is_unknown_root(text):
            return Page(error_type="NO_DATA", error_msg=plain_text(text))
        raise refusals.refused(status, text, self._http.address, self._query.contract.label)


def _is_temporary(error: Exception) -> bool:
    return isinstance(error, RefusedError) and error.status in refusals.TEMPORARY


def _note(pages: Sequence[Page]) -> str:
    said = dict.fromkeys(page.error_msg for page in pages if page.error_msg)
    unreadable = sum(page.unreadable for page in pages)
    rows = f"{unreadable} {'row' if unreadable == 1 else 'rows'} of the answer could not be read." if unreadable else ""
    return " ".join(filter(None, (*said, rows)))


def _latency_ms(pages: Sequence[Page]) -> int | None:
    known = [page.latency_ms for page in pages if page.latency_ms is not None]
    return sum(known) if known else None
