"""The real program under load: `python -m tests.bench.window PORT SECONDS [CHARTS]` prints what it measured as JSON.

A process of its own, so that each measurement starts fresh. The program is the one that people start; only the
address is the load generator's.
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import qasync

import main
from feeds.massive.key import KeyStore
from models.command_line import parse_arguments
from models.home import Home
from models.redaction import Redactor
from models.settings import Settings, save_settings
from ui.application import make_application

WARM_UP_S = 3.0
SAMPLE_S = 0.25


async def opened(port: int, home: Home) -> tuple[main.Program, asyncio.Task[int]]:
    """The program with all trades of the load generator at a port on its tape, and its run."""
    save_settings(Settings(everything=True), home.settings_path)
    arguments = parse_arguments(["--massive-url", f"ws://127.0.0.1:{port}/options"], "bench")
    redact = Redactor()
    keys = KeyStore(redact.learn)
    keys.use_for_run("bench")
    program = main.Program(arguments, home, keys, redact)
    run = asyncio.create_task(program.run())
    while not hasattr(program, "_pump") or not len(program._market.tape):
        if run.done():
            raise RuntimeError(f"the program ended with {run.result()}")
        await asyncio.sleep(SAMPLE_S)
    program._window.tape.scope.set_everything(everything=True)
    return program, run


async def _measure(port: int, seconds: float, home: Home, charts: int = 1) -> dict[str, object]:
    program, run = await opened(port, home)
    while len(program._market.contracts) < charts:
        await asyncio.sleep(SAMPLE_S)
    program._window.link.set_contract(0)
    for contract in range(1, charts):
        program._window.panels.charts.open(contract, ())
    await asyncio.sleep(WARM_UP_S)
    pump = program._pump
    pump.frame_ms, pump.stall_ms = type(pump.frame_ms)(), type(pump.stall_ms)()
    started_s, first, backlog = time.perf_counter(), program._market.tape.end, program._feed.backlog_bytes()
    cpu_s = time.process_time()
    await asyncio.sleep(seconds)
    passed_s, cpu_s = time.perf_counter() - started_s, time.process_time() - cpu_s
    rate = (program._market.tape.end - first) / passed_s
    growth = program._feed.backlog_bytes() - backlog
    report = program._report()
    program._leave.set()
    await run
    return {
        "per_s": rate,
        "cpu_share": cpu_s / passed_s,
        "frame_ms": report.frame_ms,
        "stall_ms": report.stall_ms,
        "backlog_growth_bytes": growth,
        "lost": report.trades_received - report.trades_on_tape + report.malformed,
    }


def in_window(measure: Callable[[Home], Coroutine[None, None, dict[str, Any]]]) -> dict[str, Any]:
    """Run a measurement on the program's own loop, print it as JSON, and return it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder, qasync.QEventLoop(make_application()) as loop:
        found: dict[str, Any] = loop.run_until_complete(measure(Home(Path(folder))))
    print(json.dumps(found, indent=2))
    return found


if __name__ == "__main__":
    in_window(lambda home: _measure(int(sys.argv[1]), float(sys.argv[2]), home, *map(int, sys.argv[3:])))
