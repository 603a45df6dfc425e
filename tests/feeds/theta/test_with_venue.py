"""The client against the local venue: what was streamed is what an at-time question finds."""

import gzip
import json
import random
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from feeds.theta.codes import ThetaCodes
from feeds.theta.terminal import TerminalState, ThetaTerminal
from feeds.venue.recording import Recording
from feeds.venue.venue import Venue
from models.clock import eastern, utc_ms
from models.contract import parse_ticker
from models.queries import AtTimeAnswer, AtTimeQuery, HistoryError, HistoryFailure, Missing
from models.status import Source

RECORDED = Path(__file__).parents[4] / "shared" / "data" / "real_SPY_240621C500_2024-06-14.jsonl.gz"
TICKER = "O:SPY240621C00500000"
DAY = date(2024, 6, 14)
NOON, OPEN, CLOSE = 43_200_000, 34_200_000, 57_600_000
TRADES = [
    ("09:31", 41.0, 301, [232]),
    ("11:58", 41.5, 308, [227]),
    ("11:59", 41.25, 302, None),
    ("12:01", 40.0, 320, []),
]


def event(
    day: date, clock: str, price: float, venue: int, conditions: list[int] | None, sequence: int
) -> dict[str, Any]:
    hours, minutes = map(int, clock.split(":"))
    told = {"ev": "T", "sym": TICKER, "x": venue, "p": price, "s": 3, "t": utc_ms(day, (hours * 60 + minutes) * 60_000)}
    return told | ({} if conditions is None else {"c": conditions}) | {"q": sequence}


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    """Two days of trades with one trading day between them that has none."""
    days = [DAY, date(2024, 6, 18)]
    events = [event(day, *trade, -n) for day in days for n, trade in enumerate(TRADES)]
    path = tmp_path / "made.jsonl"
    path.write_text("".join(json.dumps(e) + "\n" for e in events), encoding="utf-8")
    return Recording(path)


async def asked(recording: Recording, codes: ThetaCodes, queries: Iterable[AtTimeQuery]) -> list[AtTimeAnswer]:
    async with Venue(recording) as venue:
        terminal = ThetaTerminal(venue.urls.theta, codes, name="local venue", source=Source.REPLAY)
        try:
            assert await terminal.status() is TerminalState.CONNECTED
            return [await terminal.at_time(query, lambda text: None) for query in queries]
        finally:
            await terminal.close()


def query(at_ms: int, end: date = DAY, *, regular_hours: bool = True) -> AtTimeQuery:
    return AtTimeQuery(parse_ticker(TICKER), DAY, end, at_ms, regular_hours)


async def test_the_last_trade_at_or_before_noon_of_each_day(recording: Recording, codes: ThetaCodes) -> None:
    (answer,) = await asked(recording, codes, [query(NOON, date(2024, 6, 18))])
    assert [(row.day.day, row.trade_ms, row.price, row.size) for row in answer.rows] == [
        (14, 43_140_000, 41.25, 3),
        (18, 43_140_000, 41.25, 3),
    ]
    assert [(lack.day.day, lack.reason) for lack in answer.missing] == [(17, Missing.NO_TRADE)]
    assert answer.source_text.startswith("REPLAY local venue")


async def test_codes_come_back_as_the_texts_of_the_tape(recording: Recording, codes: ThetaCodes) -> None:
    answers = await asked(recording, codes, [query(OPEN + 60_000), query(NOON - 120_000), query(NOON)])
    assert [(a.rows[0].venue, a.rows[0].condition, a.rows[0].sequence) for a in answers] == [
        ("BOX", "Multi-leg", 0),
        ("ISE", "Auction", -1),
        ("CBOE", "Regular", -2),
    ]


async def test_before_the_first_trade_there_is_none(recording: Recording, codes: ThetaCodes) -> None:
    (answer,) = await asked(recording, codes, [query(OPEN)])
    assert (answer.rows, len(answer.missing)) == ((), 1)


async def test_a_root_that_is_not_there_is_said(recording: Recording, codes: ThetaCodes) -> None:
    stranger = AtTimeQuery(parse_ticker("O:QQQ240621C00500000"), DAY, DAY, NOON)
    with pytest.raises(HistoryError) as caught:
        await asked(recording, codes, [stranger])
    assert caught.value.kind is HistoryFailure.NO_DATA


@pytest.mark.skipif(not RECORDED.is_file(), reason="the shared recordings are not here")
async def test_the_recorded_day_answers_as_a_plain_recomputation_does(codes: ThetaCodes) -> None:
    with gzip.open(RECORDED, "rt", encoding="utf-8") as file:
        trades = [json.loads(line) for line in file]
    dice = random.Random(2)
    times = [NOON, CLOSE, OPEN, *(dice.randrange(OPEN, CLOSE) for _ in range(60))]
    times += [_ms_of_day(trade["t"]) + off for trade in trades[:5] for off in (-1, 0, 1)]
    answers = await asked(Recording(RECORDED), codes, [query(at_ms) for at_ms in times])
    for at_ms, answer in zip(times, answers, strict=True):
        before = [trade for trade in trades if _ms_of_day(trade["t"]) <= at_ms]
        expected = [max(before, key=lambda trade: trade["t"])] if before else []
        latest = [trade for trade in before if trade["t"] == expected[0]["t"]] if expected else []
        found = [(row.trade_ms, row.price, row.size, row.sequence) for row in answer.rows]
        assert found == [(_ms_of_day(t["t"]), t["p"], t["s"], t["q"]) for t in latest[-1:]]


def _ms_of_day(time_ms: int) -> int:
    at = eastern(time_ms)
    return ((at.hour * 60 + at.minute) * 60 + at.second) * 1000 + at.microsecond // 1000
