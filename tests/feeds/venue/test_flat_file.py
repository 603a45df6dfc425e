"""Massive flat files as sources."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from feeds.venue.flat_file import FlatFile
from feeds.venue.opening import open_file
from feeds.venue.source import SourceError
from tests.feeds.venue.made import CALL, OPEN_MS, PUT

NEW = "ticker,conditions,correction,exchange,price,sip_timestamp,size"
OLD = "ticker,conditions,correction,exchange,participant_timestamp,price,sip_timestamp,size"
DAY = date(2025, 12, 1)
NS = OPEN_MS * 1_000_000


def flat(folder: Path, *lines: str, name: str = "2025-12-01.csv") -> Path:
    data = "".join(line + "\n" for line in lines).encode()
    path = folder / name
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


def test_rows_become_trade_events_with_their_row_as_sequence(tmp_path: Path) -> None:
    rows = [
        f"{CALL},209,0,302,1.54,{NS + 999_999},3",
        f'{PUT},"209,219",0,312,0.5,{NS + 1_000_000},1',
        f"{CALL},,0,300,2,{NS},7",
    ]
    batch = next(open_file(flat(tmp_path, NEW, *rows, name="x.csv.gz")).batches())
    assert [json.loads(event) for event in batch.events] == [
        {"ev": "T", "sym": CALL, "x": 302, "p": 1.54, "s": 3, "c": [209], "t": OPEN_MS, "q": 1},
        {"ev": "T", "sym": PUT, "x": 312, "p": 0.5, "s": 1, "c": [209, 219], "t": OPEN_MS + 1, "q": 2},
        {"ev": "T", "sym": CALL, "x": 300, "p": 2.0, "s": 7, "t": OPEN_MS, "q": 3},
    ]
    assert batch.trades == 3


def test_files_with_participant_times_are_read_by_name_of_column(tmp_path: Path) -> None:
    source = FlatFile(flat(tmp_path, OLD, f"{CALL},227,0,302,{NS - 5},1.54,{NS},3"))
    (found,) = source.prints(CALL, DAY, DAY)
    assert (found.time_ns, found.price, found.size, found.exchange, found.conditions) == (NS, 1.54, 3, 302, (227,))


def test_history_tells_equal_rows_apart_and_contracts_are_listed(tmp_path: Path) -> None:
    row = f"{CALL},209,0,302,1.54,{NS},3"
    source = FlatFile(flat(tmp_path, NEW, row, row, f"{PUT},209,0,302,1.54,{NS},3"))
    assert [found.sequence for found in source.prints(CALL, DAY, DAY)] == [1, 2]
    assert source.tickers() == [CALL, PUT]
    assert source.prints(CALL, date(2025, 12, 2), date(2025, 12, 3)) == []
    assert source.day == DAY


def test_what_was_streamed_is_told_from_when_the_playing_begins(tmp_path: Path) -> None:
    source = FlatFile(flat(tmp_path, NEW, *(f"{ticker},209,0,302,1.54,{NS},3" for ticker in (CALL, PUT, CALL))))
    assert [found.sequence for found in source.streamed(CALL, DAY, DAY)] == [1, 3]
    source.released(2)
    assert [found.sequence for found in source.streamed(CALL, DAY, DAY)] == [1]
    assert [found.sequence for found in source.prints(CALL, DAY, DAY)] == [1, 3]
    assert source.shares(CALL) == 100


def test_a_long_file_is_streamed_in_batches(tmp_path: Path) -> None:
    rows = [f"{CALL},209,0,302,1.54,{NS + n},3" for n in range(12_000)]
    assert [len(batch.events) for batch in FlatFile(flat(tmp_path, NEW, *rows)).batches()] == [5000, 5000, 2000]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["ticker,price", f"{CALL},1"], "line 1 is not a flat file's header: no column conditions, exchange"),
        ([NEW], "no trades"),
        ([], "line 1 is not a flat file's header"),
        ([NEW, f"{CALL},209,0,302,x,{NS},3"], "line 2 is not a trade"),
        ([NEW, "one,two"], "line 2 is not a trade"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_line(tmp_path: Path, lines: list[str], reason: str) -> None:
    with pytest.raises(SourceError, match=f"2025-12-01.csv: {reason}"):
        FlatFile(flat(tmp_path, *lines))


def test_a_bad_row_further_on_ends_the_playing_with_its_line(tmp_path: Path) -> None:
    source = FlatFile(flat(tmp_path, NEW, f"{CALL},209,0,302,1.54,{NS},3", f"{CALL},209,0,302,1.54,{NS},"))
    with pytest.raises(SourceError, match="line 3 is not a trade"):
        list(source.batches())
