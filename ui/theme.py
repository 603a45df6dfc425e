"""The look in one place: named colours, fonts, and the style sheet made of them."""

from dataclasses import asdict, dataclass, fields

from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

import resources
from ui.style_sheet import SHEET

TEXT_FAMILY = "Inter"
FIGURE_FAMILY = "JetBrains Mono"
TEXT_PX = 12
FIGURE_PX = 12
ROW_PX = 19
"""Sizes at 100 % scaling."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by what they mean. Text on `surface` and `raised` keeps a contrast of at least 4.5 : 1."""

    surface: str = "#0e1116"
    raised: str = "#151a21"
    field: str = "#0a0d11"
    line: str = "#232a34"
    selected: str = "#1d2a3a"
    text: str = "#d7dde5"
    bright: str = "#f3f6f9"
    muted: str = "#8b95a3"
    accent: str = "#5aa2ff"
    up: str = "#3fbf7f"
    down: str = "#f0605d"
    call: str = "#6fb1ff"
    put: str = "#d59bf6"
    warn: str = "#f0b040"
    error: str = "#ff6b6b"
    live: str = "#3fbf7f"
    delayed: str = "#6fb1ff"
    simulated: str = "#f0b040"
    replay: str = "#c58af9"
    badge_text: str = "#0b0e12"
    disabled: str = "#5b6573"
    handle: str = "#323b47"
    handle_hover: str = "#465261"
    notice_info: str = "#14202e"
    notice_warn: str = "#2b2412"
    notice_error: str = "#331818"
    link_a: str = "#56b4e9"
    link_b: str = "#e69f00"
    link_c: str = "#00a87a"
    link_d: str = "#f0e442"
    link_e: str = "#cc79a7"
    link_f: str = "#e0641a"
    beside_1: str = "#f5a742"
    beside_2: str = "#9bd65a"
    beside_3: str = "#b79bff"
    beside_4: str = "#e8edf3"
    beside_5: str = "#ff9db0"
    beside_6: str = "#c0925f"
    auction: str = "#2fc6a4"
    cross: str = "#e58fd0"
    package: str = "#c3cad4"
    vwap: str = "#e6d98a"


DARK = Tokens()


def ink(name: str) -> QColor:
    """The colour of a token."""
    return _INKS[name]


def link_ink(letter: str) -> str:
    """The token of a link. Their hues are those of Okabe and Ito, which the colour-blind tell apart too."""
    return f"link_{letter.lower()}"


_INKS = {field.name: QColor(getattr(DARK, field.name)) for field in fields(Tokens)}


def figure_font(*, bold: bool = False) -> QFont:
    """Monospaced, for figures and tables."""
    font = QFont(FIGURE_FAMILY)
    font.setPixelSize(FIGURE_PX)
    font.setBold(bold)
    font.setFeature(QFont.Tag("zero"), 0)
    return font


def text_font(*, strong: bool = False) -> QFont:
    """For words."""
    font = QFont(TEXT_FAMILY)
    font.setPixelSize(TEXT_PX)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return font


def apply(app: QApplication) -> None:
    """Load the bundled fonts and dress the whole application."""
    for data in resources.font_data():
        QFontDatabase.addApplicationFontFromData(data)
    icon = QPixmap()
    icon.loadFromData(resources.icon_data("optape.svg"), "SVG")
    app.setWindowIcon(QIcon(icon))
    app.setStyle("Fusion")
    app.setFont(text_font())
    app.setPalette(_palette())
    app.setStyleSheet(SHEET.substitute(asdict(DARK), figure_family=FIGURE_FAMILY))


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
