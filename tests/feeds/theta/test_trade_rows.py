"""Bodies of trades as terminals really send them, in every form of both generations."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.theta.bodies import read_table
from feeds.theta.cells import moment, plain_text
from feeds.theta.trade_rows import read_trades
from feeds.theta.wire import Page, WireError
from feeds.theta.wire_v2 import COLUMNS, SHAPE
from feeds.theta.wire_v3 import SHAPE as SHAPE_V3

DAY = date(2024, 1, 16)
V3_DAY = date(2024, 11, 4)
REAL: list[Any] = [43860664, 602567584, 255, 255, 255, 255, 125, 1, 43, 5.84, 0, 1, 0, 0, 20240116]
"""The documented example: asked for 12:15:00.000, it traded at 12:11:00.664."""
ZERO_ROW = [0] * 15
ABSENT: Any = object()


def body(rows: object, columns: object = COLUMNS, **header: Any) -> bytes:
    full = {"id": 1, "latency_ms": 7, "error_type": "null", "error_msg": "null", "next_page": "null", "format": columns}
    header = {name: value for name, value in (full | header).items() if value is not ABSENT}
    return json.dumps({"header": header, "response": rows}).encode()


def csv_body(*rows: list[Any], columns: tuple[str, ...] = COLUMNS) -> bytes:
    return "".join(",".join(map(str, line)) + "\n" for line in (columns, *rows)).encode()


def read(data: bytes, *, whole: bool = True) -> Page:
    return read_trades(read_table(data, whole=whole), SHAPE, DAY, DAY)


def read_v3(data: bytes, *, whole: bool = True) -> Page:
    return read_trades(read_table(data, whole=whole), SHAPE_V3, V3_DAY, V3_DAY)


def json_of(row: list[Any], columns: tuple[str, ...]) -> bytes:
    return body([row], columns)


def csv_of(row: list[Any], columns: tuple[str, ...]) -> bytes:
    return csv_body(row, columns=columns)


@pytest.mark.parametrize("make", [json_of, csv_of])
def test_a_row_is_read_by_the_names_of_its_columns_in_any_order(
    make: Callable[[list[Any], tuple[str, ...]], bytes],
) -> None:
    (row,) = read(make(REAL[::-1], COLUMNS[::-1])).rows
    assert (row.day, row.ms_of_day, row.price, row.size) == (DAY, 43_860_664, 5.84, 1)
    assert (row.whole("exchange"), row.whole("condition"), row.whole("sequence")) == (43, 125, 602_567_584)
    assert dict(read(make(REAL, COLUMNS)).rows[0].columns) == dict(row.columns) == dict(zip(COLUMNS, REAL, strict=True))


def test_the_documented_row_is_read_exactly(recordings: Path) -> None:
    sample = json.loads((recordings / "theta" / "v2_at_time_option_trade_doc_row.json").read_text())
    for data in (body([sample["row"]], sample["format"]), csv_body(sample["row"], columns=tuple(sample["format"]))):
        (row,) = read(data).rows
        assert (row.day, row.ms_of_day, row.price, row.size) == (DAY, 43_860_664, 5.84, 1)
        assert dict(row.columns) == dict(zip(sample["format"], sample["row"], strict=True))


@pytest.mark.parametrize("form", ["csv", "json", "ndjson"])
def test_the_documented_trade_of_v3_is_read_exactly(recordings: Path, form: str) -> None:
    (row,) = read_v3((recordings / "theta" / f"v3_option_at_time_trade_doc.{form}").read_bytes()).rows
    assert (row.day, row.ms_of_day, row.price, row.size) == (V3_DAY, 34_200_471, 3.9, 2)
    assert dict(row.columns) == {
        "symbol": "AAPL", "expiration": "2024-11-08", "strike": 220.0, "right": "CALL",
        "timestamp": "2024-11-04T09:30:00.471", "sequence": 18902138, "ext_condition1": 255, "ext_condition2": 255,
        "ext_condition3": 255, "ext_condition4": 255, "condition": 130, "size": 2, "exchange": 22, "price": 3.9,
    }  # fmt: skip


def test_quoted_csv_is_the_same(recordings: Path) -> None:
    plain = (recordings / "theta" / "v3_option_at_time_trade_doc.csv").read_bytes()
    quoted = b"\r\n".join(
        b",".join(b'"' + cell + b'"' for cell in line.split(b",")) if line else line for line in plain.split(b"\r\n")
    )
    assert b'"AAPL"' in quoted
    assert dict(read_v3(quoted).rows[0].columns) == dict(read_v3(plain).rows[0].columns)


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("2024-11-04T17:15:34.35", 62_134_350),
        ("2024-11-04T09:30:00", 34_200_000),
        ("2024-11-04T09:30", 34_200_000),
        ("2024-11-04T09:30:00.4", 34_200_400),
        ("2024-11-04 09:30:00.471999", 34_200_471),
        ("2024-11-04T09:30:00Z", None),
        ("2024-11-04T09:30:00-05:00", None),
        ("2024-11-04", None),
        ("34200000", None),
        (34_200_000, None),
        (None, None),
    ],
)
def test_times_have_no_zone_and_may_lack_zeros(text: object, read_as: int | None) -> None:
    assert moment(text) == (None if read_as is None else (V3_DAY, read_as))


@pytest.mark.parametrize("null", [None, "null", ABSENT])
def test_nulls_come_in_three_forms(null: Any) -> None:
    page = read(body([REAL], error_type=null, error_msg=null, next_page=null, latency_ms=null))
    assert (page.error_type, page.error_msg, page.next_page, page.latency_ms) == ("", "", "", None)
    assert len(page.rows) == 1


@pytest.mark.parametrize("null", [None, "null", ABSENT])
def test_an_answer_that_names_no_columns_has_the_documented_ones(null: Any) -> None:
    page, named = read(body([REAL], null)), read(body([REAL]))
    assert dict(page.rows[0].columns) == dict(named.rows[0].columns)
    assert (page.lacking, page.rows[0].price) == ((), 5.84)


def test_columns_without_names_in_another_number_are_refused() -> None:
    with pytest.raises(WireError, match="no names"):
        read(body([REAL[:-1]], None))


def test_columns_without_names_in_another_order_are_refused() -> None:
    with pytest.raises(WireError, match="make no sense"):
        read(body([REAL[::-1]], None))


@pytest.mark.parametrize("missing", ["records_back", "sequence", "exchange", "condition", "ext_condition3"])
def test_a_missing_column_costs_no_row(missing: str) -> None:
    at = COLUMNS.index(missing)
    names, cells = list(COLUMNS), list(REAL)
    del names[at], cells[at]
    page = read(body([cells], names))
    assert page.rows[0].whole(missing) is None
    assert page.rows[0].price == 5.84
    assert page.lacking == ((missing,) if missing in ("sequence", "exchange", "condition") else ())


@pytest.mark.parametrize("missing", [("price",), ("size", "date"), ("ms_of_day",)])
def test_a_column_without_which_nothing_is_known_is_named(missing: tuple[str, ...]) -> None:
    names = tuple(name for name in COLUMNS if name not in missing)
    cells = [cell for name, cell in zip(COLUMNS, REAL, strict=True) if name not in missing]
    for data in (body([cells], names), csv_body(cells, columns=names)):
        with pytest.raises(WireError, match="rows without the column") as caught:
            read(data)
        assert all(f"“{name}”" in str(caught.value) for name in missing)


@pytest.mark.parametrize("day", [0, 20240115, 20240117, None, "null"])
def test_rows_of_no_day_or_of_another_are_dropped_without_a_word(day: object) -> None:
    page = read(body([[*REAL[:-1], day], REAL]))
    assert (len(page.rows), page.unreadable) == (1, day is None or day == "null" or day == 0)


@pytest.mark.parametrize("at_ms", [0, 44_100_000])
@pytest.mark.parametrize("day", [0, 20240116])
def test_zero_rows_are_no_trades_whatever_time_they_tell(at_ms: int, day: int) -> None:
    row = [at_ms, *ZERO_ROW[1:-1], day]
    for data in (body([row, row]), csv_body(row)):
        page = read(data)
        assert (page.rows, page.unreadable) == ((), 0)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("price", None), ("price", "x"), ("price", -1), ("price", 1e10), ("price", "inf"), ("price", "9" * 5000),
        ("size", -1), ("size", 1.5), ("size", 2**31), ("size", 10**400), ("ms_of_day", 86_400_000),
    ],
)  # fmt: skip
def test_a_row_whose_facts_cannot_be_is_dropped_and_counted(column: str, value: object) -> None:
    bad = list(REAL)
    bad[COLUMNS.index(column)] = value
    for data in (body([bad, REAL]), csv_body(bad, REAL)):
        page = read(data)
        assert (len(page.rows), page.unreadable, list(page.unreadable_days)) == (1, 1, [DAY])


def test_numbers_may_come_as_texts_or_as_floats() -> None:
    cells = [str(cell) for cell in REAL]
    cells[COLUMNS.index("size")] = "1.0"
    (row,) = read(body([cells])).rows
    assert (row.ms_of_day, row.size, row.price) == (43_860_664, 1, 5.84)


def test_sequences_wrap_and_keep_their_sign() -> None:
    wrapped = list(REAL)
    wrapped[COLUMNS.index("sequence")] = -2_147_483_648
    assert [read(data).rows[0].whole("sequence") for data in (body([wrapped]), csv_body(wrapped))] == [-(2**31)] * 2


def test_no_data_in_a_200_is_named_and_has_no_rows() -> None:
    page = read(body(["null"], ABSENT, error_type="NO_DATA", error_msg=":No data for the specified timeframe."))
    assert (page.error_type, page.error_msg, page.rows) == ("NO_DATA", "No data for the specified timeframe.", ())
    assert read(b":No data for the specified timeframe & contract.").error_type == "NO_DATA"


def test_rows_come_out_in_order_of_days() -> None:
    page = read_trades(read_table(body([REAL, [*REAL[:-1], 20240112]])), SHAPE, date(2024, 1, 1), DAY)
    assert [row.day.day for row in page.rows] == [12, 16]


def test_a_heading_alone_has_no_rows() -> None:
    assert read(csv_body()).rows == ()
    assert read_v3(b'{"response":[]}').rows == ()


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"<!DOCTYPE html><p>hello", "web page"),
        (body([REAL])[:-20], "broke off"),
        (b"hello", "no table of trades"),
        (b"a,b\n1,2\n", "no table of trades"),
        (b"", "empty"),
        (csv_body(REAL)[:40], "broke off"),
        (b"[]", "another kind"),
        (b"[1]", "another kind"),
        (b'{"header":{},"response":"Internal error"}', "another kind"),
        (b'{"header":{},"response":{"error":"inside"}}', "another kind"),
        (b'{"a":1}', "no table of trades"),
        (b"\xff\xfe{}", "no text"),
        (csv_body([*REAL, 1]), "longer than their heading"),
    ],
)
def test_what_is_no_answer_is_said(data: bytes, word: str) -> None:
    with pytest.raises(WireError, match=word):
        read(data)


def test_a_table_that_was_cut_where_nobody_counts_bytes_is_not_believed() -> None:
    cut = b"timestamp,size,price\n2024-11-04T09:30:00,2,13.9"
    assert read_v3(cut).rows[0].price == 13.9
    with pytest.raises(WireError, match="broke off"):
        read_v3(cut, whole=False)


def test_lines_of_json_that_were_cut_are_not_believed() -> None:
    with pytest.raises(WireError, match="broke off"):
        read_v3(b'{"timestamp":"2024-11-04T09:30:00","size":2,"price":13.9}\n{"timestamp":"2024-', whole=False)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read(b"\xef\xbb\xbf" + body([REAL])).rows
    assert read(b"\xef\xbb\xbf" + csv_body(REAL)).rows


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(COLUMNS), inner, max_size=3),
    max_leaves=20,
)


@given(rows=JSON, columns=JSON | st.just(list(COLUMNS)), header=JSON)
def test_no_json_does_more_than_be_refused(rows: object, columns: object, header: object) -> None:
    for document in ({"header": {"format": columns}, "response": rows}, {"header": header, "response": rows}, rows):
        data = json.dumps(document).encode()
        for reader, day in ((read, DAY), (read_v3, V3_DAY)):
            try:
                page = reader(data)
            except WireError:
                continue
            assert all(row.day == day for row in page.rows)


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    for reader in (read, read_v3):
        try:
            page = reader(data)
        except WireError:
            continue
        assert page.rows == ()


@given(st.lists(st.lists(st.text(max_size=6), max_size=6), max_size=4))
def test_no_table_does_more_than_be_refused(lines: list[list[str]]) -> None:
    data = "\n".join(",".join(line) for line in [list(COLUMNS[7:]), *lines]).encode("utf-8", "replace")
    with suppress(WireError):
        assert read(data).rows == ()


def test_texts_are_one_short_line_without_a_leading_colon() -> None:
    assert plain_text(":No data\n for  it ") == "No data for it"
    assert len(plain_text("x" * 5000)) == 200
