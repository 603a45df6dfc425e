"""The whole market for a while: `python -m tests.bench.whole_market`; `--help` lists what can be chosen.

The real program, window included, takes the simulated market at 30,000 trades/s from a venue in a process of its own:
three tapes (all, large, single-leg), a watchlist of 200 contracts, two charts. Prints a line of figures each minute and
a summary as JSON: what must not grow is memory beyond the tape's own columns, and processor time a trade.
"""

import argparse
import asyncio
import json
import sys
import time
from typing import Any

import psutil

import main
from feeds.massive.key import KeyStore
from models.command_line import parse_arguments
from models.home import Home
from models.measures import Histogram
from models.redaction import Redactor
from models.tape import BLOCK
from tests.bench.endurance import ROW_BYTES, busiest
from tests.bench.window import in_window

TAPES = ("", "size>=100 prem>=50k", "!multi")
WARM_UP_S = 10.0
MINUTE_S = 60.0


class _Minute:
    """What is measured from one look to the next."""

    def __init__(self, program: main.Program) -> None:
        self._program, self._process = program, psutil.Process()
        self._begin()

    def _begin(self) -> None:
        pump = self._program._pump
        pump.frame_ms, pump.stall_ms, pump.tick_to_paint_ms = Histogram(), Histogram(), Histogram(step_ms=0.5)
        self._started_s, self._cpu_s = time.perf_counter(), time.process_time()
        self._end = self._program._market.tape.end

    def look(self) -> dict[str, float]:
        """The figures since the last look."""
        program, passed_s = self._program, time.perf_counter() - self._started_s
        trades, cpu_s = program._market.tape.end - self._end, time.process_time() - self._cpu_s
        rows = -(-len(program._market.tape) // BLOCK) * BLOCK
        rss = self._process.memory_info().rss
        report = program._report()
        self._begin()
        return {
            "on_tape": len(program._market.tape),
            "per_s": round(trades / passed_s),
            "cpu_us_a_trade": round(1e6 * cpu_s / max(trades, 1), 2),
            "cpu_share": round(cpu_s / passed_s, 2),
            "rss_mb": round(rss / 2**20),
            "beyond_the_tape_mb": round((rss - rows * ROW_BYTES) / 2**20),
            "frame_p50_ms": report.frame_ms["p50"] or 0.0,
            "frame_p99_ms": report.frame_ms["p99"] or 0.0,
            "stall_p99_ms": report.stall_ms["p99"] or 0.0,
            "tick_to_paint_p99_ms": report.tick_to_paint_ms["p99"] or 0.0,
            "backlog_bytes": program._feed.backlog_bytes(),
        }


def _open_panels(program: main.Program) -> None:
    """Three tapes of all trades, each with its filter, and two charts."""
    panels = program._window.panels
    for _ in TAPES[1:]:
        panels.tapes.open()
    for tape, text in zip(panels.tapes, TAPES, strict=True):
        tape.content.scope.set_everything(everything=True)
        tape.content.header.edit.setText(text)
    program._window.watchlist.select_first()
    panels.charts.open(1, ())


async def _measure(options: argparse.Namespace, home: Home) -> dict[str, Any]:
    watchlist = home.watchlists_folder / "busiest.txt"
    watchlist.write_text("\n".join(busiest(options.rate, options.contracts)), encoding="utf-8")
    words = ["--demo", "--rate", str(options.rate), "--watchlist", str(watchlist)]
    program = main.Program(parse_arguments(words, "bench"), home, KeyStore(lambda _key: None), Redactor())
    run = asyncio.create_task(program.run())
    try:
        while not hasattr(program, "_pump") or len(program._market.contracts) < options.contracts:
            await asyncio.sleep(0.1)
        _open_panels(program)
        await asyncio.sleep(WARM_UP_S)
        minute, minutes = _Minute(program), []
        for _ in range(options.minutes):
            await asyncio.sleep(MINUTE_S)
            minutes.append(minute.look())
            print(json.dumps(minutes[-1]), flush=True)
    finally:
        report = program._report()
        program._leave.set()
        await run
    return {
        "minutes": len(minutes),
        "contracts": len(program._market.contracts),
        "lost": report.trades_received - report.trades_on_tape + report.malformed,
        "worst_frame_p99_ms": max(minute["frame_p99_ms"] for minute in minutes),
        "worst_stall_p99_ms": max(minute["stall_p99_ms"] for minute in minutes),
        "cost_last_to_first": round(minutes[-1]["cpu_us_a_trade"] / minutes[0]["cpu_us_a_trade"], 2),
        "beyond_the_tape_mb": [minute["beyond_the_tape_mb"] for minute in minutes],
    }


def _main() -> int:
    parser = argparse.ArgumentParser("tests.bench.whole_market")
    parser.add_argument("--minutes", type=int, default=10)
    parser.add_argument(
        "--rate", type=float, default=15_000.0, help="over the day: the first minutes have twice as many"
    )
    parser.add_argument("--contracts", type=int, default=200, help="on the watchlist")
    options = parser.parse_args()
    in_window(lambda home: _measure(options, home))
    return 0


if __name__ == "__main__":
    sys.exit(_main())
