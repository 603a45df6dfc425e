"""What is to be painted over a chart's pictures: plain facts in view pixels. No widget here."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF

Words = tuple[tuple[str, str], ...]
"""Texts side by side, each with the name of its colour."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A text in a box on an axis, in the middle of a place in view pixels."""

    place: float
    text: str


@dataclass(frozen=True, slots=True)
class Level:
    """A price with its tag on the axis; `line`: across the chart, too. `hollow`: the tag is an outline."""

    tag: Tag
    ink: str
    line: bool = True
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class LegendLine:
    """A contract of the chart: how its line looks, and what is said of it; `contract` is None for the chart's own."""

    words: Words
    ink: str
    dash: int
    contract: int | None


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything to be painted over the pictures, in view pixels; None or empty is not painted.

    `cross`: the pointer; `price_tag`, `time_tag`: what it points at. `ring`: the print that `reading` tells of.
    `candle`, `gap`: what else is under the pointer, a line each. `chosen_x`, `chosen`: the trade that is chosen on the
    tape. `last`: the last price; `levels`: further prices, `remark`: what these are of. `note`: what the size bars are;
    `bar`: the one under the pointer, in its place. `legend`: the contracts, where there are several.
    """

    cross: QPointF | None = None
    price_tag: Tag | None = None
    time_tag: Tag | None = None
    ring: QPointF | None = None
    reading: Words = ()
    candle: Words = ()
    gap: Words = ()
    chosen_x: float | None = None
    chosen: QPointF | None = None
    last: Level | None = None
    levels: tuple[Level, ...] = ()
    remark: str = ""
    note: str = ""
    bar: Words = ()
    legend: tuple[LegendLine, ...] = ()


def spread(places: Sequence[float], room: float, low: float, high: float) -> list[float]:
    """Move places apart as little as possible, so that each has its room between low and high; keeps their order.

    Where there is too little room for all, they overlap rather than leave.
    """
    order = sorted(range(len(places)), key=lambda n: places[n])
    room = min(room, (high - low) / max(len(places), 1))
    groups: list[tuple[float, int]] = []  # of neighbours that touch: the sum of what each wants of the first, and count
    for at, n in enumerate(order):
        wanted, count = places[n] - at * room, 1
        while groups and groups[-1][0] / groups[-1][1] > wanted / count:
            more, others = groups.pop()
            wanted, count = wanted + more, count + others
        groups.append((wanted, count))
    least, most = low + room / 2, high - room / 2 - (len(places) - 1) * room
    firsts = [min(max(wanted / count, least), most) for wanted, count in groups for _ in range(count)]
    moved = dict(zip(order, (first + at * room for at, first in enumerate(firsts)), strict=True))
    return [moved[n] for n in range(len(places))]
