"""Parameters, and bodies as terminals really send them."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.theta.wire_v2 import COLUMNS, PATH, Page, WireError, parameters, plain_text, read_page
from models.contract import Contract
from models.queries import AtTimeQuery

SAMPLES = Path(__file__).parents[4] / "shared" / "data" / "theta"
DAY = date(2024, 1, 16)
REAL: list[Any] = [43860664, 602567584, 255, 255, 255, 255, 125, 1, 43, 5.84, 0, 1, 0, 0, 20240116]
"""The documented example: asked for 12:15:00.000, it traded at 12:11:00.664."""
ZERO_ROW = [0] * 15
ABSENT: Any = object()


def body(rows: object, columns: object = COLUMNS, **header: Any) -> bytes:
    full = {"id": 1, "latency_ms": 7, "error_type": "null", "error_msg": "null", "next_page": "null", "format": columns}
    header = {name: value for name, value in (full | header).items() if value is not ABSENT}
    return json.dumps({"header": header, "response": rows}).encode()


def read(data: bytes) -> Page:
    return read_page(data, DAY, DAY)


def test_the_query_becomes_the_documented_parameters() -> None:
    query = AtTimeQuery(Contract("SPY", date(2024, 1, 19), "C", 470_000), DAY, DAY, 44_100_000, regular_hours=False)
    assert parameters(query) == {
        "root": "SPY", "exp": "20240119", "strike": "470000", "right": "C", "start_date": "20240116",
        "end_date": "20240116", "ivl": "44100000", "rth": "false",
    }  # fmt: skip


def test_a_row_is_read_by_the_names_of_its_columns_in_any_order() -> None:
    shuffled = body([REAL[::-1]], COLUMNS[::-1])
    (row,) = read(shuffled).rows
    assert (row.day, row.ms_of_day, row.price, row.size) == (DAY, 43_860_664, 5.84, 1)
    assert (row.whole("exchange"), row.whole("condition"), row.whole("sequence")) == (43, 125, 602_567_584)
    assert read(body([REAL])).rows[0].columns == row.columns


@pytest.mark.parametrize("null", [None, "null", ABSENT])
def test_nulls_come_in_three_forms(null: Any) -> None:
    page = read(body([REAL], error_type=null, error_msg=null, next_page=null, latency_ms=null))
    assert (page.error_type, page.error_msg, page.next_page, page.latency_ms) == ("", "", "", None)
    assert len(page.rows) == 1


@pytest.mark.parametrize("null", [None, "null", ABSENT])
def test_an_answer_that_names_no_columns_has_the_documented_ones(null: Any) -> None:
    assert read(body([REAL], null)).rows == read(body([REAL])).rows


def test_columns_without_names_in_another_number_are_refused() -> None:
    with pytest.raises(WireError, match="no names"):
        read(body([REAL[:-1]], None))


@pytest.mark.parametrize("missing", ["records_back", "sequence", "exchange", "condition", "ext_condition3"])
def test_a_missing_column_costs_no_row(missing: str) -> None:
    at = COLUMNS.index(missing)
    names, cells = list(COLUMNS), list(REAL)
    del names[at], cells[at]
    (row,) = read(body([cells], names)).rows
    assert row.whole(missing) is None
    assert row.price == 5.84


@pytest.mark.parametrize("day", [0, 20240115, 20240117, 20241399, -1, None, "null"])
def test_rows_of_no_day_or_of_another_are_dropped_without_a_word(day: object) -> None:
    page = read(body([[*REAL[:-1], day], REAL]))
    assert (len(page.rows), page.unreadable) == (1, 0)


def test_zero_rows_are_no_trades() -> None:
    with_date = [*ZERO_ROW[:-1], 20240116]
    page = read(body([ZERO_ROW, with_date]))
    assert (page.rows, page.unreadable) == ((), 0)


@pytest.mark.parametrize(
    ("column", "value"),
    [("price", None), ("price", "x"), ("price", -1), ("size", -1), ("size", 1.5), ("ms_of_day", 86_400_000)],
)
def test_a_row_whose_facts_cannot_be_is_dropped_and_counted(column: str, value: object) -> None:
    bad = list(REAL)
    bad[COLUMNS.index(column)] = value
    page = read(body([bad, REAL]))
    assert (len(page.rows), page.unreadable) == (1, 1)


def test_numbers_may_come_as_texts_or_as_floats() -> None:
    cells = [str(cell) for cell in REAL]
    cells[COLUMNS.index("size")] = "1.0"
    (row,) = read(body([cells])).rows
    assert (row.ms_of_day, row.size, row.price) == (43_860_664, 1, 5.84)


def test_no_data_in_a_200_is_named_and_has_no_rows() -> None:
    page = read(body(["null"], ABSENT, error_type="NO_DATA", error_msg=":No data for the specified timeframe."))
    assert (page.error_type, page.error_msg, page.rows) == ("NO_DATA", "No data for the specified timeframe.", ())
    assert read(b":No data for the specified timeframe & contract.").error_type == "NO_DATA"


def test_rows_come_out_in_order_of_days() -> None:
    page = read_page(body([REAL, [*REAL[:-1], 20240112]]), date(2024, 1, 1), DAY)
    assert [row.day.day for row in page.rows] == [12, 16]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"<!DOCTYPE html><p>hello", "web page"),
        (body([REAL])[:-20], "broke off"),
        (b"hello", "no JSON"),
        (b"", "no JSON"),
        (b"[]", "another kind"),
        (b'{"a":1}', "another kind"),
        (b"\xff\xfe{}", "no JSON"),
    ],
)
def test_what_is_no_answer_is_said(data: bytes, word: str) -> None:
    with pytest.raises(WireError, match=word):
        read(data)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read(b"\xef\xbb\xbf" + body([REAL])).rows


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(COLUMNS), inner, max_size=3),
    max_leaves=20,
)


@given(rows=JSON, columns=JSON | st.just(list(COLUMNS)), header=JSON)
def test_no_json_does_more_than_be_refused(rows: object, columns: object, header: object) -> None:
    for document in ({"header": {"format": columns}, "response": rows}, {"header": header, "response": rows}, rows):
        try:
            page = read(json.dumps(document).encode())
        except WireError:
            continue
        assert all(row.day == DAY for row in page.rows)


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    try:
        page = read(data)
    except WireError:
        return
    assert page.rows == ()


def test_texts_are_one_short_line_without_a_leading_colon() -> None:
    assert plain_text(":No data\n for  it ") == "No data for it"
    assert len(plain_text("x" * 5000)) == 200


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not here")
def test_the_documented_row_is_read_exactly() -> None:
    sample = json.loads((SAMPLES / "v2_at_time_option_trade_doc_row.json").read_text())
    asked = urlsplit(sample["request"])
    query = AtTimeQuery(Contract("SPY", date(2024, 1, 19), "C", 470_000), DAY, DAY, 44_100_000)
    assert asked.path == PATH
    assert dict(parse_qsl(asked.query)).items() <= parameters(query).items()
    (row,) = read(body([sample["row"]], sample["format"])).rows
    assert (row.day, row.ms_of_day, row.price, row.size) == (DAY, 43_860_664, 5.84, 1)
    assert dict(row.columns) == dict(zip(sample["format"], sample["row"], strict=True))
