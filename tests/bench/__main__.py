"""`make bench`: every figure as the median of three, next to its goal; the same in `bench.json`."""

import importlib
import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from tests.bench import decode, repaint
from ui import theme

RUNS = 3
SECONDS = 6
QUIET = ("--rate", "300", "--trades", "1", "--contracts", "20")
"""One trade a frame, on so few contracts that each chart is drawn as often as it ever is."""
IDLE = ("--rate", "0.001", "--burst", "2000")
"""Some trades, and then none any more."""
GOALS = {
    "decode_limit_per_s": "the limit",
    "pipeline_share": ">= 0.40",
    "e2e_share": ">= 0.25",
    "e2e_frame_p99_ms": "<= 33",
    "frame_p99_ms_at_200k": "<= 12",
    "stall_p99_ms_at_200k": "<= 33",
    "lost_at_200k": "0",
    "repaint_ms": "<= 2",
    "repaint_vs_stock": ">= 10",
    "bytes_per_trade": "<= 48",
    "late_cost_ratio": "<= 1.2",
    "filter_12m_ms": "<= 150",
    "totals_12m_slice_ms": "<= 8",
    "scroll_12m_ms": "<= 16",
    "chart_1m_ms": "<= 10",
    "chart_100k_dots_ms": "<= 16",
    "chart_open_12m_ms": "<= 150",
    "startup_s": "<= 1.2",
    "cpu_share_at_300": "<= 0.05",
    "cpu_share_idle": "< 0.01",
}


def main() -> None:
    """Measure, print, write."""
    qInstallMessageHandler(lambda *_: None)  # the offscreen platform warns of what it does not do
    app = QApplication(["bench"])
    theme.apply(app)
    found = _median(decode.measure)
    found |= _median(repaint.measure)
    found |= _median(importlib.import_module("tests.bench.chart").measure)
    found |= _median(partial(_process, "tests.bench.tape"))
    found |= _median(partial(_process, "tests.bench.startup"))
    found["cpu_share_at_300"] = _median(lambda: _window(QUIET, charts=2))["cpu_share"]
    found["cpu_share_idle"] = _median(lambda: _window(IDLE, charts=2))["cpu_share"]
    full = _median(lambda: _window(("--rate", "0")))
    found["e2e_per_s"], found["e2e_frame_p99_ms"] = full["per_s"], full["frame_p99_ms"]
    found["e2e_share"] = full["per_s"] / found["decode_limit_per_s"]
    steady = _median(lambda: _window(("--rate", "200000")))
    found["frame_p99_ms_at_200k"], found["stall_p99_ms_at_200k"] = steady["frame_p99_ms"], steady["stall_p99_ms"]
    found["lost_at_200k"], found["backlog_growth_at_200k"] = steady["lost"], steady["backlog_growth_bytes"]
    for name, value in found.items():
        print(f"{name:28} {value:>14,.3f}   {GOALS.get(name, '')}")
    Path("bench.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def _median(measure: Callable[[], dict[str, float]]) -> dict[str, float]:
    runs = [measure() for _ in range(RUNS)]
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def _process(module: str) -> dict[str, float]:
    """What a module measures in a process of its own."""
    answer = subprocess.run([sys.executable, "-m", module], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(answer.stdout)
    return found


def _window(words: Sequence[str], charts: int = 1) -> dict[str, float]:
    """The real window with so many charts, under the load that these words ask for."""
    load = [sys.executable, "-m", "tests.bench.load", *words]
    with subprocess.Popen(load, stdout=subprocess.PIPE, text=True) as generator:
        assert generator.stdout is not None
        port = generator.stdout.readline().strip()
        window = [sys.executable, "-m", "tests.bench.window", port, str(SECONDS), str(charts)]
        answer = json.loads(subprocess.run(window, capture_output=True, text=True, check=True).stdout)
        generator.terminate()  # in a silent market it does not see that the client has left
    return {
        "per_s": answer["per_s"],
        "cpu_share": answer["cpu_share"],
        "frame_p99_ms": answer["frame_ms"]["p99"] or 0.0,  # in a silent market there is no frame
        "stall_p99_ms": answer["stall_ms"]["p99"] or 0.0,
        "backlog_growth_bytes": answer["backlog_growth_bytes"],
        "lost": answer["lost"],
    }


if __name__ == "__main__":
    main()
