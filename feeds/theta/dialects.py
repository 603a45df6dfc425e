"""How a terminal of a generation is spoken to in a transport: requests out, pages and lists in. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from feeds.theta import wire_v2, wire_v3
from feeds.theta.bodies import Table, read_table
from feeds.theta.trade_rows import Shape, read_trades
from feeds.theta.wire import Page, Request
from models.history.queries import AtTimeQuery, TradesQuery
from models.history.terminal import Transport
from models.hours import CLOSE_MS, OPEN_MS

V3_PORT = 25503
"""Where a v3 terminal listens; a v2 terminal listens at 25510."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A body that is no error. `next_page`: what a header names as the next one; `whole`: the transport vouches that
    nothing was cut off at its end."""

    body: bytes
    next_page: str = ""
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Generation:
    """What the terminals of a generation are asked."""

    number: int
    status: Request
    at_time: Callable[[AtTimeQuery, int], Request]
    trades: Callable[[TradesQuery], Request]
    roots: Callable[[], Request]
    expirations: Callable[[str], Request]
    strikes: Callable[[str, date], Request]
    shape: Shape
    form: Callable[[Transport], dict[str, str]]


def _v2_form(transport: Transport) -> dict[str, str]:
    """JSON where nothing else is asked for: it tells how long the terminal took."""
    return {"use_csv": "true" if transport is Transport.CSV else "false"}


def _v3_form(transport: Transport) -> dict[str, str]:
    """CSV where nothing else is asked for: the form that v3 is made for."""
    asked = transport if transport in (Transport.JSON, Transport.NDJSON) else Transport.CSV
    return {"format": asked.value}


V2 = Generation(
    2, wire_v2.STATUS, wire_v2.at_time, wire_v2.trades, wire_v2.roots, wire_v2.expirations, wire_v2.strikes,
    wire_v2.SHAPE, _v2_form,
)  # fmt: skip
V3 = Generation(
    3, wire_v3.STATUS, wire_v3.at_time, wire_v3.trades, wire_v3.roots, wire_v3.expirations, wire_v3.strikes,
    wire_v3.SHAPE, _v3_form,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dialect:
    """A generation in a transport."""

    generation: Generation
    transport: Transport = Transport.AUTOMATIC

    @property
    def other(self) -> "Dialect":
        """The same transport of the other generation."""
        return replace(self, generation=V3 if self.generation is V2 else V2)

    def at_time(self, query: AtTimeQuery) -> Request:
        """Ask an at-time question; of regular hours never for a time after their end."""
        return self._in_form(self.generation.at_time(query, query.last_ms))

    def trades(self, query: TradesQuery) -> Request:
        """Ask for all trades of a day between two times."""
        return self._in_form(self.generation.trades(query))

    def roots(self) -> Request:
        """Ask for all option roots."""
        return self._in_form(self.generation.roots())

    def expirations(self, root: str) -> Request:
        """Ask for the expiries of a root."""
        return self._in_form(self.generation.expirations(root))

    def strikes(self, root: str, expiry: date) -> Request:
        """Ask for the strikes of an expiry."""
        return self._in_form(self.generation.strikes(root, expiry))

    def read_at_time(self, reply: Reply, query: AtTimeQuery) -> Page:
        """The trades in the hours that were asked for. Raises `WireError`.

        v3 cannot be asked for regular hours, and whether v2 leaves out trades beside them is not documented: so both
        are held to it here.
        """
        page = self._read(reply, query.start, query.end)
        if not query.regular_hours:
            return page
        rows = (row for row in page.rows if query.at_ms >= OPEN_MS and OPEN_MS <= row.ms_of_day <= CLOSE_MS)
        return replace(page, rows=tuple(rows))

    def read_trades(self, reply: Reply, query: TradesQuery) -> Page:
        """The trades between the two times. Raises `WireError`."""
        page = self._read(reply, query.day, query.day)
        rows = tuple(row for row in page.rows if query.from_ms <= row.ms_of_day <= query.to_ms)
        return replace(page, rows=rows)

    def read_list(self, reply: Reply) -> Table:
        """A list as it was told. Raises `WireError`."""
        return self._table(reply)

    def _in_form(self, request: Request) -> Request:
        return Request(request.path, {**request.parameters, **self.generation.form(self.transport)})

    def _read(self, reply: Reply, start: date, end: date) -> Page:
        page = read_trades(self._table(reply), self.generation.shape, start, end)
        return page if page.next_page else replace(page, next_page=reply.next_page)

    def _table(self, reply: Reply) -> Table:
        """A record a line of which there is none is a whole answer; in every other form an empty body is no answer."""
        is_of_lines = self.generation is V3 and self.transport is Transport.NDJSON
        if is_of_lines and reply.whole and not reply.body.strip():
            return Table(header={"error_type": "NO_DATA"})
        return read_table(reply.body, whole=reply.whole)
