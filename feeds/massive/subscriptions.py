"""What is wanted from the stream, what was asked for on this connection, and how that was answered."""

from collections.abc import Iterable, Iterator, Set

from feeds.massive.inbox import Wanted

ALL = "T.*"
BATCH = 200
"""Most subscriptions in one message (practice; massive.md)."""
Request = tuple[str, str]
"""Action (`subscribe` or `unsubscribe`) and params, a comma list of at most 200 channels."""


class Subscriptions:
    """Sets of channel names, `T.O:...` or `T.*`.

    `wanted` outlives connections and is replayed after each reconnect; what was asked for, `confirmed` and `rejected`
    (channel -> why, in words) belong to one connection. A subscription is confirmed by its acknowledgement alone, and
    that proves little: an unknown ticker is acknowledged too. Where all contracts are refused, the single ones that
    were named beside them are wanted in their place.
    """

    def __init__(self) -> None:
        self.wanted: frozenset[str] = frozenset()
        self.confirmed: set[str] = set()
        self.rejected: dict[str, str] = {}
        self._singles: frozenset[str] = frozenset()
        self._asked: set[str] = set()
        self._unanswered: dict[str, None] = {}
        self.unheard: set[str] = set()
        """Channels whose answer was waited for in vain: they count as rejected, until an answer or a trade comes."""

    def want(self, tickers: Set[str], *, everything: bool) -> None:
        """Replace what is wanted: these contracts, or all."""
        self._singles = frozenset("T." + ticker for ticker in tickers)
        self.wanted = frozenset({ALL}) if everything else self._singles

    @property
    def tickers(self) -> frozenset[str]:
        """The contracts that are wanted, or watched where all are."""
        return frozenset(channel.removeprefix("T.") for channel in self._singles)

    def start_connection(self) -> None:
        """Nothing is asked for or answered on a new connection."""
        self._asked.clear()
        self._unanswered.clear()
        self.unheard.clear()
        self.confirmed.clear()
        self.rejected.clear()

    @property
    def streamed(self) -> Wanted | None:
        """What the server confirmed; None while answers are awaited that may change it.

        Where all contracts were given up for `T.*` and that was refused, nothing is streamed until they are confirmed
        anew.
        """
        if not self.settled and not (ALL in self.rejected and not self.confirmed):
            return None
        singles = frozenset(channel.removeprefix("T.") for channel in self.confirmed - {ALL})
        return Wanted(singles, ALL in self.confirmed)

    @property
    def settled(self) -> bool:
        """Whether everything that was asked for is answered, and nothing is left to ask for."""
        return not self._unanswered and self.wanted <= self._asked

    @property
    def unanswered(self) -> int:
        """How many subscriptions have no answer yet."""
        return len(self._unanswered)

    def requests(self) -> Iterator[Request]:
        """What to send now.

        What is new is subscribed before what is no longer wanted is given up, so that turning to `T.*` and back
        loses no trade.
        """
        new, gone = sorted(self.wanted - self._asked), sorted(self._asked - self.wanted)
        self._asked = set(self.wanted)
        self._unanswered.update(dict.fromkeys(new))
        for channel in gone:
            self.confirmed.discard(channel)
            self._unanswered.pop(channel, None)
            self.unheard.discard(channel)
            if channel != ALL:  # why all contracts are not to be had stays true
                self.rejected.pop(channel, None)
        yield from _messages("subscribe", new)
        yield from _messages("unsubscribe", [c for c in gone if c not in self.rejected])

    def requests_again(self) -> Iterator[Request]:
        """What to send once more because it was never answered."""
        return _messages("subscribe", list(self._unanswered))

    def acknowledge(self, message: str) -> None:
        """Take an acknowledgement's prose, `subscribed to: T.O:...`."""
        words, _, names = message.partition(": ")
        channels = {name.strip() for name in names.split(",")}
        if words == "subscribed to":
            self._confirm(channels)
        elif words == "unsubscribed to":
            self.confirmed -= channels

    def reject(self, message: str) -> str | None:
        """Take an error, which names no channel: it is for the first that has no answer. None if all have one."""
        channel = next(iter(self._unanswered), None)
        if channel is not None:
            self._turn_down(channel, f"Massive says: {message}")
        return channel

    def give_up_waiting(self) -> None:
        """Take what has no answer for refused, until an acknowledgement says otherwise."""
        for channel in list(self._unanswered):
            self._turn_down(channel, "Massive did not answer the subscription")
            self.unheard.add(channel)

    def note_trades(self, tickers: Iterable[str]) -> None:
        """Take trades for the answer that never came."""
        self._confirm(self.unheard & {ALL, *("T." + ticker for ticker in tickers)})

    def _confirm(self, channels: Set[str]) -> None:
        self.confirmed |= channels & self._asked
        self.unheard -= channels
        for channel in channels:
            self._unanswered.pop(channel, None)
            self.rejected.pop(channel, None)

    def _turn_down(self, channel: str, words: str) -> None:
        del self._unanswered[channel]
        self.rejected[channel] = words
        if channel == ALL and words.startswith("Massive says"):
            self.wanted = self._singles


def _messages(action: str, channels: Iterable[str]) -> Iterator[Request]:
    channels = list(channels)
    for at in range(0, len(channels), BATCH):
        yield action, ",".join(channels[at : at + BATCH])
