"""Taking what a tape shows out of the program as a file, beside all other work."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from models.figures import several
from models.qt.tape_model import TapeModel
from models.tape_writer import ExportStoppedError, TapeWriter
from ui.save_dialog import TABLE_KINDS, ask_file, not_saved_text, open_folder, wrong_suffix_text
from ui.task_strip import TaskStrip

POLL_MS = 100
_STOPPED = "The export was stopped: no file was written."
_LEAVE_TEXT = "The tape is still being exported to a file."


class TapeExport(QObject):
    """One file at a time; `strip` tells of it."""

    finished = Signal()
    """No file is being written any more."""
    said = Signal(str, bool)
    """How it ended: (text, whether it is a problem)."""

    def __init__(self, model: TapeModel, strip: TaskStrip, name: Callable[[], str], parent: QWidget) -> None:
        """`name`: what the file is called, if the user says nothing else."""
        super().__init__(parent)
        self._model, self._strip, self._name, self._panel = model, strip, name, parent
        self._path: Path | None = None
        self._run: _Run | None = None
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._go_on)
        self._running: list[TapeWriter] = []
        self.destroyed.connect(partial(_stop, self._running))
        strip.stopped.connect(self.stop)

    @property
    def busy(self) -> bool:
        """Whether a file is being written, or about to be."""
        return self._path is not None

    def ask(self) -> None:
        """Let the user choose a file for the trades that the tape shows, or behind another tab would show."""
        self._model.advance()
        if self.busy:
            self._strip.take_keys()
        elif not self._model.trades and not self._model.behind:
            self._strip.say("The tape shows no trade: there is nothing to export.", problem=True, brief=True)
        else:
            name = re.sub(r"[^\w .,+-]", " ", self._name()).strip() or "Tape"
            ask_file(self._panel, "Export the trades that the tape shows", name, TABLE_KINDS, self._start)

    def stop(self) -> None:
        """Leave it; nothing stays of the file."""
        if self._run is not None:
            self._run.writer.stop()
        elif self.busy:
            self._end(_STOPPED)

    def _start(self, path: Path) -> None:
        if path.suffix.lower() not in TABLE_KINDS:
            self._strip.say(wrong_suffix_text(path, TABLE_KINDS), problem=True)
            return
        self._path = path
        self._poll.start()
        self._go_on()

    def _go_on(self) -> None:
        """Begin once the filter has looked at every trade; then tell how far it is."""
        assert self._path
        if self._run is None and self._model.behind:
            self._strip.show_progress("Before the export the filter still looks at older trades …", 0.0)
            return
        if self._run is None:
            self._model.advance()
            self._run = _Run(TapeWriter(self._model.snapshot(), self._path), self._model.trades)
            self._run.done.connect(self._done)
            self._running.append(self._run.writer)
            QThreadPool.globalInstance().start(self._run.write)
        if self._run.writer.is_stopping:
            self._run.writer.stop()  # again: one that came between two steps is heard late
        self._strip.show_progress(self._run.text, self._run.writer.progress)

    def _done(self, problem: object) -> None:
        assert self._run
        writer = self._run.writer
        if problem is None:
            self._end(_done_text(writer))
            self._strip.offer("Open folder", partial(open_folder, writer.path))
        elif isinstance(problem, ExportStoppedError):
            self._end(_STOPPED)
        elif isinstance(problem, OSError):
            self._end(not_saved_text(writer.path, problem), problem=True)
        elif isinstance(problem, Exception):
            self._end(f"“{writer.path.name}” was not written.", problem=True)
            raise problem

    def _end(self, text: str, *, problem: bool = False) -> None:
        self._poll.stop()
        self._running.clear()
        self._path = self._run = None
        self._strip.say(text, problem=problem)
        self.said.emit(text, problem)
        self.finished.emit()


def leave(window: QWidget, go: Callable[[], object]) -> None:
    """Go, when no file is being written from this window, or the user wants none of them any more."""
    busy = [export for export in window.findChildren(TapeExport) if export.busy]
    if not busy:
        go()
        return
    box = QMessageBox(QMessageBox.Icon.Question, "Optape", _LEAVE_TEXT, QMessageBox.StandardButton.NoButton, window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setInformativeText("If you leave now the export stops, and no file is written.")
    stay = box.addButton("&Keep writing", QMessageBox.ButtonRole.RejectRole)
    box.addButton("&Stop and leave", QMessageBox.ButtonRole.DestructiveRole).clicked.connect(go)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.open()


def stop_exports(window: QWidget) -> None:
    """Let nothing be written any more from this window."""
    for export in window.findChildren(TapeExport):
        export.stop()


class _Run(QObject):
    """A writer at its work, in whatever thread."""

    done = Signal(object)
    """What went wrong, if anything did."""

    def __init__(self, writer: TapeWriter, trades: int) -> None:
        super().__init__()
        self.writer = writer
        self.text = f"Exporting {several(trades, 'trade')} to “{writer.path.name}”"

    def write(self) -> None:
        """Write, and say how it went."""
        try:
            self.writer.write()
        except Exception as error:  # the window's thread tells them apart
            self.done.emit(error)
        else:
            self.done.emit(None)


def _done_text(writer: TapeWriter) -> str:
    lost = several(writer.left_memory, "older trade")
    missing = f" {lost} had left memory before and are not in it." if writer.left_memory else ""
    return f"Exported {several(writer.written, 'trade')} to {writer.path}.{missing}"


def _stop(running: list[TapeWriter]) -> None:
    for writer in running:
        writer.stop()
