"""The tape around an answer, with a source that answers when a test says so."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import resources
from models.clock import utc_ms
from models.contract import parse_ticker
from models.filtering.presets import PresetBook
from models.history.answers import Entry
from models.history.past_market import past_market
from models.history.queries import AtTimeRow, PastTrade, PastTrades, TradesQuery
from models.status import Source
from tests.ui.history.made_inquirer import MadeInquirer
from ui.history.around_dialog import AroundDialog

CONTRACT = parse_ticker("O:SPY240621C00500000")
DAY = date(2024, 6, 14)
NOON_MS = 43_200_000
TRADED_MS = NOON_MS - 56_626
ROW = AtTimeRow(DAY, NOON_MS, TRADED_MS, 41.5, 2, "NOM", "Auto", sequence=-5)


def queries(inquirer: MadeInquirer) -> list[TradesQuery]:
    return [kept.what[1] for kept in inquirer.kept]


def tell(inquirer: MadeInquirer, *times_ms: int) -> None:
    """Answer with trades at these Eastern times."""
    trades = tuple(
        PastTrade(utc_ms(DAY, at), 41.5, 2, 302, 209, -5 if at == TRADED_MS else n, {}) for n, at in enumerate(times_ms)
    )
    inquirer.kept[-1].done(PastTrades(queries(inquirer)[-1], "Theta Terminal v2", Source.REPLAY, trades))


@pytest.fixture
def inquirer() -> MadeInquirer:
    return MadeInquirer()


@pytest.fixture
def dialog(qtbot: QtBot, inquirer: MadeInquirer, tmp_path: Path) -> Iterator[AroundDialog]:
    tables = resources.table("massive_conditions"), resources.table("massive_exchanges")
    made = AroundDialog(
        Entry(CONTRACT, DAY, NOON_MS, ROW, None, None),
        inquirer,
        lambda past: past_market(past, *tables, 100.0),
        PresetBook(tmp_path / "presets.json"),
    )
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.done(0)


def test_it_asks_for_five_minutes_before_the_trade_and_after_the_asked_time(
    dialog: AroundDialog, inquirer: MadeInquirer
) -> None:
    query = queries(inquirer)[0]
    assert (query.from_ms, query.to_ms) == (TRADED_MS - 300_000, NOON_MS + 300_000)
    assert dialog.message.bar.isVisible()


def test_the_answer_is_selected_in_the_middle_of_the_table_with_the_keys(
    dialog: AroundDialog, inquirer: MadeInquirer, qtbot: QtBot
) -> None:
    tell(inquirer, *range(TRADED_MS - 60_000, TRADED_MS, 1000), TRADED_MS, *range(TRADED_MS + 9, TRADED_MS + 600, 10))
    tape = dialog.tape
    assert tape
    table = tape.panel.table
    qtbot.waitUntil(table.hasFocus)
    assert tape.panel.model.tape_row(table.currentIndex().row()) == 60
    place = table.visualRect(table.currentIndex()).center().y() / table.viewport().height()
    assert 0.3 < place < 0.7
    assert dialog.badge.isVisible()
    qtbot.waitUntil(lambda: tape.chart.painted_ticks == 121)


def test_more_of_the_day_is_one_choice_away_and_an_older_answer_is_given_up(
    dialog: AroundDialog, inquirer: MadeInquirer
) -> None:
    dialog.margin.setCurrentText("the whole day")
    assert [kept.cancelled for kept in inquirer.kept] == [True, False]
    assert queries(inquirer)[-1].from_ms == 0
    tell(inquirer, TRADED_MS, NOON_MS + 1)
    dialog.margin.setCurrentText("1 minute")
    tell(inquirer, TRADED_MS)
    assert dialog.tape
    assert dialog.tape.panel.model.rowCount() == 1


def test_no_trade_and_a_failure_are_said_in_words(dialog: AroundDialog, inquirer: MadeInquirer) -> None:
    tell(inquirer)
    assert "knows no trade" in dialog.message.text.text()
    assert "Choose more of the day" in dialog.message.text.text()
    dialog.margin.setCurrentText("30 minutes")
    inquirer.kept[-1].fail("Start the Theta Terminal.")
    assert dialog.message.text.text() == "Start the Theta Terminal."


def test_escape_gives_up_what_runs_and_shows_what_was_there_then_closes(
    dialog: AroundDialog, inquirer: MadeInquirer
) -> None:
    tell(inquirer, TRADED_MS)
    dialog.margin.setCurrentText("30 minutes")
    assert not dialog.tape or not dialog.tape.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert inquirer.kept[-1].cancelled
    assert dialog.tape
    assert dialog.tape.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_nothing_is_offered_that_other_panels_would_have_to_do(
    dialog: AroundDialog, inquirer: MadeInquirer, qtbot: QtBot
) -> None:
    tell(inquirer, TRADED_MS)
    assert dialog.tape
    panel = dialog.tape.panel
    qtbot.waitUntil(panel.table.hasFocus)
    menu = panel.row_menu.open(panel.mapToGlobal(panel.rect().center()))
    texts = [action.text() for action in menu.actions()]
    menu.close()
    assert not [text for text in texts if "watchlist" in text or "chart" in text]
    assert not panel.reading.pause_button.isVisible()
    QTest.keyClick(panel.table, Qt.Key.Key_P)
    assert not panel.table.paused
