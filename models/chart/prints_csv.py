"""The prints of a chart as CSV: every fact of each, those that count for nothing too. No Qt here."""

import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.batch import NO_SEQUENCE
from models.chart.series import Kind, TickSeries
from models.chart.ticks import COLUMNS as FACTS
from models.clock import eastern_ms
from models.market import Market
from models.tape import Flag

COLUMNS = (
    "ticker", "date", "time_et", "time_utc", "price", "size", "premium", "venue", "condition", "kind", "sequence",
    "flags", "source",
)  # fmt: skip
_KINDS = {
    Kind.LINE: "single-leg",
    Kind.PACKAGE: "package",
    Kind.OTHER: "moves no price",
    Kind.LATE: "late",
    Kind.CANCELLED: "cancelled",
    Kind.CANCEL: "cancel",
}
_FLAGS = {Flag.CANCELLED: "cancelled", Flag.UNMATCHED: "undoes nothing that is known", Flag.FILLED: "filled in later"}


@dataclass(frozen=True, slots=True)
class ShownTicks:
    """The prints of a contract in a range of time, copied: they may be written while the market goes on.

    `facts`: columns as in `Ticks` and `kind`, `sequence`, `flags`, in their order; what left memory has no
    sequence. `venues`, `conditions`: their names by number.
    """

    ticker: str
    multiplier: float
    facts: dict[str, NDArray[Any]]
    venues: dict[int, str]
    conditions: dict[int, str]

    def __len__(self) -> int:
        return len(self.facts["row"])


def shown_ticks(
    market: Market, series: TickSeries, low_ms: float, high_ms: float, kinds: Iterable[Kind] = Kind
) -> ShownTicks:
    """Copy the prints of some kinds of a series from low to high, Unix ms, both included."""
    parts = []
    for kind in kinds:
        ticks = series.layers[kind]
        inside = slice(*np.searchsorted(ticks.time_ms, (math.ceil(low_ms), math.floor(high_ms) + 1)))
        part = {name: getattr(ticks, name)[inside] for name in FACTS}
        parts.append(part | {"kind": np.full(len(part["row"]), kind, np.int8)})
    facts = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((facts["order"], facts["time_ms"]))
    facts = {name: values[order] for name, values in facts.items()} | _of_tape(market, facts["row"][order])
    return ShownTicks(
        market.contracts.ticker(series.contract),
        float(market.contracts.multiplier[series.contract]),
        facts,
        {number: market.venues.short(number) for number in np.unique(facts["venue"]).tolist()},
        {number: market.sets.text(number) for number in np.unique(facts["conditions"]).tolist()},
    )


def csv_text(parts: Sequence[ShownTicks], source: str) -> str:
    """Headings, then a row a print, contract after contract, each in order of time. May take seconds for a million.

    `time_et`: Eastern, `time_utc`: with date; both with milliseconds. `premium`: dollars. `source`: where the prints
    came from, in every row.
    """
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for part in parts:
        writer.writerows(_rows(part, source))
    return file.getvalue()


def _of_tape(market: Market, rows: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """What only the tape knows of rows, as far as they are in memory."""
    sequence, flags = np.full(len(rows), NO_SEQUENCE), np.zeros(len(rows), np.uint16)
    known = rows >= market.tape.first
    sequence[known] = market.tape.take("sequence", rows[known])
    flags[known] = market.tape.take("flags", rows[known])
    return {"sequence": sequence, "flags": flags}


def _rows(part: ShownTicks, source: str) -> Iterator[tuple[object, ...]]:
    facts = part.facts
    time_ms: NDArray[np.int64] = facts["time_ms"]
    wall, utc = (np.datetime_as_string(times.astype("M8[ms]")) for times in (eastern_ms(time_ms), time_ms))
    premium = np.round(facts["price"] * facts["size"] * part.multiplier, 4)
    columns = ("price", "size", "venue", "conditions", "kind", "sequence", "flags")
    numbers = zip(*(facts[name].tolist() for name in columns), premium.tolist(), strict=True)
    for et, z, (price, size, venue, conditions, kind, sequence, flags, dollars) in zip(wall, utc, numbers, strict=True):
        yield (
            part.ticker, et[:10], et[11:], f"{z}Z", price, size, dollars, part.venues[venue],
            part.conditions[conditions], _KINDS[Kind(kind)], "" if sequence == NO_SEQUENCE else sequence,
            "; ".join(text for flag, text in _FLAGS.items() if flags & flag), source,
        )  # fmt: skip
