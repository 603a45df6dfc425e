"""Taking answers out of the program as a file, in a thread of their own."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from models.atomic_file import written_beside
from models.figures import several
from models.history.answer_csv import write_csv
from models.history.answer_parquet import write_parquet
from models.history.answers import Entry
from ui.pool_run import PoolRun, wait_for_all
from ui.save_dialog import TABLE_KINDS, ask_file, not_saved_text, open_folder, wrong_suffix_text
from ui.task_strip import TaskStrip


class AnswerExport(QObject):
    """One file at a time; `strip` tells of it."""

    finished = Signal()
    """No file is being written any more."""

    def __init__(self, strip: TaskStrip, parent: QWidget) -> None:
        super().__init__(parent)
        self._strip, self._panel = strip, parent
        self._run: PoolRun | None = None

    @property
    def busy(self) -> bool:
        """Whether a file is being written."""
        return self._run is not None

    def ask(self, entries: Sequence[Entry], name: str) -> None:
        """Let the user choose a file for these entries; `name` is offered, without a suffix."""
        if self.busy:
            self._strip.say("Another file is still being written.", problem=True, brief=True)
        elif not entries:
            self._strip.say("No row is shown: there is nothing to export.", problem=True, brief=True)
        else:
            ask_file(self._panel, "Export the answers that are shown", name, TABLE_KINDS, partial(self.write, entries))

    def write(self, entries: Sequence[Entry], path: Path) -> None:
        """Write a file of one of `TABLE_KINDS`, and say when it is there, or why not."""
        if path.suffix.lower() not in TABLE_KINDS:
            self._strip.say(wrong_suffix_text(path, TABLE_KINDS), problem=True)
            return
        self._strip.say(f"Writing {several(len(entries), 'row')} to “{path.name}” …")
        write = write_parquet if path.suffix.lower() == ".parquet" else _write_csv
        self._run = PoolRun(lambda: write(entries, path))
        self._run.done.connect(partial(self._done, len(entries), path))
        self._run.start()

    def finish(self) -> None:
        """Wait until a file that is being written is there: it takes a second at most."""
        if self.busy:
            wait_for_all()

    def _done(self, rows: int, path: Path, _result: object, problem: object) -> None:
        self._run = None
        if problem is None:
            self._strip.say(f"Exported {several(rows, 'row')} to {path}.")
            self._strip.offer("Open folder", partial(open_folder, path))
        elif isinstance(problem, OSError):
            self._strip.say(not_saved_text(path, problem), problem=True)
        elif isinstance(problem, Exception):
            self._strip.say(f"“{path.name}” was not written.", problem=True)
        self.finished.emit()
        if isinstance(problem, Exception) and not isinstance(problem, OSError):
            raise problem


def _write_csv(entries: Sequence[Entry], path: Path) -> None:
    """Replace the file whole or not at all."""
    with written_beside(path) as beside, beside.open("w", encoding="utf-8", newline="") as file:
        write_csv(entries, file)
