"""What the terminal's errors mean, in words that say what to do (the table of theta.md section 1)."""

from collections.abc import Iterable

from feeds.theta.cells import plain_text
from models.history.queries import HistoryError, HistoryFailure

_F = HistoryFailure

OK = 200
NOT_KNOWN = 404
"""What a v2 terminal answers to a v3 path."""
GONE = 410
"""What a v3 terminal answers to a v2 path."""
OTHER_GENERATION = frozenset({NOT_KNOWN, GONE})
GENERAL = 470
NO_DATA = 472
NO_PAGE_FOUND = 477
LARGE_REQUEST = 570
TEMPORARY = frozenset({429, 474, 571})
"""Worth another try after a pause; nothing else is."""
_STATUS_BY_NAME = {
    "NO_IMPL": 404, "OS_LIMIT": 429, "GENERAL": 470, "PERMISSION": 471, "NO_DATA": 472, "INVALID_PARAMS": 473,
    "DISCONNECTED": 474, "TERMINAL_PARSE": 475, "WRONG_IP": 476, "NO_PAGE_FOUND": 477, "INVALID_SESSION_ID": 478,
    "LARGE_REQUEST": 570, "SERVER_STARTING": 571, "UNCAUGHT_ERROR": 572,
}  # fmt: skip

START = (
    "Start it in its folder: java -jar ThetaTerminalv3.jar (v2: java -jar ThetaTerminal.jar). "
    "Wait until it is connected, then ask again."
)
"""How to start a terminal."""
_SUBSCRIPTION = (
    "This needs an Options Standard or Pro subscription of ThetaData, which the account of the terminal does not have. "
    "Sign the terminal in with one that has it, then ask again."
)
_PARAMETERS = "The Theta Terminal does not accept the question{said}. Check the contract and the dates."
_WORDS = {
    400: (_F.REFUSED, _PARAMETERS),
    403: (_F.PERMISSION, _SUBSCRIPTION),
    404: (
        _F.FAILED,
        (
            "{address} does not know such questions{said}. "
            "Check the address, and that the Theta Terminal there is up to date."
        ),
    ),
    410: (
        _F.WRONG_GENERATION,
        (
            "The Theta Terminal at {address} takes questions neither of v2 nor of v3{said}. "
            "Update the terminal and restart it, then ask again."
        ),
    ),
    429: (
        _F.BUSY,
        (
            "The Theta Terminal has too many requests at once. Let other programs that use it finish, "
            "or choose fewer requests at once, then ask again."
        ),
    ),
    470: (_F.FAILED, "The Theta Terminal reports an error{said}. Ask again; if it stays, restart the terminal."),
    471: (_F.PERMISSION, _SUBSCRIPTION),
    473: (_F.REFUSED, _PARAMETERS),
    474: (
        _F.DISCONNECTED,
        (
            "The Theta Terminal has lost its connection to ThetaData. "
            "Check the network, and that no other terminal uses the account, then ask again."
        ),
    ),
    475: (_F.REFUSED, "The Theta Terminal could not read the question{said}. Update the terminal, then ask again."),
    476: (
        _F.FAILED,
        (
            "The Theta Terminal refuses the address that it is asked from. Let every program on this machine "
            "use 127.0.0.1, not localhost, restart the terminal, then ask again."
        ),
    ),
    477: (_F.FAILED, "The Theta Terminal lost its place in a long answer twice. Ask again, or ask for fewer days."),
    478: (
        _F.DISCONNECTED,
        (
            "Another session uses the account of the Theta Terminal. Close the other terminal or program that is "
            "signed in with it, restart this one, then ask again."
        ),
    ),
    570: (_F.REFUSED, "Even one day is too large an answer for the Theta Terminal{said}. Ask for another day or time."),
    571: (_F.STARTING, "The Theta Terminal is still starting. Wait until it says CONNECTED, then ask again."),
    572: (_F.FAILED, "The Theta Terminal failed inside{said}. Ask again; if it stays, restart the terminal."),
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


def refused(status: int, body: str, address: str, asked: str) -> RefusedError:
    """Put an error status and its body into words. `asked`: readable label of what was asked for."""
    text = "" if body.lstrip().startswith("<") else plain_text(body)
    detail = f"HTTP {status}: {text}" if text else f"HTTP {status}"
    if status == NO_DATA:
        return RefusedError(status, HistoryError(_F.NO_DATA, _nothing_known(text, asked), detail))
    if status not in _WORDS:
        return RefusedError(status, HistoryError(_F.FAILED, _unknown(status, text, address), detail))
    kind, words = _WORDS[status]
    said = f" ({status}: {text.rstrip('.')})" if text else f" ({status})"
    return RefusedError(status, HistoryError(kind, words.format(address=address, said=said), detail))


def _nothing_known(text: str, asked: str) -> str:
    if is_unknown_root(text):
        return f"ThetaData does not know {asked}: check the root of the contract."
    return f"ThetaData has nothing for {asked}: check how it is written."


def _unknown(status: int, text: str, address: str) -> str:
    words = f" It says: {text}" if text else ""
    return (
        f"{address} answered with status {status}, which no Theta Terminal should. "
        f"Check the address, and whether another program uses the port.{words}"
    )


def is_of_the_table(status: int) -> bool:
    """Whether a status is an error that terminals have."""
    return status == NO_DATA or status in _WORDS


def status_by_name(error_type: str) -> int:
    """The status of an error that stands in the header of a 200: old terminals do that."""
    return _STATUS_BY_NAME.get(error_type.upper(), GENERAL)


def is_unknown_root(text: str) -> bool:
    """Whether a body says that there is no such root."""
    return "nonexistent root" in text.lower()


def not_running(addresses: Iterable[str]) -> HistoryError:
    """Nobody accepts connections."""
    nowhere = " or ".join(addresses)
    return HistoryError(_F.NOT_RUNNING, f"The Theta Terminal is not running: nothing answers at {nowhere}. {START}")


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
        "Ask again; if it stays, check that a Theta Terminal has this address, and update it.",
    )
