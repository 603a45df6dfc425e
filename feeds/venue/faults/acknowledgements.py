"""Faults of acknowledgements. Each counts the messages of the client that it answers in its way."""

from feeds.venue.acts import Act, Later, Send, joined
from feeds.venue.faults.fault import StreamFault
from feeds.venue.faults.kind import Number, StreamKind


class NoAcks(StreamFault):
    """Subscriptions hold, and nobody says so."""

    def on_acks(self, acks: list[Send]) -> list[Act]:
        """Nothing."""
        self._struck()
        return []


class RepeatedAcks(StreamFault):
    """Everything is said twice."""

    def on_acks(self, acks: list[Send]) -> list[Act]:
        """The frame, twice."""
        self._struck()
        return [joined(acks), joined(acks)]


class LateAcks(StreamFault):
    """Trades come before the acknowledgement."""

    def __init__(self, seconds: float, times: float) -> None:
        super().__init__(times)
        self._seconds = seconds

    def on_acks(self, acks: list[Send]) -> list[Act]:
        """The frame, later."""
        self._struck()
        return [Later(self._seconds, (joined(acks),))]


class SingleAcks(StreamFault):
    """No two in one frame."""

    def on_acks(self, acks: list[Send]) -> list[Act]:
        """A frame for each."""
        self._struck()
        return list(acks)


KINDS: tuple[StreamKind, ...] = (
    StreamKind("acks_missing", "does not acknowledge what it does", Number.TIMES, lambda _, times: NoAcks(times)),
    StreamKind("acks_repeated", "acknowledges everything twice", Number.TIMES, lambda _, times: RepeatedAcks(times)),
    StreamKind("acks_late", "acknowledges some seconds (3) late, after the first trades", Number.SECONDS, LateAcks, 3),
    StreamKind(
        "ack_one_by_one", "sends a frame for each acknowledgement", Number.TIMES, lambda _, times: SingleAcks(times)
    ),
)
