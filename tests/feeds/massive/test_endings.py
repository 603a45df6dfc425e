"""What each status and each close means for the connection: the table of massive.md, row by row."""

import pytest

from feeds.massive.endings import OTHER_PROGRAM, Next, ending_of, ending_of_close
from models.status import TRANSITIONS, FeedState

NO_ACCESS = "Your plan doesn't include websocket access. Visit massive.com/pricing to upgrade."


@pytest.mark.parametrize(
    ("status", "message", "following"),
    [
        ("auth_failed", "authentication failed", Next.STOP),
        ("auth_failed", NO_ACCESS, Next.STOP),
        ("auth_failed", "", Next.STOP),
        ("auth_timeout", "No authentication request received.", Next.RETRY),
        ("max_connections", "Maximum number of connections exceeded.", Next.COOL_DOWN),
        ("max_connections", "Maximum number of websocket connections exceeded. You have reached ...", Next.COOL_DOWN),
        ("max_connections", "", Next.COOL_DOWN),
        ("slow_consumer", "", Next.RETRY),
        ("force_disconnect", "", Next.RETRY),
    ],
)
def test_a_status_that_ends_the_connection_says_what_follows(status: str, message: str, following: Next) -> None:
    ending = ending_of(status, message)
    assert ending is not None
    assert ending.next is following
    assert ending.reason.endswith(".")


@pytest.mark.parametrize(
    ("status", "message"),
    [
        ("connected", "Connected Successfully"),
        ("auth_success", "authenticated"),
        ("auth_required", ""),
        ("success", "subscribed to: T.O:SPY251219C00650000"),
        ("error", "not authorized"),
        ("", ""),
        ("something_new", "your plan, max_connections"),
    ],
)
def test_every_other_status_ends_nothing(status: str, message: str) -> None:
    assert ending_of(status, message) is None


def test_a_plan_without_access_shows_what_massive_says_and_is_not_called_a_bad_key() -> None:
    ending = ending_of("auth_failed", NO_ACCESS)
    assert ending is not None
    assert NO_ACCESS in ending.reason
    assert "key" not in ending.reason


def test_a_bad_key_says_where_the_key_is_set() -> None:
    ending = ending_of("auth_failed", "authentication failed")
    assert ending is not None
    assert "authentication failed" in ending.reason
    assert "MASSIVE_API_KEY" in ending.reason


def test_an_eviction_tells_of_the_other_program_by_status_and_by_close_code() -> None:
    by_status = ending_of("max_connections", "any wording")
    assert by_status == ending_of_close(1008, "policy violation") == ending_of_close(1008, "")
    assert by_status is not None
    assert by_status.reason == OTHER_PROGRAM


@pytest.mark.parametrize(
    ("code", "reason", "words"),
    [
        (1006, "", "code 1006"),
        (1011, "keepalive ping timeout", "code 1011, keepalive ping timeout"),
        (1000, "bye", "code 1000, bye"),
        (None, "", "without a word"),
        (None, "ignored", "without a word"),
    ],
)
def test_a_close_that_is_no_eviction_is_retried_and_tells_its_code(code: int | None, reason: str, words: str) -> None:
    ending = ending_of_close(code, reason)
    assert ending.next is Next.RETRY
    assert f"({words})" in ending.reason


def test_what_follows_can_be_entered_from_every_state_of_a_running_connection() -> None:
    running = (FeedState.CONNECTING, FeedState.AUTHENTICATING, FeedState.SUBSCRIBING, FeedState.LIVE, FeedState.STALE)
    assert all(following.value in TRANSITIONS[state] for following in Next for state in running)
