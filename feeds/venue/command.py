"""The venue as a program: arguments in, addresses out as a line of JSON, until standard input closes."""

import argparse
import asyncio
import math
import os
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from feeds.venue.faults import FAULTS, RULE, faults_of, steps_from_text
from feeds.venue.faults.turns import VenueFaults
from feeds.venue.opening import DEFAULT_DAY, DEFAULT_SEED, open_file, open_market
from feeds.venue.pace import PaceChoice, speed_from_text
from feeds.venue.source import Source, SourceError
from feeds.venue.theta.app import BOTH
from feeds.venue.venue import Venue


def main(argv: Sequence[str]) -> int:
    """Run the venue. 0: stopped; 1: it could not start or its source broke, said on standard error; 2: arguments."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    try:
        faults = faults_of([step for steps in arguments.fault for step in steps])
    except ValueError as error:
        parser.error(str(error))
    try:
        source = _source(arguments)
        asyncio.run(_serve(source, arguments, faults))
    except (SourceError, OSError) as error:
        sys.stderr.write(f"venue: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


async def _serve(source: Source, arguments: argparse.Namespace, faults: VenueFaults) -> None:
    venue = Venue(
        source,
        pace=_pace(arguments),
        fault=faults,
        ws_port=arguments.ws_port,
        theta_port=arguments.theta_port,
        generations=BOTH if arguments.theta_generation is None else {arguments.theta_generation},
        on_end=lambda trades: _say({"end": trades}),
    )
    async with venue:
        _say(venue.urls)
        stopped = asyncio.create_task(_stdin_closed())
        broken = asyncio.create_task(_broken(venue))
        await asyncio.wait({stopped, broken}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if broken.done():
            broken.result()
        broken.cancel()


async def _broken(venue: Venue) -> None:
    """Raise what the source raised; otherwise never return."""
    await venue.played()
    await asyncio.Event().wait()


async def _stdin_closed() -> None:
    """Wait for the end of standard input, in a thread: the one way that all systems have."""
    loop = asyncio.get_running_loop()
    closed = asyncio.Event()

    def read() -> None:
        # Not through sys.stdin: a thread that waits in its buffer would hold up the interpreter's end.
        while os.read(0, 65536):
            pass
        loop.call_soon_threadsafe(closed.set)

    threading.Thread(target=read, name="venue-stdin", daemon=True).start()
    await closed.wait()


def _source(arguments: argparse.Namespace) -> Source:
    if arguments.source is not None:
        return open_file(arguments.source)
    return open_market(seed=arguments.seed, day=arguments.date, per_s=arguments.rate)


def _pace(arguments: argparse.Namespace) -> PaceChoice:
    per_s = arguments.rate if arguments.source is not None else None
    return PaceChoice(arguments.speed, per_s)


def _say(message: object) -> None:
    sys.stdout.write(msgspec.json.encode(message).decode() + "\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "feeds.venue",
        description="The local venue: a market on loopback.",
        epilog=_about_faults(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--ws-port", type=_typed(_port), default=0, help="port of the Massive stream and REST; 0: any free one"
    )
    parser.add_argument(
        "--theta-port", type=_typed(_port), default=0, help="port of the Theta Terminal; 0: any free one"
    )
    parser.add_argument(
        "--theta-generation",
        type=int,
        choices=sorted(BOTH),
        help="make the Theta Terminal one of v2 or of v3; none: it serves both",
    )
    parser.add_argument(
        "--source", type=Path, help="recording .jsonl[.gz] or flat file .csv[.gz]; none: simulated market"
    )
    pace = parser.add_mutually_exclusive_group()
    pace.add_argument(
        "--rate", type=_typed(_rate), help="trades a second: evenly for a file, on average for the simulated market"
    )
    pace.add_argument("--speed", type=_typed(speed_from_text), default=1.0, help="times the market's own speed, or max")
    parser.add_argument("--seed", type=_typed(_seed), default=DEFAULT_SEED, help="of the simulated market")
    parser.add_argument(
        "--date", type=_typed(date.fromisoformat), default=DEFAULT_DAY, help="of the simulated market, YYYY-MM-DD"
    )
    parser.add_argument(
        "--fault",
        type=_typed(steps_from_text),
        action="append",
        default=[],
        metavar="NAME[:N][,...]",
        help="misbehave, see below; may be repeated",
    )
    return parser


def _about_faults() -> str:
    rows = [f"  {kind.usage:34} {kind.does}" for kind in FAULTS.values()]
    return "\n".join(["faults:", *rows, "", RULE])


def _typed(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """A reader for argparse that shows the reason of a `ValueError`, not only that there was one."""

    def typed(text: str) -> Any:
        try:
            return read(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return typed


def _rate(text: str) -> float:
    value = float(text)
    if not 0 < value < math.inf:
        raise ValueError(f"“{text}” is not a rate: a number above 0")
    return value


def _port(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 65_535:
        raise ValueError(f"“{text}” is not a port: 0 to 65535")
    return value


def _seed(text: str) -> int:
    value = int(text)
    if value < 0:
        raise ValueError(f"“{text}” is not a seed: a whole number from 0")
    return value
