"""The command line: what may be asked, and how a mistake is told."""

import math
from datetime import date
from pathlib import Path

import pytest

from models.command_line import Arguments, parse_arguments


@pytest.fixture
def recording(tmp_path: Path) -> str:
    path = tmp_path / "day.jsonl"
    path.touch()
    return str(path)


def parse(*argv: str) -> Arguments:
    return parse_arguments(argv, "1.2.3")


def refusal(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    """What a bad command line is told; it must end with status 2 and say nothing on standard output."""
    with pytest.raises(SystemExit) as caught:
        parse(*argv)
    assert caught.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[-1].startswith("optape: error: ")
    return said.err.splitlines()[-1]


def test_nothing_asked_is_nothing_set() -> None:
    assert parse() == Arguments(
        demo=False, replay=None, speed=None, rate=None, seed=None, date=None, watchlists=(), home=None,
        massive_url=None, massive_rest_url=None, theta_url=None, delayed=False, screenshot=None, exit_after_s=None,
        report=None,
    )  # fmt: skip


def test_every_option_of_a_live_run_is_read() -> None:
    found = parse(
        "--watchlist", "a.json", "--watchlist", "b.txt", "--home", "h", "--massive-url", "wss://example.com/options",
        "--massive-rest-url", "https://example.com/", "--theta-url", "http://127.0.0.1:1", "--delayed",
        "--screenshot", "s.png", "--exit-after", "2.5", "--report", "r.json",
    )  # fmt: skip
    assert found.watchlists == (Path("a.json"), Path("b.txt"))
    assert (found.home, found.screenshot, found.report) == (Path("h"), Path("s.png"), Path("r.json"))
    assert (found.massive_url, found.massive_rest_url) == ("wss://example.com/options", "https://example.com")
    assert (found.theta_url, found.delayed, found.exit_after_s) == ("http://127.0.0.1:1", True, 2.5)


def test_every_option_of_a_simulation_and_of_a_replay_is_read(recording: str) -> None:
    found = parse("--demo", "--seed", "7", "--date", "2025-12-01", "--rate", "300")
    assert (found.demo, found.seed, found.date, found.rate) == (True, 7, date(2025, 12, 1), 300.0)
    found = parse("--replay", recording, "--speed", "max")
    assert (found.replay, found.speed) == (Path(recording), math.inf)
    assert parse("--speed", "0.5").speed == 0.5


def test_the_version_is_told_with_status_0(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse("--version")
    assert (caught.value.code, capsys.readouterr().out) == (0, "Optape 1.2.3\n")


@pytest.mark.parametrize("argv", [("--speed", "2", "--rate", "5"), ("--rate", "5", "--speed", "max", "--demo")])
def test_two_paces_exclude_each_other(capsys: pytest.CaptureFixture[str], argv: tuple[str, ...]) -> None:
    assert "--speed and --rate exclude each other" in refusal(capsys, *argv)


def test_a_simulation_and_a_replay_exclude_each_other(capsys: pytest.CaptureFixture[str], recording: str) -> None:
    assert "not allowed with" in refusal(capsys, "--demo", "--replay", recording)


def test_a_stream_address_goes_with_neither_simulation_nor_replay(
    capsys: pytest.CaptureFixture[str], recording: str
) -> None:
    for source in (("--demo",), ("--replay", recording)):
        assert "--massive-url is for the live market" in refusal(capsys, *source, "--massive-url", "wss://example.com")


@pytest.mark.parametrize("option", [("--seed", "1"), ("--seed", "0"), ("--date", "2025-12-01")])
def test_a_replay_has_no_seed_and_no_date(
    capsys: pytest.CaptureFixture[str], recording: str, option: tuple[str, str]
) -> None:
    assert "a replay has its own day" in refusal(capsys, "--replay", recording, *option)


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("--replay", "absent.jsonl"), "there is no file absent.jsonl"),
        (("--replay", "."), "there is no file ."),
        (("--replay", "x" * 5000), "there is no file xxx"),
        (("--speed", "fast"), "“fast” is not a number above 0"),
        (("--speed", "0"), "“0” is not a number above 0"),
        (("--speed", "inf"), "“inf” is not a number above 0"),
        (("--rate", "-1"), "“-1” is not a number above 0"),
        (("--rate", "nan"), "“nan” is not a number above 0"),
        (("--rate", "max"), "“max” is not a number above 0"),
        (("--exit-after", "0"), "“0” is not a number above 0"),
        (("--seed", "x"), "“x” is not a whole number from 0 on"),
        (("--seed", "-1"), "“-1” is not a whole number from 0 on"),
        (("--seed", "1.5"), "“1.5” is not a whole number from 0 on"),
        (("--date", "tomorrow"), "“tomorrow” is not a date (YYYY-MM-DD)"),
        (("--date", "2025-13-01"), "“2025-13-01” is not a date (YYYY-MM-DD)"),
        (("--date", "2025-12-06"), "2025-12-06 is no trading day"),
        (("--date", "2025-12-25"), "2025-12-25 is no trading day"),
        (("--massive-url", "ws://example.com"), "must be encrypted"),
        (("--massive-url", "https://example.com"), "must begin with wss://"),
        (("--massive-rest-url", "http://example.com"), "must be encrypted"),
        (("--theta-url", "nonsense"), "must begin with https://"),
        (("--nonsense",), "unrecognized arguments: --nonsense"),
        (("file.jsonl",), "unrecognized arguments: file.jsonl"),
        (("--rate",), "expected one argument"),
    ],
)
def test_a_mistake_is_told_in_words(capsys: pytest.CaptureFixture[str], argv: tuple[str, ...], words: str) -> None:
    assert words in refusal(capsys, *argv)


def test_a_key_inside_an_address_is_not_repeated_to_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--massive-url", "--massive-rest-url", "--theta-url"):
        scheme = "wss" if option == "--massive-url" else "https"
        for url in (f"{scheme}://secret@example.com", f"{scheme}://example.com?apiKey=secret"):
            assert "secret" not in refusal(capsys, option, url)


def test_no_option_takes_a_key(capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--key", "--massive-key", "--api-key", "--massive-api-key"):
        assert "unrecognized arguments" in refusal(capsys, option)


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        ((), []),
        (("--speed", "max"), ["--speed", "max"]),
        (("--speed", "10", "--seed", "0"), ["--speed", "10.0", "--seed", "0"]),
        (("--rate", "1234567.25"), ["--rate", "1234567.25"]),
        (("--date", "2025-12-01", "--demo"), ["--date", "2025-12-01"]),
    ],
)
def test_the_venue_is_given_the_pace_without_loss(argv: tuple[str, ...], expected: list[str]) -> None:
    assert parse(*argv).pace_arguments == expected


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        ((), True),
        (("--speed", "1"), True),
        (("--speed", "2"), False),
        (("--speed", "max"), False),
        (("--rate", "1"), False),
    ],
)
def test_only_the_markets_own_pace_has_a_lag_to_measure(argv: tuple[str, ...], *, expected: bool) -> None:
    assert parse(*argv).has_market_pace is expected


def test_a_replay_with_a_report_and_no_time_to_exit_ends_by_itself(recording: str) -> None:
    replay, report = ("--replay", recording), ("--report", "r.json")
    assert parse(*replay, *report).ends_with_replay
    assert not parse(*replay).ends_with_replay
    assert not parse(*report, "--demo").ends_with_replay
    assert not parse(*replay, *report, "--exit-after", "5").ends_with_replay
