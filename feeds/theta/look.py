"""A look at a terminal: is it there, of which generation is it, and what does it say of itself?"""

from feeds.theta import refusals
from feeds.theta.cells import plain_text
from feeds.theta.conversation import Line
from feeds.theta.transport import Answer
from models.history.queries import HistoryError, HistoryFailure
from models.history.terminal import TerminalState

_S = TerminalState
_SAYS = {"connected": _S.CONNECTED, "unverified": _S.UNVERIFIED, "disconnected": _S.DISCONNECTED, "error": _S.ERROR}
_STATE_OF = {HistoryFailure.NOT_RUNNING: _S.NOT_RUNNING, HistoryFailure.TIMEOUT: _S.SILENT}
_BY_STATUS = {474: _S.DISCONNECTED, 478: _S.FIGHTING, 571: _S.STARTING}


async def look_at(line: Line) -> TerminalState:
    """What the terminal says; notes its generation in the line. Never raises for what the other side does."""
    expected = line.dialect
    for dialect in (expected, expected.other):
        try:
            url = line.http.url(dialect.generation.status)
            state = _state(await line.http.get(url, line.patience.status_s))
        except HistoryError as error:
            return _STATE_OF.get(error.kind, _S.UNKNOWN)
        if state is not None:
            line.generation = dialect.generation
            return state
    return _S.UNKNOWN


def _state(answer: Answer) -> TerminalState | None:
    """None for what no terminal of the generation that was asked would say."""
    if answer.status == refusals.OK:
        return _SAYS.get(plain_text(answer.text).lower())  # whole words: one contains another
    if answer.status in refusals.OTHER_GENERATION or not refusals.is_of_the_table(answer.status):
        return None
    return _BY_STATUS.get(answer.status, _S.ERROR)


def advice(state: TerminalState, address: str) -> str:
    """What the user can do about a state, in sentences; empty where all is well."""
    return _ADVICE[state].format(address=address)


_ADVICE = {
    _S.CONNECTED: "",
    _S.NOT_RUNNING: f"Nothing answers at {{address}}. {refusals.START}",
    _S.STARTING: "It is starting, which takes ten seconds and more. Wait until it is connected.",
    _S.DISCONNECTED: (
        "It has lost its connection to ThetaData. Check the network, and that no other terminal uses the account."
    ),
    _S.FIGHTING: (
        "Two sessions of one account take the connection from each other. "
        "Close the other Theta Terminal, or the other program that is signed in with the account."
    ),
    _S.UNVERIFIED: (
        "ThetaData has not accepted its account. Check the e-mail address and the password that it was started with, "
        "then restart it."
    ),
    _S.ERROR: "It reports an error. Restart it; if the error stays, update it.",
    _S.SILENT: "It accepts connections and does not answer. Restart it.",
    _S.UNKNOWN: "What answers at {address} is no Theta Terminal. Choose its address, or stop the other program.",
}
