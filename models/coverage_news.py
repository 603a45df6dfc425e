"""What a feed tells of the prints that it brings: which contracts are streamed, and what was fetched of their past."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Streamed:
    """What is streamed from now on: these contracts, or everything. Takes the place of what was told before.

    `since_ms`: the market's time, Unix ms, from which on that holds for what was not streamed before.
    """

    tickers: frozenset[str]
    everything: bool
    since_ms: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """All prints of a contract between two times are on the tape, both Unix ms in the market's time."""

    ticker: str
    low_ms: int
    high_ms: int


CoverageNews = Streamed | Fetched
