"""Answers in order, as CSV for programs and words for people; as files for spreadsheets and databases."""

import csv
import io
import json
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.clock import time_text
from models.contract import Contract
from models.history.answer_csv import COLUMNS, FILE_COLUMNS, tab_separated, write_csv
from models.history.answer_order import AnswersInOrder
from models.history.answer_parquet import write_parquet
from models.history.answer_printer import AnswerPrinter
from models.history.answers import Answers, Entry
from models.history.missing_days import missing_days
from models.history.queries import AtTimeAnswer, AtTimeQuery, AtTimeQuestion, HistoryError, HistoryFailure
from models.history.weekdays import weekdays
from models.status import Source
from tests.models.history.made_history import made_row

SPY = Contract("SPY", date(2024, 6, 21), "C", 500_000)
QQQ = Contract("QQQ", date(2024, 7, 19), "P", 400_500)
NOON, OPEN = 43_200_000, 34_200_000
QUESTION = AtTimeQuestion((SPY, QQQ), date(2024, 5, 30), date(2024, 7, 2), (NOON, OPEN))
PARTS = QUESTION.parts()


def answer(part: AtTimeQuery) -> AtTimeAnswer:
    days = [day for day, holiday in weekdays(part.start, part.end) if not holiday]
    rows = tuple(row for day in days if (row := made_row(part.contract, day, part.at_ms)))
    return AtTimeAnswer(part, "Test terminal", Source.LIVE, rows, missing_days(part, {row.day for row in rows}))


def key(entry: Entry) -> tuple[int, date, int]:
    return QUESTION.contracts.index(entry.contract), entry.day, entry.asked_ms


@given(st.permutations(PARTS), st.integers(0, len(PARTS)))
def test_entries_are_given_out_in_order_however_they_come(parts: list[AtTimeQuery], stop: int) -> None:
    answers = Answers(QUESTION)
    order = AnswersInOrder(answers)
    found = order.ready()
    for part in parts[:stop]:
        answers.add(answer(part))
        found += order.ready()
        assert found == sorted(found, key=key)
    found += order.rest()
    assert found == sorted(answers.entries, key=key)


def test_a_month_is_given_out_as_soon_as_nothing_before_it_is_to_come() -> None:
    answers = Answers(QUESTION)
    order = AnswersInOrder(answers)
    may, june = PARTS[:2], PARTS[2:4]
    answers.add(answer(june[0]))
    answers.add(answer(may[0]))
    assert order.ready() == []
    answers.add(answer(may[1]))
    assert {(entry.contract, entry.day.month) for entry in order.ready()} == {(SPY, 5)}


def printed(*outcomes: AtTimeAnswer | tuple[AtTimeQuery, HistoryError], error: HistoryError | None = None) -> list[str]:
    rows, messages = io.StringIO(), io.StringIO()
    answers = Answers(QUESTION)
    printer = AnswerPrinter(answers, rows, messages)
    for outcome in outcomes:
        if isinstance(outcome, AtTimeAnswer):
            answers.add(outcome)
        else:
            answers.fail(*outcome)
        printer.advance()
    printer.finish(error)
    return [rows.getvalue(), messages.getvalue()]


def test_rows_are_printed_as_csv_and_days_without_one_as_messages() -> None:
    out, said = printed(*map(answer, PARTS))
    lines = out.splitlines()
    assert lines[0] == "contract,date,asked,traded,age_ms,price,size,venue,condition,sequence"
    rows = [row for part in PARTS for row in answer(part).rows]
    assert len(lines) == 1 + len(rows)
    first = min((row for part in PARTS[:2] for row in answer(part).rows), key=lambda row: (row.day, row.asked_ms))
    assert lines[1] == (
        f"O:SPY240621C00500000,{first.day},{time_text(first.asked_ms)},{time_text(first.trade_ms)},{first.age_ms},"
        f"{first.price},{first.size},ISE,Regular,"
    )
    assert "optape: O:SPY240621C00500000 2024-06-19 12:00:00.000: holiday: Juneteenth National Independence Day" in said
    assert "optape: O:SPY240621C00500000 2024-06-24 09:30:00.000: expired\n" in said
    assert ": no trade\n" in said
    assert "\r" not in out


def test_a_failure_of_parts_is_said_once_with_the_first_of_them() -> None:
    refused = HistoryError(HistoryFailure.PERMISSION, "This needs a subscription.")
    out, said = printed(*[(part, refused) for part in PARTS])
    assert out == ",".join(COLUMNS) + "\n"
    assert said.count("subscription") == 1
    assert "optape: SPY 21 Jun 24 500 C, 2024-05-30 to 2024-05-31: This needs a subscription." in said


def test_an_end_before_anything_came_prints_no_headings() -> None:
    out, said = printed(error=HistoryError(HistoryFailure.NOT_RUNNING, "Start it."))
    assert out == ""
    assert said.endswith("optape: Start it.\n")


def test_an_end_on_the_way_says_how_much_is_missing_and_keeps_what_came() -> None:
    out, said = printed(answer(PARTS[0]), error=HistoryError(HistoryFailure.NOT_RUNNING, "Start it."))
    assert len(out.splitlines()) == 1 + len(answer(PARTS[0]).rows)
    assert said.endswith(f"optape: Start it.\noptape: {len(PARTS) - 1} of {len(PARTS)} parts were not answered.\n")


def entries() -> list[Entry]:
    answers = Answers(QUESTION)
    for part in PARTS:
        answers.add(answer(part))
    refused = answers.entries[-1]
    assert refused.row
    note = replace(refused, row=replace(refused.row, size_note="a total", sequence=-5, raw={"price": 1.5, "x": None}))
    return [*answers.entries[:-1], note]


def test_the_parquet_file_holds_what_the_csv_file_holds(tmp_path: Path) -> None:
    path = tmp_path / "it's an answer.parquet"
    write_parquet(entries(), path)
    file = io.StringIO()
    write_csv(entries(), file)
    in_csv = list(csv.reader(file.getvalue().splitlines()))[1:]
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT {', '.join(FILE_COLUMNS)} FROM read_parquet(?)", [str(path)]).fetchall()
    assert [[_text(value) for value in row] for row in found] == in_csv


def test_the_parquet_file_has_types_and_every_column_of_the_source(tmp_path: Path) -> None:
    path = tmp_path / "answer.parquet"
    write_parquet(entries(), path)
    with duckdb.connect() as connection:
        last = connection.execute(
            'SELECT root, expiry, strike, "right", asked, sequence, cancel, raw, note FROM read_parquet(?)', [str(path)]
        ).fetchall()[-1]
    asked = time(12) if entries()[-1].asked_ms == NOON else time(9, 30)
    assert last[:-2] == ("QQQ", date(2024, 7, 19), 400.5, "P", asked, -5, False)
    assert (json.loads(last[-2]), last[-1]) == ({"price": 1.5, "x": None}, "a total")


def test_a_parquet_file_of_nothing_has_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "answer.parquet"
    write_parquet([], path)
    with duckdb.connect() as connection:
        assert connection.execute("SELECT count(*), min(price) FROM read_parquet(?)", [str(path)]).fetchall() == [
            (0, None)
        ]


def test_a_place_that_cannot_be_written_to_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"No such file"):
        write_parquet(entries(), tmp_path / "absent" / "answer.parquet")
    assert list(tmp_path.iterdir()) == []


def test_text_for_spreadsheets_has_headings_and_tabs() -> None:
    lines = tab_separated(entries()[:2]).splitlines()
    assert lines[0].split("\t") == list(FILE_COLUMNS)
    assert [len(line.split("\t")) for line in lines] == [len(FILE_COLUMNS)] * 3


def _text(value: object) -> str:
    if isinstance(value, time):
        return value.isoformat(timespec="milliseconds")
    return "" if value is None else str(value)
