"""The label that gives way: what it says, to whom, and what it asks of the window."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QWidget
from pytestqt.qtbot import QtBot

from ui.panel import ElidedLabel


class Requests(QObject):
    """Counts how often a widget is asked to lay itself out."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.LayoutRequest
        return False


@pytest.fixture
def label(qtbot: QtBot) -> Iterator[ElidedLabel]:
    window = QWidget()
    row, made = QHBoxLayout(window), ElidedLabel("short")
    row.addWidget(made)
    window.show()
    qtbot.waitExposed(window)
    QApplication.sendPostedEvents()
    yield made
    window.close()
    window.deleteLater()


def test_its_whole_text_is_there_for_all(label: ElidedLabel) -> None:
    label.setText("12,345 of 20,000, all trades")
    heard = QAccessible.queryAccessibleInterface(label).text(QAccessible.Text.Name)
    assert label.text() == label.toolTip() == heard == "12,345 of 20,000, all trades"


def test_another_text_has_nothing_laid_out_anew(label: ElidedLabel) -> None:
    requests = Requests(label.window())
    label.setText("a much longer text than there was before")
    QApplication.sendPostedEvents()
    assert requests.count == 0


def test_where_room_for_the_text_is_asked_for_another_text_asks_for_more(label: ElidedLabel) -> None:
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    QApplication.sendPostedEvents()
    before, requests = label.sizeHint().width(), Requests(label.window())
    label.setText("a longer text")
    QApplication.sendPostedEvents()
    assert label.sizeHint().width() > before
    assert requests.count == 1
