"""Asking for all parts of a question: what came is kept, what fails is told, and nothing is left behind."""

import asyncio
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.contract import Contract
from models.history.answers import Answers
from models.history.inquiring import Inquirer, Listener, Progress
from models.history.queries import (
    AtTimeAnswer,
    AtTimeQuery,
    AtTimeQuestion,
    AtTimeRow,
    HistoryError,
    HistoryFailure,
    Missing,
)
from models.history.weekdays import weekdays
from models.status import Source
from tests.models.history.made_history import MadeHistory, made_row

SPY = Contract("SPY", date(2024, 6, 21), "C", 500_000)
QQQ = Contract("QQQ", date(2024, 7, 19), "P", 400_000)
NOON, OPEN = 43_200_000, 34_200_000
QUESTION = AtTimeQuestion((SPY, QQQ), date(2024, 5, 28), date(2024, 7, 2), (OPEN, NOON))
PARTS = QUESTION.parts()
DAYS = [day for day, holiday in weekdays(QUESTION.start, QUESTION.end) if not holiday]
Facts = tuple[Contract, date, int, AtTimeRow | None, Missing | None]


class Ear:
    """Notes what it is told; `on_change` is called at each change."""

    def __init__(self, on_change: Callable[[Progress], None] = lambda progress: None) -> None:
        self.changes: list[Progress] = []
        self.end: HistoryError | None = None
        self.ended = asyncio.Event()
        self._on_change = on_change
        self.listener = Listener(self._changed, self._end)

    def _changed(self, progress: Progress) -> None:
        assert not self.ended.is_set()
        self.changes.append(progress)
        self._on_change(progress)

    def _end(self, error: HistoryError | None) -> None:
        assert not self.ended.is_set()
        self.end = error
        self.ended.set()

    async def wait(self) -> HistoryError | None:
        await asyncio.wait_for(self.ended.wait(), 5)
        return self.end


def facts(answers: Answers) -> list[Facts]:
    """What the entries say, in an order that does not depend on when they came."""
    found = [
        (entry.contract, entry.day, entry.asked_ms, entry.row, entry.missing.reason if entry.missing else None)
        for entry in answers.entries
    ]
    return sorted(found, key=lambda fact: fact[:3])


def plainly() -> list[Facts]:
    """The same, computed day by day."""
    found: list[Facts] = []
    for contract in QUESTION.contracts:
        for day, holiday in weekdays(QUESTION.start, QUESTION.end):
            for at_ms in QUESTION.times_ms:
                if day <= contract.expiry:
                    row = None if holiday else made_row(contract, day, at_ms)
                    reason = Missing.HOLIDAY if holiday else None if row else Missing.NO_TRADE
                    found.append((contract, day, at_ms, row, reason))
                elif day == date(2024, 6, 24):
                    found.append((contract, day, at_ms, None, Missing.EXPIRED))
    return sorted(found, key=lambda fact: fact[:3])


def fail_once(error: HistoryError, *numbers: int) -> Callable[[AtTimeQuery, int], HistoryError | None]:
    return lambda query, number: error if number in numbers else None


@pytest.mark.parametrize("at_once", [1, 3, 50])
async def test_every_part_is_asked_once_and_all_that_came_is_there(at_once: int) -> None:
    history, answers, ear = MadeHistory(), Answers(QUESTION), Ear()
    Inquirer(history, lambda: at_once).ask(answers, ear.listener)
    assert await ear.wait() is None
    assert sorted(history.asked, key=PARTS.index) == list(PARTS)
    assert facts(answers) == plainly()
    assert history.most_in_flight == min(at_once, len(PARTS))
    assert ear.changes[-1] == Progress(len(PARTS), len(PARTS), "")
    assert answers.complete


async def test_progress_tells_in_words_what_the_source_does_and_how_far_it_is() -> None:
    answers, ear = Answers(QUESTION), Ear()
    Inquirer(MadeHistory()).ask(answers, ear.listener)
    await ear.wait()
    assert [change.done for change in ear.changes] == [n // 2 for n in range(1, 2 * len(PARTS) + 1)][: len(ear.changes)]
    assert {change.text for change in ear.changes} == {"Asking made history", ""}


async def test_before_each_change_the_answers_are_up_to_date() -> None:
    answers = Answers(QUESTION)
    ear = Ear(lambda progress: seen.append((progress.done, answers.counts.done, len(answers.entries))))
    seen: list[tuple[int, int, int]] = []
    Inquirer(MadeHistory(), lambda: 3).ask(answers, ear.listener)
    await ear.wait()
    assert all(told == known for told, known, _ in seen)
    assert [entries for *_, entries in seen] == sorted(entries for *_, entries in seen)


async def test_a_question_with_nothing_to_ask_ends_at_once() -> None:
    answers, ear = Answers(AtTimeQuestion((SPY,), date(2024, 6, 15), date(2024, 6, 15), (NOON,))), Ear()
    Inquirer(MadeHistory()).ask(answers, ear.listener)
    assert await ear.wait() is None
    assert ear.changes == []


@settings(max_examples=60, deadline=None)
@given(
    cancels=st.lists(st.integers(0, 3 * len(PARTS)), max_size=4),
    failures=st.lists(st.integers(0, 2 * len(PARTS)), max_size=4),
    at_once=st.integers(1, 4),
    kind=st.sampled_from([HistoryFailure.TIMEOUT, HistoryFailure.UNREADABLE, HistoryFailure.NOT_RUNNING]),
)
def test_cancelled_failed_and_resumed_at_any_point_gives_the_same_as_one_go(
    cancels: list[int], failures: list[int], at_once: int, kind: HistoryFailure
) -> None:
    asyncio.run(resumed(cancels, fail_once(HistoryError(kind, "passing"), *failures), at_once))


async def resumed(cancels: list[int], fails: Callable[[AtTimeQuery, int], HistoryError | None], at_once: int) -> None:
    history, answers = MadeHistory(fails), Answers(QUESTION)
    inquirer = Inquirer(history, lambda: at_once)
    for changes in cancels:
        await cancelled_after(changes, inquirer, answers)
    while not answers.complete:
        ear = Ear()
        inquirer.ask(answers, ear.listener)
        await ear.wait()
    await inquirer.close()
    assert facts(answers) == plainly()
    assert not answers.failures


async def cancelled_after(changes: int, inquirer: Inquirer, answers: Answers) -> None:
    """Ask, and cancel at the change of that number; the next question may follow at once, before the task ends."""
    gone = asyncio.Event()

    def cancel(_progress: Progress) -> None:
        if len(ear.changes) > changes:
            asking.cancel()
            gone.set()

    ear = Ear(cancel)
    asking = inquirer.ask(answers, ear.listener)
    waits = [asyncio.ensure_future(event.wait()) for event in (gone, ear.ended)]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED, timeout=5)
    for wait in waits:
        wait.cancel()
    assert gone.is_set() != ear.ended.is_set()


async def test_a_cancel_is_silent_and_writes_nothing_more() -> None:
    history, answers, ear = MadeHistory(), Answers(QUESTION), Ear()
    inquirer = Inquirer(history, lambda: 2)
    history.gate.clear()
    asking = inquirer.ask(answers, ear.listener)
    while history.in_flight < 2:
        await asyncio.sleep(0)
    history.gate.set()
    asking.cancel()
    asking.cancel()
    heard = len(ear.changes)
    await inquirer.close()
    assert (len(ear.changes), answers.left(), ear.ended.is_set()) == (heard, PARTS, False)
    assert history.in_flight == 0


async def test_a_source_that_loses_a_cancel_is_not_asked_again() -> None:
    class Deaf(MadeHistory):
        async def at_time(self, query: AtTimeQuery, progress: Callable[[str], None]) -> AtTimeAnswer:
            try:
                return await super().at_time(query, progress)
            except asyncio.CancelledError:
                raise HistoryError(HistoryFailure.REFUSED, "at the same moment") from None

    history, answers, ear = Deaf(), Answers(QUESTION), Ear()
    inquirer = Inquirer(history, lambda: 2)
    history.gate.clear()
    asking = inquirer.ask(answers, ear.listener)
    while history.in_flight < 2:
        await asyncio.sleep(0)
    asking.cancel()
    history.gate.set()
    await inquirer.close()
    assert (len(history.asked), answers.left(), dict(answers.failures)) == (2, PARTS, {})


@pytest.mark.parametrize(
    "kind",
    [
        HistoryFailure.NOT_RUNNING,
        HistoryFailure.STARTING,
        HistoryFailure.DISCONNECTED,
        HistoryFailure.BUSY,
        HistoryFailure.WRONG_GENERATION,
        HistoryFailure.TIMEOUT,
    ],
)
async def test_a_failure_of_all_ends_the_asking_and_keeps_what_came(kind: HistoryFailure) -> None:
    error = HistoryError(kind, "what to do")
    history, answers, ear = MadeHistory(fail_once(error, 3)), Answers(QUESTION), Ear()
    inquirer = Inquirer(history)
    inquirer.ask(answers, ear.listener)
    assert await ear.wait() is error
    assert len(history.asked) == 4
    assert answers.left() == PARTS[3:]
    assert answers.counts.done == 3


async def test_an_answer_is_of_one_market_alone() -> None:
    history, answers = MadeHistory(), Answers(QUESTION)
    inquirer = Inquirer(history)
    ear = Ear(lambda progress: setattr(history, "source", Source.SIMULATED if progress.done == 3 else Source.LIVE))
    inquirer.ask(answers, ear.listener)
    error = await ear.wait()
    assert error
    assert "The rest would come from SIMULATED made history" in error.message
    assert (answers.source, answers.counts.done) == (Source.LIVE, 3)
    history.source, again = Source.LIVE, Ear()
    inquirer.ask(answers, again.listener)
    assert await again.wait() is None
    assert facts(answers) == plainly()


@pytest.mark.parametrize("kind", [HistoryFailure.PERMISSION, HistoryFailure.REFUSED])
async def test_a_failure_of_a_part_is_written_down_and_the_asking_goes_on(kind: HistoryFailure) -> None:
    error = HistoryError(kind, "what to do")
    history, answers, ear = MadeHistory(fail_once(error, 1)), Answers(QUESTION), Ear()
    Inquirer(history).ask(answers, ear.listener)
    assert await ear.wait() is None
    assert history.asked == list(PARTS)
    assert dict(answers.failures) == {PARTS[1]: error}
    assert answers.complete


async def test_a_root_that_is_unknown_is_asked_for_once() -> None:
    error = HistoryError(HistoryFailure.NO_DATA, "no such root")
    history = MadeHistory(lambda query, number: error if query.contract == SPY else None)
    answers, ear = Answers(QUESTION), Ear()
    Inquirer(history).ask(answers, ear.listener)
    assert await ear.wait() is None
    assert [query.contract.root for query in history.asked].count("SPY") == 1
    assert set(answers.failures) == {part for part in PARTS if part.contract == SPY}
    assert answers.complete


async def test_parts_that_may_be_tried_again_are_left_at_the_end() -> None:
    error = HistoryError(HistoryFailure.FAILED, "inside")
    history, answers, ear = MadeHistory(fail_once(error, 1, 3)), Answers(QUESTION), Ear()
    Inquirer(history).ask(answers, ear.listener)
    assert await ear.wait() is None
    assert answers.left() == (PARTS[1], PARTS[3])


@pytest.mark.parametrize(
    ("kind", "left"),
    [(HistoryFailure.UNREADABLE, PARTS[1:]), (HistoryFailure.FAILED, PARTS[1:]), (HistoryFailure.REFUSED, PARTS[5:])],
)
async def test_what_fails_again_and_again_is_given_up(kind: HistoryFailure, left: tuple[AtTimeQuery, ...]) -> None:
    error = HistoryError(kind, "a page of a web site")
    history = MadeHistory(lambda query, number: error if number else None)
    answers, ear = Answers(QUESTION), Ear()
    Inquirer(history).ask(answers, ear.listener)
    assert await ear.wait() is error
    assert len(history.asked) == 6
    assert answers.left() == left


async def test_a_fault_is_told_to_the_loop_once_and_to_the_listener_in_words() -> None:
    told: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: told.append(context))

    def stumble(query: AtTimeQuery, number: int) -> HistoryError | None:
        raise ZeroDivisionError("oops")

    answers, ear = Answers(QUESTION), Ear()
    Inquirer(MadeHistory(stumble), lambda: 2).ask(answers, ear.listener)
    error = await ear.wait()
    assert error
    assert error.kind is HistoryFailure.BUG
    assert [type(context["exception"]) for context in told] == [ZeroDivisionError]


async def test_closing_ends_every_question() -> None:
    history, answers, ear = MadeHistory(), Answers(QUESTION), Ear()
    history.gate.clear()
    inquirer = Inquirer(history, lambda: 3)
    inquirer.ask(answers, ear.listener)
    heard: list[object] = []
    inquirer.run(history.roots, heard.append, heard.append)
    await inquirer.close()
    await inquirer.close()
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert (heard, ear.ended.is_set()) == ([], False)


async def test_a_single_question_is_answered_once() -> None:
    found: asyncio.Future[tuple[int, ...]] = asyncio.get_running_loop().create_future()
    history = MadeHistory()
    Inquirer(history).run(partial(history.strikes, "SPY", SPY.expiry), found.set_result, found.set_exception)
    assert await found == (500_000,)


async def test_a_single_question_that_fails_says_why() -> None:
    async def fail() -> int:
        raise HistoryError(HistoryFailure.NOT_RUNNING, "start it")

    heard: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    Inquirer(MadeHistory()).run(fail, heard.set_result, heard.set_exception)
    with pytest.raises(HistoryError, match="start it"):
        await heard


async def test_a_single_question_that_was_cancelled_is_silent() -> None:
    async def forever() -> int:
        await asyncio.Event().wait()
        return 1

    heard: list[object] = []
    inquirer = Inquirer(MadeHistory())
    asking = inquirer.run(forever, heard.append, heard.append)
    await asyncio.sleep(0)
    asking.cancel()
    await inquirer.close()
    assert heard == []
