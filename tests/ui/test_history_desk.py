"""The at-time dialog as the window opens it."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from models.asking import Asking, Listener
from models.clock import utc_ms
from models.qt.link import Link
from models.queries import AtTimeAnswer, AtTimeQuery, AtTimeRow
from models.status import Source
from tests.models.made_market import MadeMarket
from ui.history_desk import HistoryDesk

DAY = date(2025, 12, 1)
NOON_MS = 43_200_000


class Answers:
    """Answers every question at once, with a trade a second before the asked time."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def __call__(self, query: AtTimeQuery, listener: Listener) -> Asking:
        row = AtTimeRow(query.start, query.at_ms, query.at_ms - 1000, 1.5, 1, "CBOE", "Auto", sequence=1)
        listener.success(AtTimeAnswer(query, "somebody", self.source, (row,)))
        return self

    def cancel(self) -> None:
        """Nothing runs."""


def _asked(qtbot: QtBot, market: MadeMarket, source: Source, time: str) -> Iterator[HistoryDesk]:
    window = QWidget()
    qtbot.addWidget(window)
    desk = HistoryDesk(Answers(source), market, lambda: window, lambda: Link(window))
    desk.set_source("somebody", source)
    desk.open()
    assert desk.dialog
    fields = {"contract": "SPY 19 Dec 25 99999 C", "start": str(DAY), "end": str(DAY), "time": time}
    desk.dialog.restore(desk.dialog.state() | fields)
    desk.dialog.ask()
    yield desk
    desk.dialog.close()


@pytest.fixture
def market() -> MadeMarket:
    made = MadeMarket()
    made.clock.observe(utc_ms(DAY, NOON_MS))
    return made


def test_a_contract_that_never_traded_here_is_answered_and_leaves_no_trace(qtbot: QtBot, market: MadeMarket) -> None:
    known = len(market.contracts)
    for desk in _asked(qtbot, market, Source.SIMULATED, "11:00:00.000"):
        assert desk.dialog
        assert desk.dialog.pane.model.rowCount() == 1
        assert "no" not in desk.dialog.pane.model.rows(0, 1)[0].cells[2].text
    assert len(market.contracts) == known


@pytest.mark.parametrize(("source", "said"), [(Source.SIMULATED, "not reached yet"), (Source.REPLAY, "12:59:59.000")])
def test_a_simulated_market_has_no_answer_for_a_time_to_come(
    qtbot: QtBot, market: MadeMarket, source: Source, said: str
) -> None:
    for desk in _asked(qtbot, market, source, "13:00:00.000"):
        assert desk.dialog
        assert desk.dialog.pane.model.rows(0, 1)[0].cells[2].text == said
