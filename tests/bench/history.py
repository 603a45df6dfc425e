"""Past trades by the thousand: `python -m tests.bench.history` prints what it measured as JSON; `--help` lists options.

The real program, window included, with the simulated market streaming in from a venue in a process of its own. Its
dialog asks for 250 trading days of 10 contracts at 3 times of day; after a third it is cancelled, then resumed. While
it asks the window must not stand still.
"""

import argparse
import asyncio
import math
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import main
from feeds.massive.key import KeyStore
from models.command_line import parse_arguments
from models.contract import Contract
from models.history.queries import Missing
from models.home import Home
from models.measures import Histogram
from models.redaction import Redactor
from models.settings import Settings, save_settings
from models.trading_days import trading_days
from tests.bench.window import in_window
from ui.history.at_time_dialog import AtTimeDialog

MARKET_DAY = date(2025, 12, 1)
EXPIRY = date(2025, 12, 19)
STRIKES = (600_000, 620_000, 640_000, 660_000, 680_000)
TIMES = "09:45, 12:00, 15:59:59.999"
NOBODY = "http://127.0.0.1:1"
"""In place of the usual addresses: a terminal that happens to run on this machine is not measured."""
BEAT_S = 0.004
SETTLE_S, REST_S = 3.0, 5.0
LIMIT_S = 600.0
CONTRACTS = tuple(Contract("SPY", EXPIRY, right, strike) for strike in STRIKES for right in "CP")


class _Beat:
    """How late the loop comes to what is due every few ms: whoever presses a key waits as long.

    `busy_ms` is what of it the loop's own thread worked: on a machine that does other things too it waits longer.
    """

    def __init__(self) -> None:
        self.late_ms: list[float] = []
        self.busy_ms: list[float] = []

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Listen meanwhile."""
        task = asyncio.get_running_loop().create_task(self._beat())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait({task})

    async def _beat(self) -> None:
        while True:
            due_s, worked_s = time.perf_counter() + BEAT_S, time.thread_time()
            await asyncio.sleep(BEAT_S)
            self.late_ms.append((time.perf_counter() - due_s) * 1000)
            self.busy_ms.append((time.thread_time() - worked_s) * 1000)


def _p99(values: Sequence[float]) -> float:
    return round(sorted(values)[math.ceil(0.99 * len(values)) - 1], 1)


async def _measure(options: argparse.Namespace, home: Home) -> dict[str, Any]:
    save_settings(Settings(theta_url=NOBODY, theta_requests=options.at_once), home.settings_path)
    words = ["--demo", "--date", MARKET_DAY.isoformat()]
    program = main.Program(parse_arguments(words, "bench"), home, KeyStore(lambda _key: None), Redactor())
    run = asyncio.create_task(program.run())
    try:
        await _until(lambda: program._history is not None and len(program._market.tape) > 0, run)
        assert program._history
        desk = program._history.desk
        desk.open()
        assert desk.dialog
        await asyncio.sleep(SETTLE_S)
        return await _ask(program, desk.dialog, trading_days(date(2024, 1, 1), MARKET_DAY)[-options.days :])
    finally:
        program._leave.set()
        await run


async def _ask(program: main.Program, dialog: AtTimeDialog, days: Sequence[date]) -> dict[str, Any]:
    form, pump, beat, resting = dialog.form, program._pump, _Beat(), _Beat()
    async with resting.running():
        await asyncio.sleep(REST_S)
    form.set_contracts(CONTRACTS)
    form.start.set_day(days[0])
    form.end.set_day(days[-1])
    form.times.setText(TIMES)
    pump.frame_ms, pump.stall_ms = Histogram(), Histogram()
    async with beat.running():
        began_s = time.perf_counter()
        form.ask.click()
        await _until(lambda: dialog._progress.done * 3 >= dialog._progress.parts > 0)
        cancelling_s = time.perf_counter()
        dialog.cancel()
        cancelled_ms, kept = (time.perf_counter() - cancelling_s) * 1000, dialog.pane.model.rowCount()
        said = dialog.pane.strip.title.text()
        dialog.pane.strip.again.click()
        await _until(lambda: dialog._asking is None)
        seconds = time.perf_counter() - began_s
    report = program._report()
    return {
        "seconds": round(seconds, 1),
        "late_p99_ms": _p99(beat.late_ms),
        "late_most_ms": round(max(beat.late_ms), 1),
        "busy_p99_ms": _p99(beat.busy_ms),
        "busy_most_ms": round(max(beat.busy_ms), 1),
        "late_p99_ms_before": _p99(resting.late_ms),
        "busy_p99_ms_before": _p99(resting.busy_ms),
        "stall_p99_ms": report.stall_ms["p99"],
        "frame_p99_ms": report.frame_ms["p99"],
        "cancelled_in_ms": round(cancelled_ms, 1),
        "cancelled": said,
        "kept_rows": kept,
        **_came(dialog, days),
    }


def _came(dialog: AtTimeDialog, days: Sequence[date]) -> dict[str, Any]:
    """What came, and whether each contract, trading day and time is there once."""
    assert dialog._answers
    answers, asked = dialog._answers, set(days)
    told = Counter((entry.contract, entry.day, entry.asked_ms) for entry in answers.entries if entry.day in asked)
    holidays = [entry for entry in answers.entries if entry.missing and entry.missing.reason is Missing.HOLIDAY]
    requests = {id(entry.answer): len(entry.answer.requests) for entry in answers.entries if entry.answer}
    return {
        "parts": answers.counts.parts,
        "requests": sum(requests.values()),
        "trades": answers.counts.trades,
        "days_without": answers.counts.without - len(holidays),
        "each_once": set(told.values()) == {1} and len(told) == len(CONTRACTS) * len(days) * len(TIMES.split(",")),
        "is_complete": answers.complete and not answers.failures,
        "failures": sorted({error.message for error in answers.failures.values()}),
    }


async def _until(condition: Callable[[], object], run: "asyncio.Task[int] | None" = None) -> None:
    async with asyncio.timeout(LIMIT_S):
        while not condition():
            if run and run.done():
                raise RuntimeError(f"the program ended with {run.result()}")
            await asyncio.sleep(0.02)


def _main() -> int:
    parser = argparse.ArgumentParser("tests.bench.history")
    parser.add_argument("--days", type=int, default=250, help="trading days")
    parser.add_argument("--at-once", type=int, default=1, help="requests in flight")
    options = parser.parse_args()
    in_window(lambda home: _measure(options, home))
    return 0


if __name__ == "__main__":
    sys.exit(_main())
