"""Batches of random prints, large ones too, for tests of the tape and of the views on it."""

import numpy as np

from models.batch import TradeBatch

EPOCH_MS = 1_764_600_000_000


def random_batch(seed: int, count: int, contracts: int = 3, sets: int = 1) -> TradeBatch:
    """So many prints, always the same for the same arguments."""
    rng = np.random.default_rng(seed)
    return TradeBatch(
        time_ms=EPOCH_MS + rng.integers(0, 1000, count),
        sequence=rng.integers(-(2**40), 2**40, count),
        price=rng.integers(1, 1000, count) / 100,
        size=rng.integers(1, 1000, count).astype(np.int32),
        contract=rng.integers(0, contracts, count).astype(np.int32),
        arrival_ms=EPOCH_MS + seed % 1000 * 1000 + np.arange(count),
        venue=rng.integers(300, 326, count).astype(np.uint16),
        conditions=rng.integers(0, sets, count).astype(np.uint16),
    )
