"""A batch of trades."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from tests.models.random_batches import random_batch


def test_a_batch_is_as_long_as_its_columns() -> None:
    assert [len(random_batch(1, count)) for count in (0, 1, 7)] == [0, 1, 7]


def test_a_batch_cannot_be_changed_on_its_way() -> None:
    with pytest.raises(FrozenInstanceError):
        random_batch(1, 2).price = np.zeros(2)  # type: ignore[misc]


def test_a_batch_says_nothing_of_bad_events_and_position_unless_it_is_told() -> None:
    batch = random_batch(1, 2)
    assert (batch.malformed, batch.position) == (0, None)
