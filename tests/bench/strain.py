"""Strain: what a burst, a paint that hangs, and 10,000 contracts do to the window.

`python -m tests.bench.strain` prints it. Each is measured in a program of its own, beside a load generator
or a venue. Nothing may be lost, no connection may end, and the backlog must be gone soon: `gone_s` tells how long that
took after the strain was over.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine

import main
from feeds.massive.key import KeyStore
from feeds.venue.child import VenueChild
from models.command_line import parse_arguments
from models.home import Home
from models.measures import Histogram
from models.redaction import Redactor
from tests.bench.load import BURST_AT_S
from tests.bench.window import in_window, opened

BURST, QUIET_RATE = 200_000, 300
HANG_S, HANG_RATE = 2.0, 20_000
CONTRACTS = 10_000
SLACK_BYTES = 200_000
"""A backlog of this size is a frame's, not a burst's."""
LIMIT_S = 60.0
Measured = dict[str, object]


async def _burst(port: int, home: Home) -> Measured:
    """200,000 trades in one second on a quiet market."""
    program, run = await opened(port, home)
    await asyncio.sleep(BURST_AT_S - 1.0)
    program._pump.frame_ms, program._pump.stall_ms = Histogram(), Histogram()
    first = program._market.tape.end
    backlog = await _backlog(program, 3.0)
    taken = program._market.tape.end - first
    return await _ended(program, run) | {"taken": taken} | backlog


async def _hang(port: int, home: Home) -> Measured:
    """One paint that takes two seconds, at 20,000 trades a second."""
    program, run = await opened(port, home)
    await asyncio.sleep(3.0)
    time.sleep(HANG_S)
    backlog = await _backlog(program, 5.0)
    return await _ended(program, run) | backlog


async def _many(home: Home) -> Measured:
    """10,000 watched contracts are subscribed; the stalls are those from the start to the last acknowledgement."""
    tickers = [f"O:SPY251219{'CP'[n % 2]}{(1 + n // 2) * 1000:08d}" for n in range(CONTRACTS)]
    watchlist = home.watchlists_folder / "many.txt"
    watchlist.write_text("\n".join(tickers), encoding="utf-8")
    venue = VenueChild(["--rate", "1000"])
    urls = await venue.start()
    words = ["--massive-url", urls.massive_ws, "--watchlist", str(watchlist)]
    redact = Redactor()
    keys = KeyStore(redact.learn)
    keys.use_for_run("bench")
    program = main.Program(parse_arguments(words, "bench"), home, keys, redact)
    run = asyncio.create_task(program.run())
    while not hasattr(program, "_feed"):
        await asyncio.sleep(0.01)
    started_s, longest_s = time.monotonic(), 0.0
    while program._feed.status.confirmed < CONTRACTS and time.monotonic() - started_s < LIMIT_S:
        before_s = time.monotonic()
        await asyncio.sleep(0.005)
        longest_s = max(longest_s, time.monotonic() - before_s)
    found: Measured = {"confirmed": program._feed.status.confirmed, "after_s": time.monotonic() - started_s}
    found |= {"longest_stall_ms": 1000 * longest_s}
    await _ended(program, run)
    await venue.close()
    return found


async def _backlog(program: main.Program, seconds: float) -> Measured:
    """The deepest backlog from now on, and how long it was from the deepest until it was a frame's again."""
    started_s, deepest, deepest_s, gone_s = time.monotonic(), 0, 0.0, 0.0
    while (passed_s := time.monotonic() - started_s) < seconds:
        backlog = program._feed.backlog_bytes()
        if backlog > max(deepest, SLACK_BYTES):
            deepest, deepest_s, gone_s = backlog, passed_s, 0.0
        elif backlog <= SLACK_BYTES and deepest and not gone_s:
            gone_s = passed_s - deepest_s
        await asyncio.sleep(0.002)
    return {"deepest_backlog_mb": round(deepest / 2**20, 2), "gone_s": round(gone_s, 2)}


async def _ended(program: main.Program, run: "asyncio.Task[int]") -> Measured:
    report = program._report()
    program._leave.set()
    await run
    return {
        "frame_p99_ms": report.frame_ms["p99"],
        "stall_p99_ms": report.stall_ms["p99"],
        "stall_max_ms": report.stall_ms["max"],
        "lost": report.trades_received - report.trades_on_tape - report.duplicates + report.malformed,
        "reconnects": report.reconnects,
    }


def _under_load(name: str, rate: float, burst: float) -> Measured:
    load = [sys.executable, "-m", "tests.bench.load", "--rate", str(rate), "--burst", str(burst)]
    with subprocess.Popen(load, stdout=subprocess.PIPE, text=True) as generator:
        assert generator.stdout is not None
        found = _in_process(name, generator.stdout.readline().strip())
        generator.wait(10)
    return found


def _in_process(*words: str) -> Measured:
    command = [sys.executable, "-m", "tests.bench.strain", *words]
    found: Measured = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    return found


def _main() -> None:
    measures: dict[str, Callable[[Home], Coroutine[None, None, Measured]]] = {
        "burst": lambda home: _burst(int(sys.argv[2]), home),
        "hang": lambda home: _hang(int(sys.argv[2]), home),
        "many": _many,
    }
    if len(sys.argv) > 1:
        in_window(measures[sys.argv[1]])
        return
    found = {
        "burst": _under_load("burst", QUIET_RATE, BURST),
        "hang": _under_load("hang", HANG_RATE, 0),
        "many": _in_process("many"),
    }
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    _main()
