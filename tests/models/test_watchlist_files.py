"""Watchlist files: what is read, what is refused and where, and that a failed write leaves the old file."""

import os
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.contract import Contract
from models.watchlist import WatchItem, Watchlist
from models.watchlist_files import MAX_BYTES, Problem, WatchlistFileError, read_watchlist, write_watchlist
from tests.models.contract_strategy import contracts

TODAY = date(2025, 12, 1)
CALL = Contract("SPY", date(2025, 12, 19), "C", 650_000)
PUT = Contract("SPY", date(2025, 12, 19), "P", 650_000)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ITEMS = st.lists(st.builds(WatchItem, contracts, TEXTS), max_size=8)


def problems(content: str | bytes) -> list[Problem]:
    with pytest.raises(WatchlistFileError) as raised:
        read_watchlist(content.encode() if isinstance(content, str) else content, TODAY)
    return raised.value.problems


def document(items: str, schema: str = "1", more: str = "") -> str:
    return f'{{\n  "schema": {schema},\n  "name": "Index",{more}\n  "items": [\n{items}\n  ]\n}}\n'


def read_contracts(content: str | bytes) -> list[Contract]:
    imported = read_watchlist(content.encode() if isinstance(content, str) else content, TODAY)
    return [item.contract for item in imported.watchlist]


@settings(max_examples=100, deadline=None)
@given(name=TEXTS, items=ITEMS)
def test_our_own_json_keeps_name_order_and_notes(
    tmp_path_factory: pytest.TempPathFactory, name: str, items: list[WatchItem]
) -> None:
    path = tmp_path_factory.mktemp("lists") / "list.json"
    watchlist = Watchlist(name, items)

    write_watchlist(watchlist, path)
    imported = read_watchlist(path)

    assert imported.watchlist.name == name
    assert list(imported.watchlist) == list(watchlist)
    assert imported.notes == ()
    assert not imported.watchlist.modified


@settings(max_examples=50, deadline=None)
@given(items=ITEMS)
def test_plain_text_keeps_order_and_the_words_of_notes(
    tmp_path_factory: pytest.TempPathFactory, items: list[WatchItem]
) -> None:
    path = tmp_path_factory.mktemp("lists") / "tech.txt"
    watchlist = Watchlist("any", items)

    write_watchlist(watchlist, path)
    read = read_watchlist(path).watchlist

    assert read.name == "tech"
    assert [(item.contract, item.note.split()) for item in read] == [(i.contract, i.note.split()) for i in watchlist]


def test_json_is_written_for_people_and_for_version_control(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "list.json"

    write_watchlist(Watchlist("Index", [WatchItem(CALL), WatchItem(PUT, "hedge – år")]), path)

    assert path.read_text("utf-8") == (
        '{\n  "schema": 1,\n  "name": "Index",\n  "items": [\n'
        '    {\n      "ticker": "O:SPY251219C00650000"\n    },\n'
        '    {\n      "ticker": "O:SPY251219P00650000",\n      "note": "hedge – år"\n    }\n  ]\n}\n'
    )


def test_a_text_has_a_symbol_a_line_in_any_dialect() -> None:
    text = "\ufeff# mine\r\n\r\nO:SPY251219C00650000 # the big one\r\n  spy 650p 12/19  \r\n###Section\r\n"

    imported = read_watchlist(text.encode(), TODAY)

    assert list(imported.watchlist) == [WatchItem(CALL, "the big one"), WatchItem(PUT)]
    assert imported.watchlist.name == "Watchlist"


@pytest.mark.parametrize(
    "line",
    [
        "SPY251219C00650000,SPY251219P00650000",
        "SPY251219C00650000 ; SPY251219P00650000;",
        '"SPY 19DEC25 650 C","SPY 19DEC25 650 P",,',
        "SPY,20251219,650000,C;SPY,2025-12-19,650.000,PUT",
        "SPY Dec 19, 2025 650 Call; .SPY251219P650",
        ".SPY251219C650\r.SPY251219P650",
    ],
)
def test_commas_and_semicolons_separate_symbols_but_not_the_parts_of_one(line: str) -> None:
    assert read_contracts(line) == [CALL, PUT]


def test_text_of_a_spreadsheet_in_utf_16_is_read() -> None:
    assert read_contracts("SPY 19DEC25 650 C\r\n".encode("utf-16")) == [CALL]


def test_a_text_names_every_broken_line_with_its_reason() -> None:
    found = problems("# mine\nSPY\n.SPY251219C650\n.SPY251319C650, .SPY251219P650, QQQ\nSPXW,20241315,4800000,C\n")

    assert [(problem.line, problem.text) for problem in found] == [
        (2, "SPY"),
        (4, ".SPY251319C650"),
        (4, "QQQ"),
        (5, "SPXW,20241315,4800000,C"),
    ]
    assert "an underlying" in found[0].reason
    assert "251319 is not a date" in str(found[1])
    assert str(found[1]).startswith("line 4: ")


def test_the_first_twenty_problems_are_listed_and_the_rest_counted() -> None:
    with pytest.raises(WatchlistFileError) as raised:
        read_watchlist(b"SPY\n" * 25)

    assert [problem.line for problem in raised.value.problems] == list(range(1, 21))
    assert raised.value.more == 5
    assert str(raised.value).startswith("the text: 25 problems, nothing was read\nline 1: ")
    assert str(raised.value).endswith("\nand 5 more")


def test_a_single_problem_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "tech.txt"
    path.write_text("SPY\n")

    with pytest.raises(WatchlistFileError, match=r"^tech\.txt: line 1: “SPY”: this is an underlying"):
        read_watchlist(path)


def test_duplicates_are_remarks_and_the_first_stays() -> None:
    text = read_watchlist(b".SPY251219C650 # first\n.SPY251219P650\nSPY 19DEC25 650 C # second\n", TODAY)
    ticker = '    {"ticker": "O:SPY251219C00650000"}'
    json = read_watchlist(document(f"{ticker},\n{ticker}").encode())

    assert list(text.watchlist) == [WatchItem(CALL, "first"), WatchItem(PUT)]
    assert [str(note) for note in text.notes] == [
        "line 3: SPY 19 Dec 25 650 C is on line 1 already: this one is left out"
    ]
    assert [(note.line, note.text) for note in json.notes] == [(6, "O:SPY251219C00650000")]


@pytest.mark.parametrize(
    ("content", "line", "column", "reason"),
    [
        ('{\n  "schema": 1,\n  "items": [1 2]\n}', 3, 15, "expecting ',' delimiter"),
        ('{\n  "schema": 1,\n  "nåme": tru\n}', 3, 11, "expecting value"),
        ('{\n  "schema": 1,\n  "name": "x', 3, 11, "unterminated string"),
        ('{"schema": 1}\n}', 2, 1, "extra data"),
        ('{"schema":\nNaN}', 2, 1, "invalid character"),
        ('{"a":' + "[" * 100_000, 1, 1, "lists within lists"),
    ],
)
def test_broken_json_names_line_and_column(content: str, line: int, column: int, reason: str) -> None:
    (problem,) = problems(content)

    assert (problem.line, problem.column) == (line, column)
    assert reason in problem.reason
    assert f"line {line}, column {column}: this is not valid JSON" in str(problem)


def test_broken_items_are_all_named_with_line_and_field() -> None:
    items = [
        '    {"ticker": "O:SPY251219C00650000", "note": null}',
        '    {"ticker": "SPY"}',
        '    {\n      "note": "ticker",\n      "ticker": 5\n    }',
        '    "O:SPY251219C00650000"',
        '    {"note": "nothing"}',
    ]

    found = problems(document(",\n".join(items)))

    assert [problem.line for problem in found] == [5, 6, 9, 11, 12]
    assert found[0].reason == "item 1: field “note”: expected text, got nothing (null)"
    assert "item 2: field “ticker”: “SPY”: this is an underlying" in found[1].reason
    assert found[2].reason == "item 3: field “ticker”: expected text, got a whole number"
    assert found[3].reason == "item 4: expected an object in braces, got text"
    assert found[4].reason == "item 5: field “ticker” is missing"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{}", "field “schema” is missing"),
        ('{"schema": "1", "items": []}', "field “schema”: expected a whole number, got text"),
        ('{"schema": 0, "items": []}', "no schema 0"),
        ('{"schema": 1}', "field “items” is missing"),
        ('{"schema": 1, "items": {}}', "field “items”: expected a list, got an object"),
        ('{"schema": 1, "name": 5, "items": []}', "field “name”: expected text"),
    ],
)
def test_a_document_of_another_shape_is_refused(content: str, reason: str) -> None:
    (problem,) = problems(content)

    assert reason in problem.reason


def test_a_newer_schema_is_refused_with_clear_words_and_nothing_else() -> None:
    (problem,) = problems(document('    {"ticker": 5}', schema="2"))

    assert problem.line == 2
    assert problem.reason == "this watchlist was written by a newer Optape (schema 2, this one reads up to 1): update"


def test_fields_of_later_versions_are_passed_over_and_remarked_once() -> None:
    items = '    {"ticker": "O:SPY251219C00650000", "colour": 1},\n    {"ticker": ".SPY251219P650", "colour": 2}'

    imported = read_watchlist(document(items, more='\n  "groups": [{"name": "items"}],').encode())

    assert [item.contract for item in imported.watchlist] == [CALL, PUT]
    assert [(note.line, note.text) for note in imported.notes] == [(4, "groups"), (6, "colour")]


def test_strange_but_valid_json_is_read_too() -> None:
    twice = '{"schema": 1, "\\u006eame": "Tech", "items": 5, "items": [{"ticker": "", "ticker": ".SPY251219C650"}]}'

    watchlist = read_watchlist(twice.encode()).watchlist

    assert watchlist.name == "Tech"
    assert list(watchlist) == [WatchItem(CALL)]


def test_a_json_file_without_a_name_has_the_files(tmp_path: Path) -> None:
    path = tmp_path / "tech.json"
    path.write_text('{"schema": 1, "items": []}')

    assert read_watchlist(path).watchlist.name == "tech"


def test_a_json_file_is_json_whatever_it_begins_with(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text("SPY251219C00650000")

    with pytest.raises(WatchlistFileError, match="not valid JSON"):
        read_watchlist(path)


def test_bytes_that_are_no_text_name_the_line() -> None:
    (problem,) = problems(b".SPY251219C650\n.SPY251219P650 # \xe5r\n")

    assert problem.line == 2
    assert "UTF-8" in problem.reason


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(WatchlistFileError, match="cannot be read: No such file"):
        read_watchlist(tmp_path / "none.json")
    with pytest.raises(WatchlistFileError, match="cannot be read"):
        read_watchlist(tmp_path)


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "tape.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    with pytest.raises(WatchlistFileError, match="is not a watchlist: it has 4 MB"):
        read_watchlist(path)


def test_a_write_that_fails_leaves_the_old_file_and_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.json"
    write_watchlist(Watchlist("old"), path)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WatchlistFileError, match=r"list\.json: cannot be written: No space left on device"):
        write_watchlist(Watchlist("new", [WatchItem(CALL)]), path)

    assert read_watchlist(path).watchlist.name == "old"
    assert list(tmp_path.iterdir()) == [path]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80) | st.text('{}[]":,\n1schemaitemsticker', max_size=80).map(str.encode))
def test_any_bytes_are_a_watchlist_or_refused(content: bytes) -> None:
    try:
        answer = str(read_watchlist(content, TODAY).notes)
    except WatchlistFileError as error:
        answer = str(error)

    assert answer


def test_ten_thousand_items_are_read() -> None:
    tickers = [{"ticker": f"O:SPY251219C{strike:08d}"} for strike in range(1, 10_001)]

    imported = read_watchlist(msgspec.json.format(msgspec.json.encode({"schema": 1, "items": tickers})))

    assert len(imported.watchlist) == 10_000
