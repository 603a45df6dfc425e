"""What the terminal's errors mean, in words that say what to do (the table of theta.md section 1)."""

from feeds.theta.wire_v2 import plain_text
from models.queries import HistoryError, HistoryFailure

_F = HistoryFailure

OK = 200
GONE = 410
"""What a v3 terminal answers to a v2 path."""
GENERAL = 470
NO_DATA = 472
NO_PAGE_FOUND = 477
LARGE_REQUEST = 570
TEMPORARY = frozenset({429, 474, 571})
"""Worth another try after a pause; nothing else is."""
_STATUS_BY_NAME = {
    "NO_IMPL": 404, "OS_LIMIT": 429, "GENERAL": 470, "PERMISSION": 471, "NO_DATA": 472, "INVALID_PARAMS": 473,
    "DISCONNECTED": 474, "TERMINAL_PARSE": 475, "WRONG_IP": 476, "NO_PAGE_FOUND": 477, "LARGE_REQUEST": 570,
    "SERVER_STARTING": 571, "UNCAUGHT_ERROR": 572,
}  # fmt: skip

_SUBSCRIPTION = (
    "This needs an Options Standard or Pro subscription of ThetaData, which the account of the terminal does not have. "
    "Sign the terminal in with one that has it, then ask again."
)
_WORDS = {
    403: (_F.PERMISSION, _SUBSCRIPTION),
    404: (
        _F.REFUSED,
        (
            "{address} does not know at-time questions{said}. "
            "Check the address, and that the Theta Terminal v2 there is up to date."
        ),
    ),
    410: (
        _F.WRONG_GENERATION,
        (
            "A Theta Terminal v3 answers at {address}. "
            "Optape speaks v2 so far: start the Theta Terminal v2 (port 25510), then ask again."
        ),
    ),
    429: (
        _F.BUSY,
        "The Theta Terminal has too many requests at once. Let other programs that use it finish, then ask again.",
    ),
    470: (_F.REFUSED, "The Theta Terminal reports an error{said}. Ask again; if it stays, restart the terminal."),
    471: (_F.PERMISSION, _SUBSCRIPTION),
    473: (_F.REFUSED, "The Theta Terminal does not accept the question{said}. Check the contract and the dates."),
    474: (
        _F.DISCONNECTED,
        (
            "The Theta Terminal has lost its connection to ThetaData. "
            "Check the network, and that no other terminal uses the account, then ask again."
        ),
    ),
    475: (_F.REFUSED, "The Theta Terminal could not read the question{said}. Update the terminal, then ask again."),
    476: (
        _F.REFUSED,
        (
            "The Theta Terminal refuses the address that it is asked from. Let every program on this machine "
            "use 127.0.0.1, not localhost, restart the terminal, then ask again."
        ),
    ),
    477: (_F.REFUSED, "The Theta Terminal lost its place in a long answer twice. Ask again, or ask for fewer days."),
    570: (_F.REFUSED, "Even one day is too large an answer for the Theta Terminal{said}. Ask for another day or time."),
    571: (_F.STARTING, "The Theta Terminal is still starting. Wait until it says CONNECTED, then ask again."),
    572: (_F.REFUSED, "The Theta Terminal failed inside{said}. Ask again; if it stays, restart the terminal."),
}

_WAITING = {
    429: "The terminal is busy",
    474: "The terminal has lost its connection to ThetaData",
    571: "The terminal is still starting",
}


class RefusedError(HistoryError):
    """An HTTP status that is an error of the terminal."""

    def __init__(self, status: int, error: HistoryError) -> None:
        super().__init__(error.kind, error.message, error.detail)
        self.status = status

    @property
    def waiting(self) -> str:
        """What a temporary error is, in few words."""
        return _WAITING[self.status]


def refused(status: int, body: str, address: str, contract: str) -> RefusedError:
    """Put an error status and its body into words. `contract`: readable label of what was asked."""
    text = "" if body.lstrip().startswith("<") else plain_text(body)
    detail = f"HTTP {status}: {text}" if text else f"HTTP {status}"
    if is_unknown_root(text):
        message = f"ThetaData does not know {contract}: check the root of the contract."
        return RefusedError(status, HistoryError(_F.NO_DATA, message, detail))
    if status not in _WORDS:
        return RefusedError(status, HistoryError(_F.REFUSED, _unknown(status, text, address), detail))
    kind, words = _WORDS[status]
    said = f" ({status}: {text.rstrip('.')})" if text else f" ({status})"
    return RefusedError(status, HistoryError(kind, words.format(address=address, said=said), detail))


def _unknown(status: int, text: str, address: str) -> str:
    words = f" It says: {text}" if text else ""
    return (
        f"{address} answered with status {status}, which no Theta Terminal v2 should. "
        f"Check the address, and whether another program uses the port.{words}"
    )


def status_by_name(error_type: str) -> int:
    """The status of an error that stands in the header of a 200: old terminals do that."""
    return _STATUS_BY_NAME.get(error_type.upper(), GENERAL)


def is_unknown_root(text: str) -> bool:
    """Whether a body says that there is no such root."""
    return "nonexistent root" in text.lower()


def not_running(address: str) -> HistoryError:
    """Nobody accepts connections."""
    return HistoryError(
        _F.NOT_RUNNING,
        f"The Theta Terminal is not running: nothing answers at {address}. "
        "Start the Theta Terminal v2, wait until it is connected, then ask again.",
    )


def too_slow(address: str, seconds: float) -> HistoryError:
    """No answer in time."""
    return HistoryError(
        _F.TIMEOUT,
        f"{address} accepted the question but did not answer within {seconds:g} s. "
        "Ask again; if it happens again, restart the Theta Terminal.",
    )


def unreadable(address: str, what: str) -> HistoryError:
    """Something came that is no answer."""
    return HistoryError(
        _F.UNREADABLE,
        f"{address} sent {what} instead of a Theta Terminal's answer. "
        "Ask again; if it stays, check that the Theta Terminal v2 has this address.",
    )
