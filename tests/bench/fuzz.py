"""Damaged frames through decoding and the market: nothing raises, every bad event is counted.

`python -m tests.bench.fuzz --frames 1000000 --seed 1` prints a line of figures; on a violation it says which frame did
it, with the seed, and ends with 1.
"""

import argparse
import sys
import time
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

import resources
from feeds.massive.wire import MAX_PRICE, MAX_TIME_MS, TradeDecoder
from models.batch import TradeBatch
from models.clock import MarketClock
from models.gaps import Gap
from models.market import Market
from tests.bench.mutations import START_MS, Mutations
from tests.bench.wire_oracle import expected, loosely

FRAMES_A_BATCH = 50
FRAMES_A_ROUND = 5_000
"""After so many the market is made anew: conditions and contracts that nobody knows are without end."""
_KINDS = {
    "time_ms": "i8", "sequence": "i8", "price": "f8", "size": "i4", "contract": "i4", "arrival_ms": "i8", "venue": "u2",
    "conditions": "u2",
}  # fmt: skip


class ViolationError(Exception):
    """What must not happen; the message says what, and by which frame."""


@dataclass
class Figures:
    """What went through."""

    frames: int = 0
    good: int = 0
    bad: int = 0


class Bench:
    """A decoder and a market that take damaged frames batch by batch."""

    def __init__(self, chance: Random, figures: Figures) -> None:
        self._chance = chance
        self._figures = figures
        self._market = Market(
            resources.table("massive_conditions"),
            resources.table("massive_exchanges"),
            MarketClock(lambda: 0, follows_prints=True),
        )
        contracts, sets = self._market.contracts, self._market.sets
        self._canonical = TradeDecoder(contracts, sets, many_bytes=0)
        self._typed = TradeDecoder(contracts, sets, many_bytes=sys.maxsize)
        self._received = 0

    def take(self, frames: list[bytes]) -> None:
        """Pass frames through, and what they hold on as one batch. Raises `ViolationError`."""
        try:
            batches = [self._read(frame, START_MS + at) for at, frame in enumerate(frames)]
            self._pass_on(_together(batches))
        except ViolationError:
            raise
        except Exception as error:
            raise ViolationError(f"{error!r} by one of {[frame.hex() for frame in frames]}") from error

    def _read(self, frame: bytes, arrival_ms: int) -> TradeBatch:
        """Read a frame in both ways."""
        batch, same = (reader.batch([frame], [arrival_ms], None) for reader in (self._canonical, self._typed))
        self._check_columns(batch)
        if any(not np.array_equal(getattr(batch, name), getattr(same, name)) for name in _KINDS):
            raise ViolationError(f"{batch} and {same} by {frame.hex()}")
        _check_counts(frame, len(batch), batch.malformed)
        self._figures.frames += 1
        self._figures.good += len(batch)
        self._figures.bad += batch.malformed
        return batch

    def _check_columns(self, batch: TradeBatch) -> None:
        columns = {name: getattr(batch, name) for name in _KINDS}
        sound = {name: column.dtype.str[1:] for name, column in columns.items()} == _KINDS
        sound &= len({len(column) for column in columns.values()}) == 1
        sound &= bool(((batch.price >= 0) & (batch.price <= MAX_PRICE) & (batch.size >= 1)).all())
        sound &= bool(((batch.time_ms > 0) & (batch.time_ms <= MAX_TIME_MS) & (batch.contract >= 0)).all())
        sound &= bool((batch.contract < len(self._market.contracts)).all())
        if not sound:
            raise ViolationError(f"columns are not sound: {batch}")

    def _pass_on(self, batch: TradeBatch) -> None:
        """Into the market, now and then as a fill, or with a cut behind it."""
        market, dice = self._market, self._chance.random()
        if dice < 0.04:
            order = np.argsort(batch.time_ms, kind="stable")
            batch = replace(batch, filled=True, **{name: getattr(batch, name)[order] for name in _KINDS})
        elif dice < 0.08:
            batch = replace(batch, gaps=(Gap(len(market.gaps), START_MS),))
        market.take(batch)
        if dice < 0.02:
            market.take(batch)  # what comes again changes nothing
            self._received += len(batch)
        self._received += len(batch)
        on_tape, dropped = market.tape.end, market.duplicates.dropped
        if on_tape + dropped != self._received or market.stats.trades.min(initial=0) < 0:
            raise ViolationError(f"{self._received} received, {on_tape} on the tape, {dropped} dropped")


def _together(batches: list[TradeBatch]) -> TradeBatch:
    columns: dict[str, Any] = {name: np.concatenate([getattr(b, name) for b in batches]) for name in _KINDS}
    return replace(batches[0], **columns)


def _check_counts(frame: bytes, good: int, bad: int) -> None:
    due = expected(frame)
    if due is None and not bad and loosely(frame) != (good, 0):
        raise ViolationError(f"no JSON, and nothing was counted: {frame.hex()}")
    if due is not None and due != (good, bad):
        raise ViolationError(f"{good} good and {bad} bad, where {due} were due: {frame.hex()}")


def run(frames: int, seed: int) -> Figures:
    """Pass so many frames through. Raises `ViolationError`."""
    chance, figures = Random(seed), Figures()
    source = Mutations(chance)
    while figures.frames < frames:
        bench, until = Bench(chance, figures), min(frames, figures.frames + FRAMES_A_ROUND)
        while figures.frames < until:
            bench.take([source.frame() for _ in range(min(FRAMES_A_BATCH, until - figures.frames))])
    return figures


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    started = time.perf_counter()
    try:
        found = run(asked.frames, asked.seed)
    except ViolationError as violation:
        print(f"seed {asked.seed}: {violation}")
        return 1
    seconds = time.perf_counter() - started
    print(f"frames {found.frames:,}, good {found.good:,}, bad {found.bad:,}, exceptions 0, seconds {seconds:.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
