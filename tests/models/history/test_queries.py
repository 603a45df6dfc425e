"""Questions that may leave the machine, and what stands in an answer."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest

from models.clock import utc_ms
from models.contract import Contract
from models.history.answer_csv import write_csv
from models.history.answers import Answers
from models.history.missing_days import missing_days, without_future
from models.history.queries import (
    EARLIEST,
    MAX_DAYS,
    AtTimeAnswer,
    AtTimeQuery,
    AtTimeQuestion,
    AtTimeRow,
    Missing,
    MissingDay,
    QueryError,
    market_today,
)
from models.status import Source

SPY = Contract("SPY", date(2024, 6, 21), "C", 500_000)
NOON = 43_200_000
DAY = date(2024, 6, 14)


def query(start: date = DAY, end: date = DAY, at_ms: int = NOON) -> AtTimeQuery:
    return AtTimeQuery(SPY, start, end, at_ms)


def row(day: date = DAY, **changes: object) -> AtTimeRow:
    facts: dict[str, object] = {"price": 41.71, "size": 10, "venue": "ISE", "condition": "Multi-leg", "sequence": -5}
    times = {"asked_ms": NOON, "trade_ms": NOON - 336}
    return AtTimeRow(day=day, **(facts | times | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "field", "word"),
    [
        ({"end": DAY - timedelta(1)}, "end", "before"),
        ({"start": market_today() + timedelta(1), "end": market_today() + timedelta(1)}, "start", "future"),
        ({"end": market_today() + timedelta(1)}, "end", "future"),
        ({"start": EARLIEST - timedelta(1)}, "start", "no history"),
        ({"start": date(2024, 6, 24), "end": date(2024, 6, 24)}, "start", "expired"),
        ({"start": DAY - timedelta(MAX_DAYS)}, "end", "longer"),
        ({"at_ms": -1}, "times", "23:59:59.999"),
        ({"at_ms": 86_400_000}, "times", "23:59:59.999"),
    ],
)
def test_a_question_that_cannot_be_asked_names_its_field(changes: dict[str, object], field: str, word: str) -> None:
    with pytest.raises(QueryError) as caught:
        query(**changes)  # type: ignore[arg-type]
    assert caught.value.field == field
    assert word in caught.value.message


@pytest.mark.parametrize("at_ms", [0, 86_399_999])
def test_the_first_and_the_last_millisecond_of_a_day_may_be_asked_for(at_ms: int) -> None:
    assert query(at_ms=at_ms).at_ms == at_ms


def test_a_range_may_end_after_the_expiry_and_hold_no_trading_day() -> None:
    assert query(end=date(2024, 7, 1)).end == date(2024, 7, 1)
    assert missing_days(query(date(2024, 6, 15), date(2024, 6, 16)), ()) == ()


def test_a_market_that_is_ahead_of_the_wall_clock_may_be_asked_for_its_own_day() -> None:
    ahead = market_today() + timedelta(400)
    later = Contract("SPY", ahead, "C", 500_000)
    assert AtTimeQuery(later, ahead, ahead, NOON, latest=ahead).start == ahead


def test_weekends_are_not_missing_and_holidays_and_days_after_expiry_say_so() -> None:
    lacking = missing_days(query(end=date(2024, 6, 24)), {DAY, date(2024, 6, 17)})
    assert lacking == (
        MissingDay(date(2024, 6, 18), Missing.NO_TRADE),
        MissingDay(date(2024, 6, 19), Missing.HOLIDAY),
        MissingDay(date(2024, 6, 20), Missing.NO_TRADE),
        MissingDay(date(2024, 6, 21), Missing.NO_TRADE),
        MissingDay(date(2024, 6, 24), Missing.EXPIRED),
    )
    assert [lack.why for lack in lacking] == [
        "No trade is known in regular hours at or before 12:00:00.000",
        "Juneteenth National Independence Day",
        "No trade is known in regular hours at or before 12:00:00.000",
        "No trade is known in regular hours at or before 12:00:00.000",
        "SPY 21 Jun 24 500 C had expired",
    ]


def test_the_age_is_the_time_from_the_trade_to_the_asked_time() -> None:
    assert row().age_ms == 336


def test_premium_is_withheld_where_the_size_is_not_what_was_traded() -> None:
    assert row(price=2.5).premium(100) == 2500
    assert row(cancel=True).premium(100) is None
    assert row(size_note="size is total volume").premium(100) is None


def answer(source: Source) -> AtTimeAnswer:
    asked = query(end=date(2024, 6, 18))
    rows = (row(), row(date(2024, 6, 18), sequence=None))
    return AtTimeAnswer(asked, "terminal", source, rows, missing_days(asked, {r.day for r in rows}))


def csv_lines(source: Source) -> list[str]:
    answers, file = Answers(AtTimeQuestion((SPY,), DAY, date(2024, 6, 18), (NOON,))), io.StringIO()
    answers.add(answer(source))
    write_csv(answers.entries, file)
    return file.getvalue().splitlines()


def test_csv_has_a_row_a_trade_and_a_row_a_day_without_one_in_order_of_days() -> None:
    assert csv_lines(Source.LIVE) == [
        "contract,date,asked,traded,age_ms,price,size,venue,condition,sequence,note,source",
        "O:SPY240621C00500000,2024-06-14,12:00:00.000,11:59:59.664,336,41.71,10,ISE,Multi-leg,-5,,terminal",
        "O:SPY240621C00500000,2024-06-17,12:00:00.000,,,,,,,,no trade,terminal",
        "O:SPY240621C00500000,2024-06-18,12:00:00.000,11:59:59.664,336,41.71,10,ISE,Multi-leg,,,terminal",
    ]


@pytest.mark.parametrize(("source", "mark"), [(Source.SIMULATED, "SIMULATED"), (Source.REPLAY, "REPLAY")])
def test_csv_of_an_answer_that_is_not_the_market_says_so_in_every_row(source: Source, mark: str) -> None:
    assert all(line.endswith(f",{mark} terminal") for line in csv_lines(source)[1:])


def test_an_answer_of_regular_hours_is_known_when_these_have_ended() -> None:
    late, close = query(at_ms=72_000_000), utc_ms(DAY, 57_600_000)
    known = AtTimeAnswer(late, "made", Source.LIVE, (row(asked_ms=late.at_ms, trade_ms=57_000_000),))
    assert without_future(known, close) == known
    assert not without_future(known, close - 1).rows
    assert not without_future(replace(known, query=replace(late, regular_hours=False, latest=DAY)), close).rows


def test_a_time_that_the_market_has_not_reached_has_no_answer_yet() -> None:
    whole = answer(Source.SIMULATED)
    last_day = date(2024, 6, 18)
    reached = without_future(whole, utc_ms(last_day, whole.query.at_ms) - 1)
    assert [r.day for r in reached.rows] == [date(2024, 6, 14)]
    assert (last_day, Missing.NOT_REACHED) in [(lack.day, lack.reason) for lack in reached.missing]
    assert [lack.day for lack in reached.missing] == sorted(lack.day for lack in reached.missing)
    assert without_future(whole, utc_ms(last_day, whole.query.at_ms)) == whole
    assert without_future(whole, None) == whole


def test_days_to_come_are_not_days_without_a_trade() -> None:
    whole = answer(Source.SIMULATED)
    reached = without_future(whole, utc_ms(date(2024, 6, 13), 0))
    assert not reached.rows
    assert {lack.reason for lack in reached.missing} == {Missing.NOT_REACHED}
