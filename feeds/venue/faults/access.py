"""Faults of keys, plans and the one connection that a key has."""

from collections.abc import Collection, Sequence

from feeds.venue.acts import ACCEPTED, Act, Close, Cut, Send, status
from feeds.venue.faults.connection import TOO_MANY
from feeds.venue.faults.fault import StreamFault
from feeds.venue.faults.kind import Number, StreamKind

NO_PLAN = "Your plan doesn't include websocket access. Visit our pricing page to upgrade your plan."
_ALL = "*"


class AnswerKey(StreamFault):
    """Other acts in place of accepting a key."""

    def __init__(self, times: float, *acts: Act) -> None:
        super().__init__(times)
        self._acts = acts

    def on_auth(self, attempt: int) -> list[Act] | None:
        """Those acts, whichever key it is."""
        self._struck()
        return list(self._acts)


class AskAgain(AnswerKey):
    """The first key of a connection is not heard."""

    def on_auth(self, attempt: int) -> list[Act] | None:
        """Ask for the key once more."""
        return super().on_auth(attempt) if attempt == 1 else None


class RefuseTickers(StreamFault):
    """The plan lacks the channel, or only its wildcard."""

    def __init__(self, times: float, *, only_wildcard: bool = False) -> None:
        super().__init__(times)
        self._only_wildcard = only_wildcard

    def rejected(self, tickers: Sequence[str]) -> Collection[str]:
        """Those that the plan lacks; a message with any counts once."""
        lacked = [ticker for ticker in tickers if ticker == _ALL or not self._only_wildcard]
        if lacked:
            self._struck()
        return lacked


class RefuseAfterAcks(StreamFault):
    """Subscribed, and then one connection too many."""

    def on_acks(self, acks: list[Send]) -> list[Act]:
        """The answers, then the dismissal."""
        self._struck()
        return [*acks, *TOO_MANY]


class RefuseNewcomer(StreamFault):
    """The older connection of a key stays."""

    def on_newcomer(self) -> bool:
        """Send the newcomer away."""
        self._struck()
        return True


def _answer(name: str, does: str, *acts: Act) -> StreamKind:
    return StreamKind(name, does, Number.TIMES, lambda _, times: AnswerKey(times, *acts))


KINDS: tuple[StreamKind, ...] = (
    _answer(
        "auth_failed",
        "refuses every key, and ends with no close frame",
        status("auth_failed", "authentication failed"),
        Cut(),
    ),
    _answer(
        "no_plan",
        "refuses every key, for its plan has no stream, and ends with no close frame",
        status("auth_failed", NO_PLAN),
        Cut(),
    ),
    _answer(
        "auth_timeout",
        "claims that no key came although it did, and closes with 1008",
        status("auth_timeout", "No authentication request received."),
        Close(1008),
    ),
    StreamKind(
        "auth_required",
        "asks each connection for its key a second time",
        Number.TIMES,
        lambda _, times: AskAgain(times, status("auth_required", "Authentication required.")),
    ),
    _answer("auth_unanswered", "does not answer the key, and stays"),
    _answer("accept_then_drop", "accepts the key, and cuts the connection at once", ACCEPTED, Cut()),
    _answer(
        "max_connections_auth",
        "accepts the key, says max_connections and closes with 1008",
        ACCEPTED,
        *TOO_MANY,
    ),
    StreamKind(
        "max_connections_subscribed",
        "acknowledges a subscription, says max_connections and closes with 1008",
        Number.TIMES,
        lambda _, times: RefuseAfterAcks(times),
    ),
    StreamKind(
        "newcomer_refused",
        "keeps the older connection of a key, and refuses the newer with max_connections and 1008",
        Number.TIMES,
        lambda _, times: RefuseNewcomer(times),
    ),
    StreamKind(
        "not_authorized",
        "rejects every trade subscription of a message with an error",
        Number.TIMES,
        lambda _, times: RefuseTickers(times),
    ),
    StreamKind(
        "not_authorized_wildcard",
        "rejects T.* with an error, and accepts single contracts",
        Number.TIMES,
        lambda _, times: RefuseTickers(times, only_wildcard=True),
    ),
)
