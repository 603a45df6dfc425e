"""What each status and each close means for the connection: the table of massive.md, row by row."""

import ssl

import pytest
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosedError, InvalidMessage, InvalidProxy, InvalidStatus, InvalidURI
from websockets.frames import Close
from websockets.http11 import Response

from feeds.massive.endings import OTHER_PROGRAM, Next, ending_of_close, ending_of_error, ending_of_status, what_follows
from models.status import TRANSITIONS, FeedState, Reason

NO_ACCESS = "Your plan doesn't include websocket access. Visit massive.com/pricing to upgrade."


def _answered(status: int) -> InvalidStatus:
    return InvalidStatus(Response(status, "", Headers()))


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
    ending = ending_of_status(status, message)
    assert ending is not None
    assert ending.next is following
    assert ending.words.endswith(".")


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
    assert ending_of_status(status, message) is None


def test_a_plan_without_access_shows_what_massive_says_and_is_not_called_a_bad_key() -> None:
    ending = ending_of_status("auth_failed", NO_ACCESS)
    assert ending is not None
    assert NO_ACCESS in ending.words
    assert "key" not in ending.words


def test_a_bad_key_shows_what_massive_says() -> None:
    ending = ending_of_status("auth_failed", "authentication failed")
    assert ending is not None
    assert "authentication failed" in ending.words


def test_an_eviction_tells_of_the_other_program_by_status_and_by_close_code() -> None:
    by_status = ending_of_status("max_connections", "any wording")
    assert by_status == ending_of_close(1008, "policy violation") == ending_of_close(1008, "")
    assert by_status == OTHER_PROGRAM


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
    assert f"({words})" in ending.words


def test_what_follows_can_be_entered_from_every_state_of_a_running_connection() -> None:
    running = (FeedState.CONNECTING, FeedState.AUTHENTICATING, FeedState.SUBSCRIBING, FeedState.LIVE, FeedState.STALE)
    assert all(following.value in TRANSITIONS[state] for following in Next for state in running)


def test_only_a_key_that_must_be_changed_and_our_own_fault_are_not_tried_again() -> None:
    fatal = {reason for reason in Reason if what_follows(reason) is Next.STOP}
    assert fatal == {Reason.BAD_KEY, Reason.NO_PLAN, Reason.FAULT}
    assert [reason for reason in Reason if what_follows(reason) is Next.COOL_DOWN] == [Reason.KEY_IN_USE]


@pytest.mark.parametrize(
    ("error", "reason", "words"),
    [
        (ConnectionClosedError(Close(1011, "keepalive"), None), Reason.CUT, "code 1011, keepalive"),
        (ConnectionClosedError(None, None), Reason.CUT, "without a word"),
        (ConnectionClosedError(Close(1008, ""), None), Reason.KEY_IN_USE, "Another program"),
        (ConnectionClosedError(None, Close(1009, "over size limit")), Reason.BAD_FRAME, "over size limit"),
        (ConnectionClosedError(None, Close(1000, "")), Reason.CUT, "without a word"),
        (ssl.SSLError(1, "wrong version number"), Reason.NOT_SECURE, "No secure connection to a.host"),
        (InvalidMessage("no HTTP"), Reason.WRONG_ADDRESS, "a.host is no Massive stream (no HTTP)"),
        (_answered(404), Reason.WRONG_ADDRESS, "a.host is no Massive stream (HTTP 404). Check the address."),
        (_answered(429), Reason.UNREACHABLE, "a.host does not serve the stream at the moment (HTTP 429)."),
        (_answered(503), Reason.UNREACHABLE, "a.host does not serve the stream at the moment (HTTP 503)."),
        (InvalidURI("x", "odd"), Reason.WRONG_ADDRESS, "a.host is no Massive stream"),
        (TimeoutError(), Reason.NO_ANSWER, "a.host did not answer in time"),
        (ConnectionRefusedError(111, "Connection refused"), Reason.UNREACHABLE, "a.host cannot be reached"),
        (OSError("no route"), Reason.UNREACHABLE, "(no route)"),
    ],
)
def test_every_error_of_the_network_has_its_reason_and_its_words(error: Exception, reason: Reason, words: str) -> None:
    ending = ending_of_error(error, "a.host")
    assert ending.reason is reason
    assert words in ending.words


def test_an_error_that_is_none_of_the_network_is_not_explained_away() -> None:
    with pytest.raises(KeyError):
        ending_of_error(KeyError("ours"), "a.host")


@pytest.mark.parametrize(
    "error", [InvalidProxy("ftp://me:secret@proxy:1", "scheme ftp isn't supported"), ImportError("python-socks")]
)
def test_a_proxy_that_cannot_be_used_is_named_without_its_password(error: Exception) -> None:
    ending = ending_of_error(error, "socket.massive.com")
    assert (ending.reason, ending.next) == (Reason.UNREACHABLE, Next.RETRY)
    assert "proxy" in ending.words
    assert "secret" not in ending.words
