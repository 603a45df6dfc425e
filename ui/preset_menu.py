"""The presets in the menus, with their keys."""

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ui.preset_choice import NUMBERED, PresetChoice


class PresetMenu(QMenu):
    """Of the current tape: made anew whenever it opens. The keys of presets are live without it."""

    def __init__(self, choice: Callable[[], PresetChoice], parent: QWidget) -> None:
        """`choice`: the presets of the current tape."""
        super().__init__("&Presets", parent)
        self._choice = choice
        for number in range(NUMBERED):
            self._numbered(number, parent)
        self.aboutToShow.connect(self._fill)
        self._fill()

    def _numbered(self, number: int, window: QWidget) -> None:
        action = QAction(f"Preset {number + 1}", window)
        action.setShortcut(QKeySequence(f"Alt+{number + 1}"))
        action.triggered.connect(lambda: self._choice().use(number))
        window.addAction(action)

    def _fill(self) -> None:
        self.clear()
        self._choice().fill(self)
