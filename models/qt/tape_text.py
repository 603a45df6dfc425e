"""Rows of the tape as text for spreadsheets: tab-separated, with headings, numbers without signs of any kind."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from models.clock import day_from_number, time_text
from models.market import Market
from models.qt.cells import Cell
from models.qt.tape_cells import CellMaker
from models.qt.tape_columns import columns_for
from models.qt.tape_facts import NO_LAG, Facts, Ints


class _Source(NamedTuple):
    """Facts that a column is made of, and what makes a text of them."""

    facts: tuple[str, ...]
    make: Callable[..., str]


class TapeText:
    """The texts of some columns, by the keys of `COLUMNS`. What needs no other form reads as on the tape.

    Times have a date, both of the zone that is shown, which the heading names. Premiums are dollars, lags milliseconds.
    """

    def __init__(self, market: Market, keys: Sequence[str]) -> None:
        self._market = market
        titles = {column.key: column.title for column in columns_for(market.times)}
        self.heading = "\t".join(titles[key] for key in keys)
        plain = self._plain()
        cells = CellMaker(market).sources
        self._sources = [plain.get(key) or _Source(cells[key].facts, _text_of(cells[key].make)) for key in keys]

    def lines(self, rows: Ints) -> list[str]:
        """A line for each of these rows of the tape, in their order; they must be in memory."""
        facts = Facts(self._market, rows)
        columns = [map(source.make, *(facts[name] for name in source.facts)) for source in self._sources]
        return ["\t".join(texts) for texts in zip(*columns, strict=True)]

    def _plain(self) -> dict[str, _Source]:
        """The columns that read otherwise than on the tape."""
        contract, contracts = ("contract",), self._market.contracts
        return {
            "time": _Source(("day", "wall_ms"), _moment),
            "size": _Source(("size",), str),
            "premium": _Source(("premium",), "{:.2f}".format),
            "exact": _Source(("premium",), "{:.2f}".format),
            "expiry": _Source(contract, lambda contract: _date(int(contracts.expiry[contract]))),
            "date": _Source(("day",), _date),
            "trade_date": _Source(("trade_day",), _date),
            "lag": _Source(("lag_ms",), lambda lag_ms: "" if lag_ms == NO_LAG else str(lag_ms)),
        }


def _text_of(make: Callable[..., Cell]) -> Callable[..., str]:
    """The text of the cell that the tape would show; kept, for most read alike."""
    return lru_cache(maxsize=4096)(lambda *shown: make(*shown, 0).text)


def _moment(day: int, wall_ms: int) -> str:
    return f"{_date(day)} {time_text(wall_ms)}"


@lru_cache(maxsize=1024)
def _date(day: int) -> str:
    return day_from_number(day).isoformat()
