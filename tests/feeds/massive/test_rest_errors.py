"""Failures of the network and refusals in words, without a network."""

import ssl

import httpx
import pytest

from feeds.massive.rest_errors import QUOTED_CHARS, RestProblem, is_passing, must_wait, of_transport, one_line, refused

URL = httpx.URL("https://api.massive.com/v3/trades/O:SPY251219C00650000")
P = RestProblem


def caused(error: httpx.TransportError, *causes: BaseException) -> httpx.TransportError:
    """A failure of the library and what lies beneath it."""
    below: BaseException = error
    for cause in causes:
        below.__cause__, below = cause, cause
    return error


def bad_certificate() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = "Hostname mismatch, certificate is not valid for 'api.massive.com'."
    return error


ENDED = ssl.SSLEOFError(8, "EOF occurred in violation of protocol")
NO_NAME = OSError(-2, "Name or service not known")


@pytest.mark.parametrize(
    ("error", "problem", "words"),
    [
        (caused(httpx.ConnectError("x"), bad_certificate()), P.INSECURE, "cannot be trusted, Hostname mismatch"),
        (caused(httpx.ConnectError("x"), ENDED), P.UNREACHABLE, "(EOF occurred in violation of protocol)"),
        (caused(httpx.ConnectError("x"), NO_NAME), P.UNREACHABLE, "(Name or service not known). Check the network"),
        (
            caused(httpx.ConnectError("x"), OSError("all failed"), BaseExceptionGroup("", [NO_NAME])),
            P.UNREACHABLE,
            "(Name or service not known)",
        ),
        (httpx.ConnectError("Bearer KEY"), P.UNREACHABLE, "(no connection)"),
        (httpx.ProxyError("407 KEY"), P.UNREACHABLE, "the proxy refused the connection). Check the proxy’s settings"),
        (httpx.LocalProtocolError("Illegal header value b'Bearer KEY'"), P.UNREACHABLE, "the answer broke off"),
        (httpx.RemoteProtocolError("x"), P.UNREACHABLE, "the answer broke off"),
    ],
)
def test_failures_of_the_network_are_told_and_their_own_text_is_not(
    error: httpx.TransportError, problem: RestProblem, words: str
) -> None:
    told = of_transport(error, URL)
    assert told.problem is problem
    assert words in str(told)
    assert "KEY" not in str(told)


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/v3/trades/O:SPY251219C00650000", "past trades"),
        ("/v3/reference/options/contracts/O:SPY251219C00650000", "the list of contracts"),
        ("/v3/reference/conditions", "the list of conditions"),
        ("/v3/reference/exchanges", "the list of exchanges"),
        ("/v1/marketstatus/now", "the state of the market"),
        ("/v9/new", "/v9/new"),
    ],
)
def test_what_a_plan_lacks_is_named(path: str, what: str) -> None:
    error = refused(P.NOT_ENTITLED, 403, URL.copy_with(path=path), "")
    assert f"does not include {what} (status 403)" in str(error)


def test_only_what_may_pass_is_retried() -> None:
    passing = {P.TOO_MANY, P.SERVER, P.UNREACHABLE, P.TIMED_OUT, P.BAD_ANSWER}
    assert {problem for problem in P if is_passing(problem)} == passing


def test_a_quotation_is_one_short_line() -> None:
    assert one_line("a\r\n\tb\x00c  <b>d</b>\u2028e") == "a b c d e"
    assert len(one_line("x" * 5_000)) == QUOTED_CHARS


def test_a_long_pause_is_told_in_minutes() -> None:
    assert "no requests for another 10 min" in str(must_wait(URL, 601))
