"""What a feed says of itself: one immutable status, published whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Source(StrEnum):
    """Where the trades come from; the four look different at a glance."""

    LIVE = "live"
    DELAYED = "delayed"
    SIMULATED = "simulated"
    REPLAY = "replay"


class FeedState(StrEnum):
    """States of a trade feed, as the report names them."""

    IDLE = "idle"
    CONNECTING = "connecting"
    AUTHENTICATING = "authenticating"
    SUBSCRIBING = "subscribing"
    LIVE = "live"
    STALE = "stale"
    BACKOFF = "backoff"
    COOLDOWN = "cooldown"
    REFUSED = "refused"
    ENDED = "ended"
    CLOSED = "closed"


_S = FeedState
_STOPPED = frozenset({_S.BACKOFF, _S.COOLDOWN, _S.REFUSED, _S.ENDED, _S.CLOSED})
"""Where a running connection can be thrown, whatever it was doing; the source may end at any time."""

TRANSITIONS: dict[FeedState, frozenset[FeedState]] = {
    _S.IDLE: frozenset({_S.CONNECTING, _S.CLOSED}),
    _S.CONNECTING: _STOPPED | {_S.AUTHENTICATING},
    _S.AUTHENTICATING: _STOPPED | {_S.SUBSCRIBING},
    _S.SUBSCRIBING: _STOPPED | {_S.LIVE},
    _S.LIVE: _STOPPED | {_S.SUBSCRIBING, _S.STALE},
    _S.STALE: _STOPPED | {_S.SUBSCRIBING, _S.LIVE},
    _S.BACKOFF: frozenset({_S.CONNECTING, _S.ENDED, _S.CLOSED}),
    _S.COOLDOWN: frozenset({_S.CONNECTING, _S.ENDED, _S.CLOSED}),
    _S.REFUSED: frozenset({_S.CONNECTING, _S.CLOSED}),
    _S.ENDED: frozenset({_S.CLOSED}),
    _S.CLOSED: frozenset(),
}
"""Which state may follow which. A refused feed connects again only when it is told to (a new key)."""


UP = (FeedState.LIVE, FeedState.STALE)
"""States in which trades are expected."""
PROVEN = (FeedState.SUBSCRIBING, *UP)
"""States in which the key was accepted."""
CONNECTED = (FeedState.AUTHENTICATING, *PROVEN)


class Reason(StrEnum):
    """Why a feed is in the state that it is in, where that is no good one."""

    NONE = ""
    BAD_KEY = "bad key"
    NO_PLAN = "plan without access"
    AUTH_TIMEOUT = "key not received in time"
    KEY_IN_USE = "key in use elsewhere"
    SLOW_CONSUMER = "read too slowly"
    FORCED = "disconnected by the server"
    CUT = "connection cut"
    DEAD = "no sign of life"
    NO_ANSWER = "no answer"
    UNREACHABLE = "cannot be reached"
    NOT_SECURE = "no secure connection"
    WRONG_ADDRESS = "wrong address"
    BAD_FRAME = "unusable frame"
    QUIET = "no trades while the market is open"
    FAULT = "fault of Optape"


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """A feed's state and counters at one moment."""

    state: FeedState = FeedState.IDLE
    source: Source = Source.LIVE
    detail: str = ""
    """Why, in words for the user; empty when all is well."""
    reason: Reason = Reason.NONE
    confirmed: int = 0
    wanted: int = 0
    """Subscriptions acknowledged and asked for."""
    everything: bool = False
    """All contracts are subscribed."""
    rejected: Mapping[str, str] = field(default_factory=dict)
    """Tickers (`*`: all contracts) that were asked for and refused, and why in words."""
    filling: str = ""
    """What is being fetched in the background, in words; empty when nothing is."""
    today_problem: str = ""
    """Why watched contracts are without their trades since the open, in words; empty where none is."""
    reconnects: int = 0
    retry_in_s: float | None = None


@dataclass(slots=True)
class FeedCounters:
    """What a feed counted since it started."""

    received: int = 0
    """Trades taken from the stream or fetched for a gap, malformed ones not among them."""
    malformed: int = 0
    samples: list[str] = field(default_factory=list)
    """The first few malformed events, for the log."""
