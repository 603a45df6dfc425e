"""Theta's numbers read as the texts of the tape."""

from datetime import date

import pytest

import resources
from feeds.theta.codes import ThetaCodes
from feeds.theta.wire import WireRow
from models.conditions import ConditionSets, read_conditions
from models.venues import Venues


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (18, "Auto"), (125, "Auction"), (130, "Multi-leg"), (95, "ISO"), (40, "Cancel"), (13, "Late"), (0, "Regular"),
        (115, "Odd lot"), (999, "999"), (255, ""), (None, ""),
    ],
)  # fmt: skip
def test_conditions(codes: ThetaCodes, code: int | None, text: str) -> None:
    assert codes.condition(code) == text


@pytest.mark.parametrize(
    ("code", "text"),
    [(5, "CBOE"), (6, "ISE"), (43, "MIAX"), (1, "NOM"), (60, "BZX"), (54, "CFE"), (76, "76"), (99, "99"), (None, "")],
)
def test_exchanges(codes: ThetaCodes, code: int | None, text: str) -> None:
    assert codes.venue(code) == text


def test_every_condition_with_a_letter_reads_as_on_the_tape(codes: ThetaCodes) -> None:
    sets = ConditionSets(read_conditions(resources.table("massive_conditions")))
    by_letter = {c.opra_code: c.id for c in sets.known.values()}
    joined = [
        (codes.condition(int(row["code"])), sets.text(sets[(by_letter[row["opra_code"]],)]))
        for row in resources.table("theta_conditions")
        if row["opra_code"] in by_letter
    ]
    assert len(joined) >= 28
    assert all(ours == tape for ours, tape in joined)


def test_every_exchange_seen_in_real_option_rows_reads_as_on_the_tape(codes: ThetaCodes) -> None:
    venues = Venues(resources.table("massive_exchanges"))
    tape_names = {venues.short(int(row["id"])) for row in resources.table("massive_exchanges")}
    seen = [row for row in resources.table("theta_exchanges") if row["options_venue"] and row["symbol"] != "EMPT"]
    assert {codes.venue(int(row["code"])) for row in seen} <= tape_names
    assert len(seen) == 17


def test_details_hold_full_names_and_both_numbers(codes: ThetaCodes) -> None:
    assert codes.details(5, 130).splitlines() == [
        "Cboe Options Exchange (C1) (302), Theta 5",
        "Multi Leg auto-electronic trade (232), MULTI_LEG_AUTOELEC_TRADE, Theta 130",
    ]
    assert "unknown condition, Theta 999" in codes.details(99, 999)


def wire(**columns: int) -> WireRow:
    return WireRow(date(2024, 1, 16), 1000, 5.84, 3, {"exchange": 43, "condition": 125, **columns})


def test_a_row_keeps_raw_codes_and_columns_beside_the_texts(codes: ThetaCodes) -> None:
    row = codes.row(wire(sequence=-7), asked_ms=1500)
    assert (row.venue, row.venue_code, row.condition, row.condition_code) == ("MIAX", 43, "Auction", 125)
    assert (row.age_ms, row.sequence, row.raw["sequence"], row.cancel, row.size_note) == (500, -7, -7, False, "")


@pytest.mark.parametrize("code", range(40, 45))
def test_cancels_are_known(codes: ThetaCodes, code: int) -> None:
    assert codes.row(wire(condition=code), 0).cancel
    sets = ConditionSets(read_conditions(resources.table("massive_conditions")))
    assert sets.cancel[sets[(codes.past_trade(wire(condition=code)).condition_id or 0,)]]


@pytest.mark.parametrize("code", [-1, 65_536, 10**30])
def test_a_number_that_can_be_no_code_is_none_and_stays_in_the_columns(codes: ThetaCodes, code: int) -> None:
    told = wire(exchange=code, condition=code, sequence=10**30)
    row, trade = codes.row(told, 0), codes.past_trade(told)
    assert (row.venue, row.condition, row.sequence, row.raw["exchange"]) == ("", "", None, code)
    assert (trade.venue_id, trade.condition_id, trade.sequence) == (0, None, None)


def test_a_size_that_is_no_increment_is_labelled(codes: ThetaCodes) -> None:
    assert codes.row(wire(volume_type=2), 0).size_note == "size is total volume"
    assert codes.row(wire(volume_type=9), 0).size_note == "volume type 9"
    assert codes.row(wire(volume_type=0), 0).size_note == ""
