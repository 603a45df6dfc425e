"""What can go wrong with Massive's REST service, in words that say what to do (massive.md section 2)."""

import re
import ssl
from enum import StrEnum

import httpx

QUOTED_CHARS = 200
"""How much of the service's own text a message quotes."""
_TOO_MANY_STATUS, _SERVER_STATUS = 429, 500


class RestProblem(StrEnum):
    """What went wrong, by what it means."""

    BAD_KEY = "bad key"
    NOT_ENTITLED = "not in the plan"
    NOT_FOUND = "not found"
    TOO_MANY = "too many requests"
    BAD_REQUEST = "request not accepted"
    BAD_ANSWER = "unreadable answer"
    TOO_LARGE = "answer too large"
    SERVER = "server error"
    UNREACHABLE = "unreachable"
    INSECURE = "no secure connection"
    TIMED_OUT = "timed out"
    STRANGE_ADDRESS = "leads to another address"


_P = RestProblem


def is_passing(problem: RestProblem) -> bool:
    """Whether another try may help. This is the one place that says what is retried and what is final.

    Overload, a server in trouble, a broken connection, silence, and an answer that cannot be read (gateways send such)
    pass. A bad key, a plan, a wrong question, a missing thing, a wrong certificate, an endless answer and an answer
    that leads elsewhere stay what they are until somebody changes something.
    """
    return problem in (_P.TOO_MANY, _P.SERVER, _P.UNREACHABLE, _P.TIMED_OUT, _P.BAD_ANSWER)


class RestError(Exception):
    """A request that failed; its text is for the user. `retry_after_s`: the seconds that a refusal asked to wait."""

    def __init__(self, problem: RestProblem, text: str, retry_after_s: float | None = None) -> None:
        super().__init__(text)
        self.problem = problem
        self.retry_after_s = retry_after_s


_PROBLEM_OF_STATUS = {401: _P.BAD_KEY, 403: _P.NOT_ENTITLED, 404: _P.NOT_FOUND, 408: _P.TIMED_OUT, 429: _P.TOO_MANY}
_PROBLEM_OF_WORD = {"NOT_AUTHORIZED": _P.NOT_ENTITLED, "NOT_FOUND": _P.NOT_FOUND, "ERROR": _P.BAD_ANSWER}
"""The `status` of a body that is an error, whatever the status of HTTP says."""
_WORDS = {
    _P.BAD_KEY: "Massive does not accept the key{said}. Check the key, or make a new one in Massive’s dashboard.",
    _P.NOT_ENTITLED: "The plan of this key does not include {what}{said}. A larger plan of Massive may.",
    _P.NOT_FOUND: "Massive does not have {path}{said}. Check the contract, and the REST address.",
    _P.TOO_MANY: (
        "Massive refuses more requests for now{said}. "
        "Close other programs that use the key, wait a minute, then try again."
    ),
    _P.BAD_REQUEST: "Massive did not accept the request {path}{said}. Look for a newer version of Optape.",
    _P.BAD_ANSWER: "{host} answered with an error{said}. Try again later.",
    _P.SERVER: "{host} cannot answer at the moment{said}. Try again later.",
    _P.TIMED_OUT: "{host} gave up waiting for the request{said}. Check the network, then try again.",
}

_WHAT = {
    "/v3/trades/": "past trades",
    "/v3/reference/options/contracts": "the list of contracts",
    "/v3/reference/conditions": "the list of conditions",
    "/v3/reference/exchanges": "the list of exchanges",
    "/v1/marketstatus/": "the state of the market",
}


def problem_of(status: int, *, web_page: bool = False) -> RestProblem:
    """What an HTTP status of 400 or more means. A web page is a gateway's: the service itself answers in JSON."""
    if status >= _SERVER_STATUS or (web_page and status != _TOO_MANY_STATUS):
        return _P.SERVER
    return _PROBLEM_OF_STATUS.get(status, _P.BAD_REQUEST)


def problem_of_word(word: str) -> RestProblem | None:
    """What the `status` in a body means; None if it is no error (`OK`, `DELAYED`)."""
    return _PROBLEM_OF_WORD.get(word)


def refused(
    problem: RestProblem, status: int, url: httpx.URL, text: str, retry_after_s: float | None = None
) -> RestError:
    """Put a refusal into words. `text`: the service's own, empty where it gave none; the key is not in it."""
    quoted = one_line(text).rstrip(".")
    said = f" (it says “{quoted}”)" if quoted else f" (status {status})"
    what = next((what for path, what in _WHAT.items() if path in url.path), url.path)
    words = _WORDS[problem].format(said=said, what=what, path=url.path, host=url.host)
    return RestError(problem, words, retry_after_s)


def must_wait(url: httpx.URL, wait_s: float) -> RestError:
    """The service asked for a pause that is too long to be waited for; nothing was sent."""
    return RestError(
        _P.TOO_MANY, f"{url.host} takes no requests for another {wait_s / 60:.0f} min. Try again after that.", wait_s
    )


def redirected(url: httpx.URL) -> RestError:
    """The service sends the request elsewhere."""
    return RestError(
        _P.STRANGE_ADDRESS,
        f"{url.host} sends requests on to another address, where the key does not belong. Check the REST address.",
    )


def leads_elsewhere(url: httpx.URL, link: str) -> RestError:
    """The next page is said to be at another address. The key is not in `link`."""
    return RestError(
        _P.STRANGE_ADDRESS,
        f"{url.host} says that its answer goes on at another address (“{one_line(link)[:80]}”). "
        "The key was not sent there. Check the REST address.",
    )


def leads_in_a_circle(url: httpx.URL) -> RestError:
    """The pages of an answer have no end."""
    return RestError(
        _P.STRANGE_ADDRESS,
        f"The pages of {url.path} at {url.host} have no end. Check the REST address, then try again later.",
    )


def unreadable(url: httpx.URL, what: str) -> RestError:
    """Something came that is no answer."""
    return RestError(
        _P.BAD_ANSWER,
        f"{url.host} sent {what} instead of an answer. Check the REST address, and whether a proxy or a sign-in page "
        "of the network stands in between.",
    )


def too_large(url: httpx.URL, limit_bytes: int) -> RestError:
    """An answer without an end."""
    return RestError(
        _P.TOO_LARGE, f"{url.host} sent more than {limit_bytes >> 20} MiB in one answer. Check the REST address."
    )


def too_slow(url: httpx.URL, seconds: float) -> RestError:
    """No answer in time."""
    return RestError(
        _P.TIMED_OUT, f"{url.host} did not answer within {seconds:g} s. Check the network, then try again."
    )


def bad_key_text(url: httpx.URL) -> RestError:
    """A key that no request can carry; nothing was sent."""
    return RestError(
        _P.BAD_KEY,
        f"The key is empty or has characters that no key has, and was not sent to {url.host}. Copy it once more from "
        "Massive’s dashboard.",
    )


def no_client(url: httpx.URL, kind: str) -> RestError:
    """The settings of the machine for proxies or certificates keep every request from being made."""
    remedy = "Check the environment variables SSL_CERT_FILE, SSL_CERT_DIR, HTTPS_PROXY and ALL_PROXY"
    return _unreachable(url, f"proxy or certificate settings that cannot be used, {kind}", remedy)


def of_transport(error: httpx.TransportError, url: httpx.URL) -> RestError:
    """Put a failure of the network into words. The text of the exception is not quoted: it may hold headers."""
    cause = _cause(error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return _insecure(url, f"its certificate cannot be trusted, {cause.verify_message.rstrip('.')}")
    if isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return _insecure(url, (cause.reason or "TLS failed").replace("_", " ").lower())
    if isinstance(error, httpx.ProxyError):
        return _unreachable(url, "the proxy refused the connection", "Check the proxy’s settings")
    if isinstance(error, httpx.ConnectError):
        reason = cause.strerror if isinstance(cause, OSError) and cause.strerror else "no connection"
        return _unreachable(url, reason)
    return _unreachable(url, "the answer broke off")


def one_line(text: str) -> str:
    """The text on one line, without what cannot be printed, and no longer than a message can show."""
    line = " ".join("".join(c if c.isprintable() else " " for c in re.sub(r"<[^>]*>", " ", text)).split())
    return line if len(line) <= QUOTED_CHARS else line[: QUOTED_CHARS - 1] + "…"


def _insecure(url: httpx.URL, reason: str) -> RestError:
    return RestError(
        _P.INSECURE,
        f"There is no secure connection to {url.host}: {reason}. Nothing was sent. "
        "Check the REST address, this machine’s clock, and whether a proxy opens encrypted connections.",
    )


def _unreachable(url: httpx.URL, reason: str, remedy: str = "Check the network") -> RestError:
    return RestError(_P.UNREACHABLE, f"{url.host} cannot be reached ({reason}). {remedy}, then try again.")


def _cause(error: BaseException) -> BaseException:
    """The failure of the system beneath the failures of the libraries."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError) or (isinstance(seen, OSError) and seen.strerror):
            return seen
        below = seen.exceptions[0] if isinstance(seen, BaseExceptionGroup) else None  # one for each address tried
        seen = below or seen.__cause__ or seen.__context__
    return error
