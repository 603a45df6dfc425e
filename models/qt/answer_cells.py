"""What stands in the cells of an at-time answer: the columns, and a row for a trade or for a day without one."""

from models.clock import time_text
from models.figures import count_text, premium_text, price_text
from models.history.answers import Entry
from models.history.queries import AtTimeRow, Missing
from models.history.query_text import age_text, day_text
from models.qt.cells import CONTRACT_CHARS, Align, Cell, Column, Row, contract_cell
from models.status import Source

COLUMNS = (
    Column("contract", "Contract", CONTRACT_CHARS, Align.LEFT, "The option"),
    Column("day", "Day", 13, Align.LEFT, "Trading day"),
    Column("asked", "Asked ET", 12, Align.LEFT, "The time that was asked for, US Eastern"),
    Column("traded", "Traded ET", 15, Align.LEFT, "When the last trade at or before it took place, US Eastern"),
    Column("age", "Age", 9, Align.RIGHT, "How long before the asked time it traded; amber from one hour on"),
    Column("price", "Price", 9, Align.POINT, "Dollars a share"),
    Column("size", "Size", 7, Align.RIGHT, "Contracts; * where the size is not what was traded"),
    Column("premium", "Premium", 9, Align.RIGHT, "Price x size x shares a contract, in dollars"),
    Column("venue", "Venue", 7, Align.LEFT, "Exchange"),
    Column("condition", "Condition", 14, Align.LEFT, "Trade condition"),
    Column("sequence", "Seq", 11, Align.RIGHT, "Sequence number: 32 bits that wrap, so that negative ones are normal"),
    Column("note", "Note", 24, Align.LEFT, "Why there is no trade, or what is special about it"),
    Column("source", "Source", 10, Align.LEFT, "Where the answer is from"),
)
KEYS = tuple(column.key for column in COLUMNS)
OLD_MS = 3_600_000
"""From this age on a trade says little about the asked time."""
_NOTHING = Cell("")
_MARKED = (Source.SIMULATED, Source.REPLAY)
_MISSING_BLANKS = (_NOTHING,) * 7


def answer_row(entry: Entry, multiplier: float) -> Row:
    """The cells of an entry, in the order of `COLUMNS`. `multiplier`: shares a contract."""
    row = entry.row
    if row is None:
        return Row((*_place_cells(entry, faint=True), *_missing_cells(entry)))
    premium = row.premium(multiplier)
    return Row((
        *_place_cells(entry, faint=False),
        Cell(time_text(row.trade_ms), "bright"),
        Cell(age_text(row.age_ms), "text" if 0 <= row.age_ms < OLD_MS else "warn"),
        Cell(price_text(row.price), "bright", bold=True, struck=row.cancel),
        Cell(count_text(row.size) + ("*" if row.size_note else "")),
        Cell("" if premium is None else premium_text(premium)),
        Cell(row.venue),
        Cell(row.condition, "error" if row.cancel else "text"),
        Cell("" if row.sequence is None else str(row.sequence), "muted"),
        Cell(note_text(row), "warn"),
        _source_cell(entry),
    ))  # fmt: skip


def note_text(row: AtTimeRow) -> str:
    """What is special about a trade; empty where nothing is."""
    late = "it traded after the asked time" if row.age_ms < 0 else ""
    cancel = "a cancel: it undoes a trade, and is none" if row.cancel else ""
    return "; ".join(filter(None, (cancel, row.size_note, late)))


def _place_cells(entry: Entry, *, faint: bool) -> tuple[Cell, ...]:
    return (
        contract_cell(entry.contract, faint=faint),
        Cell(day_text(entry.day), "muted" if faint else "text"),
        Cell(time_text(entry.asked_ms), "muted"),
    )


def _missing_cells(entry: Entry) -> tuple[Cell, ...]:
    lack = entry.missing
    reason = str(lack.reason) if lack else ""
    why = lack.why if lack and lack.reason is not Missing.NO_TRADE else ""  # the reason says it all
    return Cell(reason, "muted"), *_MISSING_BLANKS, Cell(why, "muted"), _source_cell(entry)


def _source_cell(entry: Entry) -> Cell:
    """Where it is from: marked row by row where that is not the market."""
    if entry.answer is None:
        return _NOTHING
    source = entry.answer.source
    return Cell(source.upper(), source.value) if source in _MARKED else Cell(entry.answer.source_name, "muted")
