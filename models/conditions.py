"""Trade conditions: their texts, and what a print with them may move.

Rules: massive.md section 4 and semantics.md. A print counts only where all of its conditions allow it; a code that
is not in the table counts towards volume and moves no price; no code at all is a regular print.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MAX_SETS = 65_535
"""How many different combinations of conditions a tape can tell apart (they stand in a 2-byte column)."""

_INT64 = range(-(2**63), 2**63)
_SHORT = {
    201: "Cancel", 202: "Late", 203: "Cancel last", 204: "Late", 205: "Cancel open", 206: "Late open",
    207: "Cancel only", 208: "Open late", 209: "Auto", 210: "Reopen", 219: "ISO", 227: "Auction", 228: "Auction ISO",
    229: "Cross", 230: "Cross ISO", 231: "Floor", 232: "Multi-leg", 233: "Multi auction", 234: "Multi cross",
    235: "Multi floor", 236: "Multi/single", 237: "Stock auction", 238: "Multi auct/sgl", 239: "Multi floor/sgl",
    240: "Stock-tied", 241: "Stock cross", 242: "Stock floor", 243: "Stock/single", 244: "Stock auct/sgl",
    245: "Stock floor/sgl", 246: "Multi flr prop", 247: "Compression", 248: "Extended",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """One row of the condition table."""

    id: int
    name: str
    opra_code: str
    updates_volume: bool
    updates_high_low: bool
    updates_open_close: bool
    group: str

    @property
    def short(self) -> str:
        """The few letters that the tape has room for."""
        return _SHORT.get(self.id, self.name)


def read_conditions(rows: Iterable[Mapping[str, str]]) -> list[Condition]:
    """Read the rows of `massive_conditions.csv`. Raises `KeyError` or `ValueError` for a table of another shape."""
    return [
        Condition(
            int(row["id"]),
            row["name"],
            row["opra_code"],
            row["updates_volume"] == "true",
            row["updates_high_low"] == "true",
            row["updates_open_close"] == "true",
            row["group"],
        )
        for row in rows
    ]


class Shape(IntEnum):
    """How a print came about."""

    PLAIN = 0
    AUCTION = 1
    CROSS = 2
    """A cross of a single leg, or its trade on the floor."""
    PACKAGE = 3
    """A leg of a package, or tied to stock."""


class _Rules(NamedTuple):
    """What a print with one set of conditions may do."""

    volume: bool
    high_low: bool
    last: bool
    moves: bool
    cancel: bool
    late: bool
    single_leg: bool


class ConditionSets(dict[tuple[int, ...] | None, int]):
    """Interned sets of conditions: condition ids of an event -> a small set id; set 0 is a print without any.

    Looking up a set that is new gives it the next id, or -1 when 65,535 are taken or a code is beyond 64 bits. The
    rules stand in arrays by set id, for whole columns at once: `volume, high_low, last` (may move that figure),
    `moves` (all three), `cancel, late, single_leg`; and `shape`, the `Shape` of a print. `changes` grows
    with each table that was learned.
    """

    def __init__(self, conditions: Sequence[Condition] = ()) -> None:
        super().__init__()
        self.known = {c.id: c for c in conditions}
        self.changes = 0
        self._sets: list[tuple[int, ...]] = []
        self._rules = np.zeros((16, len(_Rules._fields)), np.bool_)
        self.shape = np.zeros(16, np.uint8)
        self._bind()
        self[None] = self[()]

    def __missing__(self, ids: tuple[int, ...] | None) -> int:
        if ids is None or len(self._sets) >= MAX_SETS or not all(i in _INT64 for i in ids):
            return -1
        number = len(self._sets)
        if number == len(self._rules):
            self._rules = np.vstack([self._rules, np.zeros_like(self._rules)])
            self.shape = np.append(self.shape, np.zeros_like(self.shape))
            self._bind()
        self._set_rules(number, ids)
        self._sets.append(ids)
        self[ids] = number
        return number

    def learn(self, conditions: Sequence[Condition]) -> None:
        """Take another table. Who counted by the rules of the one before counts anew when `changes` has grown."""
        self.known = {c.id: c for c in conditions}
        for number, ids in enumerate(self._sets):
            self._set_rules(number, ids)
        self.changes += 1

    @property
    def count(self) -> int:
        """How many sets are known: ids go from 0 up to it."""
        return len(self._sets)

    def ids(self, set_id: int) -> tuple[int, ...]:
        """The condition ids of a set, as they arrived."""
        return self._sets[set_id]

    def text(self, set_id: int) -> str:
        """Short text of a set: `Auto`, `Multi-leg`, `ISO + Late`; an unknown code is its number; none is empty."""
        return " + ".join(self.known[i].short if i in self.known else str(i) for i in self._sets[set_id])

    def full_text(self, set_id: int) -> str:
        """Names and numbers of a set, a line each; says so where there is none."""
        lines = [
            f"{self.known[i].name} ({i})" if i in self.known else f"unknown condition {i}" for i in self.ids(set_id)
        ]
        return "\n".join(lines) or "no condition: a regular print"

    def group(self, set_id: int) -> str:
        """Group of a set: `cancel` or `late` where any code says so, else that of the first known code."""
        if self.cancel[set_id] or self.late[set_id]:
            return "cancel" if self.cancel[set_id] else "late"
        return next((self.known[i].group for i in self._sets[set_id] if i in self.known), "regular")

    def _bind(self) -> None:
        columns: list[NDArray[np.bool_]] = list(self._rules.T)
        self.volume, self.high_low, self.last, self.moves, self.cancel, self.late, self.single_leg = columns

    def _set_rules(self, number: int, ids: tuple[int, ...]) -> None:
        self._rules[number] = self._rules_of(ids)
        self.shape[number] = self._shape_of(number, ids)

    def _shape_of(self, number: int, ids: tuple[int, ...]) -> Shape:
        groups = {self.known[i].group for i in ids if i in self.known}
        if not self.single_leg[number]:
            return Shape.PACKAGE
        if groups & {"single_leg_cross", "single_leg_floor"}:
            return Shape.CROSS
        return Shape.AUCTION if "single_leg_auction" in groups else Shape.PLAIN

    def _rules_of(self, ids: tuple[int, ...]) -> _Rules:
        found = [self.known[i] for i in ids if i in self.known]
        all_known = len(found) == len(ids)
        groups = {c.group for c in found}
        volume = all(c.updates_volume for c in found)
        high_low = all_known and all(c.updates_high_low for c in found)
        last = all_known and all(c.updates_open_close for c in found)
        return _Rules(
            volume=volume,
            high_low=high_low,
            last=last,
            moves=volume and high_low and last,
            cancel="cancel" in groups,
            late="late" in groups,
            single_leg=not any(g.startswith(("multi_leg", "stock_option", "compression")) for g in groups),
        )
