"""Ways to ask a terminal: of one generation or of both, in one form or in the one that comes by itself."""

from typing import NamedTuple

from feeds.venue.theta.app import BOTH, V2, V3
from models.history.terminal import Transport


class Way(NamedTuple):
    """Which generations the terminal is of, and the form in which it is asked."""

    name: str
    generations: frozenset[int] = BOTH
    transport: Transport = Transport.AUTOMATIC


AUTOMATIC = Way("automatic")
V2_WAYS = (Way("v2 json", frozenset({V2}), Transport.JSON), Way("v2 csv", frozenset({V2}), Transport.CSV))
V3_WAYS = (
    Way("v3 csv", frozenset({V3}), Transport.CSV),
    Way("v3 json", frozenset({V3}), Transport.JSON),
    Way("v3 ndjson", frozenset({V3}), Transport.NDJSON),
)
ALL_WAYS = (*V2_WAYS, *V3_WAYS)
