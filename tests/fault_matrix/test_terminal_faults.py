"""Faults of the terminal: chip and dialog say what is wrong, the window stays alive, asking again succeeds."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.fault_matrix.desk import on_window_loop
from tests.fault_matrix.terminal_desk import IMPATIENT, QUICK, TerminalDesk, terminal_desk
from tests.fault_matrix.terminal_matrix import TERMINAL, Question
from tests.fault_matrix.terminal_ways import Way
from tests.feeds.venue.faults.terminal import DAYS, price_of

OPEN_MS, THETA_AUTO, THETA_CBOE = 34_200_000, 18, 5
"""When the six days' trades were made, in ms since 00:00, and Theta's codes of their condition and venue."""
CASES = [
    pytest.param(question, way, id=f"{question.name}, {way.name}") for question in TERMINAL for way in question.ways
]


@pytest.mark.parametrize(("question", "way"), CASES)
def test_a_question_is_answered_or_says_why_not_and_can_be_asked_again(
    qapp: QApplication, tmp_path: Path, question: Question, way: Way
) -> None:
    on_window_loop(qapp, _ask_twice(tmp_path, question, way))


async def _ask_twice(folder: Path, question: Question, way: Way) -> None:
    faults = ",".join(filter(None, (question.before, question.fault)))
    patience = IMPATIENT if question.is_silence else QUICK
    async with terminal_desk(folder, faults, way, question.at_once, patience) as (desk, venue):
        if question.before:  # and nobody looks between the restart and the question
            await desk.until_chip_says("connected")
            await venue.mend()
        else:
            await desk.until_chip_says(question.state)
        await desk.ask()
        if question.answer:
            assert question.answer.replace("HOST", desk.terminal.status.address) in desk.said()
            assert desk.rows() == []
            await venue.mend()
            await desk.until_chip_says("connected")
            await desk.ask_again()
        _check_rows(desk, question)
        if question.name == "theta_odd_lists":
            await _check_lists(desk)
        assert venue.strikes or question.answer, "the fault never acted"


def _check_rows(desk: TerminalDesk, question: Question) -> None:
    """All of the six days are there, once for each asked time, and true."""
    wrapped = -(2**31) if question.name == "theta_wrapped" else 0
    expected = [
        (day, OPEN_MS, price_of(number), 1 + number, THETA_AUTO, THETA_CBOE, wrapped + number)
        for number, day in enumerate(DAYS, 1)
    ]
    told = [
        (row.day.day, row.trade_ms, row.price, row.size, row.condition_code, row.venue_code, row.sequence)
        for row in desk.rows()
    ]
    assert (desk.said(), told) == ("", expected * question.at_once)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("theta_os_limit:2", "The terminal is busy: waiting for try 2 of 3"),
        ("theta_disconnected:2", "The terminal has lost its connection to ThetaData: waiting for try 2 of 3"),
        ("theta_starting:2", "The terminal is still starting: waiting for try 2 of 3"),
        ("theta_fights", "The terminal has lost its connection to ThetaData: waiting for try 2 of 3"),
        ("theta_pages_lost:1", ""),
    ],
)
def test_what_passes_is_waited_out_and_the_wait_is_said(
    qapp: QApplication, tmp_path: Path, fault: str, said: str
) -> None:
    on_window_loop(qapp, _wait_out(tmp_path, fault, said))


async def _wait_out(folder: Path, fault: str, said: str) -> None:
    async with terminal_desk(folder, fault) as (desk, _):
        await desk.ask()
        _check_rows(desk, Question(fault))
        assert any(said in text for text in desk.told), desk.told


def test_a_question_that_hangs_is_given_up_at_once_and_resumed(qapp: QApplication, tmp_path: Path) -> None:
    on_window_loop(qapp, _give_up_and_resume(tmp_path))


async def _give_up_and_resume(folder: Path) -> None:
    async with terminal_desk(folder, "theta_hang") as (desk, venue):
        await desk.ask_and_cancel()
        assert desk.said().startswith("Cancelled")
        await venue.mend()
        await desk.ask_again()
        _check_rows(desk, Question("theta_hang"))


async def _check_lists(desk: TerminalDesk) -> None:
    expiry = date(2025, 12, 19)
    assert await desk.terminal.expirations("SPY") == (expiry,)
    assert await desk.terminal.strikes("SPY", expiry) == (650_000,)
