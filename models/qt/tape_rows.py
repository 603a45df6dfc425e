"""The rows of the tape as cells: made when they are painted, kept for a while."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from models.batch import NO_SEQUENCE
from models.clock import day_from_number, eastern_ms
from models.figures import count_text, day_time_text, known_premium_text, price_text
from models.market import Market
from models.qt.cells import CONTRACT_CHARS, Align, Cell, Column, Row, Span, contract_cell
from models.qt.gap_row import gap_band, gap_tooltip
from models.session_text import SHORT, session_text
from models.sessions import Session, sessions_of, trade_days
from models.tape import Flag
from models.tape_order import gap_row
from models.times import Times
from models.totals_text import ASSUMED

COLUMNS = (
    Column("time", "Time ET", 12, Align.LEFT, "When the trade was reported, US Eastern"),
    Column("contract", "Contract", CONTRACT_CHARS, Align.LEFT, "Root, expiry, strike, call or put"),
    Column("price", "Price", 8, Align.POINT, "Dollars a share"),
    Column("size", "Size", 7, Align.RIGHT, "Contracts"),
    Column("premium", "Premium", 8, Align.RIGHT, "Price x size x shares a contract, dollars; ~ where 100 are assumed"),
    Column("venue", "Venue", 5, Align.LEFT, "Exchange"),
    Column("condition", "Condition", 14, Align.LEFT, "OPRA trade condition; + was filled in later"),
    Column("session", "Sess.", 5, Align.LEFT, "Trading session: early, – regular, late, or out of all of its class"),
    Column("sequence", "Seq", 11, Align.RIGHT, "Sequence number, unique for each contract"),
)
_BIG_PREMIUM = 100_000.0
_BIG_SIZE = 250
"""Semantics.md: a single print of >= 250 lots or >= $100k is a block, worth the eye's first look."""
_KEEP_ROWS = 4000
_GONE = Row((Cell(""),) * len(COLUMNS))
"""A row that left the tape's memory since the last advance: it is taken away by the next."""
_INKS = {"iso": "warn", "late": "muted", "cancel": "error"}
_FILLED_MARK = "+"
_SESSION_CELLS = (
    Cell(SHORT[Session.EARLY]),
    Cell(SHORT[Session.REGULAR], spans=(Span(0, "–", "muted"),)),  # nearly all trades: the quietest
    Cell(SHORT[Session.LATE]),
    Cell(SHORT[Session.OUTSIDE], "warn"),
)


def columns_for(times: Times) -> tuple[Column, ...]:
    """`COLUMNS`, with the name of the zone in which times are shown."""
    title, hint = f"Time {times.name}", f"When the trade was reported, {times.words}"
    return (COLUMNS[0]._replace(title=title, hint=hint), *COLUMNS[1:])


class TapeRows:
    """Rows by their id on the tape; the ids of gaps are negative."""

    def __init__(self, market: Market) -> None:
        self._tape, self._contracts, self._gaps = market.tape, market.contracts, market.gaps
        self._sets, self._venues, self._times = market.sets, market.venues, market.times
        self._kept: dict[int, Row] = {}

    def forget(self, row: int) -> None:
        """Make this one anew when it is asked for."""
        self._kept.pop(row, None)

    def clear(self) -> None:
        """Make all of them anew."""
        self._kept.clear()

    def rows(self, ids: NDArray[np.int64]) -> list[Row]:
        """Rows in the order of the ids; those that are not kept are made now, all at once."""
        if len(self._kept) > _KEEP_ROWS:
            self._kept.clear()
        asked, first = ids.tolist(), self._tape.first
        missing = [row for row in asked if row not in self._kept]
        trades = np.array([row for row in missing if row >= first], np.int64)
        if len(trades):
            self._kept.update(zip(trades.tolist(), self._make_rows(trades), strict=True))
        for row in missing:
            if row < 0:
                self._kept[row] = gap_band(self._gaps[gap_row(row)].gap, len(COLUMNS), self._times.clock)
        return [self._kept.get(row, _GONE) for row in asked]

    def tooltip(self, row: int) -> str:
        """All that is known of a trade: date and zone, full names and raw codes; or of a gap."""
        if row < 0:
            return gap_tooltip(self._gaps[gap_row(row)].gap, self._times.clock)
        if row < self._tape.first:
            return ""
        value = self._tape.value
        contract = self._contracts.contract(int(value("contract", row)))
        lines = [
            f"{contract.label} · {contract.ticker}",
            self._times.full_text(int(value("time_ms", row))),
            self._session_words(row),
            self._venues.name(int(value("venue", row))),
            self._sets.full_text(int(value("conditions", row))),
        ]
        if not self._contracts.multiplier_known[int(value("contract", row))]:
            lines.append(ASSUMED)
        return "\n".join(lines + _learned(Flag(int(value("flags", row)))))

    def _session_words(self, row: int) -> str:
        rows = np.array([row])
        contract, wall_ms = self._tape.take("contract", rows), eastern_ms(self._tape.take("time_ms", rows))
        trade_day = int(trade_days(wall_ms, self._contracts.is_index[contract])[0])
        return session_text(Session(self._sessions(contract, wall_ms)[0]), day_from_number(trade_day))

    def _sessions(self, contract: NDArray[np.int32], wall_ms: NDArray[np.int64]) -> NDArray[np.int8]:
        return sessions_of(wall_ms, self._contracts.hours[contract], self._contracts.expiry[contract])

    def _make_rows(self, rows: NDArray[np.int64]) -> Iterator[Row]:
        take = self._tape.take
        contract, price, size = take("contract", rows), take("price", rows), take("size", rows)
        time_ms = take("time_ms", rows)
        columns = (
            self._times.wall_ms(time_ms),
            contract,
            price,
            size,
            price * size * self._contracts.multiplier[contract],
            self._contracts.multiplier_known[contract],
            take("venue", rows),
            take("conditions", rows),
            take("flags", rows),
            self._sessions(contract, eastern_ms(time_ms)),
            take("sequence", rows),
        )
        return (self._make_row(*facts) for facts in zip(*(c.tolist() for c in columns), strict=True))

    def _make_row(
        self,
        wall_ms: int,
        contract: int,
        price: float,
        size: int,
        premium: float,
        is_known: bool,
        venue: int,
        conditions: int,
        flags: int,
        session: int,
        sequence: int,
    ) -> Row:
        group, struck = self._sets.group(conditions), bool(flags & Flag.CANCELLED)
        faint = struck or group in ("late", "cancel")
        ink = "muted" if faint else "text"
        big_size, big_premium = size >= _BIG_SIZE and not faint, premium >= _BIG_PREMIUM and not faint
        return Row(
            (
                Cell(day_time_text(wall_ms), "muted"),
                contract_cell(self._contracts.contract(contract), faint=faint),
                Cell(price_text(price), ink, struck=struck),
                Cell(count_text(size), "bright" if big_size else ink, bold=big_size, struck=struck),
                Cell(
                    known_premium_text(premium, is_known=is_known),
                    "bright" if big_premium else "muted",
                    bold=big_premium,
                    struck=struck,
                ),
                Cell(self._venues.short(venue), "muted"),
                self._condition_cell(conditions, group, flags),
                _SESSION_CELLS[session],
                Cell("" if sequence == NO_SEQUENCE else str(sequence), "muted"),
            )
        )

    def _condition_cell(self, conditions: int, group: str, flags: int) -> Cell:
        text, ink = self._sets.text(conditions), _INKS.get(group, "muted" if group == "regular" else "text")
        if flags & Flag.UNMATCHED:
            text, ink = f"{text} ?", "error"
        elif flags & Flag.CANCELLED:
            text, ink = f"{text} · undone", "muted"
        if not flags & Flag.FILLED:
            return Cell(text, ink)
        spans = (Span(0, _FILLED_MARK, "muted", bold=True), Span(len(_FILLED_MARK) + 1, text, ink))
        return Cell(f"{text}, filled in later".removeprefix(", "), ink, spans=spans)


def _learned(flags: Flag) -> list[str]:
    """What was learned about a trade after its print, in words."""
    words = {
        Flag.FILLED: "missed by the stream, filled in later",
        Flag.CANCELLED: "cancelled later: counts for nothing",
        Flag.UNMATCHED: "no print was found that this cancel undoes: nothing was changed",
    }
    return [text for flag, text in words.items() if flag in flags]
