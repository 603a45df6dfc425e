"""Made answers to at-time questions: what traded is said day by day."""

from collections.abc import Iterable
from datetime import date

from models.contract import Contract
from models.history.answers import Answers
from models.history.missing_days import missing_days
from models.history.queries import AtTimeAnswer, AtTimeQuery, AtTimeQuestion, AtTimeRow
from models.status import Source

SPY_C = Contract("SPY", date(2024, 9, 20), "C", 500_000)
SPY_P = Contract("SPY", date(2024, 9, 20), "P", 500_000)
QQQ_C = Contract("QQQ", date(2024, 9, 20), "C", 450_000)
OPEN_MS, NOON_MS = 34_200_000, 43_200_000
FIRST, LAST = date(2024, 6, 10), date(2024, 6, 21)
"""Two weeks, of which Wednesday the 19th is a holiday."""
RAW = {"condition": 130, "price_flags": 5, "volume_type": 0, "sequence": -5}


def question(*contracts: Contract, times: Iterable[int] = (NOON_MS,), end: date = LAST) -> AtTimeQuestion:
    """What traded in those contracts, by default one, on each day of the two weeks?"""
    return AtTimeQuestion(contracts or (SPY_C,), FIRST, end, tuple(times))


def row(part: AtTimeQuery, day: date, **changes: object) -> AtTimeRow:
    """A trade 336 ms before the asked time, at 41.71 dollars, unless something else is said."""
    facts: dict[str, object] = {
        "price": 41.71, "size": 2, "venue": "ISE", "condition": "Multi-leg", "sequence": -5, "raw": RAW,
        "trade_ms": part.at_ms - 336, "details": "Nasdaq ISE (308), Theta 6\nMulti-leg (232), Theta 130",
    }  # fmt: skip
    return AtTimeRow(day=day, asked_ms=part.at_ms, **(facts | changes))  # type: ignore[arg-type]


def answer(
    part: AtTimeQuery, without: Iterable[int] = (), source: Source = Source.LIVE, **changes: object
) -> AtTimeAnswer:
    """A trade on every trading day but those of these days of the month."""
    lacking = {lack.day for lack in missing_days(part, ()) if lack.reason == "holiday" or lack.day.day in set(without)}
    days = [lack.day for lack in missing_days(part, ()) if lack.day not in lacking]
    rows = tuple(row(part, day, **changes) for day in days)
    request = "http://127.0.0.1:25510/v2/at_time/option/trade?root=SPY&exp=20240920&strike=500000&right=C&ivl=43200000"
    return AtTimeAnswer(part, "a terminal", source, rows, missing_days(part, days), "", 12, (request,))


def answers(*contracts: Contract, times: Iterable[int] = (NOON_MS,), without: Iterable[int] = ()) -> Answers:
    """All that came of `question`: the same answer to every part."""
    made = Answers(question(*contracts, times=times))
    for part in made.left():
        made.add(answer(part, without))
    return made
