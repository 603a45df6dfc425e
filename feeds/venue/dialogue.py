"""The server's side of one Massive connection, without a socket: what arrives -> what is to be done."""

from dataclasses import dataclass, field

import msgspec

from feeds.venue.acts import Act, Cut, Send, status
from feeds.venue.faults import Fault

ALL = "*"


class _Request(msgspec.Struct):
    action: str = ""
    params: str = ""


_decode_request = msgspec.json.Decoder(_Request).decode


@dataclass(slots=True)
class Dialogue:
    """State of one connection: the key it gave, the tickers that it subscribed to (`*`: all)."""

    fault: Fault
    key: str | None = None
    tickers: set[str] = field(default_factory=set)

    def greet(self) -> list[Act]:
        """The first frame."""
        refused = self.fault.on_connect()
        return [status("connected", "Connected Successfully")] if refused is None else refused

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
        return _joined([act for param in _params(request.params) for act in change(*param)])

    def _authenticate(self, key: str) -> list[Act]:
        if not key.strip():
            return [status("auth_failed", "authentication failed"), Cut()]
        refused = self.fault.on_auth(key)
        if refused is not None:
            return refused
        self.key = key
        return [status("auth_success", "authenticated")]

    def _subscribe(self, channel: str, ticker: str) -> list[Act]:
        if channel != "T" or ticker in self.tickers:
            return []
        refused = self.fault.on_subscribe(channel, ticker)
        if refused is not None:
            return refused
        self.tickers.add(ticker)
        return [status("success", f"subscribed to: {channel}.{ticker}")]

    def _unsubscribe(self, channel: str, ticker: str) -> list[Act]:
        if channel != "T" or ticker not in self.tickers:
            return []
        self.tickers.discard(ticker)
        return [status("success", f"unsubscribed to: {channel}.{ticker}")]


def _params(text: str) -> list[tuple[str, str]]:
    """`T.O:SPY..., T.*` -> channel and ticker of each."""
    parts = [part.strip().partition(".") for part in text.split(",") if part.strip()]
    return [(channel, ticker) for channel, _, ticker in parts if ticker]


def _joined(acts: list[Act]) -> list[Act]:
    """All acknowledgements of one message in one frame, as the service sends them."""
    frames = [act.frame for act in acts if isinstance(act, Send)]
    others = [act for act in acts if not isinstance(act, Send)]
    return ([Send(b"[" + b",".join(frame[1:-1] for frame in frames) + b"]")] if frames else []) + others
