"""A contract of the watchlist as cells: its figures, what marks them, and what is told of them at the mouse."""

import math
from collections.abc import Mapping

from models.figures import change_text, count_text, known_premium_text, price_text
from models.market import Market
from models.qt.cells import (
    CONTRACT_CHARS,
    LETTER_CHARS,
    Align,
    Cell,
    Column,
    Row,
    Spark,
    contract_cell,
    lettered_cell,
    marked_cell,
)
from models.qt.figure_marks import WHOLE, FigureMarks
from models.sparks import Sparks
from models.totals_text import ASSUMED
from models.watchlist import WatchItem

COLUMNS = (
    Column("contract", "Contract", CONTRACT_CHARS + 1 + LETTER_CHARS, Align.LEFT, "Root, expiry, strike, call or put"),
    Column("last", "Last", 8, Align.POINT, "Price of the last print that may move it, dollars a share"),
    Column("change", "Chg", 8, Align.POINT, "Last less the first print seen of the trade date"),
    Column(
        "spark", "Day", 7, Align.LEFT, "Course of the trade date, single-leg prints, over a dotted line at the open"
    ),
    Column("size", "Size", 5, Align.RIGHT, "Contracts of the newest counted print", shown=False),
    Column("volume", "Volume", 7, Align.RIGHT, "Contracts traded, cancels taken out"),
    Column("trades", "Trades", 6, Align.RIGHT, "Prints that count", shown=False),
    Column("vwap", "VWAP", 8, Align.POINT, "Volume-weighted average price"),
    Column("open", "Open", 8, Align.POINT, "First print seen that may move it", shown=False),
    Column("high", "High", 8, Align.POINT, "Highest print seen that may move it"),
    Column("low", "Low", 8, Align.POINT, "Lowest print seen that may move it"),
    Column("premium", "Premium", 8, Align.RIGHT, "Price x size x shares a contract, dollars; ~ where 100 are assumed"),
    Column("since", "Since", 5, Align.LEFT, "From when on the trades are known; nothing: since the open", shown=False),
    Column("time", "Last trade", 12, Align.RIGHT, "Time of the newest counted print"),
)
KEYS = tuple(column.key for column in COLUMNS)
_NOTHING = Cell("–", "muted")


class WatchCells:
    """Makes the rows. `rejected`: ticker -> why it is not streamed; `linked`: contract -> letters of links."""

    def __init__(self, market: Market) -> None:
        self.rejected: Mapping[str, str] = {}
        self.linked: Mapping[int, str] = {}
        self.sparks: Sparks | None = None
        """Read while their column is shown."""
        self._lines: dict[int, Cell] = {}
        self.marks = FigureMarks(market.coverage, market.stats)
        self._stats, self._contracts, self._times = market.stats, market.contracts, market.times

    def columns(self) -> tuple[Column, ...]:
        """The columns, with the time zone that is shown."""
        zone = self._times.name
        last = COLUMNS[-1]
        return (*COLUMNS[:-1], last._replace(title=f"{last.title} {zone}", hint=f"{last.hint}, {zone}"))

    def forget_lines(self) -> None:
        """Make the lines of the day anew when they are asked for: until then they stay as they were."""
        self._lines.clear()

    def row(self, contract: int) -> Row:
        """The display row of a contract."""
        cells = {"contract": self._name(contract), "since": self._since(contract)}
        if self._stats.trades[contract]:
            cells |= self._counted(contract) | self._prices(contract)
            cells["spark"] = self._line(contract)
        return Row(tuple([cells.get(key, _NOTHING) for key in KEYS]))

    def tooltip(self, item: WatchItem, contract: int, key: str) -> str:
        """What is told of a contract, and of the figure in the column `key`."""
        lines = [item.contract.label, item.contract.ticker, f"expires {item.contract.expiry:%A %d %B %Y}"]
        refused = self.rejected.get(item.contract.ticker)
        if refused is not None:
            lines.append(f"No trades come: the subscription was refused. {refused}".rstrip())
        if item.note:
            lines.append(item.note)
        if letters := self.linked.get(contract):
            lines.append(f"looked at by link {', '.join(letters)}")
        if self._stats.trades[contract]:
            lines += self.marks.words(contract, key, self._times)
            lines += self._words(contract, key)
        return "\n".join(lines)

    def _name(self, contract: int) -> Cell:
        name = contract_cell(self._contracts.contract(contract))
        if self.rejected and self._contracts.ticker(contract) in self.rejected:
            name = marked_cell(name)
        return lettered_cell(name, self.linked.get(contract, ""))

    def _counted(self, contract: int) -> dict[str, Cell]:
        """What every counted print adds to."""
        stats = self._stats
        vwap = stats.vwap(contract)
        is_known = bool(self._contracts.multiplier_known[contract])
        return {
            "size": Cell(count_text(int(stats.size[contract]))),
            "volume": Cell(count_text(int(stats.volume[contract]))),
            "trades": Cell(count_text(int(stats.trades[contract])), "muted"),
            "vwap": _NOTHING if vwap is None else Cell(f"{vwap:.4f}"),
            "premium": Cell(known_premium_text(stats.premium(contract), is_known=is_known)),
            "time": Cell(self._times.clock_text(int(stats.time_ms[contract])), "muted"),
        }

    def _prices(self, contract: int) -> dict[str, Cell]:
        stats = self._stats
        last, first = float(stats.last[contract]), float(stats.open[contract])
        ink = _direction(last - first)
        of_day = {
            "open": _price(first),
            "high": _price(float(stats.high[contract])),
            "low": _price(float(stats.low[contract])),
            "change": _NOTHING if math.isnan(last - first) else Cell(change_text(last - first), ink),
        }
        if self.marks.known(contract) != WHOLE:
            of_day = {key: self.marks.marked(cell) for key, cell in of_day.items()}
        return of_day | {"last": _price(last, ink)}

    def _since(self, contract: int) -> Cell:
        return self.marks.since_cell(contract, self._times)

    def _line(self, contract: int) -> Cell:
        line = self._lines.get(contract)
        if line is None:
            line = self._lines[contract] = self._spark(contract)
        return line

    def _spark(self, contract: int) -> Cell:
        line = self.sparks.line(contract) if self.sparks else None
        if line is None:
            return _NOTHING
        base = float(self._stats.open[contract])
        prices = line.prices if math.isnan(base) else (base, *line.prices)
        text = f"{price_text(prices[0])} to {price_text(prices[-1])}"
        highest, lowest = (float(figure[contract]) for figure in (self._stats.high, self._stats.low))
        spark = Spark(line.starts, line.prices, line.stretches, None if math.isnan(base) else base)
        return Cell(
            f"{text}, high {price_text(highest)}, low {price_text(lowest)}",
            _direction(prices[-1] - prices[0]),
            spark=spark,
        )

    def _words(self, contract: int, key: str) -> list[str]:
        if key == "premium" and not self._contracts.multiplier_known[contract]:
            return [ASSUMED]
        if key == "time":
            return [self._times.full_text(int(self._stats.time_ms[contract]))]
        if key == "spark":
            cell = self._spark(contract)
            return [cell.text] if cell.spark else []
        return []


def _direction(change: float) -> str:
    return "text" if not change or math.isnan(change) else "up" if change > 0 else "down"


def _price(price: float, ink: str = "text") -> Cell:
    return _NOTHING if math.isnan(price) else Cell(price_text(price), ink)
