"""What may be asked on the command line, and how a mistake is told."""

from datetime import date
from pathlib import Path

import pytest

from models.command_line import Arguments, parse_arguments
from models.contract import Contract
from models.history.queries import AtTimeQuestion

SPY = Contract("SPY", date(2024, 6, 21), "C", 500_000)
QQQ = Contract("QQQ", date(2024, 7, 19), "P", 400_500)
ASK = ("--at-time", "SPY 21 Jun 24 500 C", "--from", "2024-06-14", "--at", "9:30")


def parse(*argv: str) -> Arguments:
    return parse_arguments(argv, "1.2.3")


def refusal(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    with pytest.raises(SystemExit) as caught:
        parse(*argv)
    said = capsys.readouterr()
    assert (caught.value.code, said.out) == (2, "")
    return said.err.splitlines()[-1]


def test_a_question_of_one_day_is_read() -> None:
    day = date(2024, 6, 14)
    assert parse(*ASK).question == AtTimeQuestion((SPY,), day, day, (34_200_000,))


def test_a_question_of_several_contracts_and_times_is_read() -> None:
    found = parse(
        "--at-time", "SPY240621C00500000", "--at-time", ".QQQ240719P400.5", "--from", "2024-06-03",
        "--to", "2024-06-14", "--at", "15:59:59.999,09:30", "--all-hours",
    )  # fmt: skip
    assert found.question == AtTimeQuestion(
        (SPY, QQQ), date(2024, 6, 3), date(2024, 6, 14), (34_200_000, 57_599_999), regular_hours=False
    )


def test_without_a_question_there_is_none() -> None:
    assert parse().question is None


def test_the_sources_go_with_a_question(tmp_path: Path) -> None:
    recording = tmp_path / "day.jsonl"
    recording.touch()
    assert parse(*ASK, "--demo", "--seed", "7", "--date", "2025-12-01").question
    assert parse(*ASK, "--replay", str(recording)).question
    assert parse(*ASK, "--theta-url", "http://127.0.0.1:1", "--home", "h").question


def test_the_venue_is_told_what_to_play(tmp_path: Path) -> None:
    recording = tmp_path / "day.jsonl"
    recording.touch()
    ports = ["--ws-port", "0", "--theta-port", "0"]
    assert parse("--demo", "--seed", "7").venue_arguments == [*ports, "--seed", "7"]
    assert parse("--replay", str(recording)).venue_arguments == [*ports, "--source", str(recording)]


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("--at-time", "nonsense", *ASK[2:]), "argument --at-time: "),
        ((*ASK[:2], *ASK[4:]), "--at-time needs --from"),
        (ASK[:4], "--at-time needs --at"),
        ((*ASK, "--from", "yesterday"), "argument --from: “yesterday” is not a date (YYYY-MM-DD)"),
        ((*ASK, "--to", "2024-02-30"), "argument --to: “2024-02-30” is not a date (YYYY-MM-DD)"),
        ((*ASK, "--to", "2024-06-13"), "argument --to: the last day is before the first"),
        ((*ASK, "--from", "2001-01-02"), "argument --from: there is no history before"),
        ((*ASK, "--from", "2024-06-24"), "argument --from: SPY 21 Jun 24 500 C had expired"),
        ((*ASK, "--to", "2099-01-02"), "argument --to: this day is in the future"),
        ((*ASK, "--at", "noon"), "argument --at: “noon” is not a time of day"),
        ((*ASK, "--at", "9:30,24:00"), "argument --at: “24:00” is not a time of day"),
        ((*ASK, "--at", ""), "argument --at: write a time of day"),
        (("--from", "2024-06-14"), "--from goes with --at-time"),
        (("--to", "2024-06-14"), "--to goes with --at-time"),
        (("--at", "9:30"), "--at goes with --at-time"),
        (("--all-hours",), "--all-hours goes with --at-time"),
        ((*ASK, "--report", "r.json"), "--report is for the window"),
        ((*ASK, "--screenshot", "s.png"), "--screenshot is for the window"),
        ((*ASK, "--exit-after", "3"), "--exit-after is for the window"),
        ((*ASK, "--watchlist", "w.json"), "--watchlist is for the window"),
    ],
)
def test_a_mistake_names_its_argument(capsys: pytest.CaptureFixture[str], argv: tuple[str, ...], words: str) -> None:
    assert words in refusal(capsys, *argv)


def test_a_simulated_day_that_is_to_come_may_be_asked_for() -> None:
    found = parse("--demo", "--date", "2089-06-13", "--at-time", "SPY 17 Jun 89 500 C", "--from", "2089-06-13",
                  "--at", "12:00")  # fmt: skip
    assert found.question
    assert found.question.end == date(2089, 6, 13)
