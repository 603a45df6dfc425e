"""Recordings as sources."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from feeds.venue.opening import open_file
from feeds.venue.recording import Recording
from feeds.venue.source import SourceError
from tests.feeds.venue.made import CALL, OPEN_MS, PUT, SPY, VIX, needs_recordings, recording, trade, trades

DAY = date(2025, 12, 1)


@pytest.mark.parametrize("name", ["day.jsonl", "day.jsonl.gz"])
def test_a_recording_keeps_every_line_and_the_order_of_the_file(tmp_path: Path, name: str) -> None:
    events = [trade(3), trade(1), trade(2, PUT)]
    batch = next(iter(open_file(recording(tmp_path, events, name)).batches()))
    assert [event.split(b'"q":')[1] for event in batch.events] == [b"3}", b"1}", b"2}"]
    assert batch.tickers == [CALL, CALL, PUT]
    assert batch.times_ms.tolist() == [OPEN_MS + 3, OPEN_MS + 1, OPEN_MS + 2]
    assert batch.trades == 3


def test_a_long_recording_comes_in_batches(tmp_path: Path) -> None:
    batches = list(Recording(recording(tmp_path, trades(12_000))).batches())
    assert [len(batch.events) for batch in batches] == [5000, 5000, 2000]


def test_what_history_cannot_hold_is_played_but_not_told(tmp_path: Path) -> None:
    odd = [trade(1), trade(2, p="1"), trade(3, s=0), trade(4, sym="SPY"), trade(5, t=10**17), {"ev": "A", "sym": CALL}]
    source = Recording(recording(tmp_path, [*odd, "", trade(6, c=None)]))
    assert [found.sequence for found in source.prints(CALL, DAY, DAY)] == [1, 6]
    batch = next(source.batches())
    assert len(batch.events) == 7
    assert batch.trades == 6
    assert batch.times_ms.tolist() == [OPEN_MS + 1] * 6 + [OPEN_MS + 6]


def test_history_is_asked_by_contract_and_day(tmp_path: Path) -> None:
    source = Recording(recording(tmp_path, [trade(1, PUT), trade(2), trade(3, t=OPEN_MS + 86_400_000)]))
    assert source.day == DAY
    assert source.tickers() == [CALL, PUT]
    assert [found.sequence for found in source.prints(CALL, DAY, date(2025, 12, 2))] == [2, 3]
    assert [found.sequence for found in source.prints(CALL, date(2025, 12, 2), date(2025, 12, 9))] == [3]
    assert source.prints("O:SPY251219C00651000", DAY, DAY) == []


def test_what_was_streamed_is_told_from_when_the_playing_begins(tmp_path: Path) -> None:
    source = Recording(recording(tmp_path, trades(5)))

    def streamed() -> list[int]:
        return [found.sequence for ticker in (CALL, PUT) for found in source.streamed(ticker, DAY, DAY)]

    assert sorted(streamed()) == [1, 2, 3, 4, 5]
    for count in (0, 1, 4):
        source.released(count)
        assert sorted(streamed()) == list(range(1, count + 1))
    assert [found.sequence for found in source.prints(PUT, DAY, DAY)] == [1, 3, 5]


def test_multipliers_are_those_that_were_told(tmp_path: Path) -> None:
    source = Recording(recording(tmp_path, trades(2)), {PUT: 150})
    assert [source.shares(ticker) for ticker in (CALL, PUT)] == [100, 150]


@pytest.mark.parametrize("line", ['{"ev":"T",', "hello", "[1]", "7", '"T"', "\xff"])
def test_a_line_that_is_no_event_is_refused_with_its_number(tmp_path: Path, line: str) -> None:
    path = recording(tmp_path, [trade(1), "", line, trade(2)])
    with pytest.raises(SourceError, match=r"day\.jsonl: line 3 is not"):
        Recording(path)


def test_an_empty_a_missing_and_a_broken_file_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"day\.jsonl: no events"):
        Recording(recording(tmp_path, []))
    with pytest.raises(SourceError, match=r"none\.jsonl: cannot be read"):
        Recording(tmp_path / "none.jsonl")
    broken = tmp_path / "broken.jsonl.gz"
    broken.write_bytes(gzip.compress(b'{"ev":"T"}\n' * 10_000)[:-20])
    with pytest.raises(SourceError, match=r"broken\.jsonl\.gz: cannot be read"):
        Recording(broken)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"not a source; \.jsonl"):
        open_file(tmp_path / "day.parquet")


@needs_recordings
def test_the_real_recordings_hold_what_is_known_of_them() -> None:
    vix, spy = Recording(VIX), Recording(SPY)
    assert (vix.day, spy.day) == (date(2016, 6, 1), date(2024, 6, 14))
    assert len(vix.tickers()) == 230
    assert sum(batch.trades for batch in vix.batches()) == 2295
    assert sum(found.size for found in spy.prints("O:SPY240621C00500000", spy.day, spy.day)) == 682
