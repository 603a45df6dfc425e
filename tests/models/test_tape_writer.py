"""What is exported of a tape: the file read back is the tape."""

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import tape_writer
from models.batch import NO_SEQUENCE
from models.clock import eastern, utc_ms
from models.conditions import Condition
from models.filtering.mask import FilterMask
from models.filtering.tape_filter import TapeFilter
from models.selection import Selection
from models.tape import BLOCK, Flag
from models.tape_order import TapeOrder
from models.tape_snapshot import TapeSnapshot, snapshot_of
from models.tape_writer import COLUMNS, ExportStoppedError, TapeWriter
from tests.models.made_market import NVDA, OPEN, SPXW, SPY_C, TICKERS, MadeMarket, Print

KINDS = ("csv", "parquet")
AS_KEPT = {
    "time_utc": "epoch_ms(time_utc::TIMESTAMPTZ)",
    "arrival_utc": "epoch_ms(arrival_utc::TIMESTAMPTZ)",
    "conditions": "coalesce(conditions::VARCHAR, '')",
}
"""Times as Unix milliseconds, so that reading them needs no library of zones."""


def shown(market: MadeMarket, tape_filter: TapeFilter | None = None) -> TapeSnapshot:
    """What a view of the tape would export now."""
    mask = FilterMask(tape_filter or TapeFilter(), market.tape, market.contracts, market.sets)
    selection = Selection(market.tape, mask, TapeOrder(market.tape, market.gaps))
    while not selection.is_whole:
        selection.look_older(lambda: False)
        selection.commit_older()
    return snapshot_of(market, selection.snapshot())


def export(snapshot: TapeSnapshot, path: Path) -> TapeWriter:
    writer = TapeWriter(snapshot, path)
    writer.write()
    return writer


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a file, in its order."""
    columns = ", ".join(f'{AS_KEPT[name]} AS "{name}"' if name in AS_KEPT else f'"{name}"' for name in COLUMNS)
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT {columns} FROM '{path}'")
        return [dict(zip(COLUMNS, row, strict=True)) for row in found.fetchall()]


def sequences(path: Path) -> list[int]:
    return [row["sequence"] for row in read(path)]


@pytest.fixture(params=KINDS)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / f"tape.{request.param}"


def test_every_fact_of_a_trade_is_in_the_file(tmp_path: Path) -> None:
    market = MadeMarket()
    market.contracts.learn_multiplier(SPXW, 100.0)
    market.print(Print(SPXW, 12.35, 40, (232, 219), OPEN + 7, 322, 99))
    market.tape.amend(0, Flag.CANCELLED)

    assert export(shown(market), tmp_path / "tape.parquet").written == 1

    assert read(tmp_path / "tape.parquet") == [
        {
            "time_utc": OPEN + 7, "time_et": eastern(OPEN + 7).replace(tzinfo=None), "trade_date": date(2025, 12, 1),
            "session": "regular", "ticker": SPXW, "root": "SPXW", "expiry": date(2025, 12, 1), "strike": 6850.0,
            "right": "C", "price": 12.35, "size": 40, "premium": 49_400.0, "multiplier": 100.0,
            "multiplier_known": True, "venue": 322, "venue_name": "C2", "conditions": "[232, 219]",
            "condition_text": "Multi-leg + ISO", "sequence": 99, "filled": False, "cancelled": True,
            "unmatched": False, "arrival_utc": OPEN + 7,
        }
    ]  # fmt: skip


def test_a_csv_reads_as_people_and_spreadsheets_expect(tmp_path: Path) -> None:
    market = MadeMarket()
    market.print(Print(NVDA, 1.15, 3, (), OPEN, 9999, NO_SEQUENCE), Print(codes=(202, 777)))
    export(shown(market), tmp_path / "tape.csv")

    heading, first, second = (tmp_path / "tape.csv").read_text().splitlines()
    assert heading.split(",") == list(COLUMNS)
    assert first == (
        "2025-12-01T14:30:00.000Z,2025-12-01T09:30:00.000,2025-12-01,regular,O:NVDA260116C00172500,NVDA,2026-01-16,"
        "172.5,C,1.15,3,345.0,100.0,false,9999,9999,,,,false,false,false,2025-12-01T14:30:00.000Z"
    )
    assert "302,CBOE,202;777,Late + 777,1,false" in second


PRINTS = st.lists(
    st.builds(
        Print,
        ticker=st.sampled_from(TICKERS),
        price=st.one_of(st.sampled_from([0.01, 0.005, 99_999.99]), st.integers(1, 10**7).map(lambda n: n / 10_000)),
        size=st.integers(1, 2**31 - 1),
        codes=st.lists(st.one_of(st.sampled_from([209, 232, 202]), st.integers(-(2**63), 2**63 - 1)), max_size=3).map(
            tuple
        ),
        time_ms=st.one_of(
            st.integers(1, 3_900_000_000_000),
            st.integers(utc_ms(date(2025, 11, 2), 0), utc_ms(date(2025, 11, 3), 0)),  # the clock is set back
        ),
        venue=st.integers(0, 65_535),
        sequence=st.one_of(st.just(NO_SEQUENCE), st.integers(-(2**63) + 1, 2**63 - 1)),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prints=PRINTS, marks=st.lists(st.sampled_from(list(Flag)), max_size=12))
def test_reading_back_gives_the_tape_whatever_the_values(
    tmp_path: Path, prints: list[Print], marks: list[Flag]
) -> None:
    market = MadeMarket()
    market.tape.append(replace(market.batch(prints), arrival_ms=OPEN + np.arange(len(prints))))
    for row, flag in enumerate(marks[: len(prints)]):
        market.tape.amend(row, flag)
    export(shown(market), tmp_path / "odd.parquet")

    for row, (got, asked) in enumerate(zip(read(tmp_path / "odd.parquet"), prints, strict=True)):
        flags = Flag(int(market.tape.value("flags", row)))
        assert (got["time_utc"], got["arrival_utc"]) == (asked.time_ms, OPEN + row)
        assert got["time_et"] == eastern(asked.time_ms).replace(tzinfo=None)
        assert (got["ticker"], got["price"], got["size"]) == (asked.ticker, asked.price, asked.size)
        assert got["premium"] == pytest.approx(asked.price * asked.size * 100, rel=1e-12, abs=1e-4)
        assert got["conditions"] == str(list(asked.codes))
        assert got["condition_text"] == market.sets.text(market.sets[asked.codes])
        assert (got["venue"], got["venue_name"]) == (asked.venue, market.venues.short(asked.venue))
        assert got["sequence"] == (None if asked.sequence == NO_SEQUENCE else asked.sequence)
        learned = {Flag.FILLED: "filled", Flag.CANCELLED: "cancelled", Flag.UNMATCHED: "unmatched"}
        assert {flag: got[name] for flag, name in learned.items()} == {flag: flag in flags for flag in learned}


def test_session_and_trade_date_are_those_of_the_class(tmp_path: Path) -> None:
    market = MadeMarket()
    evening = utc_ms(date(2025, 12, 1), 20 * 3_600_000 + 30 * 60_000)
    market.print(Print("O:SPX251219C06850000", time_ms=evening), Print(SPY_C, time_ms=evening))
    export(shown(market), tmp_path / "tape.csv")

    assert [(row["session"], row["trade_date"]) for row in read(tmp_path / "tape.csv")] == [
        ("early", date(2025, 12, 2)),
        ("outside", date(2025, 12, 1)),
    ]


def test_it_is_in_reading_order_without_gaps(path: Path) -> None:
    market = MadeMarket()
    market.print(Print(sequence=1), Print(sequence=2, time_ms=OPEN + 1000))
    gap = market.interrupt(OPEN + 1001)
    market.print(Print(sequence=5, time_ms=OPEN + 9000))
    market.fill(Print(sequence=3, time_ms=OPEN + 2000), Print(sequence=4, time_ms=OPEN + 3000), gap=gap.number)

    writer = export(shown(market), path)

    assert sequences(path) == [1, 2, 3, 4, 5]
    assert [row["filled"] for row in read(path)] == [False, False, True, True, False]
    assert (writer.written, writer.left_memory) == (5, 0)


@pytest.mark.parametrize("step", [1, 7])
def test_blocks_and_slices_leave_no_seam(path: Path, step: int) -> None:
    market = MadeMarket()
    count = 2 * tape_writer.SLICE + BLOCK // 2
    batch = market.batch([Print(SPY_C)], count)
    batch.sequence[:] = np.arange(count)
    batch.size[:] = 1 + (np.arange(count) % step == 0)
    market.tape.append(batch)

    export(shown(market, TapeFilter(min_size=2)), path)

    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT sequence FROM '{path}'").fetchnumpy()["sequence"]
    assert np.array_equal(found, np.arange(0, count, step))


def test_what_comes_changes_and_goes_after_the_start_is_not_in_it(path: Path) -> None:
    market = MadeMarket(max_rows=BLOCK)
    market.flood(BLOCK, SPY_C)
    snapshot = shown(market)
    snapshot.tape.keep_flags()
    market.flood(2 * BLOCK, NVDA)
    market.tape.amend(market.tape.first, Flag.CANCELLED)
    market.venues.learn([{"id": "302", "name": "Other"}])
    market.learn_conditions([Condition(209, "Other", "", True, True, True, "regular")])
    assert market.tape.first >= BLOCK, "the blocks are gone"

    assert export(snapshot, path).written == BLOCK
    with duckdb.connect() as connection:
        query = f"SELECT DISTINCT ticker, condition_text, cancelled FROM '{path}'"
        assert connection.execute(query).fetchall() == [(SPY_C, "Auto", False)]


def test_trades_that_had_left_memory_before_are_counted(path: Path) -> None:
    market = MadeMarket(max_rows=BLOCK)
    market.flood(BLOCK, SPY_C)
    market.interrupt()
    selection = shown(market).shown
    market.flood(BLOCK + 1, NVDA)

    writer = export(snapshot_of(market, selection), path)

    assert (writer.written, writer.left_memory) == (0, BLOCK)
    assert read(path) == []


def test_a_tape_without_any_trade_makes_a_file_of_headings(path: Path) -> None:
    assert export(shown(MadeMarket()), path).written == 0
    assert read(path) == []


def test_an_old_file_is_replaced_whole(path: Path) -> None:
    path.write_text("old")
    market = MadeMarket()
    market.print(Print(sequence=7))
    export(shown(market), path)
    assert sequences(path) == [7]
    assert list(path.parent.iterdir()) == [path]


class _Stopping(TapeWriter):
    """Is told to stop while it does this."""

    at = ""

    def _add(self, connection: Any, low: int, high: int) -> None:
        super()._add(connection, low, high)
        if self.at == "table":
            self.stop()

    def _copy(self, connection: Any, beside: Path) -> None:
        done = threading.Event()
        other = threading.Thread(target=self._stop_once_it_writes, args=(beside, done))
        other.start()
        try:
            super()._copy(connection, beside)
        finally:
            done.set()
            other.join()

    def _stop_once_it_writes(self, beside: Path, done: threading.Event) -> None:
        while self.at == "file" and not beside.exists() and not done.wait(0.001):
            pass
        if self.at == "file":
            self.stop()


@pytest.mark.parametrize("at", ["table", "file"])
def test_one_that_is_stopped_leaves_the_old_file_and_nothing_else(path: Path, at: str) -> None:
    path.write_text("old")
    market = MadeMarket()
    market.tape.append(market.batch([Print()], 400_000))
    writer = _Stopping(shown(market), path)
    writer.at = at

    with pytest.raises(ExportStoppedError):
        writer.write()

    assert path.read_text() == "old"
    assert list(path.parent.iterdir()) == [path]
    writer.stop()


class _StoppedAfter(TapeWriter):
    """Is told to stop once, right after it saw for the nth time that it may go on: no step hears that."""

    left = 0

    def _go_on(self) -> None:
        super()._go_on()
        self.left -= 1
        if self.left == 0:
            self.stop()


def test_once_said_stop_holds_wherever_it_comes_between_two_steps(path: Path) -> None:
    path.write_text("old")
    market = MadeMarket()
    market.print(Print(sequence=7))
    places = 0
    while True:
        writer = _StoppedAfter(shown(market), path)
        writer.left = places + 1
        try:
            writer.write()
        except ExportStoppedError:
            places += 1
            assert path.read_text() == "old"
            assert list(path.parent.iterdir()) == [path]
        else:
            break
    assert writer.left > 0, "it was told nothing: there are no more places"
    assert places > 2 * len(tape_writer._SETTINGS)


def test_what_is_stopped_before_it_begins_writes_nothing(path: Path) -> None:
    writer = TapeWriter(shown(MadeMarket()), path)
    writer.stop()
    with pytest.raises(ExportStoppedError):
        writer.write()
    assert list(path.parent.iterdir()) == []


def test_a_file_that_is_written_stays_when_stop_comes_too_late(path: Path) -> None:
    market = MadeMarket()
    market.print(Print(sequence=7))
    writer = export(shown(market), path)
    writer.stop()
    assert not writer.is_stopping
    assert sequences(path) == [7]


def test_a_folder_that_is_not_there_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        export(shown(MadeMarket()), tmp_path / "gone" / "tape.csv")
    assert caught.value.strerror == "No such file or directory"


def test_a_full_disk_is_told_in_words_and_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_writer: TapeWriter, _connection: Any, beside: Path) -> None:
        beside.write_text("half")
        raise duckdb.IOException(f'IO Error: Could not write to "{beside}": No space left on device')

    monkeypatch.setattr(TapeWriter, "_copy", full)
    with pytest.raises(OSError, match="the disk is full"):
        export(shown(MadeMarket()), path)
    assert list(path.parent.iterdir()) == []


def test_progress_goes_from_nothing_to_all(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tape_writer, "SLICE", 1)
    seen: list[float] = []
    add = TapeWriter._add

    def watched(writer: TapeWriter, connection: Any, low: int, high: int) -> None:
        seen.append(writer.progress)
        add(writer, connection, low, high)

    monkeypatch.setattr(TapeWriter, "_add", watched)
    market = MadeMarket()
    market.print(Print(), Print(), Print())
    writer = export(shown(market), path)
    assert seen == sorted(seen)
    assert seen[0] == 0
    assert 0 < seen[-1] < writer.progress == 1


def test_a_path_with_odd_letters_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "it's {a} *folder* ü"
    folder.mkdir()
    market = MadeMarket()
    market.print(Print())
    export(shown(market), folder / "o'clock.CSV")
    assert (folder / "o'clock.CSV").read_text().count("\n") == 2


def test_a_name_may_be_as_long_as_the_folder_takes(path: Path) -> None:
    long = path.with_stem("n" * (255 - len(path.suffix)))
    assert export(shown(MadeMarket()), long).written == 0
    assert list(path.parent.iterdir()) == [long]
