"""Sets of conditions, and what a print with them may move."""

import pytest

import resources
from models.conditions import MAX_SETS, Condition, ConditionSets, read_conditions

TABLE = read_conditions(resources.table("massive_conditions"))
ALL = {c.id for c in TABLE}
CANCELS, LATE = {201, 203, 205, 207}, {202, 204, 206}
PACKAGES = {*range(232, 248)}


@pytest.fixture
def sets() -> ConditionSets:
    return ConditionSets(TABLE)


def test_a_print_without_conditions_is_set_0_and_regular(sets: ConditionSets) -> None:
    assert (sets[None], sets[()], sets.ids(0)) == (0, 0, ())
    assert (sets.volume[0], sets.high_low[0], sets.last[0]) == (True, True, True)
    assert (sets.cancel[0], sets.late[0], sets.single_leg[0]) == (False, False, True)
    assert (sets.text(0), sets.group(0)) == ("", "regular")
    assert "regular" in sets.full_text(0)


def test_every_known_code_alone_follows_the_rules(sets: ConditionSets) -> None:
    assert {*range(201, 211), 219, *range(227, 249)} == ALL
    for code in ALL:
        number = sets[code,]
        assert sets.volume[number] == (code not in CANCELS | LATE), code
        assert sets.high_low[number] == sets.last[number] == (code not in CANCELS | LATE | {246, 247, 248}), code
        assert sets.cancel[number] == (code in CANCELS), code
        assert sets.late[number] == (code in LATE), code
        assert sets.single_leg[number] == (code not in PACKAGES), code


def test_of_several_codes_the_most_restrictive_wins_in_any_order(sets: ConditionSets) -> None:
    for first in ALL:
        for second in ALL:
            both, one, other = sets[first, second], sets[first,], sets[second,]
            for rule in (sets.volume, sets.high_low, sets.last, sets.single_leg):
                assert rule[both] == (rule[one] and rule[other])
            for mark in (sets.cancel, sets.late):
                assert mark[both] == (mark[one] or mark[other])


@pytest.mark.parametrize("codes", [(999,), (209, 999), (999, 219), (-5,), (0,)])
def test_an_unknown_code_counts_volume_and_moves_no_price(sets: ConditionSets, codes: tuple[int, ...]) -> None:
    number = sets[codes]
    assert (sets.volume[number], sets.high_low[number], sets.last[number]) == (True, False, False)


def test_an_unknown_code_beside_a_late_one_counts_for_nothing(sets: ConditionSets) -> None:
    assert not sets.volume[sets[999, 204]]


def test_a_set_keeps_its_id_and_its_codes_as_they_arrived(sets: ConditionSets) -> None:
    first, second = sets[209, 232], sets[232, 209]
    assert first != second
    assert sets[209, 232] == first
    assert (sets.ids(first), sets.ids(second)) == ((209, 232), (232, 209))


def test_rules_stay_right_when_there_are_many_sets(sets: ConditionSets) -> None:
    numbers = {code: sets[code,] for code in range(200, 1200)}
    for code, number in numbers.items():
        assert sets.ids(number) == (code,)
        assert sets.volume[number] == (code not in CANCELS | LATE)
        assert sets.last[number] == (code in ALL - CANCELS - LATE - {246, 247, 248})


def test_when_all_ids_are_taken_a_new_set_has_none_and_known_ones_stay() -> None:
    sets = ConditionSets()
    for code in range(MAX_SETS - 1):
        assert sets[code,] == code + 1
    assert sets[10**6,] == sets[10**6 + 1,] == -1
    assert (sets[5,], sets[None]) == (6, 0)
    assert len(sets.volume) >= MAX_SETS


@pytest.mark.parametrize("codes", [(2**63,), (209, 10**30), (-(2**63) - 1,)])
def test_a_code_beyond_64_bits_is_no_condition(sets: ConditionSets, codes: tuple[int, ...]) -> None:
    assert sets[codes] == -1
    assert sets[2**63 - 1,] > 0


def test_texts_are_short_and_an_unknown_code_is_its_number(sets: ConditionSets) -> None:
    assert sets.text(sets[209,]) == "Auto"
    assert sets.text(sets[219, 202, 999]) == "ISO + Late + 999"
    assert sets.full_text(sets[209, 999]) == "Automatic Execution (209)\nunknown condition 999"


def test_every_known_code_has_a_short_text_of_its_own_that_fits_the_tape(sets: ConditionSets) -> None:
    for condition in TABLE:
        assert condition.short != condition.name or len(condition.name) <= 15
        assert len(condition.short) <= 15


def test_the_group_is_that_of_the_first_known_code_unless_one_says_cancel_or_late(sets: ConditionSets) -> None:
    assert sets.group(sets[999, 219, 209]) == "iso"
    assert sets.group(sets[219, 202]) == "late"
    assert sets.group(sets[233, 201]) == "cancel"
    assert sets.group(sets[202, 201]) == "cancel"
    assert sets.group(sets[999,]) == "regular"


def test_sets_are_counted_once_each(sets: ConditionSets) -> None:
    before = sets.count
    ids = [sets[codes] for codes in ((209,), (219, 209), (209,), None)]
    assert sets.count == before + 2 == max(ids) + 1


def test_the_table_is_read_by_column_name() -> None:
    row = {"id": "7", "name": "N", "opra_code": "x", "group": "g", "abbreviation": "?"}
    row |= {"updates_volume": "true", "updates_high_low": "false", "updates_open_close": "true"}
    (read,) = read_conditions([row])
    assert read == Condition(7, "N", "x", True, False, True, "g")
    assert read.short == "N"


def test_a_table_of_another_shape_is_refused() -> None:
    with pytest.raises(KeyError):
        read_conditions([{"id": "7"}])
    with pytest.raises(ValueError, match="seven"):
        read_conditions([{"id": "seven", "name": "", "opra_code": ""}])
