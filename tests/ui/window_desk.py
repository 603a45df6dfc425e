"""What the tests of the window share: the look, prints by the dozen, and a count of painted pixels."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from ui import theme

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
PLAIN = Qt.KeyboardModifier.NoModifier


@contextmanager
def dressed(app: QApplication) -> Iterator[None]:
    """The application in its look."""
    theme.apply(app)
    yield
    app.setStyleSheet("")


def pixels(image: QImage, rect: QRect | None = None) -> NDArray[np.int64]:
    """Rows x columns x (red, green, blue) of an image, or of a part of it in its own pixels."""
    part = (image.copy(rect) if rect else image).convertToFormat(QImage.Format.Format_RGB32)
    data = np.frombuffer(part.constBits(), np.uint8).reshape(part.height(), part.bytesPerLine() // 4, 4)
    return data[:, : part.width(), 2::-1].astype(np.int64)


def painted(image: QImage, token: str, rect: QRect | None = None) -> int:
    """How many pixels have the colour of a token, or nearly: the edges of letters are softened."""
    colour = theme.ink(token)
    wanted = (colour.red(), colour.green(), colour.blue())
    return int((abs(pixels(image, rect) - wanted).max(axis=2) < 24).sum())


def inked(image: QImage, rect: QRect | None = None) -> int:
    """How many pixels are lighter than every ground."""
    return int((pixels(image, rect).max(axis=2) > 100).sum())


def cell_rect(table: QTableView, row: int, column: int) -> QRect:
    """Where a cell stands in the viewport."""
    return table.visualRect(table.model().index(row, column))


def texts(table: QTableView, column: int = 0) -> list[str]:
    """What the visible rows of a table show in a column."""
    first = table.rowAt(0)
    last = table.rowAt(table.viewport().height() - 1)
    last = last if last >= 0 else table.model().rowCount() - 1
    return [table.model().index(row, column).data() for row in range(first, last + 1)] if first >= 0 else []


def click(table: QTableView, row: int, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    """Click on a row."""
    place = QPoint(30, table.rowViewportPosition(row) + table.rowHeight(row) // 2)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    """Press a key."""
    QTest.keyClick(widget, key, modifier)


def write(widget: QWidget, text: str) -> None:
    """Type a text."""
    QTest.keyClicks(widget, text)
