"""A small market mixed into a large one, each as it would be alone: adjusted contracts among the others."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from feeds.venue.market.chain import Rows
from feeds.venue.market.columns import Prints
from feeds.venue.market.simulation import Interval


def mixed(main: Iterator[Interval], small: Iterator[Interval], first_number: int) -> Iterator[Interval]:
    """The intervals of the large market with the prints of the small one where they are due.

    The small one's contracts are numbered from `first_number` on. Its sequence numbers are its own: they rise in each
    contract, not over all. What it prints after the other's last print is left out.
    """
    waiting = _none()
    for interval in main:
        end_ms = int(interval.prints.sent_ms[-1])
        while not len(waiting.prints) or waiting.prints.sent_ms[-1] <= end_ms:
            more = next(small, None)
            if more is None:
                break
            waiting = _joined(waiting, _numbered(more, first_number))
        due = waiting.prints.sent_ms <= end_ms
        yield _in_order(_joined(interval, _rows(waiting, due)))
        waiting = _rows(waiting, ~due)


def _none() -> Interval:
    return Interval(Prints.none(), np.empty(0, np.int64))


def _numbered(interval: Interval, first_number: int) -> Interval:
    prints = replace(interval.prints, contract=interval.prints.contract + first_number)
    return Interval(prints, interval.sequence)


def _joined(first: Interval, second: Interval) -> Interval:
    return Interval(Prints.joined([first.prints, second.prints]), np.concatenate([first.sequence, second.sequence]))


def _rows(interval: Interval, chosen: "Rows | np.typing.NDArray[np.bool_]") -> Interval:
    return Interval(interval.prints.rows(chosen), interval.sequence[chosen])


def _in_order(interval: Interval) -> Interval:
    return _rows(interval, np.argsort(interval.prints.sent_ms, kind="stable"))
