"""Interruptions of the stream: what was missed, and what was done about it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum


class GapStage(StrEnum):
    """What became of a gap."""

    OPEN = "open"
    """The stream is still away."""
    WAITING = "waiting"
    """The stream is back; what was missed will be fetched."""
    FILLING = "filling"
    FILLED = "filled"
    """All that was missed of the watched contracts is on the tape."""
    PARTLY = "partly filled"
    """Some of what was missed is on the tape, the rest could not be fetched or was never asked for."""
    STAYS = "not filled"


@dataclass(frozen=True, slots=True)
class Gap:
    """One interruption. Its `number`, from 0 up, is its own for the whole run.

    `start_ms`, `end_ms`: Unix ms in the time of the market, not of the arrival; the end is None while the stream is
    away. `reason`: why it was interrupted, `outcome`: what was done or is being done, both in words for the user.
    `trades`: how many were put on the tape to fill it.
    """

    number: int
    start_ms: int
    end_ms: int | None = None
    stage: GapStage = GapStage.OPEN
    reason: str = ""
    outcome: str = ""
    trades: int = 0

    @property
    def settled(self) -> bool:
        """Whether nothing more will be done about it."""
        return self.stage in (GapStage.FILLED, GapStage.PARTLY, GapStage.STAYS)


@dataclass(frozen=True, slots=True)
class PlacedGap:
    """A gap and its place on the tape: before the first row that arrived after it began."""

    gap: Gap
    row: int


class GapLog:
    """All gaps of a run, in order of their numbers. `changes` grows with every new gap and all news of one."""

    def __init__(self) -> None:
        self.changes = 0
        self._placed: list[PlacedGap] = []

    def __len__(self) -> int:
        return len(self._placed)

    def __iter__(self) -> Iterator[PlacedGap]:
        return iter(self._placed)

    def __getitem__(self, number: int) -> PlacedGap:
        return self._placed[number]

    @property
    def unfilled(self) -> int:
        """How many gaps miss trades on the tape."""
        return sum(placed.gap.stage is not GapStage.FILLED for placed in self._placed)

    def put(self, gap: Gap, row: int) -> None:
        """Take a new gap, whose place is before `row`, or news of an earlier one, whose place and trades stay."""
        if gap.number < len(self._placed):
            before = self._placed[gap.number]
            self._placed[gap.number] = PlacedGap(replace(gap, trades=before.gap.trades), before.row)
        else:
            assert gap.number == len(self._placed), "gaps are numbered one by one"
            self._placed.append(PlacedGap(gap, row))
        self.changes += 1

    def count(self, number: int, trades: int) -> None:
        """Take note that so many trades more were put on the tape to fill a gap."""
        placed = self._placed[number]
        self._placed[number] = PlacedGap(replace(placed.gap, trades=placed.gap.trades + trades), placed.row)
        self.changes += 1
