"""How figures are marked that are not those of the whole trade date."""

from typing import NamedTuple

from models.coverage import Coverage
from models.qt.cells import Cell
from models.stats import ContractStats
from models.times import Times

MARK = "*"
"""Stands at a figure that would be the day's, were all trades known."""
_OF_DAY = {
    "open": "first price",
    "high": "highest price",
    "low": "lowest price",
    "change": "change from the first price",
    "spark": "course",
    "volume": "counted",
    "trades": "counted",
    "vwap": "average",
    "premium": "counted",
}
"""Columns whose figures depend on all trades of the day, and what they are otherwise."""
_NOT_DAYS = ("open", "high", "low", "change", "spark")
_MISSING = "Trades are missing here: they were not streamed, or a gap is not filled"


class Known(NamedTuple):
    """What is known of a contract's trade date: from when on, Unix ms, None is from the open; and with holes or not."""

    since_ms: int | None
    missing: bool


WHOLE = Known(None, missing=False)
"""All of it is known: its figures bear no mark."""


class FigureMarks:
    """Asks the coverage of the contracts that are shown, and keeps the answers while nothing changes."""

    def __init__(self, coverage: Coverage, stats: ContractStats) -> None:
        self._coverage, self._stats = coverage, stats
        self._changes = coverage.changes
        self._known: dict[int, tuple[int, Known]] = {}

    def advance(self) -> bool:
        """Whether there is news that may change any mark."""
        if self._coverage.changes == self._changes:
            return False
        self._changes = self._coverage.changes
        self._known.clear()
        return True

    def known(self, contract: int) -> Known:
        """What is known of the trade date that the figures of a contract belong to."""
        day = int(self._stats.day[contract])
        kept = self._known.get(contract)
        if kept is None or kept[0] != day:
            found = Known(self._coverage.since_ms(contract), self._coverage.missing(contract))
            kept = self._known[contract] = (day, found)
        return kept[1]

    def marked(self, cell: Cell) -> Cell:
        """A cell that would be the day's, were all trades known: faint and with a mark, where it says anything."""
        return cell if cell.text == "–" else cell._replace(text=MARK + cell.text, ink="muted")

    def since_cell(self, contract: int, times: Times) -> Cell:
        """`11:02`, `gap`, or nothing where all is known."""
        since_ms, missing = self.known(contract)
        since = "" if since_ms is None else times.clock_text(since_ms)[:5]
        if missing and self._stats.trades[contract]:
            return Cell("gap" if not since else f"{since}, gap", "warn")
        return Cell(since, "muted")

    def forget(self) -> None:
        """Other contracts are shown."""
        self._known.clear()

    def legend(self, times: Times) -> str:
        """What the mark means on the contracts that were asked for, in a few words; nothing where it stands nowhere."""
        traded = [known for contract, (_, known) in self._known.items() if self._stats.trades[contract]]
        since = {times.clock_text(known.since_ms)[:5] for known in traded if known.since_ms is not None}
        if any(known.missing for known in traded):
            return f"{MARK} trades are missing"
        if len(since) > 1:
            return f"{MARK} not since the open"
        return f"{MARK} since {since.pop()}" if since else ""

    def words(self, contract: int, key: str, times: Times) -> list[str]:
        """What the figure of a column is, where it is not the day's."""
        since_ms, missing = self.known(contract)
        lines = []
        if since_ms is not None:
            since = f"since {times.clock_text(since_ms)[:5]} {times.name}"
            what = _OF_DAY.get(key, "trades are known")
            lines.append(f"{what.capitalize()} {since}" + (", not the day’s" if key in _NOT_DAYS else ""))
        return [*lines, _MISSING] if missing else lines
