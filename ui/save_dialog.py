"""Asking for the file in which something is to be saved, and saying why it was not."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

TABLE_KINDS = {".csv": "CSV", ".parquet": "Parquet"}
"""Suffix -> what is called so, of files with rows."""


def ask_file(
    parent: QWidget, title: str, name: str, kinds: Mapping[str, str], chosen: Callable[[Path], object]
) -> QFileDialog:
    """Let the user choose a file, first among his documents; Qt asks before one is replaced.

    `name`: what is offered, without a suffix. `kinds`: suffix -> what such files are called; the first is offered, a
    name that is typed without a suffix gets that of the kind which is shown.
    """
    dialog = QFileDialog(parent, title, str(_documents()))
    filters = {f"{words} files (*{suffix})": suffix for suffix, words in kinds.items()}
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(filters))
    dialog.setDefaultSuffix(next(iter(kinds)))
    dialog.filterSelected.connect(lambda shown: dialog.setDefaultSuffix(filters[shown]))
    dialog.selectFile(f"{name}{next(iter(kinds))}")
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.open()
    return dialog


def wrong_suffix_text(path: Path, kinds: Mapping[str, str]) -> str:
    """Why nothing is written to a file whose name ends in none of these."""
    return f"“{path.name}” was not written: let its name end in {' or '.join(kinds)}."


def not_saved_text(path: Path, error: OSError) -> str:
    """Why a file was not written, and what helps."""
    return f"“{path.name}” could not be saved: {error.strerror or error}. Choose another folder."


def open_folder(path: Path) -> None:
    """Show the folder of a file in the system's own way."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def _documents() -> Path:
    """Where the user keeps documents, else the user's own folder."""
    found = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return found if found.is_dir() else Path.home()
