"""A live list beside the bundled table: what differs, what is used, and which group a new condition gets."""

import pytest

import resources
from feeds.massive.code_lists import completed, differences, is_plausible
from models.conditions import ConditionSets, read_conditions

BUNDLED = resources.table("massive_conditions")
LIVE = [{name: value for name, value in row.items() if name != "group"} for row in BUNDLED]


def new(name: str, volume: str = "true") -> dict[str, str]:
    row = LIVE[0] | {"id": "299", "name": name, "opra_code": "z"}
    return row | dict.fromkeys(("updates_volume", "updates_high_low", "updates_open_close"), volume)


def test_an_equal_list_differs_in_nothing_and_becomes_the_bundled_table() -> None:
    assert list(differences(LIVE, BUNDLED)) == []
    assert completed(LIVE, BUNDLED) == BUNDLED


def test_each_difference_has_a_line() -> None:
    changed = [LIVE[0] | {"name": "Cancelled", "updates_volume": "true"}, *LIVE[2:], new("Brand New")]
    assert list(differences(changed, BUNDLED)) == [
        "201: name was “Canceled”, is “Cancelled”",
        "201: updates_volume was “false”, is “true”",
        "202 “Late and Out Of Sequence” is not listed any more",
        "299 “Brand New” is new",
    ]


def test_codes_that_are_not_listed_any_more_keep_their_meaning() -> None:
    rows = completed(LIVE[1:], BUNDLED)
    assert rows[-1] == BUNDLED[0]
    assert len(rows) == len(BUNDLED)


@pytest.mark.parametrize(
    ("name", "volume", "group"),
    [
        ("Auction Plus", "true", "regular"),
        ("Multi Leg Dark Trade", "true", "multi_leg"),
        ("Stock Options Midpoint", "true", "stock_option"),
        ("Extended Hours Cross", "true", "extended_hours"),
        ("Compression Trade", "true", "compression"),
        ("Intermarket Sweep Order B", "true", "iso"),
        ("Night Trade Canceled", "false", "cancel"),
        ("Trade Cancel Accepted", "true", "regular"),
        ("Reported Very Late", "false", "late"),
        ("Something Else", "false", "late"),
    ],
)
def test_a_new_condition_is_grouped_by_its_name_and_undoes_only_what_it_may(name: str, volume: str, group: str) -> None:
    row = completed([*LIVE, new(name, volume)], BUNDLED)[-1]
    assert (row["id"], row["group"]) == ("299", group)


def test_the_tape_reads_the_completed_list() -> None:
    sets = ConditionSets(read_conditions(completed([*LIVE, new("Night Trade Canceled", "false")], BUNDLED)))
    assert sets.cancel[sets[(299,)]]
    assert sets.text(sets[(299,)]) == "Night Trade Canceled"


def test_exchanges_have_no_group() -> None:
    bundled = resources.table("massive_exchanges")
    assert completed(bundled[1:], bundled) == [*bundled[1:], bundled[0]]


@pytest.mark.parametrize("rows", [[], LIVE[:16], [*LIVE, LIVE[3]]])
def test_an_absurd_list_is_not_plausible(rows: list[dict[str, str]]) -> None:
    assert not is_plausible(rows, BUNDLED)
    assert is_plausible(LIVE[:17], BUNDLED)
