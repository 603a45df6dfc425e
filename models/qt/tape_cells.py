"""How each column of the tape makes its cells from what it shows and from how the print looks."""

from collections.abc import Callable
from typing import NamedTuple

from models.batch import NO_SEQUENCE
from models.clock import day_from_number, time_text
from models.contract import expiry_text, strike_text
from models.figures import count_text, known_premium_text, lag_text, price_text
from models.market import Market
from models.qt.cells import Cell, Span, contract_cell
from models.qt.tape_facts import NO_LAG
from models.session_text import SHORT
from models.sessions import Session
from models.tape import Flag

STRUCK, FAINT, BOLD = 1, 2, 4
"""How a print looks, as bits: undone, no fresh trade, pointed at by a highlight rule."""
_INKS = {"iso": "warn", "late": "muted", "cancel": "error"}
_FILLED_MARK = "+"
_SESSION_CELLS = {
    Session.EARLY: Cell(SHORT[Session.EARLY]),
    Session.REGULAR: Cell(SHORT[Session.REGULAR], spans=(Span(0, "–", "muted"),)),  # nearly all: the quietest
    Session.LATE: Cell(SHORT[Session.LATE]),
    Session.OUTSIDE: Cell(SHORT[Session.OUTSIDE], "warn"),
}


class Source(NamedTuple):
    """Facts that a column shows, what makes a cell of them and a look, and the part of a trade that rules make bold."""

    facts: tuple[str, ...]
    make: Callable[..., Cell]
    bold: str = ""
    repeats: bool = True
    """Whether the same is shown often enough for its cell to be kept."""


class CellMaker:
    """The sources of all columns, `sources`, by key."""

    def __init__(self, market: Market) -> None:
        self._contracts, self._sets, self._venues = market.contracts, market.sets, market.venues
        contract = ("contract",)
        self.sources = {
            "time": Source(("wall_ms",), _time, "time"),
            "contract": Source(contract, self._contract, "contract"),
            "price": Source(("price",), _price, "price"),
            "size": Source(("size",), _size, "size"),
            "premium": Source(("premium", "premium_known"), _premium, "premium"),
            "venue": Source(("venue",), self._venue, "venue"),
            "condition": Source(("conditions", "flags"), self._condition, "condition"),
            "session": Source(("session",), _session),
            "sequence": Source(("sequence",), _sequence, repeats=False),
            "dte": Source(("dte",), _dte, "contract"),
            "root": Source(contract, self._root, "contract"),
            "expiry": Source(contract, self._expiry, "contract"),
            "strike": Source(contract, self._strike, "contract"),
            "right": Source(contract, self._right),
            "exact": Source(("premium", "premium_known"), _exact, "premium", repeats=False),
            "date": Source(("day",), _date),
            "trade_date": Source(("trade_day",), _date),
            "codes": Source(("conditions",), self._codes, "condition"),
            "venue_number": Source(("venue",), _venue_number, "venue"),
            "lag": Source(("lag_ms",), _lag),
        }

    def _contract(self, contract: int, look: int) -> Cell:
        return contract_cell(self._contracts.contract(contract), faint=bool(look & FAINT), bold=bool(look & BOLD))

    def _root(self, contract: int, look: int) -> Cell:
        return Cell(self._contracts.contract(contract).root, "muted" if look & FAINT else "bright", not look & FAINT)

    def _expiry(self, contract: int, look: int) -> Cell:
        return _quiet(expiry_text(self._contracts.contract(contract).expiry), look)

    def _strike(self, contract: int, look: int) -> Cell:
        return _plain(strike_text(self._contracts.contract(contract).strike_milli), look)

    def _right(self, contract: int, _look: int) -> Cell:
        right = self._contracts.contract(contract).right
        return Cell(right, "call" if right == "C" else "put", bold=True)

    def _venue(self, venue: int, look: int) -> Cell:
        return _quiet(self._venues.short(venue), look)

    def _codes(self, conditions: int, look: int) -> Cell:
        return _quiet(",".join(map(str, self._sets.ids(conditions))), look)

    def _condition(self, conditions: int, flags: int, look: int) -> Cell:
        text, group = self._sets.text(conditions), self._sets.group(conditions)
        ink = _INKS.get(group, "muted" if group == "regular" else "text")
        if flags & Flag.UNMATCHED:
            text, ink = f"{text} ?", "error"
        elif flags & Flag.CANCELLED:
            text, ink = f"{text} · undone", "muted"
        bold = bool(look & BOLD)
        if not flags & Flag.FILLED:
            return Cell(text, ink, bold)
        spans = (Span(0, _FILLED_MARK, "muted", bold=True), Span(len(_FILLED_MARK) + 1, text, ink, bold))
        return Cell(f"{text}, filled in later".removeprefix(", "), ink, bold, spans=spans)


def _plain(text: str, look: int, *, struck: int = 0) -> Cell:
    """A fact that the eye looks for."""
    if look & BOLD:
        return Cell(text, "bright", True, bool(look & struck))
    return Cell(text, "muted" if look & FAINT else "text", False, bool(look & struck))


def _quiet(text: str, look: int, *, struck: int = 0) -> Cell:
    """A fact for who asks."""
    if look & BOLD:
        return Cell(text, "bright", True, bool(look & struck))
    return Cell(text, "muted", False, bool(look & struck))


def _time(wall_ms: int, look: int) -> Cell:
    return _quiet(time_text(wall_ms), look)


def _price(price: float, look: int) -> Cell:
    return _plain(price_text(price), look, struck=STRUCK)


def _size(size: int, look: int) -> Cell:
    return _plain(count_text(size), look, struck=STRUCK)


def _premium(premium: float, is_known: bool, look: int) -> Cell:
    return _quiet(known_premium_text(premium, is_known=is_known), look, struck=STRUCK)


def _exact(premium: float, is_known: bool, look: int) -> Cell:
    return _quiet(f"{premium:,.2f}" if is_known else f"~{premium:,.2f}", look, struck=STRUCK)


def _session(session: int, _look: int) -> Cell:
    return _SESSION_CELLS[Session(session)]


def _sequence(sequence: int, _look: int) -> Cell:
    return Cell("" if sequence == NO_SEQUENCE else str(sequence), "muted")


def _dte(days: int, look: int) -> Cell:
    return _quiet(str(days), look)


def _date(day: int, _look: int) -> Cell:
    return Cell(expiry_text(day_from_number(day)), "muted")


def _venue_number(venue: int, look: int) -> Cell:
    return _quiet(str(venue), look)


def _lag(lag_ms: int, _look: int) -> Cell:
    return Cell("" if lag_ms == NO_LAG else lag_text(lag_ms), "muted")
