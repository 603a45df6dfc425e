"""Python's memory, set for a program through which millions of short-lived objects and columns pass."""

import gc

import numpy as np

YOUNG_OBJECTS = 20_000
"""Objects made before the young ones are looked at. The default of 700 looks several times a frame of trades: 10-20 %
of the way of a trade, measured; trades make no cycles."""
_KEPT_BYTES = 31 << 20


def calm_collector() -> None:
    """Take what stands now out of the collector's sight, and let it look at young objects less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])


def keep_freed_memory() -> None:
    """Let freed columns be used again, not given back to the system and asked for anew: that is 0.2 us a trade.

    The GNU library learns from what is freed how large blocks are that come and go, up to 32 MiB (mallopt(3),
    M_MMAP_THRESHOLD). Elsewhere this does nothing.
    """
    np.empty(_KEPT_BYTES, np.uint8)
