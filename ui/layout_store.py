"""The layout between starts: the window's place, its docks, and what each panel remembers."""

import base64
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QByteArray, QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from models.atomic_file import replace_file

FIRST_SIZE = QSize(1600, 900)
_DOCKS_VERSION = 1


class Layout(msgspec.Struct):
    """What is kept. `panels`: each panel's own state by its name."""

    geometry: str = ""
    docks: str = ""
    panels: dict[str, dict[str, Any]] = {}  # msgspec copies it for each layout


def load_layout(path: Path) -> Layout:
    """The kept layout; a fresh one where there is none, or where it cannot be read: a lost layout is no failure."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Layout)
    except (OSError, msgspec.DecodeError):
        return Layout()


def save_layout(window: QMainWindow, panels: dict[str, dict[str, Any]], path: Path) -> None:
    """Keep the layout of a window. Raises `OSError`."""
    layout = Layout(_text(window.saveGeometry()), _text(window.saveState(_DOCKS_VERSION)), panels)
    replace_file(path, msgspec.json.encode(layout))


def restore_layout(window: QMainWindow, layout: Layout) -> bool:
    """Put a window back in its place; False if its docks were not kept. It is never left small or off the screen."""
    window.resize(FIRST_SIZE)
    if layout.geometry:
        window.restoreGeometry(_bytes(layout.geometry))
    restored = bool(layout.docks) and window.restoreState(_bytes(layout.docks), _DOCKS_VERSION)
    fit(window)
    return restored


def fit(window: QMainWindow) -> None:
    """Make a window at least as large as its content, at most as large as its screen, and wholly visible."""
    size = window.size().expandedTo(window.minimumSizeHint())
    if QGuiApplication.platformName() == "offscreen":  # its screen is 800 x 800 and nobody's
        window.resize(size)
        return
    screens = QGuiApplication.screens()
    frame = window.frameGeometry()
    screen = next((s for s in screens if s.availableGeometry().intersects(frame)), QGuiApplication.primaryScreen())
    room = screen.availableGeometry()
    size = size.boundedTo(room.size())
    window.resize(size)
    window.move(_inside(QRect(frame.topLeft(), size), room).topLeft())


def _inside(rect: QRect, room: QRect) -> QRect:
    x = max(room.left(), min(rect.left(), room.right() - rect.width() + 1))
    y = max(room.top(), min(rect.top(), room.bottom() - rect.height() + 1))
    return QRect(x, y, rect.width(), rect.height())


def _text(data: QByteArray) -> str:
    return base64.b64encode(data.data()).decode("ascii")


def _bytes(text: str) -> QByteArray:
    try:
        return QByteArray(base64.b64decode(text, validate=True))
    except ValueError:
        return QByteArray()
