"""How the window looks, as far as people may choose it: how dense, how large, in which colours. No Qt here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

LEAST_PX, MOST_PX, STANDARD_PX = 11, 16, 12
"""Sizes of text and figures at 100 % scaling."""
_LINE_OF_TEXT = 1.32
"""Height of a line of the figure font, in sizes of the font."""


class Density(StrEnum):
    """How close the rows of tables stand."""

    COMPACT = "compact"
    NORMAL = "normal"
    ROOMY = "roomy"


class Palette(StrEnum):
    """Which set of colours is worn."""

    STANDARD = "standard"
    COLOUR_BLIND = "colour-blind"
    """Blue and orange, blue and yellow, instead of green and red, blue and violet."""


_AROUND_PX = {Density.COMPACT: 1, Density.NORMAL: 3, Density.ROOMY: 7}
"""What a row has beyond a line of figures."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """`text_px`: size of text and figures at 100 % scaling, 11 to 16."""

    density: Density = Density.NORMAL
    text_px: int = STANDARD_PX
    palette: Palette = Palette.STANDARD

    @property
    def row_px(self) -> int:
        """Height of a table's row at 100 % scaling: 17, 19 or 23 at the standard size."""
        return round(self.text_px * _LINE_OF_TEXT) + _AROUND_PX[self.density]

    def scaled(self, px: float) -> int:
        """What takes so many pixels at the standard size of text, at this one."""
        return round(px * self.text_px / STANDARD_PX)

    def resized(self, steps: int) -> "Appearance":
        """Text larger by so many pixels, within the range; smaller if negative."""
        return replace(self, text_px=min(max(self.text_px + steps, LEAST_PX), MOST_PX))

    def next_density(self) -> "Appearance":
        """Rows with more room; after the roomiest come the densest."""
        every = list(Density)
        return replace(self, density=every[(every.index(self.density) + 1) % len(every)])

    def other_palette(self) -> "Appearance":
        """The other set of colours."""
        every = list(Palette)
        return replace(self, palette=every[(every.index(self.palette) + 1) % len(every)])

    def state(self) -> dict[str, object]:
        """What is worth keeping between starts."""
        return {"density": self.density.value, "text_px": self.text_px, "palette": self.palette.value}


def restored(state: Mapping[str, object]) -> Appearance:
    """A kept appearance; what is missing in it, or makes no sense, is as at the first start."""
    made, text_px = Appearance(), state.get("text_px")
    if state.get("density") in list(Density):
        made = replace(made, density=Density(str(state["density"])))
    if state.get("palette") in list(Palette):
        made = replace(made, palette=Palette(str(state["palette"])))
    if type(text_px) is int and LEAST_PX <= text_px <= MOST_PX:
        made = replace(made, text_px=text_px)
    return made
