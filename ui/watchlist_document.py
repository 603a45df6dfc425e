"""The watchlist that is open: opening, saving, and the file that it belongs to."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from models.notices import Level, Notices
from models.watchlist import Watchlist
from models.watchlist_files import WatchlistFileError, read_watchlist, write_watchlist

_NOTICE = "watchlist"
_TYPES = "Watchlists (*.json *.txt);;All files (*)"


class WatchlistDocument(QObject):
    """`opened` brings another list; `saved` says that the list at hand is in its file."""

    opened = Signal(Watchlist)
    saved = Signal()

    def __init__(self, watchlist: Watchlist, folder: Path, notices: Notices, parent: QWidget) -> None:
        super().__init__(parent)
        self.watchlist = watchlist
        self.path: Path | None = None
        self._folder = folder
        self._notices = notices
        self._window = parent

    def ask_open(self) -> None:
        """Let the user choose a file, and open it."""
        dialog = self._dialog("Open a watchlist")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.open_file(Path(name)))
        dialog.open()

    def open_file(self, path: Path) -> bool:
        """Show the list of a file; a broken one is explained, and nothing changes."""
        try:
            imported = read_watchlist(path)
        except WatchlistFileError as error:
            self._notices.show(_NOTICE, Level.ERROR, str(error))
            return False
        remarks = [f"{path.name}: {note}" for note in imported.notes]
        if self.watchlist.modified and len(self.watchlist):
            remarks.insert(0, self._keep_unsaved())
        if remarks:
            self._notices.show(_NOTICE, Level.INFO, "\n".join(remarks))
        else:
            self._notices.clear(_NOTICE)
        self.show_list(imported.watchlist, path)
        return True

    def _keep_unsaved(self) -> str:
        """Write the changed list that is about to go to a file of its own, and say where it is."""
        path = self._folder / f"{self.watchlist.name} {datetime.now(tz=UTC):%Y-%m-%d %H%M%S} unsaved.json"
        try:
            write_watchlist(self.watchlist, path)
        except WatchlistFileError as error:
            return f"The changes of “{self.watchlist.name}” could not be kept: {error}"
        return f"“{self.watchlist.name}” had changes that were not saved: it is kept as {path}."

    def show_list(self, watchlist: Watchlist, path: Path | None = None) -> None:
        """Make a list the one at hand."""
        self.watchlist, self.path = watchlist, path
        self.opened.emit(watchlist)

    def save(self) -> None:
        """Save to the list's own file, or ask for one."""
        if self.path is None:
            self.ask_save()
        else:
            self.save_to(self.path)

    def ask_save(self) -> None:
        """Let the user choose a file, and save to it."""
        dialog = self._dialog("Save the watchlist")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(f"{self.watchlist.name}.json")
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.open()

    def save_to(self, path: Path) -> bool:
        """Save to a file, which is the list's own from now on."""
        try:
            write_watchlist(self.watchlist, path)
        except WatchlistFileError as error:
            self._notices.show(_NOTICE, Level.ERROR, str(error))
            return False
        self.path = path
        self.watchlist.mark_saved()
        self._notices.show(_NOTICE, Level.INFO, f"Saved to {path}.")
        self.saved.emit()
        return True

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title, str(self.path.parent if self.path else self._folder), _TYPES)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog
