"""A Theta Terminal as a history source: v2 or v3, whichever answers at its address."""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from feeds.theta import lists, refusals
from feeds.theta.bodies import Table, no_data
from feeds.theta.codes import ThetaCodes
from feeds.theta.conversation import Conversation, Line, Progress
from feeds.theta.dialects import Dialect, Reply
from feeds.theta.list_store import ListStore
from feeds.theta.look import advice, look_at
from feeds.theta.refusals import RefusedError
from feeds.theta.terminal_watch import TerminalWatch
from feeds.theta.transport import Patience, TerminalHttp
from feeds.theta.turns import Turns
from feeds.theta.wire import Page, Request, WireRow
from models.history.missing_days import missing_days
from models.history.queries import AtTimeAnswer, AtTimeQuery, Missing, PastTrade, PastTrades, TradesQuery
from models.history.terminal import TerminalState, TerminalStatus, Transport
from models.status import Source

T = TypeVar("T", str, date, int)
PATIENT = Patience()
TERMINAL = "Theta Terminal"
_MANY_ROWS = 1_000
"""More take longer than a few ms to put into our names, and are left to a thread."""
_BAD = "The terminal sent a row that cannot be read"


class ThetaTerminal:
    """A `HistorySource` over a Theta Terminal, or over whoever speaks its protocol."""

    def __init__(
        self,
        base_url: str,
        codes: ThetaCodes,
        *,
        name: str = TERMINAL,
        source: Source = Source.LIVE,
        patience: Patience = PATIENT,
        turns: Turns | None = None,
        transport: Transport = Transport.AUTOMATIC,
        kept: ListStore | None = None,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take `http://HOST:PORT`. Raises `ValueError` for an address of another form.

        `turns`: shared by all that may not ask at once; `kept`: where lists are kept for the day.
        """
        self._http = TerminalHttp(base_url, patience)
        self._line = Line(self._http, patience, turns or Turns(), transport)
        self._codes = codes
        self._name = name
        self._source = source
        self._kept = kept or ListStore()
        self._watch = TerminalWatch(now_s)

    @property
    def name(self) -> str:
        """What it is and where: `Theta Terminal v2 (127.0.0.1:25510)`."""
        return f"{self.title} ({self.address})"

    @property
    def title(self) -> str:
        """What it is, with the generation where that says something: the venue speaks both."""
        generation = self._line.generation
        return f"{self._name} v{generation.number}" if generation and self._name == TERMINAL else self._name

    @property
    def address(self) -> str:
        """Host and port."""
        return self._http.address

    @property
    def source(self) -> Source:
        """Whether the real market, a simulated one or a recording is behind it."""
        return self._source

    def speak(self, transport: Transport) -> None:
        """Ask in another form from now on."""
        self._line.transport = transport

    async def look(self) -> TerminalStatus:
        """Find out whether a terminal is there and connected; never raises for what the other side does."""
        return self.described(self._watch.judged(await look_at(self._line)))

    def described(self, state: TerminalState) -> TerminalStatus:
        """What is told of the terminal where it is in a state."""
        generation = self._line.generation
        return TerminalStatus(
            self.title,
            self.address,
            generation.number if generation else None,
            state,
            self._source,
            advice(state, self.address),
        )

    async def at_time(self, query: AtTimeQuery, progress: Progress) -> AtTimeAnswer:
        """Answer a query. Raises `HistoryError`."""
        talk = self._conversation(query.contract.label, progress)
        pages = await _split(talk, query)
        rows = [self._codes.row(row, query.at_ms) for row in _last_of_days(pages)]
        bad = frozenset[date]().union(*(page.unreadable_days for page in pages))
        missing = missing_days(query, {row.day for row in rows})
        return AtTimeAnswer(
            query=query,
            source_name=self.name,
            source=self._source,
            rows=tuple(rows),
            missing=tuple(replace(day, reason=Missing.FAILED, why=_BAD) if day.day in bad else day for day in missing),
            note=_note(pages),
            latency_ms=_latency_ms(talk, pages),
            requests=tuple(talk.requests),
        )

    async def trades(self, query: TradesQuery, progress: Progress) -> PastTrades:
        """Tell every trade of a stretch of a day. Raises `HistoryError`."""
        talk = self._conversation(query.contract.label, progress)
        pages = await talk.pages(
            lambda dialect: dialect.trades(query), lambda dialect, reply: dialect.read_trades(reply, query)
        )
        rows = [row for page in pages for row in page.rows]
        many = len(rows) > _MANY_ROWS
        told = await asyncio.to_thread(self._past_trades, rows) if many else self._past_trades(rows)
        return PastTrades(
            query=query,
            source_name=self.name,
            source=self._source,
            trades=told,
            note=_note(pages),
            latency_ms=_latency_ms(talk, pages),
            requests=tuple(talk.requests),
        )

    async def roots(self) -> tuple[str, ...]:
        """All option roots. Raises `HistoryError`."""
        return await self._list("roots", Dialect.roots, lambda _, table: lists.read_roots(table), str)

    async def expirations(self, root: str) -> tuple[date, ...]:
        """Expiries of a root, none for an unknown one. Raises `HistoryError`."""
        return await self._list(
            f"expirations {root}",
            lambda dialect: dialect.expirations(root),
            lambda _, table: lists.read_expirations(table),
            date.fromisoformat,
        )

    async def strikes(self, root: str, expiry: date) -> tuple[int, ...]:
        """Strikes of an expiry in thousandths of a dollar, none where there are none. Raises `HistoryError`."""
        return await self._list(
            f"strikes {root} {expiry}",
            lambda dialect: dialect.strikes(root, expiry),
            lambda dialect, table: lists.read_strikes(table, dialect.generation.number),
            int,
        )

    async def close(self) -> None:
        """Let go of the network."""
        await self._http.close()

    def _past_trades(self, rows: Sequence[WireRow]) -> tuple[PastTrade, ...]:
        return tuple(map(self._codes.past_trade, rows))

    def _conversation(self, asked: str, progress: Progress) -> Conversation:
        progress(f"Asking {self.name}")
        return Conversation(self._line, asked, progress)

    async def _list(
        self,
        name: str,
        make: Callable[[Dialect], Request],
        read: Callable[[Dialect, Table], Sequence[T]],
        value: Callable[[str], T],
    ) -> tuple[T, ...]:
        """`value`: reads back what `str` made of a value, to keep it."""
        known = await self._kept.get(self.address, name)
        if known is not None:
            with suppress(ValueError):  # somebody has been at the file
                return tuple(map(value, known))
        talk = Conversation(self._line, f"the list of {name}", lambda _: None)

        def read_list(dialect: Dialect, reply: Reply) -> list[str]:
            return list(map(str, read(dialect, talk.checked(dialect.read_list(reply)))))

        try:
            told = await talk.read(make, read_list)
        except RefusedError as error:
            if error.status != refusals.NO_DATA:
                raise
            return ()
        await self._kept.keep(self.address, name, told)
        return tuple(map(value, told))


async def _split(talk: Conversation, query: AtTimeQuery) -> list[Page]:
    """Ask for a range; in halves, down to days, where the terminal finds it too large."""
    try:
        return await talk.pages(
            lambda dialect: dialect.at_time(query), lambda dialect, reply: dialect.read_at_time(reply, query)
        )
    except RefusedError as error:
        if error.status != refusals.LARGE_REQUEST or query.start == query.end:
            raise
    middle = query.start + (query.end - query.start) // 2
    talk.progress(f"Too much for one answer: asking for {query.start} to {middle}")
    first = replace(query, end=middle, latest=query.end)
    rest = replace(query, start=middle + timedelta(days=1), latest=query.end)
    return [*await _split(talk, first), *await _split(talk, rest)]


def _last_of_days(pages: Sequence[Page]) -> Iterable[WireRow]:
    """The last trade of each day, by day: a terminal may tell more than one, and again on another page."""
    rows = sorted((row for page in pages for row in page.rows), key=lambda row: (row.day, row.ms_of_day))
    return {row.day: row for row in rows}.values()


def _note(pages: Sequence[Page]) -> str:
    """What the terminal said beside the rows; that it has no data is what the days without a row say."""
    said = dict.fromkeys(page.error_msg for page in pages if not no_data(page.error_msg))
    unreadable = sum(page.unreadable for page in pages)
    rows = f"{unreadable} {'row' if unreadable == 1 else 'rows'} of the answer could not be read." if unreadable else ""
    lacking = dict.fromkeys(name for page in pages for name in page.lacking)
    columns = f"The answer does not tell the {' and the '.join(lacking)} of trades." if lacking else ""
    return " ".join(filter(None, (*said, rows, columns)))


def _latency_ms(talk: Conversation, pages: Sequence[Page]) -> int:
    """What the terminal says to have taken; where it does not say, what it took as seen from here."""
    known = [page.latency_ms for page in pages if page.latency_ms is not None]
    return sum(known) if known else talk.took_ms
