"""Massive's codes in Theta's numbering."""

import pytest

from feeds.venue.theta.codes import blocked_updates, condition_letter, theta_condition, theta_exchange
from resources import table


def test_every_condition_of_massive_is_the_one_of_theta_with_its_letter() -> None:
    codes = {row["opra_code"]: int(row["code"]) for row in table("theta_conditions") if row["opra_code"]}
    codes |= {"F": 6, "H": 5}  # letters that the table does not have
    for row in table("massive_conditions"):
        assert condition_letter(int(row["id"])) == row["opra_code"]
        assert theta_condition([int(row["id"])]) == codes[row["opra_code"]]


def test_every_venue_of_massive_is_the_one_of_theta_with_its_name() -> None:
    theta = {int(row["code"]): f"{row['options_venue']} {row['symbol']}".lower() for row in table("theta_exchanges")}
    for row in table("massive_exchanges"):
        words = row["name"].lower().split()
        name = theta[theta_exchange(int(row["id"]))]
        assert any(
            word.strip("()") in name for word in words if word not in ("options", "nasdaq", "cboe", "exchange")
        ), name
    assert len({theta_exchange(int(row["id"])) for row in table("massive_exchanges")}) == 19


@pytest.mark.parametrize(
    ("conditions", "code"), [((), 0), ((212,), 35), ((218,), 106), ((209, 219), 18), ((999,), 0), ((999, 219), 95)]
)
def test_letters_that_are_no_longer_used_and_unknown_codes(conditions: tuple[int, ...], code: int) -> None:
    assert theta_condition(conditions) == code


def test_unknown_venues_are_the_composite() -> None:
    assert [theta_exchange(number) for number in (0, 305, 326, 12)] == [0, 0, 0, 0]


def test_any_condition_can_block_an_update() -> None:
    assert blocked_updates((209,)) == (False, False)
    assert blocked_updates((209, 204)) == (True, True)
    assert blocked_updates(()) == blocked_updates((999,)) == (False, False)
