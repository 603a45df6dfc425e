"""The rows of the tape as cells: made when they are painted, kept for a while."""

from collections.abc import Callable, Iterable, Iterator, Set
from itertools import repeat, starmap
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.clock import day_from_number
from models.conditions import ConditionSets
from models.highlighting import Highlighter, Marks
from models.learned_text import learned_texts, printed_text
from models.market import Market
from models.qt.cells import Cell, Row
from models.qt.gap_row import gap_band, gap_tooltip
from models.qt.tape_cells import BOLD, FAINT, STRUCK, CellMaker
from models.qt.tape_columns import COLUMNS
from models.qt.tape_facts import Facts
from models.session_text import session_text
from models.sessions import Session
from models.tape import Flag
from models.tape_order import gap_row
from models.totals_text import ASSUMED

Ids = NDArray[np.int64]
_KEEP_ROWS, _KEEP_CELLS = 1000, 4000
_CANCELLED = int(Flag.CANCELLED)  # numpy takes five times as long with a member of an enumeration
_EMPTY = Cell("")
_GONE = Row((_EMPTY,) * len(COLUMNS))
"""A row that left the tape's memory since the last advance: it is taken away by the next."""


class TapeRows:
    """Rows by their id on the tape; the ids of gaps are negative."""

    def __init__(self, market: Market) -> None:
        self._market, self._tape, self._gaps, self._times = market, market.tape, market.gaps, market.times
        self._highlighter = Highlighter(market)
        self._sources = CellMaker(market).sources
        self._cells = {key: _Cells(source.make) for key, source in self._sources.items() if source.repeats}
        self._kept: dict[int, Row] = {}
        self._wanted = frozenset(column.key for column in COLUMNS if column.shown)

    def forget(self, row: int) -> None:
        """Make this one anew when it is asked for."""
        self._kept.pop(row, None)

    def clear(self) -> None:
        """Make all of them anew."""
        self._kept.clear()
        for cells in self._cells.values():
            cells.clear()

    def want(self, columns: Iterable[int]) -> None:
        """Make the cells of these columns; those of others stay empty in `rows`, for nobody sees them."""
        wanted = frozenset(COLUMNS[column].key for column in columns)
        if not wanted <= self._wanted:
            self._kept.clear()
        self._wanted = wanted

    def cell(self, row: int, column: int) -> Cell:
        """A cell of a row, whether its column is wanted or not."""
        key, rows = COLUMNS[column].key, np.array([row])
        if key in self._wanted or row < self._tape.first:
            return self.rows(rows)[0].cells[column]
        return next(self._make_cells(Facts(self._market, rows), self._highlighter.marks(rows), {key}))[column]

    def rows(self, ids: Ids) -> list[Row]:
        """Rows in the order of the ids; those that are not kept are made now, all at once."""
        if len(self._kept) > _KEEP_ROWS:
            self._kept.clear()
        asked, first = ids.tolist(), self._tape.first
        missing = [row for row in asked if row not in self._kept]
        trades = np.array([row for row in missing if row >= first], np.int64)
        if len(trades):
            self._kept.update(zip(trades.tolist(), self._make_rows(trades), strict=True))
        for row in missing:
            if row < 0:
                self._kept[row] = gap_band(self._gaps[gap_row(row)].gap, len(COLUMNS), self._times.clock)
        return [self._kept.get(row, _GONE) for row in asked]

    def tooltip(self, row: int) -> str:
        """All that is known of a trade: date and zone, full names and raw codes; or of a gap."""
        if row < 0:
            return gap_tooltip(self._gaps[gap_row(row)].gap, self._times.clock)
        if row < self._tape.first:
            return ""
        market, facts = self._market, Facts(self._market, np.array([row]))
        contract = market.contracts.contract(int(facts.contract[0]))
        lines = [
            f"{contract.label} · {contract.ticker}",
            self._times.full_text(int(facts.time_ms[0])),
            session_text(Session(facts.session[0]), day_from_number(int(facts.trade_day[0]))),
            market.venues.name(int(self._tape.value("venue", row))),
            market.sets.full_text(int(facts.conditions[0])),
        ]
        if not facts.premium_known[0]:
            lines.append(ASSUMED)
        return "\n".join(lines + self._remarks(row))

    def remarks(self, row: int) -> str:
        """What is seen of a row without being written in it: what was learned, and which rules mark it."""
        if row < self._tape.first:
            return ""
        sets, conditions = self._market.sets, int(self._tape.value("conditions", row))
        printed = printed_text(late=bool(sets.late[conditions]), cancel=bool(sets.cancel[conditions]))
        return "; ".join(filter(None, (printed, *self._remarks(row))))

    def _remarks(self, row: int) -> list[str]:
        marked = [f"highlighted: {name}" for name in self._highlighter.names(row)]
        return marked + learned_texts(Flag(int(self._tape.value("flags", row))))

    def _make_rows(self, rows: Ids) -> Iterator[Row]:
        facts, rule = Facts(self._market, rows), self._highlighter.rule
        marks = self._highlighter.marks(rows, facts.read)
        tints = [rule(number).tint.token if number >= 0 else "" for number in marks.tints]
        return map(Row, self._make_cells(facts, marks, self._wanted), repeat(None), tints)

    def _make_cells(self, facts: Facts, marks: Marks, wanted: Set[str]) -> Iterator[tuple[Cell, ...]]:
        """The cells of each trade, made column by column; empty ones in columns that are not wanted."""
        looks = _looks(facts, self._market.sets)
        plain, bolds = looks.tolist(), _bold_looks(looks, marks)
        columns: list[Iterable[Cell]] = []
        for key, source in self._sources.items():
            if key in wanted:
                shown = zip(*(facts[name] for name in source.facts), bolds.get(source.bold, plain), strict=True)
                kept = self._cells.get(key)
                columns.append(starmap(source.make, shown) if kept is None else map(kept.__getitem__, shown))
            else:
                columns.append(repeat(_EMPTY, len(plain)))
        return zip(*columns, strict=True)


def _looks(facts: Facts, sets: ConditionSets) -> NDArray[np.int64]:
    conditions, struck = facts.conditions, facts.flags & _CANCELLED
    faint = sets.late.take(conditions) | sets.cancel.take(conditions)
    looks: NDArray[np.int64] = np.where(struck, STRUCK | FAINT, np.where(faint, FAINT, 0))
    return looks


def _bold_looks(looks: NDArray[np.int64], marks: Marks) -> dict[str, list[int]]:
    """The looks of those parts of trades of which any is bold: one that is not undone, where a rule points at it."""
    return {
        part: (looks + BOLD * (fit & (looks & STRUCK == 0))).tolist() for part, fit in marks.bold.items() if fit.any()
    }


class _Cells(dict[tuple[Any, ...], Cell]):
    """Cells of a column by what they show: one that is new is made at its first look-up."""

    def __init__(self, make: Callable[..., Cell]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, shown: tuple[Any, ...]) -> Cell:
        if len(self) >= _KEEP_CELLS:
            self.clear()
        cell = self[shown] = self._make(*shown)
        return cell
