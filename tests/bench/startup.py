"""From the start of the process to the painted window: `python -m tests.bench.startup` prints it as JSON.

The program that people start, in the demo, as at any start but the first: Python's bytecode is there. The clock is that
of this process, begun before the other is made: a process knows when it was made to a second only. Painted is the
window with all of its panels.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

RUNS = 5
_PROGRAM = """
import sys, time
import main

class Watched(main.Program):
    def _open_window(self):
        super()._open_window()
        self._window.painted.connect(self._leave_at_once)

    def _leave_at_once(self):
        print(time.time(), flush=True)
        self._leave.set()

main.Program = Watched
sys.exit(main.main(["--demo", "--home", sys.argv[1]]))
"""


def _measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        _start_s(folder, environment)  # writes the bytecode
        return {"startup_s": statistics.median(_start_s(folder, environment) for _ in range(RUNS))}


def _start_s(folder: str, environment: Mapping[str, str]) -> float:
    """One start with a home of its own in a folder, seconds."""
    home = tempfile.mkdtemp(dir=folder)
    began_s = time.time()
    run = subprocess.run(
        [sys.executable, "-c", _PROGRAM, home], env=environment, capture_output=True, text=True, check=True
    )
    return float(run.stdout) - began_s


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(json.dumps(_measure()))
