"""The button that names the preset of a tape's filter, and what can be done with presets."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from models.filtering.presets import Preset, PresetBook
from models.filtering.tape_filter import TapeFilter
from models.filtering.text import FilterTextError
from ui.book_deed import do_and_tell
from ui.menu_entries import Entry, add_entries, plain
from ui.name_dialog import ask_name
from ui.open_menu import open_below

NUMBERED = 9
"""So many presets have a key, Alt+1 to Alt+9."""
_NONE = "Presets"


class PresetChoice(QToolButton):
    """Shows the preset whose filter is the one in use; the menu of a click chooses, saves, renames and removes."""

    chosen = Signal(object)
    """A `Preset` is to be used."""
    renamed = Signal()
    """The filter in use goes by another name now."""
    said = Signal(str, bool)
    """What the user should know: (text, whether it is a problem)."""

    def __init__(self, book: PresetBook, read: Callable[[str], TapeFilter], parent: QWidget | None = None) -> None:
        """`read`: how the text of a filter is read; raises `FilterTextError`."""
        super().__init__(parent)
        self._book, self._read = book, read
        self._filter, self._text = TapeFilter(), ""
        self._current: Preset | None = None
        self._known: dict[str, TapeFilter | None] = {}
        self._changes = -1
        self.clicked.connect(self.open_menu)
        self.look()

    @property
    def current(self) -> Preset | None:
        """The preset whose filter is in use."""
        return self._current

    def show_current(self, tape_filter: TapeFilter, text: str) -> None:
        """Another filter is in use."""
        self._filter, self._text = tape_filter, text
        self._find()

    def look(self, *, anew: bool = False) -> None:
        """Take up what was changed in the book, perhaps from another tape; `anew`: their texts may read otherwise."""
        if anew or self._book.changes != self._changes:
            self._changes = self._book.changes
            self._known = {preset.name: self._filter_of(preset) for preset in self.presets()}
            self._find()

    def presets(self) -> list[Preset]:
        """Those that come with the program, then the user's own."""
        return [*self._book.shipped, *self._book.own]

    def use(self, number: int) -> None:
        """Use one of them by its number from 0; one that there is not is passed over."""
        for preset in self.presets()[number : number + 1]:
            self.chosen.emit(preset)

    def open_menu(self) -> None:
        """Open the menu below the button."""
        open_below(self, self.fill)

    def fill(self, menu: QMenu) -> None:
        """Put what there is to choose and to do at the end of a menu."""
        menu.setToolTipsVisible(True)  # what each of them asks for
        presets = self.presets()
        for number, preset in enumerate(presets):
            if number == len(self._book.shipped):
                menu.addSeparator()
            self._offer(menu, number, preset)
        menu.addSeparator()
        add_entries(menu, self._deeds())

    def ask_save(self) -> None:
        """Ask under which name the filter in use is kept."""
        name = self._current.name if self._current in self._book.own else ""
        ask_name(self, "Save the filter", f"Name of the filter “{self._text or 'all trades'}”:", name, self._save)

    def _deeds(self) -> list[Entry]:
        deeds = [Entry("&Save this filter as…\tCtrl+Shift+F", None, self.ask_save)]
        if self._current is not None and self._current in self._book.own:
            name = plain(self._current.name)
            deeds.append(Entry(f"&Rename “{name}”…", None, partial(self._ask_rename, self._current)))
            deeds.append(Entry(f"Remo&ve “{name}”", None, partial(self._remove, self._current)))
        return deeds

    def _offer(self, menu: QMenu, number: int, preset: Preset) -> None:
        key = f"\tAlt+{number + 1}" if number < NUMBERED else ""
        action = menu.addAction(f"{plain(preset.name)}{key}")
        action.setCheckable(True)
        action.setChecked(preset == self._current)
        action.setToolTip(preset.text or "every trade")
        action.triggered.connect(lambda: self.chosen.emit(preset))

    def _find(self) -> None:
        matching = (preset for preset in self.presets() if self._known.get(preset.name) == self._filter)
        self._current = next(matching, None)
        name = self._current.name if self._current else _NONE
        self.setText(f"{plain(name)} ▾")
        self.setAccessibleName(f"Presets of the filter, now {self._current.name if self._current else 'none'}")
        self.setToolTip("Choose, save or rename a preset (Ctrl+P)")
        self.renamed.emit()

    def _filter_of(self, preset: Preset) -> TapeFilter | None:
        try:
            return self._read(preset.text)
        except FilterTextError:
            return None

    def _save(self, name: str) -> None:
        self._do(partial(self._book.save, name, self._text), f"The filter is kept as “{name}”.")

    def _ask_rename(self, preset: Preset) -> None:
        ask_name(self, "Rename the preset", "New name:", preset.name, partial(self._rename, preset))

    def _rename(self, preset: Preset, name: str) -> None:
        if name != preset.name:
            self._do(partial(self._book.rename, preset.name, name), f"“{preset.name}” is called “{name}” now.")

    def _remove(self, preset: Preset) -> None:
        self._do(partial(self._book.remove, preset.name), f"“{preset.name}” was removed. Its filter is still in use.")

    def _do(self, deed: Callable[[], Path | None], done: str) -> None:
        do_and_tell(deed, self.said.emit, done, "presets")
        self.look()
