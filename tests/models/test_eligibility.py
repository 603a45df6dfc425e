"""Which prints move last, open, high and low."""

from datetime import date

import numpy as np
import pytest

from models.clock import eastern_ms, utc_ms
from models.conditions import Condition, ConditionSets
from models.eligibility import moves_price
from tests.models.tick_tapes import World

SETS = World().sets
NOON, NIGHT, LATE = 43_200_000, 3_600_000, 58_500_001


def moves(codes: tuple[int, ...], ms_of_day: int = NOON, *, index: bool = False) -> bool:
    wall = eastern_ms(np.array([utc_ms(date(2025, 12, 1), ms_of_day)]))
    column = np.array([SETS[codes]], np.uint16)
    one, each = (moves_price(SETS, column, index_class, wall) for index_class in (index, np.array([index])))
    assert one.tolist() == each.tolist()
    return bool(one[0])


@pytest.mark.parametrize("codes", [(), (208,), (209,), (210,), (219,), (231,), (232,), (245,), (209, 232)])
def test_prints_that_count_fully_move_prices(codes: tuple[int, ...]) -> None:
    assert moves(codes)
    assert moves(codes, index=True)


@pytest.mark.parametrize("codes", [(c,) for c in (*range(201, 208), 246, 247, 248, 212, 999)] + [(209, 246), (209, 9)])
def test_one_code_that_forbids_it_or_is_unknown_is_enough(codes: tuple[int, ...]) -> None:
    assert not moves(codes)


@pytest.mark.parametrize("forbidden", ["updates_volume", "updates_high_low", "updates_open_close"])
def test_a_code_that_forbids_any_one_of_the_figures_moves_none(forbidden: str) -> None:
    allowed = dict.fromkeys(("updates_volume", "updates_high_low", "updates_open_close"), True)
    sets = ConditionSets([Condition(1, "new", "n", group="regular", **(allowed | {forbidden: False}))])
    wall = np.zeros(1, np.int64)
    assert not moves_price(sets, np.array([sets[1,]], np.uint16), False, wall).any()


@pytest.mark.parametrize("at", [NIGHT, LATE, 34_199_999, 72_900_000])
def test_outside_regular_hours_the_code_alone_decides_but_for_an_index(at: int) -> None:
    assert moves((209,), at)
    assert not moves((209,), at, index=True)


def test_prints_of_both_classes_are_told_apart_in_one_column() -> None:
    wall = eastern_ms(np.array([utc_ms(date(2025, 12, 1), NIGHT)] * 3))
    column = np.array([SETS[209,]] * 3, np.uint16)
    assert moves_price(SETS, column, np.array([True, False, True]), wall).tolist() == [False, True, False]
