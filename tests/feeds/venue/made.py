"""Sources and files that the venue's tests make themselves."""

import gzip
import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from feeds.venue.source import STANDARD_SHARES, Batch, Print

SHARED = Path(__file__).parents[4] / "shared" / "data"
SPY = SHARED / "real_SPY_240621C500_2024-06-14.jsonl.gz"
VIX = SHARED / "real_VIX_2016-06-01.jsonl.gz"
needs_recordings = pytest.mark.skipif(not SHARED.is_dir(), reason="the recordings in ../shared/data are not here")

OPEN_MS = 1_764_599_400_000
"""2025-12-01 09:30 Eastern."""
CALL, PUT = "O:SPY251219C00650000", "O:SPY251219P00650000"


def trade(number: int, sym: str = CALL, **changed: object) -> dict[str, object]:
    """A trade event: `number` is its sequence, and a millisecond after the opening for each."""
    event: dict[str, object] = {"ev": "T", "sym": sym, "x": 302, "p": 1.54, "s": 1 + number % 7, "c": [209]}
    return event | {"t": OPEN_MS + number, "q": number} | changed


def trades(count: int) -> list[dict[str, object]]:
    """Trades of two contracts in turn."""
    return [trade(number, (CALL, PUT)[number % 2]) for number in range(1, count + 1)]


def recording(folder: Path, events: Sequence[object], name: str = "day.jsonl") -> Path:
    """A recording file of events; text stands as it is."""
    lines = [event if isinstance(event, str) else json.dumps(event, separators=(",", ":")) for event in events]
    data = "".join(line + "\n" for line in lines).encode()
    path = folder / name
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


class MadeSource:
    """A source of given events, a batch for each list; all of the first ticker's events know no history."""

    def __init__(self, batches: Sequence[Sequence[bytes]], step_ms: int = 0) -> None:
        self._batches = batches
        self._step_ms = step_ms
        self.released_events = 0

    @property
    def day(self) -> date:
        """The tests' day."""
        return date(2025, 12, 1)

    def batches(self) -> Iterator[Batch]:
        """One for each list; the events `step_ms` apart."""
        count = 0
        for events in self._batches:
            times = OPEN_MS + self._step_ms * np.arange(count, count + len(events), dtype=np.int64)
            count += len(events)
            yield Batch(times, [CALL] * len(events), events, len(events))

    def released(self, events: int) -> None:
        """Noted."""
        self.released_events = events

    def tickers(self) -> Sequence[str]:
        """One."""
        return [CALL]

    def prints(self, ticker: str, first: date, last: date) -> Sequence[Print]:
        """None."""
        return []

    def streamed(self, ticker: str, first: date, last: date) -> Sequence[Print]:
        """None."""
        return []

    def shares(self, ticker: str) -> int:
        """The usual."""
        return STANDARD_SHARES
