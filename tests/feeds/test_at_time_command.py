"""`main.py --at-time` against a terminal on a real socket; a process of its own where pipes and signals matter."""

import asyncio
import csv
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from socket import create_server
from typing import Any

import httpx
import pytest
from aiohttp import web

import main
from feeds.venue.faults import fault_from_text
from feeds.venue.recording import Recording
from feeds.venue.venue import Venue
from models.clock import utc_ms
from models.contract import Contract

ROOT = Path(__file__).parents[2]
HEADINGS = "contract,date,asked,traded,age_ms,price,size,venue,condition,sequence"
SPY, OTHER = (Contract("SPY", date(2024, 6, 21), right, 500_000) for right in "CP")
QQQ = Contract("QQQ", date(2024, 7, 19), "P", 400_000)
DAYS = [date(2024, 5, 30), date(2024, 5, 31), date(2024, 6, 3), date(2024, 6, 5)]
"""Days with trades; 4 June has none."""
TRADES = [(34_260_000, 41.0, 301, [232]), (43_140_664, 41.5, 308, [227]), (57_000_000, 40.25, 302, [])]
"""Time of day, price, Massive's venue and conditions."""
ASK = ("--at-time", "SPY 21 Jun 24 500 C", "--from", "2024-05-30", "--to", "2024-06-05", "--at", "12:00")
WAIT_S = 30


@dataclass(frozen=True)
class Ended:
    """What became of a process."""

    status: int | None
    out: str
    err: str

    @property
    def rows(self) -> list[list[str]]:
        """The lines of standard output, headings first."""
        return list(csv.reader(self.out.splitlines()))


Run = Callable[..., Any]


@pytest.fixture
def begin(tmp_path: Path) -> Run:
    """Starts the program where Qt cannot be imported, with a home of its own."""
    for name in ("PySide6", "qasync"):
        (tmp_path / "no_qt" / name).mkdir(parents=True)
        (tmp_path / "no_qt" / name / "__init__.py").write_text("raise ImportError('Qt is imported')\n")

    async def start(*arguments: object, out: int = PIPE) -> Process:
        bare = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "MASSIVE_API_KEY")}
        return await asyncio.create_subprocess_exec(
            sys.executable, str(ROOT / "main.py"), "--home", str(tmp_path / "home"), *map(str, arguments),
            env=bare | {"PYTHONPATH": str(tmp_path / "no_qt")}, cwd=tmp_path, stdout=out, stderr=PIPE,
        )  # fmt: skip

    return start


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the program to its end, in a thread of this process: to start another takes most of a second."""

    def whole(arguments: list[str]) -> int | str | None:
        try:
            return main.main(arguments)
        except SystemExit as end:
            return end.code

    async def to_its_end(*arguments: object) -> Ended:
        async with asyncio.timeout(WAIT_S):
            status = await asyncio.to_thread(whole, ["--home", str(tmp_path / "home"), *map(str, arguments)])
        assert isinstance(status, int)
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Ended(status, out, err)

    return to_its_end


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """The trades of one contract on some days."""
    path = tmp_path / "made.jsonl"
    events = [
        {"ev": "T", "sym": SPY.ticker, "x": venue, "p": price, "s": 3, "c": codes, "t": utc_ms(day, at_ms), "q": n}
        for day in DAYS
        for n, (at_ms, price, venue, codes) in enumerate(TRADES)
    ]
    path.write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
    return path


@pytest.fixture
async def terminal(recording: Path) -> AsyncIterator[str]:
    """The address of somebody who speaks a Theta Terminal's protocol and knows the recording."""
    async with Venue(Recording(recording)) as venue:
        yield venue.urls.theta


@asynccontextmanager
async def held_up(terminal: str, questions: int) -> AsyncIterator[tuple[str, asyncio.Event]]:
    """The same terminal, which answers so many questions and no more; the event is set when the next one came."""
    asked, came = 0, asyncio.Event()

    async def handle(request: web.Request) -> web.Response:
        nonlocal asked
        if "at_time" in request.path:
            asked += 1
            if asked > questions:
                came.set()
                await asyncio.Event().wait()
        async with httpx.AsyncClient() as client:
            answer = await client.get(f"{terminal}{request.path_qs}")
        return web.Response(
            status=answer.status_code, body=answer.content, headers={"Content-Type": answer.headers["Content-Type"]}
        )

    app = web.Application()
    app.router.add_get("/{path:.*}", handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", came
    finally:
        await runner.cleanup()


async def test_rows_are_csv_in_eastern_time_and_days_without_one_are_messages(begin: Run, terminal: str) -> None:
    process: Process = await begin("--theta-url", terminal, *ASK)
    async with asyncio.timeout(WAIT_S):
        out, err = await process.communicate()
    done = Ended(process.returncode, out.decode(), err.decode())
    assert done.status == 0
    assert done.out == HEADINGS + "\n" + "".join(
        f"{SPY.ticker},{day},12:00:00.000,11:59:00.664,59336,41.5,3,ISE,Auction,1\n" for day in DAYS
    )
    assert f"optape: {SPY.ticker} 2024-06-04 12:00:00.000: no trade\n" in done.err


async def test_several_contracts_and_times_come_in_order(run: Run, terminal: str) -> None:
    done: Ended = await run(
        "--theta-url", terminal, *ASK[:-1], "15:59:59.999,9:30,12:00", "--at-time", OTHER.ticker, "--all-hours"
    )
    assert done.status == 0
    assert [tuple(row[1:3]) for row in done.rows[1:]] == [
        (str(day), asked) for day in DAYS for asked in ("12:00:00.000", "15:59:59.999")
    ]
    for day in DAYS:
        assert f"optape: {SPY.ticker} {day} 09:30:00.000: no trade" in done.err
        assert f"optape: {OTHER.ticker} {day} 12:00:00.000: no trade" in done.err


async def test_no_data_is_status_3_with_headings_and_a_reason(run: Run, terminal: str) -> None:
    done: Ended = await run("--theta-url", terminal, "--at-time", OTHER.ticker, "--at-time", QQQ.ticker, *ASK[2:])
    assert (done.status, done.out) == (3, HEADINGS + "\n")
    assert f"optape: {OTHER.ticker} 2024-06-04 12:00:00.000: no trade\n" in done.err
    assert "check the root of the contract" in done.err


async def test_a_weekend_is_status_3_and_needs_no_terminal(run: Run) -> None:
    done: Ended = await run(*ASK[:2], "--from", "2024-06-15", "--to", "2024-06-16", "--at", "12:00")
    assert (done.status, done.out) == (3, HEADINGS + "\n")
    assert done.err == "optape: No trading day: Sat 15 Jun 24 (weekend), Sun 16 Jun 24 (weekend)\n"


async def test_without_a_terminal_the_remedy_is_said_with_status_1(run: Run) -> None:
    with closing(create_server(("127.0.0.1", 0))) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
    done: Ended = await run("--theta-url", url, *ASK)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("optape: The Theta Terminal is not running")
    assert len(done.err.splitlines()) == 1


async def test_bad_arguments_are_status_2_and_named(run: Run) -> None:
    done: Ended = await run(*ASK[:-1], "noon")
    assert (done.status, done.out) == (2, "")
    assert "argument --at: “noon” is not a time of day" in done.err


async def test_a_home_that_cannot_be_made_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    done: Ended = await run(*ASK)
    assert (done.status, done.out) == (2, "")
    assert "Choose another with --home" in done.err


async def test_settings_that_cannot_be_read_are_said_and_the_answer_comes(
    run: Run, terminal: str, tmp_path: Path
) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "settings.json").write_text("{")
    done: Ended = await run("--theta-url", terminal, *ASK)
    assert done.status == 0
    assert "are not used, the defaults are" in done.err


async def test_the_address_of_the_settings_is_asked(run: Run, terminal: str, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "settings.json").write_text(json.dumps({"theta_url": terminal, "theta_requests": 3}))
    done: Ended = await run(*ASK)
    assert (done.status, len(done.rows)) == (0, 1 + len(DAYS))


async def test_a_replay_answers_from_its_recording_and_says_so(run: Run, recording: Path) -> None:
    done: Ended = await run("--replay", recording, *ASK)
    assert (done.status, len(done.rows)) == (0, 1 + len(DAYS))
    assert done.err.startswith("optape: REPLAY: Local venue ")


async def test_a_recording_that_cannot_be_played_is_status_1_in_words(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text("nonsense\n")
    done: Ended = await run("--replay", broken, *ASK)
    assert (done.status, done.out) == (1, "")
    assert "broken.jsonl" in done.err


async def test_the_simulated_market_answers_as_it_is_chosen_and_says_so(run: Run) -> None:
    done: Ended = await run(
        "--demo", "--seed", "5", "--date", "2025-11-28", "--at-time", "SPY251219C650", "--at-time", "SPY251219P650",
        "--from", "2025-11-20", "--to", "2025-11-26", "--at", "15:00",
    )  # fmt: skip
    assert done.status == 0
    assert done.err.startswith("optape: SIMULATED: Local venue ")
    assert {row[0] for row in done.rows[1:]} <= {"O:SPY251219C00650000", "O:SPY251219P00650000"}
    assert all(row[3] <= "15:00:00.000" and float(row[5]) > 0 for row in done.rows[1:])


async def test_rows_are_flushed_as_parts_come_and_an_interrupt_ends_it(begin: Run, terminal: str) -> None:
    async with held_up(terminal, 1) as (url, came):
        process: Process = await begin("--theta-url", url, *ASK)
        assert process.stdout
        async with asyncio.timeout(WAIT_S):
            lines = [await process.stdout.readline() for _ in range(3)]
            await came.wait()
        await interrupted(process)
    assert [line.split(b",")[1].decode() for line in lines] == ["date", "2024-05-30", "2024-05-31"]


async def test_an_interrupt_ends_a_venue_too(begin: Run) -> None:
    days = ("--from", "2025-01-02", "--to", "2025-11-28", "--at", "12:00")
    process: Process = await begin("--demo", *ASK[:1], "SPY251219C650", *days)
    assert process.stdout
    async with asyncio.timeout(WAIT_S):
        await process.stdout.readline()
    await interrupted(process)


async def interrupted(process: Process) -> None:
    """Press Ctrl+C; Windows sends none to one process."""
    if sys.platform == "win32":
        process.kill()
    else:
        process.send_signal(signal.SIGINT)
    async with asyncio.timeout(10):
        _, err = await process.communicate()
    assert process.returncode == 130 or sys.platform == "win32"
    assert b"Traceback" not in err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows breaks pipes in another way")
async def test_a_reader_that_has_seen_enough_ends_it_quietly(begin: Run, terminal: str) -> None:
    read, write = os.pipe()
    os.close(read)
    process: Process = await begin("--theta-url", terminal, *ASK, out=write)
    os.close(write)
    async with asyncio.timeout(WAIT_S):
        _, err = await process.communicate()
    assert process.returncode == 0
    assert b"roken pipe" not in err
    assert b"Traceback" not in err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
async def test_who_waits_at_a_screen_is_told_of_retries(
    run: Run, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen, err = os.openpty()
    async with Venue(Recording(recording), fault=fault_from_text("theta_starting:1")) as venue:
        with os.fdopen(err, "w") as messages, monkeypatch.context() as at_a_screen:
            at_a_screen.setattr(sys, "stderr", messages)
            done: Ended = await run("--theta-url", venue.urls.theta, *ASK)
            said = os.read(screen, 65_536).decode()
    os.close(screen)
    assert done.status == 0
    assert "optape: The terminal is still starting" in said
    assert "optape: Asking again: try 2 of" in said
    assert said.count("Asking Theta Terminal") <= 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")
async def test_a_full_disk_is_said_with_status_1(begin: Run) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    process: Process = await begin(*ASK[:2], "--from", "2024-06-15", "--at", "12:00", out=full)
    os.close(full)
    async with asyncio.timeout(WAIT_S):
        _, err = await process.communicate()
    assert process.returncode == 1
    assert err.decode().endswith("optape: The answer could not be written: No space left on device.\n")
