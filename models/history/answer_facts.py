"""All that is known of one row of an at-time answer, as facts in groups. No Qt here."""

from collections.abc import Iterator
from textwrap import wrap

from models.clock import time_text
from models.contract import strike_text
from models.fact import Fact, FactGroup
from models.figures import count_text, price_text, several
from models.history.answers import Entry
from models.history.flag_words import FlagWords
from models.history.queries import AtTimeAnswer, AtTimeRow
from models.history.query_text import age_text, day_text, range_text

_LINE_CHARS = 58
"""Longer texts are written in several lines: sentences cut between words, requests between parameters."""


def answer_title(entry: Entry) -> str:
    """A row in a few words: `SPY 19 Dec 25 650 C · Mon 01 Dec 25 at 12:00:00.000 ET`."""
    return f"{entry.contract.label} · {day_text(entry.day)} at {time_text(entry.asked_ms)} ET"


def answer_facts(entry: Entry, multiplier: float, flags: FlagWords) -> tuple[FactGroup, ...]:
    """The facts of a row. `multiplier`: shares a contract; `flags` decodes what the source sent."""
    groups = [FactGroup("Question", tuple(_of_question(entry)))]
    if entry.row:
        groups.append(FactGroup("Trade", tuple(_of_trade(entry.row, multiplier))))
        groups.append(FactGroup("As it was sent", tuple(_of_columns(entry.row, flags))))
    else:
        groups.append(FactGroup("No trade", tuple(_of_lack(entry))))
    if entry.answer:
        groups.append(FactGroup("Answer", tuple(_of_answer(entry.answer))))
    return tuple(group for group in groups if group.facts)


def request_text(entry: Entry) -> str:
    """The exact requests behind a row, a line each; empty where nobody was asked."""
    return "\n".join(entry.answer.requests) if entry.answer else ""


def _of_question(entry: Entry) -> Iterator[Fact]:
    contract = entry.contract
    kind = "call" if contract.right == "C" else "put"
    yield Fact("Contract", contract.label, "bright")
    yield Fact("In words", f"{kind} on {contract.root}, strike ${strike_text(contract.strike_milli)}", kind)
    yield Fact("Massive ticker", contract.ticker)
    yield Fact("Day", day_text(entry.day))
    yield Fact("Asked", f"{time_text(entry.asked_ms)} ET")
    if entry.answer:
        yield Fact("Hours", "09:30 to 16:00 only" if entry.answer.query.regular_hours else "all")


def _of_trade(row: AtTimeRow, multiplier: float) -> Iterator[Fact]:
    premium = row.premium(multiplier)
    late = row.age_ms < 0
    yield Fact("Traded", f"{time_text(row.trade_ms)} ET", "bright")
    yield Fact("Age", f"{age_text(row.age_ms)}{', after the asked time' if late else ''}", "warn" if late else "text")
    yield Fact("Price", f"${price_text(row.price)} a share", "bright")
    yield Fact(
        "Size", several(row.size, "contract") if not row.size_note else f"{count_text(row.size)}: {row.size_note}"
    )
    if premium is not None:
        yield Fact("Premium", f"${premium:,.2f}, at {multiplier:g} shares a contract")
    if row.cancel:
        yield Fact("Cancel", "it undoes a trade, and is none", "error")
    for name, short, line in zip(("Venue", "Condition"), (row.venue, row.condition), _names(row), strict=True):
        yield from _lines(name, ": ".join(filter(None, (short, line))) or "–")
    if row.sequence is not None:
        yield Fact(
            "Sequence", f"{row.sequence}, unsigned {row.sequence % 2**32}" if row.sequence < 0 else str(row.sequence)
        )


def _names(row: AtTimeRow) -> tuple[str, str]:
    """The full names of venue and condition, as far as they are told."""
    lines = [*row.details.splitlines(), "", ""]
    return lines[0], lines[1]


def _of_columns(row: AtTimeRow, flags: FlagWords) -> Iterator[Fact]:
    for name, value in row.raw.items():
        first, *more = flags.words(name, value) or ("",)
        yield Fact(name, "null" if value is None else f"{value} · {first}" if first else str(value))
        yield from (Fact("", words) for words in more)


def _of_lack(entry: Entry) -> Iterator[Fact]:
    if entry.missing:
        yield Fact("Why", str(entry.missing.reason), "warn")
        if entry.missing.why:
            yield from _lines("That is", entry.missing.why)


def _of_answer(answer: AtTimeAnswer) -> Iterator[Fact]:
    yield Fact("Source", answer.source_text)
    yield Fact("Part", range_text(answer.query))
    yield Fact("Rows in it", f"{several(len(answer.rows), 'trade')}, {several(len(answer.missing), 'day')} without one")
    if answer.latency_ms is not None:
        yield Fact("Latency", f"{answer.latency_ms:,} ms")
    if answer.note:
        yield from _lines("It says", answer.note)
    for number, request in enumerate(answer.requests, 1):
        name = "Request" if len(answer.requests) == 1 else f"Request {number}"
        for fact in _lines(name, request.replace("&", "& ")):
            yield fact._replace(value=fact.value.replace(" ", ""))


def _lines(name: str, text: str) -> Iterator[Fact]:
    """A fact that may be long: what goes on below has no name."""
    first, *more = wrap(text, _LINE_CHARS, break_on_hyphens=False) or ("",)
    yield Fact(name, first)
    yield from (Fact("", line) for line in more)
