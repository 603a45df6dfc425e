"""What a start decides: source, address, first watchlist, lag."""

from dataclasses import replace
from pathlib import Path

import pytest

from models.command_line import Arguments, parse_arguments
from models.history.terminal import TerminalChoice, Transport
from models.home import Home
from models.launch import choose_source, first_watchlist, lag_meter, rest_url, stream_url, with_terminal
from models.notices import Notices
from models.settings import Settings
from models.status import Source
from models.watchlist import Watchlist
from models.watchlist_files import read_watchlist, write_watchlist

SPY, QQQ = "O:SPY251219C00650000", "O:QQQ251219C00600000"


def arguments(*words: str) -> Arguments:
    return parse_arguments(words, "test")


def recording(folder: Path) -> str:
    path = folder / "day.jsonl"
    path.write_text("")
    return str(path)


def test_a_replay_is_a_replay_whatever_the_key(tmp_path: Path) -> None:
    asked = arguments("--replay", recording(tmp_path))
    assert choose_source(asked, Settings(), has_key=True) is Source.REPLAY


@pytest.mark.parametrize(
    ("words", "settings", "has_key", "source"),
    [
        ((), Settings(), False, Source.SIMULATED),
        (("--demo",), Settings(), True, Source.SIMULATED),
        ((), Settings(), True, Source.LIVE),
        (("--delayed",), Settings(), True, Source.DELAYED),
        ((), Settings(delayed=True), True, Source.DELAYED),
    ],
)
def test_key_and_plan_decide_the_source(
    words: tuple[str, ...],
    settings: Settings,
    has_key: bool,
    source: Source,
) -> None:
    assert choose_source(arguments(*words), settings, has_key=has_key) is source


def test_the_stream_is_the_plans_or_the_one_that_was_given() -> None:
    settings = Settings()
    assert stream_url(arguments(), settings, Source.LIVE) == settings.massive_url
    assert stream_url(arguments(), settings, Source.DELAYED) == settings.massive_delayed_url
    given = arguments("--massive-url", "ws://127.0.0.1:5/options")
    assert stream_url(given, settings, Source.DELAYED) == "ws://127.0.0.1:5/options"


def test_a_key_for_a_stream_elsewhere_does_not_go_to_massives_rest_service_unless_an_address_is_given() -> None:
    there = ("--massive-url", "ws://127.0.0.1:5/options")
    named = ("--massive-rest-url", "http://127.0.0.1:6")
    assert rest_url(arguments(), Settings()) == "https://api.massive.com"
    assert rest_url(arguments(*there), Settings()) is None
    assert rest_url(arguments(*there, *named), Settings()) == "http://127.0.0.1:6"
    elsewhere = Settings(massive_url="wss://example.org/options")
    assert rest_url(arguments(), elsewhere) is None
    both = Settings(massive_url="wss://example.org/options", massive_rest_url="https://example.org")
    assert rest_url(arguments(), both) == "https://example.org"


def test_lists_of_the_command_line_are_one_and_a_broken_one_is_a_notice(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{SPY}\n{QQQ}\n")
    (tmp_path / "b.txt").write_text(f"{QQQ}\n")
    (tmp_path / "c.txt").write_text("nonsense here\n")
    notices = Notices()
    asked = arguments(*(word for name in "abc" for word in ("--watchlist", str(tmp_path / f"{name}.txt"))))
    found = first_watchlist(asked, Home(tmp_path / "home"), Source.SIMULATED, notices)
    assert [item.contract.ticker for item in found] == [SPY, QQQ]
    assert found.name == "a + b"
    assert not found.modified
    assert "line 1" in next(iter(notices)).text


def test_the_last_list_is_shown_again_but_not_in_a_replay(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    kept = tmp_path / "kept.txt"
    kept.write_text(f"{SPY}\n")
    write_watchlist(read_watchlist(kept).watchlist, home.last_watchlist_path)
    assert len(first_watchlist(arguments(), home, Source.SIMULATED, Notices())) == 1
    replay = arguments("--replay", recording(tmp_path))
    assert list(first_watchlist(replay, home, Source.REPLAY, Notices())) == list(Watchlist())


def test_there_is_no_lag_at_another_pace_than_the_markets() -> None:
    assert lag_meter(Source.REPLAY, market_pace=False).histogram.quantile(0.5) is None
    assert lag_meter(Source.LIVE, market_pace=False).now_ms is None


def test_a_chosen_terminal_is_kept_and_the_address_of_the_command_line_is_not() -> None:
    settings = Settings(theta_url="http://127.0.0.1:25599")
    given = TerminalChoice("http://127.0.0.1:25777")
    faster = with_terminal(settings, given, replace(given, transport=Transport.CSV, at_once=4))
    assert faster.terminal == TerminalChoice("http://127.0.0.1:25599", Transport.CSV, 4)
    assert with_terminal(settings, given, TerminalChoice()).terminal == TerminalChoice()
    with pytest.raises(ValueError, match="must be encrypted"):
        with_terminal(settings, given, TerminalChoice("http://desk.example:25510"))
