"""At-time answers for whoever reads standard output: rows as CSV, in order, and words beside them on standard error."""

import csv
from typing import TextIO

from models.clock import time_text
from models.exits import say
from models.history.answer_csv import COLUMNS, missing_note, trade_cells
from models.history.answer_order import AnswersInOrder
from models.history.answers import Answers, Entry
from models.history.queries import HistoryError, Missing
from models.history.query_text import no_trading_day

_OF_PARTS = (Missing.NOT_PERMITTED, Missing.UNKNOWN_ROOT, Missing.FAILED)
"""Reasons of whole parts, which are said once and not again for each day."""


class AnswerPrinter:
    """Prints what is new each time that `advance` is called: whole months, flushed. Raises what writing raises.

    The headings come with the first rows, or at an end without failure.
    """

    def __init__(self, answers: Answers, rows: TextIO, messages: TextIO | None) -> None:
        self._answers, self._order = answers, AnswersInOrder(answers)
        self._rows, self._messages = csv.writer(rows, lineterminator="\n"), messages
        self._flush = rows.flush
        self._has_headings = False
        self._said: set[str] = set()
        self._told = ""

    def advance(self) -> None:
        """Print the months that are known whole, and why others never will be."""
        self._print(self._order.ready())
        self._say_failures()

    def tell(self, text: str) -> None:
        """Say what is done now to somebody who waits at a screen; the same again is not said again."""
        if text not in ("", self._told) and self._messages and self._messages.isatty():
            self._told = text
            say(self._messages, text)

    def finish(self, error: HistoryError | None) -> None:
        """Print all that is left, and what kept the rest from coming."""
        self._print(self._order.rest())
        self._say_failures()
        if error is None:
            self._head()
        self._flush()
        self._say_end(error)

    def _print(self, entries: list[Entry]) -> None:
        for entry in entries:
            if entry.row:
                self._head()
                self._rows.writerow(trade_cells(entry.contract.ticker, entry.row))
            elif entry.missing and entry.missing.reason not in _OF_PARTS:
                when = f"{entry.contract.ticker} {entry.day} {time_text(entry.asked_ms)}"
                say(self._messages, f"{when}: {missing_note(entry.missing)}")
        if entries:
            self._flush()

    def _head(self) -> None:
        if not self._has_headings:
            self._rows.writerow(COLUMNS)
            self._has_headings = True

    def _say_failures(self) -> None:
        for part, error in self._answers.failures.items():
            self._say_once(f"{part.contract.label}, {part.start} to {part.end}: ", error.message)

    def _say_end(self, error: HistoryError | None) -> None:
        question, counts = self._answers.question, self._answers.counts
        for note in self._answers.notes:
            say(self._messages, f"The source says: {note}")
        if closed := no_trading_day(question.start, question.end):
            say(self._messages, closed)
        if error:
            self._say_once("", error.message)
        if counts.done < counts.parts and counts.done:
            say(self._messages, f"{counts.parts - counts.done:,} of {counts.parts:,} parts were not answered.")

    def _say_once(self, about: str, message: str) -> None:
        if message not in self._said:
            self._said.add(message)
            say(self._messages, about + message)
