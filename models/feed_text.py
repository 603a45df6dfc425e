"""How the state of a feed and its figures are told, in the status bar and in the details alike."""

from math import ceil

from models.figures import count_text, lag_text
from models.status import FeedState, FeedStatus, Source

ALL = "*"
"""Stands for the whole market among the refused subscriptions."""
TROUBLE = frozenset({FeedState.STALE, FeedState.BACKOFF, FeedState.COOLDOWN, FeedState.REFUSED})
_STREAMING = (FeedState.LIVE, FeedState.STALE)
_WORDS = {
    FeedState.IDLE: "not connected",
    FeedState.CONNECTING: "connecting",
    FeedState.AUTHENTICATING: "signing in",
    FeedState.SUBSCRIBING: "subscribing",
    FeedState.LIVE: "connected",
    FeedState.STALE: "silent",
    FeedState.BACKOFF: "waiting to connect",
    FeedState.COOLDOWN: "cooling down",
    FeedState.REFUSED: "refused",
    FeedState.ENDED: "ended",
    FeedState.CLOSED: "closed",
}
_WAITS = {FeedState.BACKOFF: "connection lost", FeedState.COOLDOWN: "key in use elsewhere"}
"""Why a feed waits, where it gives no reason."""
_SOURCES = {
    Source.LIVE: "Real-time trades from Massive",
    Source.DELAYED: "Trades from Massive, 15 minutes late",
    Source.SIMULATED: "An invented market: no real trade is shown",
    Source.REPLAY: "A recording is played",
}


def state_name(state: FeedState) -> str:
    """A state in a word or two."""
    return _WORDS[state]


def state_text(status: FeedStatus, left_s: float | None) -> str:
    """A state with its reason: `connection cut, trying again in 12 s`. `left_s`: until the next try, if any."""
    if status.state is FeedState.REFUSED:
        return f"refused: {status.reason}" if status.reason else _WORDS[status.state]
    why = _WAITS.get(status.state)
    if why is None:
        return _WORDS[status.state]
    again = "trying again" if not left_s else f"trying again in {_wait(left_s)}"
    return f"{status.reason or why}, {again}"


def source_text(source: Source) -> str:
    """What a source is, in a sentence."""
    return _SOURCES[source]


def delay_text(source: Source) -> str:
    """How late a source is on purpose: `15 min delayed`; empty where it is not."""
    return "15 min delayed" if source is Source.DELAYED else ""


def subscriptions_text(status: FeedStatus) -> str:
    """`118 of 120 subscribed, 2 refused`, `nothing subscribed`, `all contracts`, `all contracts refused`."""
    if status.everything:
        return "all contracts refused" if ALL in status.rejected else "all contracts"
    if not status.wanted:
        return "nothing subscribed"
    text = f"{count_text(status.confirmed)} of {count_text(status.wanted)} subscribed"
    refused = len(status.rejected.keys() - {ALL})
    return f"{text}, {count_text(refused)} refused" if refused else text


def lag_now_text(status: FeedStatus, lag_ms: float | None) -> str:
    """The lag of the newest trades, `41 ms`; a dash while no trades can come."""
    return lag_text(lag_ms if status.state in _STREAMING else None)


def gaps_text(gaps: int, unfilled: int) -> str:
    """`gaps 0`, `gaps 3`, `gaps 3, 1 unfilled`."""
    return f"gaps {count_text(gaps)}, {count_text(unfilled)} unfilled" if unfilled else f"gaps {count_text(gaps)}"


def bytes_text(count: int) -> str:
    """`0`, `12 kB`, `19 MB`."""
    return "0" if not count else f"{count / 1024:,.0f} kB" if count < 10 * 1024 * 1024 else f"{count / 1024**2:,.0f} MB"


def _wait(seconds: float) -> str:
    whole = ceil(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60:02d} s"


def detail_text(status: FeedStatus) -> str:
    """Why the feed is as it is, what it lacks and what it fetches; empty when there is nothing to say."""
    return "\n".join(filter(None, (status.detail, status.today_problem, status.filling)))
