"""The layout between starts: the window's place, its docks, and what each panel remembers."""

import base64
from pathlib import Path
from typing import Annotated, Any

import msgspec
from PySide6.QtCore import QByteArray, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from models.atomic_file import replace_file

FIRST_SIZE = QSize(1600, 900)
LEAST_SIZE = QSize(960, 600)
"""What the panels need to be read, where the screen has the room."""
_DOCKS_VERSION = 1


Pixels = Annotated[int, msgspec.Meta(ge=-100_000, le=100_000)]
"""Farther than any screen reaches; a larger number is one that Qt cannot take."""


class Place(msgspec.Struct):
    """Where a window stood: top left corner and size in device-independent pixels."""

    x: Pixels
    y: Pixels
    width: Pixels
    height: Pixels
    maximized: bool = False


class Layout(msgspec.Struct):
    """What is kept. `docks`: Qt's own state; `panels`: each panel's own state by its name."""

    place: Place | None = None
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
    size = window.normalGeometry().size() if window.isMaximized() else window.size()
    place = Place(window.x(), window.y(), size.width(), size.height(), window.isMaximized())
    replace_file(path, msgspec.json.encode(Layout(place, _text(window.saveState(_DOCKS_VERSION)), panels)))


def restore_layout(window: QMainWindow, layout: Layout) -> bool:
    """Put a window back in its place; False if its docks were not kept. It is never left small or off the screen."""
    window.resize(FIRST_SIZE)
    if layout.place:
        # Not restoreGeometry: it shrinks a window to a screen that is not the one it will be on.
        window.resize(layout.place.width, layout.place.height)
        window.move(layout.place.x, layout.place.y)
        window.setWindowState(
            Qt.WindowState.WindowMaximized if layout.place.maximized else Qt.WindowState.WindowNoState
        )
    fit(window)
    restored = bool(layout.docks) and window.restoreState(_bytes(layout.docks), _DOCKS_VERSION)
    for dock in window.findChildren(QDockWidget):
        if dock.isFloating():
            fit(dock)
    return restored


def fit(window: QWidget) -> None:
    """Make a window at least as large as its content, at most as large as its screen, and wholly visible."""
    least = window.minimumSizeHint().expandedTo(LEAST_SIZE if isinstance(window, QMainWindow) else QSize())
    size = window.size().expandedTo(least)
    if QGuiApplication.platformName() == "offscreen":  # its screen is 800 x 800 and nobody's
        window.resize(size)
        return
    frame = QRect(window.pos(), size)
    screens = QGuiApplication.screens()
    screen = next((s for s in screens if s.availableGeometry().intersects(frame)), QGuiApplication.primaryScreen())
    room = screen.availableGeometry()
    window.resize(size.boundedTo(room.size()))
    window.move(inside(QRect(frame.topLeft(), window.size()), room).topLeft())


def inside(rect: QRect, room: QRect) -> QRect:
    """A rectangle moved as far as needed to lie in another; what is too large begins where that begins."""
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
