"""What the first picture of the window waits for: not what is needed later."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LATER = {
    *("httpx", "websockets", "aiohttp", "stamina", "keyring"),  # to speak to the outside
    *("holidays", "duckdb", "psutil", "numpy.ma", "numpy.random"),  # to understand trades, and to give them away
    *("ui.connect_dialog", "ui.feed_details", "ui.highlight_dialog", "ui.history.at_time_dialog", "ui.memory_dialog"),
}
PROGRAM = """
import sys
import main

class Watched(main.Program):
    def _open_window(self):
        super()._open_window()
        self._window.painted.connect(self._tell)

    def _tell(self):
        print(*sys.modules)
        self._leave.set()

main.Program = Watched
sys.exit(main.main(["--demo", "--home", sys.argv[1]]))
"""


def test_the_first_picture_waits_for_nothing_that_is_needed_later(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}, cwd=ROOT,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    imported = set(done.stdout.split())
    assert "ui.main_window" in imported
    assert LATER & imported == set()
