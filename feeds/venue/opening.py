"""What to play, from what the command line says."""

from datetime import date
from pathlib import Path

from feeds.venue.flat_file import FlatFile
from feeds.venue.market.source import PRINTS_PER_S, SimulatedMarket
from feeds.venue.recording import Recording
from feeds.venue.source import Source, SourceError

DEFAULT_DAY = date(2025, 12, 1)
DEFAULT_SEED = 1


def open_file(path: Path) -> Source:
    """A recording or a flat file, by its name. Raises `SourceError`."""
    name = path.name.removesuffix(".gz")
    if name.endswith(".jsonl"):
        return Recording(path)
    if name.endswith(".csv"):
        return FlatFile(path)
    raise SourceError(f"{path}: not a source; .jsonl, .jsonl.gz, .csv and .csv.gz are")


def open_market(*, seed: int, day: date, per_s: float | None) -> Source:
    """The simulated market of a day. Raises `SourceError` for a day without trading."""
    return SimulatedMarket(seed, day, per_s or PRINTS_PER_S)
