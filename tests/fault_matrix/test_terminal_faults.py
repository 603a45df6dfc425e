"""Faults of the terminal: the question is answered in words, and succeeds when it is asked again."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import resources
from feeds.theta.codes import ThetaCodes
from feeds.theta.terminal import ThetaTerminal
from feeds.theta.transport import Patience
from models.asking import Listener, TaskAsker
from models.clock import eastern
from models.contract import parse_ticker
from models.queries import AtTimeAnswer, AtTimeQuery, HistoryError
from tests.fault_matrix.desk import Desk, desk_at, on_window_loop
from tests.fault_matrix.matrix import TERMINAL, Question
from tests.fault_matrix.trouble import trouble
from tests.feeds.venue.made import CALL, OPEN_MS

QUICK = Patience(attempts=2, retry_within_s=0.5, first_wait_s=0.01, longest_wait_s=0.02)


@pytest.mark.parametrize("question", TERMINAL, ids=lambda question: question.name)
def test_a_question_that_fails_says_why_and_can_be_asked_again(
    qapp: QApplication, tmp_path: Path, question: Question
) -> None:
    on_window_loop(qapp, _ask_twice(tmp_path, question))


async def _ask_twice(folder: Path, question: Question) -> None:
    async with trouble(folder, question.fault) as venue, desk_at(folder, venue.urls) as desk:
        terminal = ThetaTerminal(venue.urls.theta, _codes(desk), patience=QUICK)
        asker = TaskAsker(terminal)
        try:
            assert str(await _answer(desk, asker)).startswith(question.answer)
            await venue.mend()
            answer = await _answer(desk, asker)
            assert isinstance(answer, AtTimeAnswer)
            assert len(answer.rows) == 1
        finally:
            await asker.close()
            await terminal.close()


async def _answer(desk: Desk, asker: TaskAsker) -> AtTimeAnswer | HistoryError:
    day = eastern(OPEN_MS).date()
    got: list[AtTimeAnswer | HistoryError] = []
    asker(AtTimeQuery(parse_ticker(CALL), day, day, 34_500_000), Listener(lambda _: None, got.append, got.append))
    await desk.until(lambda: got, "an answer")
    return got[0]


def _codes(desk: Desk) -> ThetaCodes:
    conditions, exchanges = (resources.table(f"theta_{name}") for name in ("conditions", "exchanges"))
    return ThetaCodes(conditions, exchanges, desk.market.sets.known.values(), desk.market.venues)
