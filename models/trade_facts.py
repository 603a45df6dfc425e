"""All that is known of one row of the tape, trade or gap, as facts in groups. No Qt here."""

from collections.abc import Iterator

import numpy as np

from models.batch import NO_SEQUENCE
from models.clock import day_from_number, day_number
from models.contract import Contract, strike_text
from models.fact import Fact, FactGroup
from models.figures import count_text, lag_text, price_text, several
from models.gap_text import gap_ink, length_text, missing_text, outcome_text
from models.gaps import Gap
from models.learned_text import learned_texts
from models.market import Market
from models.prints import PrintReader, Prints
from models.session_text import WORDS
from models.sessions import Session
from models.tape import Flag
from models.tape_order import gap_row
from models.time_scale import day_text, full_text
from models.times import Zone
from models.totals_text import ASSUMED
from models.wall_clock import WallClock


class TradeFacts:
    """Tells of the rows of a market's tape."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._prints = PrintReader(market.tape, market.sets, market.contracts)

    def title(self, row: int) -> str:
        """A row in a few words: `SPY 19 Dec 25 650 C · 1.25 × 40`; what is not in memory any more says so."""
        market = self._market
        if row < 0:
            return f"Gap: {length_text(market.gaps[gap_row(row)].gap)}"
        if not market.tape.first <= row < market.tape.end:
            return "This trade has left memory"
        price, size = (market.tape.value(name, row) for name in ("price", "size"))
        return f"{self._contract(row).label} · {price_text(float(price))} × {count_text(int(size))}"

    def groups(self, row: int) -> tuple[FactGroup, ...]:
        """The facts of a row, by its id: below 0 is a gap. None of a trade that is not in memory any more."""
        market = self._market
        if row < 0:
            return (FactGroup("Interruption", tuple(self._of_gap(market.gaps[gap_row(row)].gap))),)
        if not market.tape.first <= row < market.tape.end:
            return ()
        prints = self._prints.rows(np.array([row]))
        return (
            FactGroup("Contract", tuple(self._of_contract(row, prints))),
            FactGroup("Time", tuple(self._of_time(prints))),
            FactGroup("Print", tuple(self._of_print(row))),
            FactGroup("Conditions", tuple(self._of_conditions(row, prints))),
            FactGroup("On this tape", tuple(self._of_row(row))),
        )

    def _contract(self, row: int) -> Contract:
        return self._market.contracts.contract(int(self._market.tape.value("contract", row)))

    def _of_contract(self, row: int, prints: Prints) -> Iterator[Fact]:
        contract = self._contract(row)
        days = day_number(contract.expiry) - int(prints.day[0])
        kind = "call" if contract.right == "C" else "put"
        expiry = day_text(contract.expiry)
        yield Fact("Contract", contract.label, "bright")
        yield Fact("In words", f"{kind} on {contract.root}, strike ${strike_text(contract.strike_milli)}", kind)
        yield Fact(
            "Expiry", f"{expiry}, {several(days, 'day')} from the trade date" if days else f"{expiry}, the trade date"
        )
        yield Fact("Massive ticker", contract.ticker)
        yield Fact("OSI symbol", contract.osi)

    def _of_time(self, prints: Prints) -> Iterator[Fact]:
        time_ms = int(prints.time_ms[0])
        for name, zone in (("Eastern", Zone.EASTERN), ("UTC", Zone.UTC), ("Local", Zone.LOCAL)):
            yield Fact(name, full_text(self._market.times.clock_of(zone), time_ms))
        session = Session(int(prints.session[0]))
        yield Fact("Trade date", day_text(day_from_number(int(prints.day[0]))))
        yield Fact("Session", WORDS[session], "warn" if session is Session.OUTSIDE else "text")

    def _of_print(self, row: int) -> Iterator[Fact]:
        value, contracts = self._market.tape.value, self._market.contracts
        contract, price, size = int(value("contract", row)), float(value("price", row)), int(value("size", row))
        shares, known = float(contracts.multiplier[contract]), bool(contracts.multiplier_known[contract])
        about = "" if known else "~"
        yield Fact("Price", f"${price_text(price)} a share", "bright")
        yield Fact("Size", several(size, "contract"), "bright")
        yield Fact("Premium", f"{about}${price * size * shares:,.2f} = {price_text(price)} × {size:,} × {shares:,.10g}")
        yield Fact("Shares a contract", f"{shares:,.10g}, as Massive says" if known else ASSUMED)
        yield Fact("Venue", self._market.venues.name(int(value("venue", row))))
        sequence = int(value("sequence", row))
        yield Fact("Sequence", "none" if sequence == NO_SEQUENCE else str(sequence))

    def _of_conditions(self, row: int, prints: Prints) -> Iterator[Fact]:
        sets = self._market.sets
        conditions = int(self._market.tape.value("conditions", row))
        codes = sets.ids(conditions)
        for code in codes:
            known = sets.known.get(code)
            if known is None:
                yield Fact(f"Code {code}", "not in the table: counts for volume, moves no price", "warn")
            else:
                yield Fact(f"Code {code}", f"{known.name}, OPRA {known.opra_code}")
                may = _may_text(known.updates_volume, known.updates_high_low, known.updates_open_close)
                yield Fact(f"{code} may move", may)
        if not codes:
            yield Fact("Codes", "none: a regular print")
        cancelled = bool(self._market.tape.value("flags", row) & Flag.CANCELLED)
        moves = bool(prints.moves[0])
        counts = "nothing: it was cancelled" if cancelled else _may_text(bool(prints.counts[0]), moves, moves)
        yield Fact("It counts for", counts, "muted" if counts.startswith("nothing") else "bright")

    def _of_row(self, row: int) -> Iterator[Fact]:
        market, flags = self._market, Flag(int(self._market.tape.value("flags", row)))
        arrival_ms = market.tape.arrival_ms(row)
        lag_ms = arrival_ms - int(market.tape.value("time_ms", row))
        yield Fact("Arrived here", full_text(market.times.clock, arrival_ms))
        yield Fact("Lag", "–" if Flag.FILLED in flags else f"{lag_text(lag_ms)} after the print")
        yield Fact("Row", f"{row:,}")
        yield Fact("Since the print", "; ".join(learned_texts(flags)) or "nothing was learned that changes it")
        undoes, undone_by = market.victim(row), market.canceller(row)
        if undone_by is not None:
            yield Fact("Cancelled by", self._other_text(undone_by), "error")
        if undoes is not None:
            yield Fact("Cancels", self._other_text(undoes), "error")

    def _other_text(self, row: int) -> str:
        if row < self._market.tape.first:
            return f"row {row:,}, which has left memory"
        time_ms = int(self._market.tape.value("time_ms", row))
        return f"row {row:,}, {self._market.times.clock_text(time_ms)} {self._market.times.name}"

    def _of_gap(self, gap: Gap) -> Iterator[Fact]:
        clock: WallClock = self._market.times.clock
        yield Fact("Since", full_text(clock, gap.start_ms))
        yield Fact("Until", "still open" if gap.end_ms is None else full_text(clock, gap.end_ms))
        yield Fact("Length", length_text(gap))
        yield Fact("Why", gap.reason or "–")
        yield Fact("What was done", outcome_text(gap), gap_ink(gap))
        yield Fact("Missing", missing_text(gap) or "nothing that is known of")


def _may_text(volume: bool, high_low: bool, last: bool) -> str:
    parts = [name for name, may in (("volume", volume), ("high and low", high_low), ("open and last", last)) if may]
    return ", ".join(parts) or "nothing"
