"""The program as people start it, in a process of its own; and one trade from a socket to a painted cell."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage

import resources
from tests.models.plain_figures import Figures, figures
from tests.models.plain_recording import recorded

ROOT = Path(__file__).parents[1]
SPY, VIX = "real_SPY_240621C500_2024-06-14.jsonl.gz", "real_VIX_2016-06-01.jsonl.gz"
KEY = "Tpz9WqL4x_secret_7"
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "MASSIVE_API_KEY")
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the program offscreen, with a home of its own; `environment` is added to a bare one."""
    return partial(start, tmp_path)


def start(folder: Path, *arguments: object, **environment: str) -> "subprocess.CompletedProcess[str]":
    bare = {name: value for name, value in os.environ.items() if name not in DISPLAYS}
    command = [sys.executable, str(ROOT / "main.py"), "--home", str(folder / "home"), *map(str, arguments)]
    return subprocess.run(
        command, env=bare | {"QT_QPA_PLATFORM": "offscreen"} | environment, cwd=folder, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip


def events(count: int) -> list[dict[str, Any]]:
    """A recorded minute of two contracts, ten prints a second."""
    return [
        {
            "ev": "T", "sym": ("O:SPY251219C00650000", "O:SPY251219P00640000")[n % 2], "x": 302, "p": 1 + n / 100,
            "s": 1 + n % 3, "c": [209], "t": 1_764_599_400_000 + 100 * n, "q": n,
        }
        for n in range(count)
    ]  # fmt: skip


def recording(path: Path, count: int = 60, *, bad: int | None = None) -> Path:
    lines = [json.dumps(event) for event in events(count)]
    if bad is not None:
        lines[bad] = '{"ev": "T", "sym": '
    path.write_text("\n".join(lines) + "\n")
    return path


def report_of(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def pixels_of(path: Path) -> NDArray[np.uint32]:
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(bytes(image.constBits()), np.uint32)


def colours_of(path: Path) -> int:
    return len(np.unique(pixels_of(path)))


def error_pixels(path: Path) -> int:
    """Pixels of the ground of an error's notice."""
    return int((pixels_of(path) & 0xFFFFFF == 0x331818).sum())


def test_a_replay_ends_by_itself_with_report_and_picture(run: Run, tmp_path: Path) -> None:
    done = run(
        "--replay", recording(tmp_path / "day.jsonl"), "--speed", "max", "--report", "r.json", "--screenshot", "s.png"
    )
    report = report_of(tmp_path / "r.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert (report["trades_received"], report["trades_on_tape"], report["malformed"]) == (60, 60, 0)
    assert (report["feed_state"], report["source"], report["backlog"]) == ("ended", "replay", 0)
    assert report["frames"] > 0
    assert set(report["watch"]) == {"O:SPY251219C00650000", "O:SPY251219P00640000"}
    assert report["watch"]["O:SPY251219C00650000"]["last"] == 1.58
    assert report["lag_ms"]["p50"] is None
    assert colours_of(tmp_path / "s.png") > 100


@pytest.mark.parametrize(("name", "trades", "runs"), [(VIX, 2295, 1), (SPY, 98, 2)])
def test_the_real_recordings_are_shown_whole_also_with_the_same_home_again(
    run: Run, tmp_path: Path, recordings: Path, name: str, trades: int, runs: int
) -> None:
    for _ in range(runs):
        done = run("--replay", recordings / name, "--speed", "max", "--report", "r.json", "--screenshot", "s.png")
        report = report_of(tmp_path / "r.json")
        assert (done.returncode, done.stderr) == (0, "")
        assert (report["trades_received"], report["trades_on_tape"], report["malformed"]) == (trades, trades, 0)
        assert_figures(report, figures(recorded(recordings / name)))
        assert report["frames"] > 0
        assert colours_of(tmp_path / "s.png") > 100
        for left in ("r.json", "s.png"):
            (tmp_path / left).unlink()


def assert_figures(report: dict[str, Any], plain: dict[str, Figures]) -> None:
    """The figures of a report are those of a plain recomputation."""
    for name in ("trades", "volume", "premium"):
        assert report[name] == pytest.approx(sum(getattr(found, name) for found in plain.values())), name
    assert report["watch"]
    for ticker, watch in report["watch"].items():
        for name, value in watch.items():
            expected = getattr(plain[ticker], name)
            assert value == (None if expected is None else pytest.approx(expected, abs=1e-6)), (ticker, name)


def test_without_a_display_a_sentence_says_what_to_do(run: Run) -> None:
    done = run("--demo", QT_QPA_PLATFORM="")
    assert done.returncode == 2
    assert "There is no display" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("arguments", [("--what",), ("--massive-url", "ws://127.0.0.1:9/options")])
def test_bad_arguments_are_refused(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring")
    assert done.returncode == 2
    assert "optape: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_recording_is_refused_with_file_and_line(run: Run, tmp_path: Path) -> None:
    done = run("--replay", recording(tmp_path / "day.jsonl", bad=4), "--speed", "max", "--report", "r.json")
    assert done.returncode == 1
    assert "day.jsonl" in done.stderr
    assert "line 5" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_watchlist_is_shown_as_an_error_and_the_program_goes_on_with_the_others(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "bad.json").write_text('{\n"items": [,]}')
    (tmp_path / "mine.txt").write_text("O:SPY251219P00640000\nO:NVDA260116C00172500\n")
    done = run(
        "--replay", recording(tmp_path / "day.jsonl"), "--speed", "max", "--report", "r.json", "--screenshot", "s.png",
        "--watchlist", "bad.json", "--watchlist", "mine.txt",
    )  # fmt: skip
    assert done.returncode == 0
    watch = report_of(tmp_path / "r.json")["watch"]
    assert {ticker: figures["trades"] for ticker, figures in watch.items()} == {
        "O:SPY251219P00640000": 30, "O:NVDA260116C00172500": 0,
    }  # fmt: skip
    assert error_pixels(tmp_path / "s.png") > 10_000


def test_the_simulated_market_streams(run: Run, tmp_path: Path) -> None:
    done = run("--demo", "--exit-after", 3, "--report", "r.json", "--screenshot", "s.png")
    report = report_of(tmp_path / "r.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert (report["source"], report["malformed"], report["feed_state"]) == ("simulated", 0, "live")
    assert report["trades_on_tape"] == report["trades_received"] > 0


def test_what_cannot_be_written_fails(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    day = recording(tmp_path / "day.jsonl", 3)
    done = run("--replay", day, "--speed", "max", "--report", "r.json", "--screenshot", "file/s.png")
    assert done.returncode == 1
    assert "s.png" in done.stderr
    assert report_of(tmp_path / "r.json")["trades_on_tape"] == 3


def test_the_version_is_told(run: Run) -> None:
    done = run("--version", QT_QPA_PLATFORM="")
    assert (done.returncode, done.stdout) == (0, f"Optape {resources.VERSION}\n")


def test_a_key_is_used_and_is_left_nowhere(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("O:SPY251219P00640000\n")
    source = recording(tmp_path / "day.jsonl")
    command = [sys.executable, "-m", "feeds.venue", "--ws-port", "0", "--theta-port", "0", "--source", str(source)]
    with subprocess.Popen(
        [*command, "--speed", "max"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as venue:
        assert venue.stdin
        assert venue.stdout
        url = json.loads(venue.stdout.readline())["massive_ws"]
        done = run(
            "--massive-url", url, "--watchlist", "mine.txt", "--exit-after", 3, "--report", "r.json",
            MASSIVE_API_KEY=KEY,
        )  # fmt: skip
        venue.stdin.close()
        venue.wait(10)
    report = report_of(tmp_path / "r.json")
    assert done.returncode == 0
    assert (report["source"], report["trades_on_tape"]) == ("live", 30)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) > 4
    assert not [path for path in written if KEY.encode() in path.read_bytes()]
    assert KEY not in done.stdout + done.stderr


IN_PROCESS = """
import asyncio, json, sys
from pathlib import Path
import qasync
from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication
import main
from feeds.massive.key import KeyStore
from models.command_line import parse_arguments
from models.home import Home
from models.redaction import Redactor
from tests.ui.window_desk import cell_rect, inked, texts
from ui import theme

async def watch(folder):
    arguments = parse_arguments(["--replay", str(folder / "day.jsonl"), "--speed", "max"], "t")
    redact = Redactor()
    program = main.Program(arguments, Home(folder), KeyStore(redact.learn), redact)
    run = asyncio.create_task(program.run())
    while not (hasattr(program, "_window") and program._window.tape.model.rowCount() == 60):
        await asyncio.sleep(0.02)
    table = program._window.tape.table
    image = table.viewport().grab().toImage()
    found = {
        "times": texts(table, 0)[:2], "prices": texts(table, 2)[:2],
        "ink": [inked(image, cell_rect(table, row, 2)) for row in (0, 1)],
        "watch": texts(program._window.watchlist.table, 0),
    }
    program._window.close()
    return found, await run

qInstallMessageHandler(lambda *_: None)
app = QApplication([])
app.setQuitOnLastWindowClosed(False)
theme.apply(app)
with qasync.QEventLoop(app) as loop:
    print(json.dumps(loop.run_until_complete(watch(Path(sys.argv[1])))))
"""


def test_one_trade_from_the_socket_to_the_painted_cell(tmp_path: Path) -> None:
    recording(tmp_path / "day.jsonl")
    done = subprocess.run(
        [sys.executable, "-c", IN_PROCESS, str(tmp_path)], env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}, cwd=ROOT,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found, status = json.loads(done.stdout)
    assert status == 0
    assert found["times"] == ["09:30:05.900", "09:30:05.800"]
    assert found["prices"] == ["1.59", "1.58"]
    assert min(found["ink"]) > 20
    assert done.stderr == ""


ANOTHER_KEY = """
import asyncio, json, os, sys
from pathlib import Path
import qasync
from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication
import main
from feeds.venue.child import VenueChild
from models.command_line import parse_arguments
from models.connection import ConnectionChoice
from models.status import FeedState
from ui import theme

made = []

class Kept(main.Program):
    def __init__(self, *parts):
        super().__init__(*parts)
        made.append(self)

async def live(number):
    while len(made) <= number or not hasattr(made[number], "_feed") or made[number]._feed.status.state != "live":
        await asyncio.sleep(0.02)
    return made[number]

async def run(folder):
    venue = VenueChild(["--rate", "500"])
    urls = await venue.start()
    words = ["--home", str(folder), "--massive-url", urls.massive_ws, "--massive-rest-url", urls.massive_rest]
    main.Program = Kept
    running = asyncio.create_task(main._run(parse_arguments(words, "t")))
    first = await live(0)
    first._window.tape.scope.set_everything(everything=True)
    while not len(first._market.tape):
        await asyncio.sleep(0.02)
    first._choose(ConnectionChoice(None, delayed=False, keep=False, fill_gaps=False))
    same = [len(made), first._settings.now.fill_gaps]
    first._choose(ConnectionChoice("another-key", delayed=False, keep=False))
    second = await live(1)
    found = {
        "same": same, "windows": sum(w.isVisible() for w in QApplication.topLevelWidgets()),
        "key": second._key, "everything": second._window.tape.scope.everything, "closed": first._feed.status.state,
    }
    second._window.close()
    found["status"] = await running
    await venue.close()
    return found

qInstallMessageHandler(lambda *_: None)
app = QApplication([])
app.setQuitOnLastWindowClosed(False)
theme.apply(app)
with qasync.QEventLoop(app) as loop:
    print(json.dumps(loop.run_until_complete(run(Path(sys.argv[1])))))
"""


def test_another_key_is_another_run_in_a_window_of_its_own_and_a_setting_is_not(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "MASSIVE_API_KEY": KEY}
    done = subprocess.run(
        [sys.executable, "-c", ANOTHER_KEY, str(tmp_path)], env=environment, cwd=ROOT, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "same": [1, False], "windows": 1, "key": "another-key", "everything": True, "closed": "closed", "status": 0,
    }  # fmt: skip
