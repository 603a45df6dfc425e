"""Columns that grow keep what is in them and fill what is new."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.columns import GrowingColumns


def columns(capacity: int = 2) -> GrowingColumns:
    return GrowingColumns({"number": ("i4", -1), "price": ("f8", np.nan)}, capacity)


def test_new_rows_have_the_fill_value() -> None:
    grown = columns()
    grown.grow_to(5)
    assert grown.number.tolist() == [-1] * 5
    assert np.isnan(grown.price).all()
    assert (len(grown), grown.number.dtype.str[1:], grown.price.dtype.str[1:]) == (5, "i4", "f8")


def test_columns_never_shrink() -> None:
    grown = columns()
    grown.grow_to(3)
    grown.grow_to(1)
    assert (len(grown), len(grown.number)) == (3, 3)


def test_what_was_written_through_an_attribute_stays_when_the_columns_grow() -> None:
    grown = columns()
    grown.grow_to(2)
    grown.number[1] = 7
    grown.grow_to(100)
    assert grown.number[:3].tolist() == [-1, 7, -1]


def test_a_column_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="volume"):
        _ = columns().volume


def test_a_row_that_is_appended_has_the_values_given_and_the_fill_value_elsewhere() -> None:
    grown = columns()
    for number in range(5):
        grown.append(number=number)
    assert grown.number.tolist() == [0, 1, 2, 3, 4]
    assert np.isnan(grown.price).all()


def test_a_column_that_was_looked_at_shows_the_rows_that_are_added_after() -> None:
    grown = columns()
    grown.append(number=1, price=0.5)
    assert (grown.number.tolist(), grown.price.tolist()) == ([1], [0.5])
    grown.append(number=2, price=0.75)
    assert (grown.number.tolist(), grown.price.tolist()) == ([1, 2], [0.5, 0.75])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.integers(-(2**31), 2**31 - 1), max_size=9), max_size=12))
def test_appended_rows_equal_a_plain_list(parts: list[list[int]]) -> None:
    grown, plain = columns(), list[int]()
    for part in parts:
        grown.extend(number=np.array(part, np.int32), price=np.array(part, np.float64) / 4)
        plain += part
        assert grown.number.tolist() == plain
        assert grown.price.tolist() == [value / 4 for value in plain]
        assert len(grown) == len(plain)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 3000), max_size=8))
def test_however_rows_come_they_hold_the_fill_values(steps: list[int]) -> None:
    columns = GrowingColumns({"price": ("f8", 7.5), "pair": ("(2,)i4", -1)}, capacity=4)
    length = 0
    for step in steps:
        if step % 2:
            columns.append(price=7.5)
            length += 1
        length = max(length, step)
        columns.grow_to(length)
        assert (columns.price == 7.5).all()
        assert (columns.pair == -1).all()
        assert columns.pair.shape == (length, 2)
