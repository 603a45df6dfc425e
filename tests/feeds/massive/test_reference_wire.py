"""Bodies of the reference: the columns of the bundled tables, multipliers, the state of the market."""

import json
from typing import Any

import pytest

import resources
from feeds.massive import reference_wire
from feeds.massive.rest_wire import WireError
from models.reference import MarketState


def body(*rows: Any) -> bytes:
    return json.dumps({"results": rows, "status": "OK"}).encode()


def condition(number: float = 219, **changed: Any) -> dict[str, Any]:
    rules = {"updates_high_low": True, "updates_open_close": True, "updates_volume": True}
    row = {"id": number, "name": "Intermarket Sweep Order", "abbreviation": "ISOI", "type": "sale_condition"}
    return row | {"sip_mapping": {"OPRA": "S"}, "update_rules": {"consolidated": rules}} | changed


def test_a_condition_has_the_columns_of_the_bundled_table_but_the_group() -> None:
    (row,) = reference_wire.conditions_rows(body(condition()))
    (bundled,) = (known for known in resources.table("massive_conditions") if known["id"] == "219")
    assert row | {"group": "iso"} == bundled


@pytest.mark.parametrize(
    "row",
    [
        condition(update_rules=None),
        condition(update_rules={"consolidated": {"updates_volume": True}}),
        condition(update_rules={"consolidated": dict.fromkeys(reference_wire.RULES, "yes")}),
        condition(id="x"),
        condition(id=1.5),
        condition(name=7),
        condition(sip_mapping=["S"]),
        None,
        7,
    ],
)
def test_a_bad_condition_is_left_out(row: Any) -> None:
    found = reference_wire.conditions_rows(body(row, condition(number=220.0), condition(sip_mapping=None)))
    assert [row["id"] for row in found] == ["220", "219"]


def test_exchanges_have_the_columns_of_the_bundled_table() -> None:
    row = {"id": 302, "name": "Cboe  Options Exchange (C1)", "mic": "XCBO", "participant_id": "C", "type": "exchange"}
    bare = {"id": 399, "name": "New"}
    found = reference_wire.exchanges_rows(body(row | {"url": "x"}, bare, {"id": 1}, "x"))
    assert found[0] in resources.table("massive_exchanges")
    assert found[1:] == [{"id": "399", "name": "New", "opra_participant": "", "mic": "", "type": ""}]


def test_contracts_are_read_from_lists_and_from_a_single_answer() -> None:
    row = {"ticker": "O:AAPL1251219C00100000", "shares_per_contract": 28, "correction": 1}
    bad = [row | {"shares_per_contract": shares} for shares in (0, -1, "100", None, True, 1e9, 10**400, float("nan"))]
    for content in (body(row, *bad, {"ticker": 7, "shares_per_contract": 1}, 3), json.dumps({"results": row}).encode()):
        assert reference_wire.contract_rows(content) == [reference_wire.ContractRow("O:AAPL1251219C00100000", 28.0)]


def test_the_market_is_open_closed_or_extended() -> None:
    for state in MarketState:
        content = json.dumps({"market": str(state), "serverTime": "2025-12-01T09:30:00-05:00"}).encode()
        assert reference_wire.market_state(content) is state


@pytest.mark.parametrize("now", [{"market": "ajar"}, {"market": ["open"]}, {"serverTime": "noon"}, []])
def test_a_market_status_that_is_not_understood_is_told(now: Any) -> None:
    with pytest.raises(WireError, match="no market status"):
        reference_wire.market_state(json.dumps(now).encode())
