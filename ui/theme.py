"""The look in one place: what is worn now, its colours and fonts, and the style sheet made of them.

Who keeps anything that was made of colours, fonts or sizes makes it anew when `changed` is emitted.
"""

from collections.abc import Callable
from dataclasses import asdict, fields
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

import resources
from models.appearance import Appearance
from ui.palettes import PALETTES, Tokens
from ui.style_sheet import SHEET

TEXT_FAMILY = "Inter"
FIGURE_FAMILY = "JetBrains Mono"
_FRAME = QSize(8, 40)
"""What the frame of a window takes of the screen, or nearly."""
P = ParamSpec("P")
R = TypeVar("R")


class _Look(QObject):
    """What is worn. `worn`: another look than before; `news` counts those."""

    worn = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.news = 0
        self.take(Appearance())

    def take(self, appearance: Appearance) -> None:
        """Wear this from now on."""
        self.appearance, self.tokens = appearance, PALETTES[appearance.palette]
        self.inks = {field.name: QColor(getattr(self.tokens, field.name)) for field in fields(Tokens)}
        self.news += 1


_LOOK = _Look()
changed = _LOOK.worn
"""Emitted after another look was taken: `theme.changed.connect(...)`."""


def appearance() -> Appearance:
    """What was chosen."""
    return _LOOK.appearance


def changes() -> int:
    """Grows with each other look."""
    return _LOOK.news


def tokens() -> Tokens:
    """The colours that are worn, as texts."""
    return _LOOK.tokens


def ink(name: str) -> QColor:
    """The colour of a token."""
    return _LOOK.inks[name]


def link_ink(letter: str) -> str:
    """The token of a link. Their hues are those of Okabe and Ito, which the colour-blind tell apart too."""
    return f"link_{letter.lower()}"


def row_px() -> int:
    """Height of a table's row, at 100 % scaling."""
    return _LOOK.appearance.row_px


def scaled(px: float) -> int:
    """What takes so many pixels at the standard size of text, at the size that is worn."""
    return _LOOK.appearance.scaled(px)


def figure_font(*, bold: bool = False) -> QFont:
    """Monospaced, for figures and tables."""
    font = QFont(FIGURE_FAMILY)
    font.setPixelSize(_LOOK.appearance.text_px)
    font.setBold(bold)
    font.setFeature(QFont.Tag("zero"), 0)
    return font


def text_font(*, strong: bool = False) -> QFont:
    """For words."""
    font = QFont(TEXT_FAMILY)
    font.setPixelSize(_LOOK.appearance.text_px)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return font


def follow(dress: Callable[[], object]) -> None:
    """Call a widget's method now, and after each change of the look for as long as there is the widget."""
    dress()
    changed.connect(dress)


def polish(widget: QWidget) -> None:
    """Let the style sheet look at a widget's properties again."""
    parts = [widget, widget.viewport()] if isinstance(widget, QAbstractScrollArea) else [widget]
    own = [(part, part.font()) for part in parts if part.testAttribute(Qt.WidgetAttribute.WA_SetFont)]
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    for part, font in own:
        part.setFont(font)  # Qt gives back the one that it first had, as it was before the text grew


def open_at(window: QWidget, width: int, height: int) -> None:
    """Make a window so large, in pixels, or as large as the screen allows."""
    room = window.screen().availableGeometry().size()
    window.resize(QSize(width, height).boundedTo(room - _FRAME))


def kept_while_worn(make: Callable[P, R]) -> Callable[P, R]:
    """Keep what a function makes of its arguments, for as long as the look is the same."""
    kept = lru_cache(maxsize=1024)(make)
    changed.connect(lambda: kept.cache_clear())
    return cast("Callable[P, R]", kept)


def apply(app: QApplication, wanted: Appearance | None = None) -> None:
    """Load the bundled fonts and dress the whole application, by default as at the first start."""
    for data in resources.font_data():
        QFontDatabase.addApplicationFontFromData(data)
    icon = QPixmap()
    icon.loadFromData(resources.icon_data("optape.svg"), "SVG")
    app.setWindowIcon(QIcon(icon))
    app.setStyle("Fusion")
    _LOOK.take(wanted or Appearance())
    _dress(app)
    changed.emit()


def wear(wanted: Appearance) -> None:
    """Dress the running application in another appearance."""
    before = _LOOK.appearance
    if wanted == before:
        return
    app = QApplication.instance()
    _LOOK.take(wanted)
    if isinstance(app, QApplication) and (wanted.text_px, wanted.palette) != (before.text_px, before.palette):
        _dress(app)  # a tenth of a second, which density alone does not ask for
    changed.emit()


def _dress(app: QApplication) -> None:
    app.setFont(text_font())
    app.setPalette(_palette())
    sizes = {"figure_family": FIGURE_FAMILY, "field_px": scaled(18)}
    app.setStyleSheet(SHEET.substitute(asdict(tokens()), **sizes))


def _palette() -> QPalette:
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, name in (
        (roles.Window, "surface"), (roles.Base, "surface"), (roles.AlternateBase, "raised"), (roles.Button, "raised"),
        (roles.WindowText, "text"), (roles.Text, "text"), (roles.ButtonText, "text"), (roles.BrightText, "bright"),
        (roles.Highlight, "selected"), (roles.HighlightedText, "bright"), (roles.PlaceholderText, "muted"),
        (roles.ToolTipBase, "raised"), (roles.ToolTipText, "text"), (roles.Link, "accent"), (roles.Mid, "line"),
        (roles.Dark, "line"), (roles.Light, "line"), (roles.Midlight, "line"), (roles.Shadow, "field"),
        (roles.Accent, "accent"),
    ):  # fmt: skip
        palette.setColor(role, ink(name))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, ink("disabled"))
    return palette
