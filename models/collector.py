"""Python's memory, set for a program through which millions of short-lived objects and columns pass."""

import gc

import numpy as np

YOUNG_OBJECTS = 20_000
"""Objects made before the young ones are looked at in the middle of something. The default of 700 looks several times a
frame of trades: 10-20 % of the way of a trade, measured; trades make no cycles."""
FEW_OBJECTS = 500
"""So many are looked at between two frames, in 0.3 ms: what a frame made and dropped is gone by then. To look at 20,000
that were left in peace takes 25 ms, for they have gone out of the processor's cache."""
YOUNG_LOOKS, MIDDLE_LOOKS = 5, 1000
"""So often the young are looked at before those that outlived it are, 2 ms, and these before all are, 0.1 s. In a busy
market that is two or three times a second, and every five to ten minutes."""
_KEPT_BYTES = 31 << 20


def calm_collector() -> None:
    """Take what stands now out of the collector's sight, and let it look at young objects less often.

    It does not look through them first: a start leaves nothing to be freed, and looking takes a tenth of a second.
    """
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])


def free_ended_run() -> None:
    """Free what a run left behind, before the next one is put together and taken out of sight."""
    gc.collect()


def look_at_few() -> None:
    """Look for cycles among what was made lately, if that is more than a little. To be called between two frames."""
    young, young_looks, middle_looks = gc.get_count()
    if young >= FEW_OBJECTS:
        gc.collect(0 if young_looks < YOUNG_LOOKS else 1 if middle_looks < MIDDLE_LOOKS else 2)


def keep_freed_memory() -> None:
    """Let freed columns be used again, not given back to the system and asked for anew: that is 0.2 us a trade.

    The GNU library learns from what is freed how large blocks are that come and go, up to 32 MiB (mallopt(3),
    M_MMAP_THRESHOLD). Elsewhere this does nothing.
    """
    np.empty(_KEPT_BYTES, np.uint8)
