"""The command line: what may be asked of the program, checked before anything starts."""

import argparse
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models.addresses import check_rest_url, check_stream_url, check_theta_url
from models.history.at_time_options import add_at_time_options, take_question
from models.history.queries import AtTimeQuestion
from models.trading_days import is_trading_day


@dataclass(frozen=True, slots=True)
class Arguments:
    """What the command line said; None where it said nothing. Addresses are valid, files were there."""

    demo: bool
    replay: Path | None
    speed: float | None
    """How many times the market's own pace; infinity is as fast as possible."""
    rate: float | None
    seed: int | None
    date: date | None
    watchlists: tuple[Path, ...]
    home: Path | None
    massive_url: str | None
    massive_rest_url: str | None
    theta_url: str | None
    delayed: bool
    screenshot: Path | None
    exit_after_s: float | None
    report: Path | None
    question: AtTimeQuestion | None = None
    """What is asked on the command line, and answered there."""

    @property
    def venue_arguments(self) -> list[str]:
        """Arguments for the local venue that plays what was asked for, at any free ports."""
        source = [] if self.replay is None else ["--source", str(self.replay)]
        return ["--ws-port", "0", "--theta-port", "0", *self.pace_arguments, *source]

    @property
    def pace_arguments(self) -> list[str]:
        """Arguments for the venue that plays the source at the pace asked for."""
        found = [] if self.rate is None else ["--rate", str(self.rate)]
        if self.speed is not None:
            found += ["--speed", "max" if math.isinf(self.speed) else str(self.speed)]
        found += [] if self.seed is None else ["--seed", str(self.seed)]
        return found + ([] if self.date is None else ["--date", self.date.isoformat()])

    @property
    def has_market_pace(self) -> bool:
        """Whether a replay or simulation keeps the market's own pace: only then is there a lag to measure."""
        return self.speed in (None, 1.0) and self.rate is None

    @property
    def ends_with_replay(self) -> bool:
        """A replay with a report and no time to exit ends by itself when it has been shown."""
        return self.replay is not None and self.report is not None and self.exit_after_s is None


def parse_arguments(argv: Sequence[str], version: str) -> Arguments:
    """Read the command line. Raises `SystemExit` with status 2, a message on standard error, for bad arguments."""
    parser = _parser(version)
    found = parser.parse_args(argv)
    if found.speed is not None and found.rate is not None:
        parser.error("--speed and --rate exclude each other: both set the pace")
    if (found.demo or found.replay) and found.massive_url:
        parser.error("--massive-url is for the live market: it goes with neither --demo nor --replay")
    if found.replay and (found.seed is not None or found.date is not None):
        parser.error("--seed and --date are of the simulated market: a replay has its own day")
    question = take_question(found, parser.error)
    options = vars(found)
    return Arguments(watchlists=tuple(options.pop("watchlist")), question=question, **options)


def _parser(version: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="optape", description="Option trades as they happen: watchlist, tape, ticks.")
    add = parser.add_argument
    market = parser.add_mutually_exclusive_group()
    market.add_argument("--demo", action="store_true", help="the simulated market, even where a key is configured")
    market.add_argument("--replay", type=_file, metavar="FILE", help="play a recording (.jsonl, .csv, also .gz)")
    add("--speed", type=_speed, metavar="X|max", help="pace of a replay or of the simulated market")
    add("--rate", type=_positive, metavar="N", help="trades a second of a replay or of the simulated market")
    add("--seed", type=_seed, metavar="N", help="which simulated market")
    add("--date", type=_trading_day, metavar="D", help="day of the simulated market, YYYY-MM-DD")
    add(
        "--watchlist", type=Path, action="append", default=[], metavar="FILE", help="watchlist to show; may be repeated"
    )
    add("--home", type=Path, metavar="DIR", help="folder of settings, layout, watchlists and logs")
    add("--massive-url", type=_checked(check_stream_url), metavar="WS", help="address of the trade stream")
    add("--massive-rest-url", type=_checked(check_rest_url), metavar="URL", help="address of the reference data")
    add("--theta-url", type=_checked(check_theta_url), metavar="URL", help="address of the Theta Terminal")
    add("--delayed", action="store_true", help="the 15-minute delayed stream")
    add("--screenshot", type=Path, metavar="FILE", help="save a picture of the window at exit")
    add("--exit-after", type=_positive, metavar="SECONDS", dest="exit_after_s", help="exit by itself")
    add("--report", type=Path, metavar="FILE", help="write a report as JSON at exit")
    add_at_time_options(parser)
    add("--version", action="version", version=f"Optape {version}")
    return parser


def _file(text: str) -> Path:
    path = Path(text)
    try:
        there = path.is_file()
    except OSError:  # a name that is too long, or a folder that may not be looked into
        there = False
    if not there:
        raise argparse.ArgumentTypeError(f"there is no file {text}")
    return path


def _speed(text: str) -> float:
    return math.inf if text == "max" else _positive(text)


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number above 0")
    return value


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 0 on")
    return int(text)


def _trading_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date (YYYY-MM-DD)") from None
    if not is_trading_day(day):
        raise argparse.ArgumentTypeError(f"{text} is no trading day")
    return day


def _checked(check: Callable[[str], str]) -> Callable[[str], str]:
    def convert(text: str) -> str:
        try:
            return check(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return convert
