"""A long run with cuts: `python -m tests.bench.endurance`; `--help` lists what can be chosen.

The real program, window included, watches contracts of the simulated market, which the venue plays in a process of its
own. At the end every trade of a watched contract that the venue's REST knows must be on the tape once. Prints figures
each minute and a summary as JSON; exits with 1 if a trade is missing or there twice.
"""

import argparse
import asyncio
import sys
import time
from collections import Counter
from itertools import islice
from typing import Any

import httpx
import numpy as np
import psutil

import main
from feeds.massive.key import KeyStore
from feeds.venue.child import VenueChild
from feeds.venue.opening import DEFAULT_DAY, DEFAULT_SEED, open_market
from models.command_line import parse_arguments
from models.home import Home
from models.measures import Histogram
from models.redaction import Redactor
from models.tape import BLOCK, COLUMNS
from tests.bench.window import in_window

SETTLE_S = 60.0
"""What the last cut missed is fetched by then."""
ROW_BYTES = sum(np.dtype(kind).itemsize for kind in COLUMNS.values())


def busiest(rate: float, count: int) -> list[str]:
    """The contracts that trade most at the start of the simulated market."""
    batches = open_market(seed=DEFAULT_SEED, day=DEFAULT_DAY, per_s=rate).batches()
    traded = Counter(ticker for batch in islice(batches, 40) for ticker in batch.tickers)
    return [ticker for ticker, _ in traded.most_common(count)]


async def measure(options: argparse.Namespace, home: Home) -> dict[str, Any]:
    """Run, and compare the tape with the venue's REST."""
    tickers = busiest(options.rate, options.contracts)
    watchlist = home.watchlists_folder / "endurance.txt"
    watchlist.write_text("\n".join(tickers), encoding="utf-8")
    venue = VenueChild(["--rate", str(options.rate), "--fault", f"cut_every:{options.cut_every}"])
    urls = await venue.start()
    words = ["--massive-url", urls.massive_ws, "--massive-rest-url", urls.massive_rest, "--watchlist", str(watchlist)]
    keys, redact = KeyStore(lambda _key: None), Redactor()
    keys.use_for_run("endurance")
    program = main.Program(parse_arguments(words, "bench"), home, keys, redact)
    run = asyncio.create_task(program.run())
    try:
        beyond = await _watch(program, options.minutes)
        compared = await _compare(program, urls.massive_rest, tickers)
    finally:
        report = program._report()
        program._leave.set()
        await run
        await venue.close()
    return compared | {
        "trades_on_tape": report.trades_on_tape,
        "gaps": report.gaps,
        "gaps_filled": report.gaps - program._market.gaps.unfilled,
        "duplicates": report.duplicates,
        "malformed": report.malformed,
        "frame_ms": report.frame_ms,
        "stall_ms": report.stall_ms,
        "cpu_share": round(report.cpu_s / report.wall_s, 2),
        "beyond_the_tape_mb": beyond,
    }


async def _watch(program: main.Program, minutes: float) -> list[float]:
    """Let it run; the memory beyond the tape's own at the end of each minute, in MB."""
    process, beyond = psutil.Process(), []
    while not hasattr(program, "_pump"):
        await asyncio.sleep(0.1)
    program._pump.stall_ms = Histogram()
    until_s = time.monotonic() + 60 * minutes
    while (left_s := until_s - time.monotonic()) > 0:
        await asyncio.sleep(min(60.0, left_s))
        rows = -(-len(program._market.tape) // BLOCK) * BLOCK
        rss = process.memory_info().rss
        beyond.append(round((rss - rows * ROW_BYTES) / 2**20, 1))
        print(f"{program._market.tape.end:>10,} on tape, {len(program._market.gaps)} gaps, {rss / 2**20:,.0f} MB")
    return beyond


async def _compare(program: main.Program, rest: str, tickers: list[str]) -> dict[str, Any]:
    """Compare up to a moment that has passed: what the last cut missed has been fetched by then."""
    tape, contracts = program._market.tape, program._market.contracts
    until_ms = int(tape.column("time_ms", tape.end - BLOCK // 4, tape.end).max())
    await asyncio.sleep(SETTLE_S)
    time_ms, contract = tape.column("time_ms", 0, tape.end), tape.column("contract", 0, tape.end)
    sequence = tape.column("sequence", 0, tape.end)
    known = missing = twice = 0
    async with httpx.AsyncClient(base_url=rest, headers={"Authorization": "Bearer endurance"}, timeout=60) as client:
        for ticker in tickers:
            rows = (contract == contracts.find(ticker)) & (time_ms <= until_ms)
            here = Counter(sequence[rows].tolist())
            there = await _known(client, ticker, until_ms)
            known += len(there)
            missing += len(there - here.keys())
            twice += sum(count - 1 for count in here.values()) + len(here.keys() - there)
    return {"known_to_rest": known, "missing": missing, "twice_or_unknown": twice}


async def _known(client: httpx.AsyncClient, ticker: str, until_ms: int) -> set[int]:
    params = {"timestamp.lte": str(until_ms * 1_000_000 + 999_999), "limit": "50000", "order": "asc"}
    found: set[int] = set()
    answer = (await client.get(f"/v3/trades/{ticker}", params=params | {"timestamp.gte": str(DEFAULT_DAY)})).json()
    while True:
        found |= {row["sequence_number"] for row in answer["results"]}
        if "next_url" not in answer:
            return found
        answer = (await client.get(answer["next_url"])).json()


def _main() -> int:
    parser = argparse.ArgumentParser("tests.bench.endurance")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--rate", type=float, default=6000.0)
    parser.add_argument("--cut-every", type=float, default=20.0)
    parser.add_argument("--contracts", type=int, default=200)
    options = parser.parse_args()
    found = in_window(lambda home: measure(options, home))
    return int(bool(found["missing"] or found["twice_or_unknown"] or not found["known_to_rest"]))


if __name__ == "__main__":
    sys.exit(_main())
