"""The states of the stream, guarded: whatever arrives in whatever order, `TRANSITIONS` is kept. No socket here."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import Enum, auto
from typing import Any

from feeds.massive.endings import Ending, ending_of_status
from feeds.massive.subscriptions import ALL, Subscriptions
from feeds.massive.wire import StatusEvent
from models.status import CONNECTED, TRANSITIONS, UP, FeedState, FeedStatus, Reason, Source

MAX_KEYS_SENT = 5
"""A server that asks for the key again and again on one connection does not take it."""


class Act(Enum):
    """What a status asks of the connection."""

    NOTHING = auto()
    SEND_KEY = auto()
    SUBSCRIBE = auto()
    """Send what is wanted and was not asked for yet."""
    SETTLE = auto()
    """A subscription was answered."""
    END = auto()


class Lifecycle:
    """One immutable status, published whole whenever it changed; `ending` is why the connection is to be left."""

    def __init__(self, source: Source, publish: Callable[[FeedStatus], None]) -> None:
        self.status = FeedStatus(source=source)
        self.ending: Ending | None = None
        self._publish = publish
        self._keys_sent = 0

    # The way up

    def connect(self) -> None:
        """A connection is being made."""
        self.ending, self._keys_sent = None, 0
        self._go(FeedState.CONNECTING)

    def take(self, event: StatusEvent, subscriptions: Subscriptions) -> Act:
        """Take a status of the server. Statuses that nobody knows are shown, and change nothing."""
        state = self.status.state
        ending = ending_of_status(event.status, event.message)
        if ending:
            return self.leave(ending)
        if event.status == "connected" and state is FeedState.CONNECTING:
            self._go(FeedState.AUTHENTICATING)
            return self._send_key()
        if event.status == "auth_required" and state in CONNECTED:
            return self._send_key()
        if event.status == "auth_success" and state in CONNECTED:
            subscriptions.start_connection()  # perhaps for the second time on this connection
            if state is not FeedState.SUBSCRIBING:
                self._go(FeedState.SUBSCRIBING)
            return Act.SUBSCRIBE
        if event.status == "success":
            subscriptions.acknowledge(event.message)
            return Act.SETTLE
        if event.status == "error" and (channel := subscriptions.reject(event.message)):
            return Act.SUBSCRIBE if channel == ALL else Act.SETTLE  # in place of all, single ones are wanted now
        if event.status not in ("connected", "auth_success", "auth_required"):
            self._change(detail=f"Massive says: {event.status} {event.message}".strip())
        return Act.NOTHING

    def settle(self, subscriptions: Subscriptions) -> None:
        """Tell how the subscriptions stand; once all were answered the feed is live."""
        state = self.status.state
        if state is FeedState.SUBSCRIBING and subscriptions.settled:
            state = FeedState.LIVE
        if state in (FeedState.SUBSCRIBING, *UP):
            rejected = {channel.removeprefix("T."): words for channel, words in subscriptions.rejected.items()}
            self._change(
                state=state,
                confirmed=len(subscriptions.confirmed),
                rejected=rejected,
                detail=_words_of(rejected) if state is not FeedState.STALE else self.status.detail,
            )

    def tell_wanted(self, wanted: int, *, everything: bool) -> None:
        """Tell what is asked for from now on."""
        self._change(wanted=wanted, everything=everything)

    def tell_filling(self, words: str) -> None:
        """Tell what is being fetched in the background; empty: nothing."""
        self._change(filling=words)

    def tell_today(self, words: str) -> None:
        """Tell what of the day since the open is missing; empty: nothing."""
        self._change(today_problem=words)

    # While it is up

    def stale(self, words: str) -> None:
        """No trades come although the market is open."""
        if self.status.state is FeedState.LIVE:
            self._go(FeedState.STALE, Reason.QUIET, words)
        elif self.status.state is FeedState.STALE:
            self._change(detail=words)

    def no_longer_stale(self, subscriptions: Subscriptions) -> None:
        """Trades come again, or need not come now."""
        if self.status.state is FeedState.STALE:
            self._go(FeedState.LIVE)
            self.settle(subscriptions)

    # The way down

    def leave(self, ending: Ending) -> Act:
        """The connection is to be left; the first reason holds."""
        self.ending = self.ending or ending
        return Act.END

    def end(self, ending: Ending, retry_in_s: float | None) -> None:
        """The connection is over: wait, or stay refused."""
        if self.status.state not in (FeedState.ENDED, FeedState.CLOSED):
            self._go(ending.next.value, ending.reason, ending.words, retry_in_s, confirmed=0, rejected={})

    def again(self) -> None:
        """The wait is over."""
        self._change(reconnects=self.status.reconnects + 1)

    def finish(self) -> bool:
        """The source has nothing more; whether that ends the feed."""
        may = FeedState.ENDED in TRANSITIONS[self.status.state]
        if may:
            self._go(FeedState.ENDED)
        return may

    def close(self) -> None:
        """The feed is closed for good."""
        if self.status.state is not FeedState.CLOSED:
            self._go(FeedState.CLOSED)

    def _send_key(self) -> Act:
        self._keys_sent += 1
        if self._keys_sent > MAX_KEYS_SENT:
            return self.leave(Ending(Reason.AUTH_TIMEOUT, "Massive asks for the key again and again."))
        return Act.SEND_KEY

    def _go(
        self,
        state: FeedState,
        reason: Reason = Reason.NONE,
        detail: str = "",
        retry_in_s: float | None = None,
        **changes: Any,
    ) -> None:
        assert state in TRANSITIONS[self.status.state], f"{self.status.state} -> {state}"
        self._change(state=state, reason=reason, detail=detail, retry_in_s=retry_in_s, **changes)

    def _change(self, **changes: Any) -> None:
        status = replace(self.status, **changes)
        if status != self.status:
            self.status = status
            self._publish(status)


def _words_of(rejected: Mapping[str, str]) -> str:
    if not rejected:
        return ""
    ticker, words = next(iter(rejected.items()))
    if ticker == "*":
        return f"All contracts are not to be had: {words}. The watchlist’s contracts are subscribed one by one."
    return f"{len(rejected)} subscriptions are not to be had: {words}." if len(rejected) > 1 else f"{ticker}: {words}."
