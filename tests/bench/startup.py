"""From the start of the process to the painted window: `python -m tests.bench.startup` prints it as JSON.

A process of its own, for what Python imports is most of it. The window is that of the demo, whose venue starts beside.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

import psutil
import qasync
from PySide6.QtCore import QEvent, QObject, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

import main
from feeds.massive.key import KeyStore
from models.command_line import parse_arguments
from models.home import Home
from models.redaction import Redactor
from ui import theme
from ui.main_window import MainWindow


class _FirstPaint(QObject):
    """Notes when the main window was painted first, and asks to leave."""

    def __init__(self) -> None:
        super().__init__()
        self.at_s = 0.0
        self.window: MainWindow | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """An update request was just worked off when the event after it comes."""
        if isinstance(watched, MainWindow) and event.type() == QEvent.Type.Paint and not self.at_s:
            self.at_s, self.window = time.time(), watched
        return False


def _measure() -> dict[str, float]:
    app = QApplication(["bench"])
    app.setQuitOnLastWindowClosed(False)
    theme.apply(app)
    first = _FirstPaint()
    app.installEventFilter(first)
    with tempfile.TemporaryDirectory() as folder, qasync.QEventLoop(app) as loop:
        program = main.Program(
            parse_arguments(["--demo", "--exit-after", "1"], "bench"),
            Home(Path(folder)),
            KeyStore(lambda _: None),
            Redactor(),
        )
        loop.run_until_complete(program.run())
    return {"startup_s": first.at_s - psutil.Process().create_time()}


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    qInstallMessageHandler(lambda *_: None)
    print(json.dumps(_measure()))
    sys.exit()
