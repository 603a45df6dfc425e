"""The details of the feed on the screen."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from models.feed_details import FeedDetails
from models.feed_history import StateChange
from models.status import FeedState, Reason, Source
from tests.models.made_details import troubled, untouched
from tests.models.made_market import OPEN, SPY_C
from tests.ui.window_desk import CONTROL, click, dressed, inked, press, texts
from ui.feed_details import FeedDetailsDialog
from ui.panel import ElidedLabel


class Teller:
    """Says what it was given, and counts how often it was asked."""

    def __init__(self) -> None:
        self.details = troubled()
        self.asked = 0

    def __call__(self) -> FeedDetails:
        self.asked += 1
        return self.details


@pytest.fixture
def teller() -> Teller:
    return Teller()


@pytest.fixture
def dialog(qtbot: QtBot, qapp: QApplication, teller: Teller) -> Iterator[FeedDetailsDialog]:
    with dressed(qapp):
        made = FeedDetailsDialog(teller)
        made.bring_up()
        qtbot.waitExposed(made)
        yield made
        made.close()
        made.deleteLater()


def tabs(dialog: FeedDetailsDialog) -> list[str]:
    return [dialog.pages.tabText(number) for number in range(dialog.pages.count())]


def test_everything_is_told(dialog: FeedDetailsDialog) -> None:
    said = {label.text() for label in dialog.facts.findChildren(QLabel)}
    assert {"socket.massive.com", "key in use elsewhere, trying again in 38 s", "2,300 ms behind", "61,534"} <= said
    assert dialog.detail.text() == "Another program uses your key."
    assert tabs(dialog) == ["Gaps · 2", "Refused subscriptions · 3", "Malformed events · 2 of 7"]
    assert texts(dialog.changes, 1) == ["cooling down", "waiting to connect", "connecting", "not connected"]
    assert texts(dialog.pages.gaps, 4) == ["still interrupted", "filled: 132 trades"]
    dialog.pages.setCurrentIndex(1)
    assert texts(dialog.pages.refused, 0) == ["SPY 19 Dec 25 650 C", "all contracts", "O:???"]
    dialog.pages.setCurrentIndex(2)
    assert texts(dialog.pages.samples, 0) == ['{"p":"two"}', "[{ cut off"]


def test_it_is_not_modal(dialog: FeedDetailsDialog) -> None:
    assert not dialog.isModal()


def test_empty_lists_say_so(dialog: FeedDetailsDialog, teller: Teller) -> None:
    teller.details = untouched()
    dialog.refresh()
    assert tabs(dialog) == ["Gaps", "Refused subscriptions", "Malformed events"]
    assert not dialog.detail.isVisible()
    for number, table in enumerate((dialog.pages.gaps, dialog.pages.refused, dialog.pages.samples)):
        dialog.pages.setCurrentIndex(number)
        assert table.empty_text
        assert inked(table.viewport().grab().toImage()) > 100
    assert inked(dialog.changes.viewport().grab().toImage()) > 100


def test_it_follows_the_feed_while_it_is_open_and_costs_nothing_when_closed(
    dialog: FeedDetailsDialog, teller: Teller, qtbot: QtBot
) -> None:
    dialog._timer.setInterval(1)
    asked = teller.asked
    qtbot.waitUntil(lambda: teller.asked > asked + 2)
    dialog.close()
    assert not dialog._timer.isActive()
    asked = teller.asked
    teller.details = untouched()
    dialog.bring_up()
    assert teller.asked == asked + 1
    assert dialog._timer.isActive()
    assert tabs(dialog)[0] == "Gaps"


def test_a_selected_change_stays_selected_when_another_comes(dialog: FeedDetailsDialog, teller: Teller) -> None:
    click(dialog.changes, 1)
    newer = StateChange(OPEN + 1, FeedState.CONNECTING, Reason.NONE, "", Source.LIVE)
    teller.details = replace(teller.details, changes=(newer, *teller.details.changes))
    dialog.refresh()
    assert [index.row() for index in dialog.changes.selectionModel().selectedRows()] == [2]


def test_selected_rows_are_copied_with_their_titles(dialog: FeedDetailsDialog) -> None:
    QGuiApplication.clipboard().setText("before")
    press(dialog.changes, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "before", "nothing is selected"
    click(dialog.changes, 0)
    press(dialog.changes, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == (
        "Time ET\tState\tReason\tSource\tDetail\n"
        "Mon 1 Dec 09:30:00.000\tcooling down\tkey in use elsewhere\tlive\tAnother program uses your key.\n"
    )


def test_everything_is_copied_with_one_button(dialog: FeedDetailsDialog) -> None:
    dialog.copy_button.click()
    text = QGuiApplication.clipboard().text()
    for words in ("socket.massive.com", SPY_C, '{"p":"two"}', "filled: 132 trades", "2025-12-01T14:30:00.000+00:00"):
        assert words in text
    assert "copied" in dialog.foot.text()


def test_trouble_has_its_colour(dialog: FeedDetailsDialog) -> None:
    inks = {label.text(): label.property("ink") for label in dialog.facts.findChildren(ElidedLabel)}
    assert inks["key in use elsewhere, trying again in 38 s"] == "warn"
    assert inks["61,534"] == "text"


def test_escape_closes(dialog: FeedDetailsDialog) -> None:
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
