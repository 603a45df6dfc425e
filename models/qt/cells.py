"""What a fast table shows in a cell: text and the name of its colour. Models make cells, the painter draws them."""

from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from models.contract import Contract, expiry_text, strike_text

Index = QModelIndex | QPersistentModelIndex


class Align(Enum):
    """Where a column's text stands.

    `POINT` aligns figures on the decimal point: two decimals end two characters before the edge, more hang into them.
    `UNIT` leaves the last character to units: `$1.25M` ends at the edge, `$998` one character before it, so that no
    digit stands under an M.
    """

    LEFT = 0
    RIGHT = 1
    POINT = 2
    UNIT = 3


class Column(NamedTuple):
    """A column of a fast table; `chars`: its width in characters of the figure font, `shown`: before anybody chose."""

    key: str
    title: str
    chars: int
    align: Align
    hint: str
    shown: bool = True


class Span(NamedTuple):
    """A piece of a cell that starts `at` characters from its left edge."""

    at: int
    text: str
    ink: str
    bold: bool = False


class Spark(NamedTuple):
    """A line of steps in a cell: price n holds from `starts[n]` to the next start, the last one to the end, `length`.

    `base` is the price of a faint line across, which tells up from down without colour; None draws none.
    """

    starts: tuple[int, ...]
    prices: tuple[float, ...]
    length: int
    base: float | None


class Cell(NamedTuple):
    """One cell: its whole text, and the colour, or the spans that draw it, or the line that stands for it."""

    text: str
    ink: str = "text"
    bold: bool = False
    struck: bool = False
    spans: tuple[Span, ...] = ()
    spark: Spark | None = None


class Band(NamedTuple):
    """What is drawn through a whole row instead of its cells: texts one behind the other, on a ground of its own."""

    spans: tuple[Span, ...]
    ground: str
    hatch: str = ""
    """The colour of a hatching that goes on where the text ends; none where it is empty."""


class Row:
    """The cells of a display row; a changed row is a new object with new cells.

    `tint`: the token of the row's ground, none where it is empty; the token with `_bar` behind it is that of the bar
    at its left edge.
    """

    __slots__ = ("band", "cells", "tint")

    def __init__(self, cells: tuple[Cell, ...], band: Band | None = None, tint: str = "") -> None:
        self.cells = cells
        self.band = band
        self.tint = tint


class CellModel(Protocol):
    """What the painter asks of a model beside the usual: whole rows in one call."""

    columns: Sequence[Column]

    def rows(self, first: int, stop: int) -> Sequence[Row]:
        """The display rows from first up to stop."""


CONTRACT_CHARS = 23
LETTER_CHARS = 2
"""Letters of links that have room behind a contract; where there are more, a + stands for them."""
_ROOT_CHARS, _EXPIRY_CHARS, _STRIKE_CHARS = 6, 10, 5
_HANGS = {Align.POINT: "\u2007\u2007", Align.UNIT: "\u2007"}
"""Spaces as wide as figures: the heading stands over the figures that it heads."""


@lru_cache(maxsize=8192)
def contract_cell(contract: Contract, *, faint: bool = False, bold: bool = False) -> Cell:
    """`SPY 19 Dec 25 650 C` in parts that stand under one another; calls and puts differ in letter and colour."""
    strike = strike_text(contract.strike_milli)
    strike_at = _ROOT_CHARS + _EXPIRY_CHARS + max(0, _STRIKE_CHARS - len(strike))
    right_at = max(_ROOT_CHARS + _EXPIRY_CHARS + _STRIKE_CHARS, strike_at + len(strike)) + 1
    spans = (
        Span(0, contract.root, "muted" if faint else "bright", bold=not faint),
        Span(_ROOT_CHARS, expiry_text(contract.expiry), "bright" if bold else "muted", bold=bold),
        Span(strike_at, strike, "bright" if bold else "muted" if faint else "text", bold=bold),
        Span(right_at, contract.right, "call" if contract.right == "C" else "put", bold=True),
    )
    return Cell(contract.label, spans=spans)


def marked_cell(cell: Cell) -> Cell:
    """A contract's cell with a warning sign before its root, the rest faint, and `refused` for who cannot see that."""
    root = cell.spans[0]
    rest = [span._replace(ink="muted", bold=False) for span in cell.spans[1:]]
    spans = (Span(0, "!", "warn", bold=True), root._replace(at=1, ink="warn", bold=False), *rest)
    return cell._replace(text=f"! {cell.text}, refused", ink="warn", spans=spans)


def lettered_cell(cell: Cell, letters: str) -> Cell:
    """A contract's cell with the letters of the links that look at it behind its right, each in its colour."""
    if not letters:
        return cell
    shown = letters if len(letters) <= LETTER_CHARS else letters[: LETTER_CHARS - 1] + "+"
    at = max(CONTRACT_CHARS, cell.spans[-1].at + 1) + 1
    spans = [
        Span(at + n, letter, "muted" if letter == "+" else f"link_{letter.lower()}", bold=True)
        for n, letter in enumerate(shown)
    ]
    return cell._replace(text=f"{cell.text}, link {letters}", spans=(*cell.spans, *spans))


CELL_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.TextAlignmentRole,
)
"""What a table asks of each cell that can be answered; the others need not be looked up."""


def cell_data(cell: Cell, column: Column, role: int) -> Any:
    """What a cell answers to `CELL_ROLES`: text, for screen readers with how it looks, and alignment."""
    if role == Qt.ItemDataRole.DisplayRole:
        return cell.text
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return f"{cell.text}, struck through" if cell.struck else cell.text
    if role == Qt.ItemDataRole.TextAlignmentRole:
        side = Qt.AlignmentFlag.AlignLeft if column.align is Align.LEFT else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter
    return None


def heading_data(columns: Sequence[Column], section: int, orientation: Qt.Orientation, role: int) -> Any:
    """Title, hint and alignment of a column's heading."""
    if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(columns):
        return None
    column = columns[section]
    if role == Qt.ItemDataRole.DisplayRole:
        return column.title + _HANGS.get(column.align, "")
    if role == Qt.ItemDataRole.ToolTipRole:
        return column.hint
    return cell_data(Cell(column.title), column, role) if role == Qt.ItemDataRole.TextAlignmentRole else None
