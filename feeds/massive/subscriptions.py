"""What is wanted from the stream, what was asked for on this connection, and what was confirmed."""

from collections.abc import Iterator, Set

ALL = "T.*"
BATCH = 200
"""Most subscriptions in one message (practice; massive.md)."""


class Subscriptions:
    """Three sets of channel names, `T.O:...` or `T.*`.

    `wanted` outlives connections and is replayed after each reconnect. `asked` and `confirmed` belong to one
    connection. A subscription is confirmed by its acknowledgement alone, and an acknowledgement proves little: an
    unknown ticker is acknowledged too.
    """

    def __init__(self) -> None:
        self.wanted: frozenset[str] = frozenset()
        self.confirmed: set[str] = set()
        self._asked: set[str] = set()

    def want(self, tickers: Set[str], *, everything: bool) -> None:
        """Replace what is wanted."""
        self.wanted = frozenset({ALL}) if everything else frozenset("T." + ticker for ticker in tickers)

    def start_connection(self) -> None:
        """Nothing is asked for or confirmed on a new connection."""
        self._asked.clear()
        self.confirmed.clear()

    def requests(self) -> Iterator[tuple[str, str]]:
        """Actions and params to send now: (`subscribe` or `unsubscribe`, comma list of at most 200 channels).

        What is new is subscribed before what is no longer wanted is given up, so that turning to `T.*` and back
        loses no trade.
        """
        new, gone = sorted(self.wanted - self._asked), sorted(self._asked - self.wanted)
        self._asked = set(self.wanted)
        for action, channels in (("subscribe", new), ("unsubscribe", gone)):
            for at in range(0, len(channels), BATCH):
                yield action, ",".join(channels[at : at + BATCH])
        self.confirmed -= set(gone)

    def acknowledge(self, message: str) -> None:
        """Take an acknowledgement's prose, `subscribed to: T.O:...`."""
        words, _, names = message.partition(": ")
        channels = {name.strip() for name in names.split(",")}
        if words == "subscribed to":
            self.confirmed |= channels & self._asked
        elif words == "unsubscribed to":
            self.confirmed -= channels
