"""The venue as a program, and as a child of another."""

import asyncio
import gc
import json
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from feeds.venue.child import VenueChild, VenueError
from feeds.venue.command import main
from feeds.venue.faults import FAULTS, RULE
from tests.feeds.venue.made import recording, trades
from tests.feeds.venue.massive_client import subscribed

ROOT = Path(__file__).parents[3]


@pytest.fixture
def day(tmp_path: Path) -> Path:
    return recording(tmp_path, trades(250), "day.jsonl.gz")


def test_the_program_says_where_it_is_and_stops_when_its_input_closes(day: Path) -> None:
    command = [sys.executable, "-W", "error", "-m", "feeds.venue", "--source", str(day)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        urls = json.loads(process.stdout.readline())
        assert set(urls) == {"massive_ws", "massive_rest", "theta"}
        assert urls["massive_ws"].startswith("ws://127.0.0.1:")
        assert urls["massive_ws"].endswith("/options")
        assert httpx.get(urls["theta"] + "/v2/system/mdds/status").text == "CONNECTED"
        out, errors = process.communicate(timeout=20)
    assert (process.returncode, out, errors) == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--speed", "0"], "not a speed"),
        (["--rate", "-3"], "not a rate"),
        (["--rate", "5", "--speed", "2"], "not allowed with"),
        (["--fault", "none"], "there are refuse, http_503"),
        (["--fault", "cut:0.5"], "not a number of trades"),
        (["--fault", "cut", "--fault", "tls"], "name no other"),
        (["--date", "tomorrow"], "--date"),
        (["--seed", "-1"], "not a seed"),
        (["--theta-generation", "4"], "invalid choice: 4"),
        (["--what"], "unrecognized"),
    ],
)
def test_bad_arguments_are_named(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err


def test_the_help_tells_every_fault_and_the_rule(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    said = capsys.readouterr().out
    assert all(f"  {kind.usage} " in said and kind.does in said for kind in FAULTS.values())
    assert RULE in said


async def test_faults_are_named_with_commas_and_again(day: Path) -> None:
    child = VenueChild(["--source", str(day), "--speed", "max", "--fault", "cut:10,cut:20", "--fault", "close_1011:30"])
    urls = await child.start()
    counts = []
    for _ in range(3):
        async with subscribed(urls.massive_ws) as client:
            counts.append(len(await client.rest()))
    await child.close()
    assert counts == [10, 20, 30]


async def test_the_terminal_may_be_of_one_generation(day: Path) -> None:
    child = VenueChild(["--source", str(day), "--theta-generation", "3"])
    urls = await child.start()
    async with httpx.AsyncClient(base_url=urls.theta) as client:
        assert (await client.get("/v3/terminal/mdds/status")).text == "CONNECTED"
        assert (await client.get("/v2/system/mdds/status")).status_code == 410
    await child.close()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--source", "missing.jsonl"], "missing.jsonl: cannot be read"),
        (["--source", "day.xyz"], "not a source"),
        (["--date", "2025-12-25"], "2025-12-25: the market is closed"),
        (["--date", "2025-11-30"], "2025-11-30: the market is closed"),
    ],
)
def test_a_source_that_cannot_be_played_is_said(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    assert said in capsys.readouterr().err


async def test_a_child_serves_tells_the_end_and_leaves_nothing_behind(day: Path) -> None:
    threads = threading.active_count()
    ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    exits: list[str] = []
    child = VenueChild(["--source", str(day), "--speed", "max"], on_end=ended.set_result, on_exit=exits.append)
    urls = await child.start()
    assert urls == child.urls
    async with subscribed(urls.massive_ws) as client:
        assert await client.events(250) == trades(250)
        assert await asyncio.wait_for(ended, 10) == child.end == 250
    await child.close()
    await child.close()
    assert exits == []
    assert threading.active_count() == threads
    gc.collect()


async def test_a_child_that_cannot_start_says_why_with_file_and_line(tmp_path: Path) -> None:
    path = recording(tmp_path, [*trades(2), "{broken"])
    with pytest.raises(VenueError, match=r"day\.jsonl: line 3 is not JSON"):
        await VenueChild(["--source", str(path)]).start()


async def test_a_program_that_is_not_there_is_said() -> None:
    with pytest.raises(VenueError, match="cannot be started"):
        await VenueChild(program=["/nowhere/venue"]).start()


async def test_a_child_that_says_nothing_is_given_up() -> None:
    program = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    with pytest.raises(VenueError, match="no address within"):
        await VenueChild(program=program).start(timeout_s=0.2)


async def test_a_child_that_dies_is_told_with_its_last_words() -> None:
    program = [sys.executable, "-c", _SPEAKS + "sys.stderr.write('out of luck'); sys.stdin.readline(); sys.exit(3)"]
    told: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    child = VenueChild(program=program, on_exit=told.set_result)
    assert (await child.start()).theta == "c"
    assert child._process
    assert child._process.stdin
    child._process.stdin.write("\n")
    child._process.stdin.flush()
    assert await asyncio.wait_for(told, 10) == "out of luck"
    await child.close()


@pytest.mark.skipif(sys.platform == "win32", reason="signals cannot be ignored there")
async def test_a_child_that_will_not_stop_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feeds.venue.child.END_S", 0.1)
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    child = VenueChild(program=[sys.executable, "-c", stubborn + _SPEAKS + "time.sleep(60)"])
    await child.start()
    await child.close()


def test_starting_a_child_needs_no_server_and_no_window() -> None:
    """The window's program imports this at its start."""
    code = "import sys, feeds.venue.child; print([m for m in ('aiohttp', 'PySide6', 'holidays') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_venue_needs_no_window() -> None:
    code = "import sys, feeds.venue.command; print('PySide6' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


_SPEAKS = """
import sys
sys.stdout.write('{"massive_ws": "a", "massive_rest": "b", "theta": "c"}\\n'); sys.stdout.flush()
"""
