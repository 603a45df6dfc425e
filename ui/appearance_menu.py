"""The menu of the look: how dense, how large, in which colours. What is chosen is worn at once, everywhere."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from models.appearance import LEAST_PX, MOST_PX, STANDARD_PX, Appearance, Density, Palette
from ui import theme
from ui.menu_entries import Entry, add_entries

_DENSITIES = {Density.COMPACT: "&Compact rows", Density.NORMAL: "&Normal rows", Density.ROOMY: "&Roomy rows"}
_PALETTES = {
    Palette.STANDARD: "S&tandard colours, green and red",
    Palette.COLOUR_BLIND: "Colours for the colour-&blind, blue and orange",
}


class AppearanceMenu(QMenu):
    """Density, size of text and palette."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("&Appearance", parent)
        self._choices: list[tuple[QAction, Callable[[Appearance], Appearance]]] = []
        self._offer_sizes()
        self.addSeparator()
        self._offer_densities()
        self.addSeparator()
        self._offer_palettes()
        theme.follow(self._check)

    def _offer_sizes(self) -> None:
        self.larger = self._add("&Larger text", lambda: theme.wear(theme.appearance().resized(1)))
        self.larger.setShortcuts([QKeySequence("Ctrl+="), QKeySequence("Ctrl++")])  # one needs no Shift
        self.smaller = self._add("&Smaller text", lambda: theme.wear(theme.appearance().resized(-1)))
        self.smaller.setShortcut(QKeySequence("Ctrl+-"))
        self.standard = self._add("", lambda: theme.wear(replace(theme.appearance(), text_px=STANDARD_PX)))
        self.standard.setShortcut(QKeySequence("Ctrl+0"))

    def _offer_densities(self) -> None:
        group = QActionGroup(self)
        for density, text in _DENSITIES.items():
            self._offer(group, text, partial(_with_density, density))
        add_entries(
            self, [Entry("Next &density", "Ctrl+Shift+D", lambda: theme.wear(theme.appearance().next_density()))]
        )

    def _offer_palettes(self) -> None:
        group = QActionGroup(self)
        for palette, text in _PALETTES.items():
            self._offer(group, text, partial(_with_palette, palette))
        add_entries(
            self, [Entry("&Other colours", "Ctrl+Shift+B", lambda: theme.wear(theme.appearance().other_palette()))]
        )

    def _offer(self, group: QActionGroup, text: str, changed: Callable[[Appearance], Appearance]) -> None:
        """A choice that is on while it changes nothing."""
        action = self._add(text, lambda: theme.wear(changed(theme.appearance())))
        action.setCheckable(True)
        group.addAction(action)
        self._choices.append((action, changed))

    def _add(self, text: str, call: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda: call())
        self.addAction(action)
        return action

    def _check(self) -> None:
        look = theme.appearance()
        for action, changed in self._choices:
            action.setChecked(changed(look) == look)
        self.larger.setEnabled(look.text_px < MOST_PX)
        self.smaller.setEnabled(look.text_px > LEAST_PX)
        self.standard.setText(f"Standard si&ze ({look.text_px} px now, {STANDARD_PX} is standard)")


def _with_density(density: Density, look: Appearance) -> Appearance:
    return replace(look, density=density)


def _with_palette(palette: Palette, look: Appearance) -> Appearance:
    return replace(look, palette=palette)
