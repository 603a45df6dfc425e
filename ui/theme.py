"""The look in one place: named colours, fonts, and the style sheet made of them."""

from dataclasses import dataclass, fields

from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

import resources

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


DARK = Tokens()


def ink(name: str) -> QColor:
    """The colour of a token."""
    return _INKS[name]


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
    app.setStyleSheet(_sheet(DARK))


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
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor("#5b6573"))
    return palette


def _sheet(t: Tokens) -> str:
    badges = "".join(
        f'QLabel[role="badge-{source}"] {{ background: {getattr(t, source)}; }}'
        for source in ("live", "delayed", "simulated", "replay")
    )
    return f"""
    QMainWindow, QDialog {{ background: {t.surface}; }}
    QMainWindow::separator {{ background: {t.line}; width: 1px; height: 1px; }}
    QMainWindow::separator:hover {{ background: {t.accent}; }}
    QMenuBar {{ background: {t.raised}; color: {t.muted}; padding: 2px 4px; }}
    QLabel[role="clock"] {{ color: {t.muted}; font-family: "{FIGURE_FAMILY}"; }}
    QMenuBar::item {{ padding: 3px 9px; background: transparent; border-radius: 3px; }}
    QMenuBar::item:selected {{ background: {t.selected}; color: {t.bright}; }}
    QMenu {{ background: {t.raised}; border: 1px solid {t.line}; padding: 4px; }}
    QMenu::item {{ padding: 4px 26px 4px 22px; border-radius: 3px; }}
    QMenu::item:selected {{ background: {t.selected}; color: {t.bright}; }}
    QMenu::item:disabled {{ color: #5b6573; }}
    QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 6px; }}
    QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; padding: 3px; }}
    QLineEdit, QDateEdit, QTimeEdit, QComboBox, QSpinBox {{
        background: {t.field}; border: 1px solid {t.line}; border-radius: 3px; padding: 2px 6px;
        selection-background-color: {t.accent}; selection-color: {t.badge_text}; min-height: 18px; }}
    QLineEdit:focus, QDateEdit:focus, QTimeEdit:focus, QComboBox:focus {{ border-color: {t.accent}; }}
    QLineEdit[invalid="true"], QDateEdit[invalid="true"], QTimeEdit[invalid="true"] {{ border-color: {t.error}; }}
    QComboBox QAbstractItemView {{ background: {t.raised}; border: 1px solid {t.line}; }}
    QPushButton {{ background: {t.raised}; border: 1px solid {t.line}; border-radius: 3px; padding: 3px 12px; }}
    QPushButton:hover {{ border-color: {t.accent}; }}
    QPushButton:focus {{ border-color: {t.accent}; }}
    QPushButton:pressed {{ background: {t.selected}; }}
    QPushButton:disabled {{ color: #5b6573; }}
    QPushButton:default {{ background: {t.selected}; border-color: {t.accent}; color: {t.bright}; }}
    QToolButton {{ background: transparent; border: 1px solid transparent; padding: 1px 5px; color: {t.muted};
        border-radius: 3px; }}
    QToolButton:hover {{ color: {t.bright}; background: {t.selected}; }}
    QToolButton:checked {{ color: {t.accent}; background: {t.selected}; }}
    QToolButton[role="pill"] {{ color: {t.badge_text}; background: {t.accent}; font-weight: 600; border-radius: 8px; }}
    QToolButton:focus {{ border-color: {t.accent}; }}
    QToolButton[role="pill"]:focus {{ border-color: {t.bright}; }}
    QHeaderView {{ background: {t.surface}; border: none; border-bottom: 1px solid {t.line}; }}
    QHeaderView[focused="true"] {{ border-bottom-color: {t.accent}; }}
    QHeaderView::section {{ background: {t.surface}; color: {t.muted}; border: none;
        padding: 2px 5px; }}
    QTableView, QTreeView, QListView {{ background: {t.surface}; border: none; gridline-color: {t.line};
        selection-background-color: {t.selected}; selection-color: {t.bright}; }}
    QTableCornerButton::section {{ background: {t.surface}; border: none; }}
    QScrollBar:vertical {{ background: transparent; width: 9px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 9px; margin: 0; }}
    QScrollBar::handle {{ background: #323b47; border-radius: 4px; min-height: 26px; min-width: 26px; margin: 1px; }}
    QScrollBar::handle:hover {{ background: #465261; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QCheckBox {{ spacing: 6px; }}
    QCheckBox:focus {{ color: {t.bright}; }}
    QProgressBar {{ background: {t.field}; border: 1px solid {t.line}; border-radius: 3px; max-height: 6px; }}
    QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
    QLabel[role="title"] {{ color: {t.bright}; font-weight: 600; }}
    QLabel[role="muted"] {{ color: {t.muted}; }}
    QLabel[role="error"] {{ color: {t.error}; }}
    QLabel[role="warn"] {{ color: {t.warn}; }}
    QLabel[role="call"] {{ color: {t.call}; }}
    QLabel[role="put"] {{ color: {t.put}; }}
    QLabel[role^="badge-"] {{ color: {t.badge_text}; font-weight: 600; border-radius: 3px; padding: 1px 10px; }}
    {badges}
    QWidget[role="foot"] {{ background: {t.surface}; border-top: 1px solid {t.line}; }}
    QWidget[role="status"] {{ background: {t.raised}; border-top: 1px solid {t.line}; }}
    QWidget[role="notice-info"] {{ background: #14202e; border-bottom: 1px solid {t.line}; }}
    QWidget[role="notice-warn"] {{ background: #2b2412; border-bottom: 1px solid {t.line}; }}
    QWidget[role="notice-error"] {{ background: #331818; border-bottom: 1px solid {t.line}; }}
    QLabel[role^="sign-"] {{ font-weight: 600; }}
    QLabel[role="sign-info"] {{ color: {t.accent}; }}
    QLabel[role="sign-warn"] {{ color: {t.warn}; }}
    QLabel[role="sign-error"] {{ color: {t.error}; }}
    QWidget[role="bar"] {{ background: {t.raised}; border-bottom: 1px solid {t.line}; }}
    """
