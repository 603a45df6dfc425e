"""The server's side of one Massive connection, without a socket: what arrives -> what is to be done."""

from dataclasses import dataclass, field

import msgspec

from feeds.venue.acts import ACCEPTED, GREETING, Act, Cut, Send, joined, status
from feeds.venue.faults.fault import StreamFault
from feeds.venue.faults.turns import Turns

ALL = "*"
CHANNEL = "T"
"""Trades: the one channel that is served. Subscriptions of others are dropped with no answer."""


class _Request(msgspec.Struct):
    action: str = ""
    params: str = ""


_decode_request = msgspec.json.Decoder(_Request).decode


@dataclass(slots=True)
class Dialogue:
    """State of one connection: the key it gave, how often it did, the tickers that it subscribed to (`*`: all)."""

    faults: Turns[StreamFault]
    key: str | None = None
    attempts: int = 0
    tickers: set[str] = field(default_factory=set)

    def greet(self) -> list[Act]:
        """The first frame."""
        other = self.faults.current.on_connect()
        return [GREETING] if other is None else other

    def receive(self, text: str) -> list[Act]:
        """Answer one message. What is not understood is answered with an `error` status."""
        try:
            request = _decode_request(text)
        except (msgspec.DecodeError, UnicodeError):
            return [status("error", "invalid message")]
        if request.action == "auth":
            return self._authenticate(request.params)
        if request.action not in ("subscribe", "unsubscribe"):
            return [status("error", f"unknown action: {request.action}")]
        if self.key is None:
            return [status("auth_required", "Authentication required.")]
        change = self._subscribe if request.action == "subscribe" else self._unsubscribe
        return self._answered(change([ticker for channel, ticker in _params(request.params) if channel == CHANNEL]))

    def _authenticate(self, key: str) -> list[Act]:
        self.attempts += 1
        if not key.strip():
            return [status("auth_failed", "authentication failed"), Cut()]
        other = self.faults.current.on_auth(self.attempts)
        if other is not None:
            return other
        self.key = key
        return [ACCEPTED]

    def _subscribe(self, tickers: list[str]) -> list[Send]:
        """Take on what is new, as far as it is authorized. What is held already is not answered."""
        new = [ticker for ticker in dict.fromkeys(tickers) if ticker not in self.tickers]
        rejected = self.faults.current.rejected(new)
        self.tickers.update(ticker for ticker in new if ticker not in rejected)
        return [
            status("error", "not authorized")
            if ticker in rejected
            else status("success", f"subscribed to: {CHANNEL}.{ticker}")
            for ticker in new
        ]

    def _unsubscribe(self, tickers: list[str]) -> list[Send]:
        """Give up what is held. What is not is not answered."""
        held = [ticker for ticker in dict.fromkeys(tickers) if ticker in self.tickers]
        self.tickers.difference_update(held)
        return [status("success", f"unsubscribed to: {CHANNEL}.{ticker}") for ticker in held]

    def _answered(self, acks: list[Send]) -> list[Act]:
        """All answers to one message in one frame, as the service sends them."""
        if not acks:
            return []
        other = self.faults.current.on_acks(acks)
        return [joined(acks)] if other is None else other


def _params(text: str) -> list[tuple[str, str]]:
    """`T.O:SPY..., T.*` -> channel and ticker of each."""
    parts = [part.strip().partition(".") for part in text.split(",") if part.strip()]
    return [(channel, ticker) for channel, _, ticker in parts if ticker]
