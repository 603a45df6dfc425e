"""Trades that arrive a second time: after a reconnect, or with what was fetched to fill a gap (massive.md)."""

from models.batch import TradeBatch
from models.tape import Tape


class Duplicates:
    """Drops what is on the tape already.

    `dropped`: trades left out; `repeats`: repeated within one connection, kept.
    """

    def __init__(self, tape: Tape) -> None:
        self.dropped = 0
        self.repeats = 0
        self._tape = tape

    def note_cut(self) -> None:
        """The connection ended after the rows that are on the tape: what they hold may come again."""

    def strip(self, batch: TradeBatch) -> TradeBatch:
        """The trades of a batch that are not on the tape yet."""
        return batch
