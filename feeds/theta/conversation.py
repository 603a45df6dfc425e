"""One question on its way to a terminal: its pages, its tries, the generation that answers, and what was asked."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

import httpx
import stamina

from feeds.theta import refusals
from feeds.theta.bodies import Table
from feeds.theta.cells import plain_text, words
from feeds.theta.dialects import V2, V3, V3_PORT, Dialect, Generation, Reply
from feeds.theta.refusals import RefusedError
from feeds.theta.transport import Answer, Patience, TerminalHttp
from feeds.theta.turns import Turns
from feeds.theta.wire import Page, Request, WireError
from models.history.terminal import Transport

MAX_PAGES = 50
READ_HERE_BYTES = 50_000
"""A longer body takes more than a few ms to read, and is read in a thread."""
Progress = Callable[[str], None]
R = TypeVar("R")


@dataclass(slots=True)
class Line:
    """What all questions to one terminal share."""

    http: TerminalHttp
    patience: Patience
    turns: Turns
    transport: Transport = Transport.AUTOMATIC
    generation: Generation | None = None
    """The one that answered last; None while none has."""

    @property
    def dialect(self) -> Dialect:
        """How to speak to it: by what answered, else by what usually listens at such a port."""
        expected = V3 if self.http.port == V3_PORT else V2
        return Dialect(self.generation or expected, self.transport)


@dataclass(slots=True)
class Conversation:
    """A question. `asked`: readable label of it. What asks raises `HistoryError`."""

    line: Line
    asked: str
    progress: Progress
    requests: list[str] = field(default_factory=list)
    took_ms: int = 0
    """How long the answers took, as seen from here."""

    async def read(self, make: Callable[[Dialect], Request], read: Callable[[Dialect, Reply], R]) -> R:
        """Ask for one body and read it."""
        return await self._spoken(
            lambda dialect: self._patiently(self.line.http.url(make(dialect)), lambda reply: read(dialect, reply))
        )

    async def pages(self, make: Callable[[Dialect], Request], read: Callable[[Dialect, Reply], Page]) -> list[Page]:
        """Ask for trades, page by page; that there are none is an answer."""
        return await self._spoken(
            lambda dialect: self._restarted(make(dialect), lambda reply: self._page(read(dialect, reply)))
        )

    async def _spoken(self, ask: Callable[[Dialect], Awaitable[R]]) -> R:
        """Ask as who answered last would have it; where that is no longer so, as the other generation would."""
        dialect = self.line.dialect
        try:
            return await self._known(dialect, ask)
        except RefusedError as error:
            if error.status not in refusals.OTHER_GENERATION:
                raise
            first = error
        try:
            return await self._known(dialect.other, ask)
        except RefusedError as error:
            # 410 only says that it is the other one's turn: 404 is then what that one really said.
            is_known = error.status not in refusals.OTHER_GENERATION or first.status == refusals.GONE
            raise error if is_known else first from None

    async def _known(self, dialect: Dialect, ask: Callable[[Dialect], Awaitable[R]]) -> R:
        """Ask, and keep in mind that this generation answers."""
        try:
            answer = await ask(dialect)
        except RefusedError as error:
            if error.status not in refusals.OTHER_GENERATION and refusals.is_of_the_table(error.status):
                self.line.generation = dialect.generation
            raise
        self.line.generation = dialect.generation
        return answer

    async def _restarted(self, request: Request, read: Callable[[Reply], Page]) -> list[Page]:
        try:
            return await self._from_first(request, read)
        except RefusedError as error:
            if error.status != refusals.NO_PAGE_FOUND:
                raise
        self.progress("The terminal lost its place: asking once more")
        return await self._from_first(request, read)

    async def _from_first(self, request: Request, read: Callable[[Reply], Page]) -> list[Page]:
        http = self.line.http
        url: httpx.URL | None = http.url(request)
        pages, seen = [], set[httpx.URL]()
        while url is not None and url not in seen and len(seen) < MAX_PAGES:
            seen.add(url)
            try:
                pages.append(await self._patiently(url, read))
            except RefusedError as error:
                pages.append(_without_rows(error))
            if not pages[-1].next_page:
                return pages
            self.progress(f"Reading page {len(pages) + 1}")
            url = http.followed(pages[-1].next_page)
        raise refusals.unreadable(http.address, "pages that lead nowhere")

    async def _patiently(self, url: httpx.URL, read: Callable[[Reply], R]) -> R:
        """Fetch and read, again and again while the terminal says that this may help."""
        patience = self.line.patience
        tries = stamina.retry_context(
            on=_is_temporary,
            attempts=patience.attempts,
            timeout=patience.retry_within_s,
            wait_initial=patience.first_wait_s,
            wait_max=patience.longest_wait_s,
            wait_jitter=0,
        )
        async with self.line.turns:
            async for attempt in tries:
                if attempt.num > 1:
                    self.progress(f"Asking again: try {attempt.num} of {patience.attempts}")
                next_try = f"try {attempt.num + 1} of {patience.attempts}" if attempt.num < patience.attempts else ""
                with attempt:
                    return await self._once(url, read, next_try)
        raise AssertionError("the last try returns or raises")

    async def _once(self, url: httpx.URL, read: Callable[[Reply], R], next_try: str) -> R:
        self.requests.append(str(url))
        answer = await self.line.http.get(url)
        self.took_ms += answer.took_ms
        try:
            return await self._understood(answer, read)
        except WireError as error:
            raise refusals.unreadable(self.line.http.address, str(error)) from None
        except RefusedError as error:
            if next_try and _is_temporary(error):
                self.progress(f"{error.waiting}: waiting for {next_try}")
            raise

    async def _understood(self, answer: Answer, read: Callable[[Reply], R]) -> R:
        if answer.status != refusals.OK:
            raise self._refused(answer.status, answer.text)
        reply = Reply(answer.body, answer.next_page, answer.whole)
        if len(reply.body) <= READ_HERE_BYTES:
            return read(reply)
        return await asyncio.to_thread(read, reply)

    def checked(self, table: Table) -> Table:
        """A list, or the error that an old terminal puts into its header instead of a status. Raises `RefusedError`."""
        if error_type := words(table.header.get("error_type")):
            raise self._refused(refusals.status_by_name(error_type), words(table.header.get("error_msg")))
        return table

    def _page(self, page: Page) -> Page:
        """A page, or the error that an old terminal puts into its header instead of a status."""
        if page.error_type and not page.rows:
            raise self._refused(refusals.status_by_name(page.error_type), page.error_msg)
        return page

    def _refused(self, status: int, text: str) -> RefusedError:
        return refusals.refused(status, plain_text(text), self.line.http.address, self.asked)


def _without_rows(error: RefusedError) -> Page:
    """The page that a terminal means where it says that there is no data. Raises every other error."""
    if error.status != refusals.NO_DATA or refusals.is_unknown_root(error.detail):
        raise error
    return Page(error_type="NO_DATA", error_msg=error.detail.partition(": ")[2])


def _is_temporary(error: Exception) -> bool:
    return isinstance(error, RefusedError) and error.status in refusals.TEMPORARY
