"""Cycles are looked for between two frames, a few objects at a time."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from models.collector import FEW_OBJECTS, look_at_few


class _Knot:
    """Refers to itself: only the collector can free it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _left_alone() -> Iterator[None]:
    """The collector does nothing by itself meanwhile."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def _seen() -> weakref.ref[_Knot]:
    return weakref.ref(_Knot())


def test_a_little_is_left_for_later() -> None:
    knot = _seen()
    look_at_few()
    assert knot() is not None


def test_more_than_a_little_is_looked_through() -> None:
    knot, kept = _seen(), [_Knot() for _ in range(FEW_OBJECTS)]
    look_at_few()
    assert knot() is None
    assert all(one.itself is one for one in kept)


def test_what_outlived_a_look_is_looked_at_again_after_some_more() -> None:
    knot = _Knot()
    old, kept = weakref.ref(knot), [_Knot() for _ in range(FEW_OBJECTS)]
    look_at_few()
    del knot
    for _ in range(10):
        kept += [_Knot() for _ in range(FEW_OBJECTS)]
        look_at_few()
    assert old() is None
