"""What a chart shows of prints, recomputed print by print: slow, and with nothing of the code under test."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
PLAIN, AUCTION, CROSS, PACKAGE, OTHER = range(5)
KINDS = {
    (): PLAIN, (209,): PLAIN, (219,): PLAIN, (227,): AUCTION, (228,): AUCTION, (229,): CROSS, (231,): CROSS,
    (232,): PACKAGE, (242,): PACKAGE, (246,): PACKAGE, (248,): OTHER, (999,): OTHER,
}  # fmt: skip
"""What part of a bar prints with these conditions are, of all that count."""
UNCOUNTED = ((202,), (204,), (201,))
MOVING = {(), (209,), (219,), (227,), (228,), (229,), (231,), (232,), (242,)}


@dataclass(frozen=True)
class Row:
    """A print of an equity option."""

    time_ms: int
    price: float
    size: int
    codes: tuple[int, ...]

    @property
    def counts(self) -> bool:
        return self.codes not in UNCOUNTED

    @property
    def on_line(self) -> bool:
        return self.codes in MOVING and KINDS[self.codes] != PACKAGE

    @property
    def day(self) -> date:
        return datetime.fromtimestamp(self.time_ms / 1000, UTC).astimezone(NEW_YORK).date()


def in_order(rows: Iterable[Row]) -> list[Row]:
    """By time; of equal times as they arrived."""
    return sorted(rows, key=lambda row: row.time_ms)


def totals(rows: Iterable[Row]) -> list[int]:
    """Contracts by part of a bar."""
    found = [0] * 5
    for row in rows:
        if row.counts:
            found[KINDS[row.codes]] += row.size
    return found


def vwap(rows: Sequence[Row], day: date, before_ms: float) -> float | None:
    """Of a trade date, before a time."""
    mine = [row for row in rows if row.counts and row.day == day and row.time_ms < before_ms]
    volume = sum(row.size for row in mine)
    return sum(row.price * row.size for row in mine) / volume if volume else None


def chunks(rows: Sequence[Row], each: int) -> list[tuple[int, list[int]]]:
    """Start and totals of bars of so many counted prints, anew on each date."""
    found = []
    for day in sorted({row.day for row in rows if row.counts}):
        mine = [row for row in in_order(rows) if row.day == day and row.counts]
        parts = [mine[at : at + each] for at in range(0, len(mine), each)]
        found += [(part[0].time_ms, totals(part)) for part in parts]
    return found


def candle(rows: Sequence[Row], start_ms: int, end_ms: int) -> tuple[float, float, float, float] | None:
    """Open, high, low, close of the line's prints in a stretch of time."""
    prices = [row.price for row in in_order(rows) if row.on_line and start_ms <= row.time_ms < end_ms]
    return (prices[0], max(prices), min(prices), prices[-1]) if prices else None
