"""Bodies of the REST service: what is documented is read, what is bad is counted, nothing that can arrive raises."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.massive import reference_wire, rest_wire
from feeds.massive.rest_wire import Envelope, TradeRow, WireError, trades_page
from feeds.massive.wire import MAX_PRICE, MAX_TIME_MS
from models.batch import NO_SEQUENCE

NS = 1_764_600_000_123_456_789
READERS = (
    rest_wire.envelope,
    rest_wire.trades_page,
    reference_wire.conditions_rows,
    reference_wire.exchanges_rows,
    reference_wire.contract_rows,
    reference_wire.market_state,
)


def trade(**fields: Any) -> dict[str, Any]:
    known = {"conditions": [209], "exchange": 302, "participant_timestamp": NS - 5, "price": 1.5, "size": 3}
    return known | {"sequence_number": 7, "sip_timestamp": NS} | fields


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in trade().items() if key != name}


def body(*rows: Any, **around: Any) -> bytes:
    return json.dumps({"results": rows, "status": "OK", **around}).encode()


GOOD = TradeRow(NS, 1.5, 3, 302, (209,), 7)


def test_the_documented_rows_are_read() -> None:
    page = trades_page(
        body(trade(), without("conditions"), without("sequence_number"), without("participant_timestamp"))
    )
    none = TradeRow(NS, 1.5, 3, 302, None, 7)
    assert page.rows == [GOOD, none, TradeRow(NS, 1.5, 3, 302, (209,), None), GOOD]
    assert page.malformed.count == 0
    assert GOOD.time_ms == 1_764_600_000_123


@pytest.mark.parametrize(
    "row",
    [
        trade(size=3.0, exchange=302.0, sequence_number=7.0, conditions=[209.0]),
        trade(extra={"deep": [1]}, trf_id=None),
        trade(price=1.5, decimal_size="3.0"),
    ],
)
def test_other_spellings_of_a_good_row_are_read(row: dict[str, Any]) -> None:
    page = trades_page(body(row))
    assert (page.rows, page.malformed.count) == ([GOOD], 0)


def test_conditions_and_sequence_may_be_null() -> None:
    page = trades_page(body(trade(conditions=None, sequence_number=None)))
    assert page.rows == [TradeRow(NS, 1.5, 3, 302, None, None)]


@pytest.mark.parametrize(
    "row",
    [
        *(without(name) for name in ("exchange", "price", "size", "sip_timestamp")),
        *(
            trade(price=price)
            for price in ("1.5", None, True, -0.01, MAX_PRICE * 2, float("nan"), float("inf"), 10**400)
        ),
        *(trade(size=size) for size in ("3", None, True, 0, -1, 1.5, 2**31, 10**30)),
        *(trade(exchange=venue) for venue in ("302", None, -1, 65_536)),
        *(trade(sip_timestamp=ns) for ns in ("x", None, 0, -1, (MAX_TIME_MS + 1) * 1_000_000, 10**40)),
        *(trade(sequence_number=sequence) for sequence in ("7", 1.5, 2**63, NO_SEQUENCE)),
        *(trade(conditions=conditions) for conditions in (209, "209", [None], ["x"], [[209]], {"a": 1})),
        *(None, 17, "text", [], {}),
    ],
)
def test_a_bad_row_is_counted_and_the_others_are_used(row: Any) -> None:
    page = trades_page(body(trade(), row, trade()))
    assert page.rows == [GOOD, GOOD]
    assert page.malformed.count == 1
    assert len(page.malformed.samples) == 1


def test_a_broken_letter_somewhere_costs_no_row() -> None:
    assert trades_page(body(trade(note="x")).replace(b'"x"', b'"\xff"')).rows == [GOOD]


@pytest.mark.parametrize("content", [b'{"status":"OK"}', b'{"results":null}', b'{"results":[]}', b"{}", b"[]"])
def test_no_results_are_no_rows(content: bytes) -> None:
    assert trades_page(content).rows == []
    assert reference_wire.conditions_rows(content) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html></html>", "a web page"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html>", "a web page"),
        (b"", "nothing"),
        (b" \n", "nothing"),
        (b'{"results":[{"price":1', "broken data"),
        (b'{"results":7}', "no list of rows"),
        (b"7", "no list of rows"),
        (b"[" * 100_000, "broken data"),
    ],
)
def test_what_is_no_answer_is_named(content: bytes, words: str) -> None:
    for read in (rest_wire.trades_page, reference_wire.contract_rows):
        with pytest.raises(WireError, match=words):
            read(content)


def test_the_envelope_is_read_beside_rows_of_any_kind() -> None:
    content = body({"x": 1}, next_url="https://h/x?cursor=1", request_id="1", count=1)
    assert rest_wire.envelope(content) == Envelope("OK", "", "https://h/x?cursor=1")
    assert rest_wire.envelope(b'{"status":"ERROR","error":"a","message":"b"}') == Envelope("ERROR", "a", "")
    assert rest_wire.envelope(b'{"status":"X","message":"b","next_url":7}') == Envelope("X", "b", "")
    assert rest_wire.envelope(b'{"status":"OK","results":[NaN]}') == Envelope("OK", "", "")
    assert rest_wire.envelope(b'[{"date":"2025-12-25"}]') == Envelope()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*sorted(trade()), "results"]), inner),
    max_leaves=12,
)
ROWS = st.lists(JSON | st.dictionaries(st.sampled_from(sorted(trade())), JSON).map(lambda d: trade() | d), max_size=5)


@settings(deadline=None, max_examples=150)
@given(ROWS)
def test_every_row_is_read_or_counted(rows: list[Any]) -> None:
    page = trades_page(body(*rows))
    assert len(page.rows) + page.malformed.count == len(rows)


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 400))
def test_nothing_but_a_wire_error_leaves_a_reader(noise: bytes, start: int, end: int) -> None:
    good = body(trade(), market="open", serverTime="2025-12-01T09:30:00-05:00")
    for content in (noise, good[:start] + noise + good[end:]):
        for read in READERS:
            with suppress(WireError):
                read(content)
