"""What is kept under names."""

from dataclasses import dataclass

import pytest

from models.named import LONGEST_NAME, names_problem, place_of, same_name, with_one, with_other


@dataclass(frozen=True)
class Thing:
    name: str
    worth: int = 0


KEPT = (Thing("One"), Thing("Two"))


def test_capitals_and_spaces_around_make_no_other_name() -> None:
    assert same_name(" Straße ", "STRASSE")
    assert place_of("tWO ", KEPT) == 1
    assert place_of("three", KEPT) is None


def test_a_new_thing_takes_the_place_of_the_one_with_its_name() -> None:
    assert with_one(KEPT, Thing("one", 7)) == (Thing("one", 7), Thing("Two"))
    assert with_one(KEPT, Thing("three")) == (*KEPT, Thing("three"))


def test_one_is_taken_out_or_changed_where_it_stands() -> None:
    assert with_other(KEPT, 0) == (Thing("Two"),)
    assert with_other(KEPT, 1, Thing("Last")) == (Thing("One"), Thing("Last"))


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (["one", "two"], ""),
        (["one", " "], "A thing needs a name"),
        (["x" * (LONGEST_NAME + 1)], "is no name for a thing"),
        (["two\nlines"], "is no name for a thing"),
        (["one", "two", "One "], "Two things have the name “One ”: choose another name"),
    ],
)
def test_what_is_wrong_with_names_is_said(names: list[str], problem: str) -> None:
    assert problem in names_problem(names, "thing")
    assert bool(problem) == bool(names_problem(names, "thing"))
