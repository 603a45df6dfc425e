"""Bodies of the REST service: what is documented is read, what is bad is counted, nothing that can arrive raises."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from feeds.massive import rest_wire
from feeds.massive.rest_wire import Envelope, TradeRow, WireError, trades_page
from feeds.massive.wire import MAX_PRICE, MAX_TIME_MS
from models.batch import NO_SEQUENCE
from models.reference import MarketState, MarketStatus

NS = 1_764_600_000_123_456_789
READERS = (
    rest_wire.envelope,
    rest_wire.trades_page,
    rest_wire.conditions_rows,
    rest_wire.exchanges_rows,
    rest_wire.contract_rows,
    rest_wire.market_status,
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
    assert rest_wire.conditions_rows(content) == []


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
    for read in (rest_wire.trades_page, rest_wire.contract_rows):
        with pytest.raises(WireError, match=words):
            read(content)


def test_the_envelope_is_read_beside_rows_of_any_kind() -> None:
    content = body({"x": 1}, next_url="https://h/x?cursor=1", request_id="1", count=1)
    assert rest_wire.envelope(content) == Envelope("OK", "", "https://h/x?cursor=1")
    assert rest_wire.envelope(b'{"status":"ERROR","error":"a","message":"b"}') == Envelope("ERROR", "a", "")
    assert rest_wire.envelope(b'{"status":"X","message":"b","next_url":7}') == Envelope("X", "b", "")
    assert rest_wire.envelope(b'{"status":"OK","results":[NaN]}') == Envelope("OK", "", "")
    assert rest_wire.envelope(b'[{"date":"2025-12-25"}]') == Envelope()


def condition(number: float = 219, **changed: Any) -> dict[str, Any]:
    rules = {"updates_high_low": True, "updates_open_close": True, "updates_volume": True}
    row = {"id": number, "name": "Intermarket Sweep Order", "abbreviation": "ISOI", "type": "sale_condition"}
    return row | {"sip_mapping": {"OPRA": "S"}, "update_rules": {"consolidated": rules}} | changed


def test_a_condition_has_the_columns_of_the_bundled_table_but_the_group() -> None:
    (row,) = rest_wire.conditions_rows(body(condition()))
    (bundled,) = (known for known in resources.table("massive_conditions") if known["id"] == "219")
    assert row | {"group": "iso"} == bundled


@pytest.mark.parametrize(
    "row",
    [
        condition(update_rules=None),
        condition(update_rules={"consolidated": {"updates_volume": True}}),
        condition(update_rules={"consolidated": dict.fromkeys(rest_wire._RULES, "yes")}),
        condition(id="x"),
        condition(id=1.5),
        condition(name=7),
        condition(sip_mapping=["S"]),
        None,
        7,
    ],
)
def test_a_bad_condition_is_left_out(row: Any) -> None:
    found = rest_wire.conditions_rows(body(row, condition(number=220.0), condition(sip_mapping=None)))
    assert [row["id"] for row in found] == ["220", "219"]


def test_exchanges_have_the_columns_of_the_bundled_table() -> None:
    row = {"id": 302, "name": "Cboe  Options Exchange (C1)", "mic": "XCBO", "participant_id": "C", "type": "exchange"}
    bare = {"id": 399, "name": "New"}
    found = rest_wire.exchanges_rows(body(row | {"url": "x"}, bare, {"id": 1}, "x"))
    assert found[0] in resources.table("massive_exchanges")
    assert found[1:] == [{"id": "399", "name": "New", "opra_participant": "", "mic": "", "type": ""}]


def test_contracts_are_read_from_lists_and_from_a_single_answer() -> None:
    row = {"ticker": "O:AAPL1251219C00100000", "shares_per_contract": 28, "correction": 1}
    bad = [row | {"shares_per_contract": shares} for shares in (0, -1, "100", None, True, 1e9, float("nan"))]
    for content in (body(row, *bad, {"ticker": 7, "shares_per_contract": 1}, 3), json.dumps({"results": row}).encode()):
        assert rest_wire.contract_rows(content) == [rest_wire.ContractRow("O:AAPL1251219C00100000", 28.0)]


def test_the_market_is_open_closed_or_extended_at_the_servers_time() -> None:
    for state in MarketState:
        content = json.dumps({"market": str(state), "serverTime": "2025-12-01T09:30:00-05:00"}).encode()
        assert rest_wire.market_status(content) == MarketStatus(state, 1_764_599_400_000)


@pytest.mark.parametrize(
    "now",
    [
        {"market": "open"},
        {"market": "ajar", "serverTime": "2025-12-01T09:30:00-05:00"},
        {"market": "open", "serverTime": "2025-12-01T09:30:00"},
        {"market": "open", "serverTime": "noon"},
        {"market": ["open"], "serverTime": 7},
        [],
    ],
)
def test_a_market_status_that_is_not_understood_is_told(now: Any) -> None:
    with pytest.raises(WireError, match="no market status"):
        rest_wire.market_status(json.dumps(now).encode())


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
    good = body(trade(), condition(), market="open", serverTime="2025-12-01T09:30:00-05:00")
    for content in (noise, good[:start] + noise + good[end:]):
        for read in READERS:
            with suppress(WireError):
                read(content)
