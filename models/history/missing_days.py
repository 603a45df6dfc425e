"""Days of an at-time question that have no answer, and why. No Qt here."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from models.clock import time_text, utc_ms
from models.history.queries import AtTimeAnswer, AtTimeQuery, Missing, MissingDay
from models.history.weekdays import weekdays


def missing_days(query: AtTimeQuery, answered: Iterable[date]) -> tuple[MissingDay, ...]:
    """The weekdays of the query's range that have no answer, oldest first."""
    known = set(answered)
    days = weekdays(query.start, query.end)
    return tuple(_missing(query, day, holiday) for day, holiday in days if day not in known)


def without_future(answer: AtTimeAnswer, reached_ms: int | None) -> AtTimeAnswer:
    """An answer in which no day speaks of a time that its market has not reached (Unix ms; None: all is known).

    A terminal answers such a question with the last trade so far, which is not the answer.
    """
    if reached_ms is None:
        return answer
    asked_ms = answer.query.last_ms
    closed = [lack for lack in answer.missing if lack.reason in (Missing.HOLIDAY, Missing.EXPIRED)]
    days = {row.day for row in answer.rows} | {lack.day for lack in answer.missing} - {lack.day for lack in closed}
    ahead = {day for day in days if utc_ms(day, asked_ms) > reached_ms}
    why = f"The market has not come to {time_text(asked_ms)} of this day yet"
    missing = [lack for lack in answer.missing if lack.day not in ahead]
    missing += [MissingDay(day, Missing.NOT_REACHED, why) for day in ahead]
    rows = tuple(row for row in answer.rows if row.day not in ahead)
    return replace(answer, rows=rows, missing=tuple(sorted(missing, key=lambda lack: lack.day)))


def _missing(query: AtTimeQuery, day: date, holiday: str) -> MissingDay:
    if day > query.contract.expiry:
        return MissingDay(day, Missing.EXPIRED, f"{query.contract.label} had expired")
    if holiday:
        return MissingDay(day, Missing.HOLIDAY, holiday)
    hours = "in regular hours " if query.regular_hours else ""
    return MissingDay(day, Missing.NO_TRADE, f"No trade is known {hours}at or before {time_text(query.at_ms)}")
