"""Python's garbage collector, set for a program through which millions of short-lived objects pass."""

import gc

YOUNG_OBJECTS = 20_000
"""Objects made before the young ones are looked at. The default of 700 looks several times a frame of trades: 10-20 %
of the way of a trade, measured; trades make no cycles."""


def calm_collector() -> None:
    """Take what stands now out of the collector's sight, and let it look at young objects less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])
