"""All that can be told of a feed at one moment, in plain values. Made only while a window tells it."""

from collections.abc import Iterator
from dataclasses import dataclass

from models.clock import EASTERN_CLOCK
from models.contract import ContractError, parse_ticker
from models.fact import Fact
from models.feed_figures import FeedFigures
from models.feed_history import StateChange, history_text
from models.feed_text import (
    ALL,
    TROUBLE,
    bytes_text,
    delay_text,
    detail_text,
    lag_now_text,
    source_text,
    state_name,
    state_text,
    subscriptions_text,
)
from models.figures import count_text, lag_text, rate_text
from models.gap_text import length_text, outcome_text, span_text
from models.gaps import Gap
from models.own_clock import MAY_DIFFER_MS
from models.status import FeedStatus
from models.time_scale import clock_text, date_text


@dataclass(frozen=True, slots=True)
class FeedDetails:
    """A feed at one moment.

    `host`: of the address; never the key. `now_ms`, `since_ms`: Unix ms of the own clock, now and when the state began.
    `retry_left_s`: until the next try. `lag_p50_ms`, `lag_p99_ms`: of the whole run. `clock_offset_ms`: how much the
    own clock is ahead, None where that is not known. `received`: trades that came in. `repeats`: trades that came twice
    within one connection and stayed. `samples`: the first malformed events. `gaps`: in order of their numbers.
    `changes`: of the state, newest first. `market`: whether it trades, as far as that is known.
    """

    host: str
    status: FeedStatus
    figures: FeedFigures
    now_ms: int
    since_ms: int | None = None
    retry_left_s: float | None = None
    lag_p50_ms: float | None = None
    lag_p99_ms: float | None = None
    clock_offset_ms: float | None = None
    received: int = 0
    repeats: int = 0
    samples: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    changes: tuple[StateChange, ...] = ()
    market: str = ""


def facts(details: FeedDetails) -> tuple[tuple[Fact, ...], ...]:
    """The facts in three groups: the connection, how it goes, what was counted."""
    return _connection(details), _pace(details), _counts(details)


def moment_text(time_ms: int) -> str:
    """`Mon 1 Dec 09:31:02.114`, Eastern."""
    return f"{date_text(EASTERN_CLOCK, time_ms)[:-5]} {clock_text(EASTERN_CLOCK, time_ms)}"


def gap_cells(gap: Gap) -> tuple[str, ...]:
    """A gap: start, end, length, why, what was done."""
    end = "still open" if gap.end_ms is None else moment_text(gap.end_ms)
    return moment_text(gap.start_ms), end, length_text(gap), gap.reason, outcome_text(gap)


def refused_cells(ticker: str, why: str) -> tuple[str, ...]:
    """A refused subscription: the contract as people read it, its ticker, and why."""
    if ticker == ALL:
        return "all contracts", "*", why
    try:
        return parse_ticker(ticker).label, ticker, why
    except ContractError:
        return ticker, ticker, why


def change_cells(change: StateChange) -> tuple[str, ...]:
    """A change of state: time, state, reason, source, detail."""
    when = moment_text(change.time_ms)
    return when, state_name(change.state), change.reason, change.source, change.detail


def details_text(details: FeedDetails) -> str:
    """Everything as text with tabs, to be sent to somebody who helps."""
    return "\n".join(_lines(details)) + "\n\nState changes\n" + history_text(details.changes)


def _lines(details: FeedDetails) -> Iterator[str]:
    for group in facts(details):
        for fact in group:
            yield f"{fact.name}\t{fact.value}"
    yield f"Detail\t{_one_line(detail_text(details.status)) or '–'}"
    refused = ["\t".join((ticker, _one_line(why))) for ticker, why in details.status.rejected.items()]
    yield from ("", "Refused subscriptions", *_or_none(refused))
    yield from ("", "Malformed events, the first few", *_or_none([_one_line(sample) for sample in details.samples]))
    yield from ("", "Gaps", *_or_none(["\t".join(map(_one_line, gap_cells(gap))) for gap in details.gaps]))


def _or_none(lines: list[str]) -> list[str]:
    return lines or ["none"]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _connection(details: FeedDetails) -> tuple[Fact, ...]:
    status = details.status
    trouble = status.state in TROUBLE
    return (
        Fact("Address", details.host or "–"),
        Fact("Source", source_text(status.source), status.source.value),
        Fact("Delay", delay_text(status.source) or "none"),
        Fact("State", state_text(status, details.retry_left_s), "warn" if trouble else "bright"),
        Fact("Since", _since(details)),
        Fact("Subscriptions", subscriptions_text(status), "warn" if status.rejected else "text"),
        Fact("Market", details.market or "not told"),
    )


def _since(details: FeedDetails) -> str:
    if details.since_ms is None:
        return "–"
    lasted = span_text((details.now_ms - details.since_ms) // 1000 * 1000)
    return f"{clock_text(EASTERN_CLOCK, details.since_ms)[:-4]} ET, for {lasted}"


def _pace(details: FeedDetails) -> tuple[Fact, ...]:
    figures, offset = details.figures, details.clock_offset_ms
    off = offset is not None and abs(offset) > MAY_DIFFER_MS
    return (
        Fact("Rate", f"{rate_text(figures.rate)} trades/s"),
        Fact("Backlog", bytes_text(figures.backlog)),
        Fact("Lag now", lag_now_text(details.status, figures.lag_ms)),
        Fact("Lag p50 · p99", f"{lag_text(details.lag_p50_ms)} · {lag_text(details.lag_p99_ms)}"),
        Fact("Own clock", _clock(offset), "warn" if off else "text"),
        Fact("Reconnects", count_text(details.status.reconnects)),
    )


def _clock(offset_ms: float | None) -> str:
    if offset_ms is None:
        return "not compared"
    return f"{lag_text(abs(offset_ms))} {'ahead' if offset_ms >= 0 else 'behind'}"


def _counts(details: FeedDetails) -> tuple[Fact, ...]:
    figures = details.figures
    unfilled = f", {count_text(figures.unfilled)} unfilled" if figures.unfilled else ""
    return (
        Fact("Received", count_text(details.received)),
        Fact("On tape", count_text(figures.on_tape)),
        Fact("Duplicates", f"{count_text(figures.duplicates)} left out"),
        Fact("Repeats", f"{count_text(details.repeats)} kept"),
        Fact("Malformed", count_text(figures.malformed), "warn" if figures.malformed else "text"),
        Fact("Gaps", f"{count_text(figures.gaps)}{unfilled}", "warn" if unfilled else "text"),
    )
