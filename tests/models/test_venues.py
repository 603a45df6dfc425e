"""Names of venues."""

import pytest

import resources
from models.venues import Venues


@pytest.fixture
def venues() -> Venues:
    return Venues(resources.table("massive_exchanges"))


def test_a_known_venue_has_a_short_and_a_full_name(venues: Venues) -> None:
    assert venues.short(302) == "CBOE"
    assert venues.name(302) == "Cboe Options Exchange (C1) (302)"


def test_every_venue_of_the_table_has_a_short_name_of_its_own_that_fits_the_tape(venues: Venues) -> None:
    ids = [int(row["id"]) for row in resources.table("massive_exchanges")]
    shorts = [venues.short(venue) for venue in ids]
    assert len(set(shorts)) == len(ids) == 19
    assert all(short.isalnum() and 2 <= len(short) <= 5 for short in shorts)


@pytest.mark.parametrize("venue", [0, 65, 305, 65_535])
def test_an_unknown_venue_is_its_number(venues: Venues, venue: int) -> None:
    assert venues.short(venue) == str(venue)
    assert venues.name(venue) == f"unknown venue {venue}"


def test_a_venue_that_is_new_in_the_table_is_called_by_its_name() -> None:
    venues = Venues([{"id": "330", "name": "New Options"}])
    assert (venues.short(330), venues.name(330)) == ("New Options", "New Options (330)")


def test_a_venue_is_found_by_its_short_name_in_any_case(venues: Venues) -> None:
    assert [venues.number(venues.short(number)) for number in venues.numbers] == venues.numbers
    assert venues.number("cboe") == 302
    assert venues.number("999") is None


def test_views_can_see_that_another_table_was_learned(venues: Venues) -> None:
    before = venues.changes
    venues.learn(resources.table("massive_exchanges"))
    assert venues.changes == before
    venues.learn([{"id": "330", "name": "New Options"}])
    assert venues.changes == before + 1


def test_without_a_table_the_usual_short_names_are_known() -> None:
    assert (Venues().short(302), Venues().name(302)) == ("CBOE", "unknown venue 302")


def test_a_table_of_another_shape_is_refused() -> None:
    with pytest.raises(KeyError):
        Venues([{"number": "1"}])
