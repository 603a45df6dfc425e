"""Entries in order of contract, day and asked time, given out as soon as nothing that goes before them is to come."""

from collections import defaultdict, deque
from datetime import date

from models.contract import Contract
from models.history.answers import Answers, Entry
from models.history.queries import AtTimeQuery

_Month = tuple[Contract, date]
"""A contract, and the first day of a month: the smallest stretch that can be put in order."""


class AnswersInOrder:
    """A cursor over answers that come in any order."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._seen = 0
        self._parts: dict[_Month, list[AtTimeQuery]] = defaultdict(list)
        for part in answers.left():
            self._parts[part.contract, part.start.replace(day=1)].append(part)
        self._held: dict[_Month, list[Entry]] = defaultdict(list)
        self._take_new()
        place = {contract: number for number, contract in enumerate(answers.question.contracts)}
        months = self._parts.keys() | self._held.keys()
        self._months = deque(sorted(months, key=lambda month: (place[month[0]], month[1])))

    def ready(self) -> list[Entry]:
        """What can be given out now, and was not yet."""
        self._take_new()
        found: list[Entry] = []
        while self._months and not any(map(self._answers.is_left, self._parts[self._months[0]])):
            found += self._next()
        return found

    def rest(self) -> list[Entry]:
        """All that is there and was not given out yet, though something before it may be missing."""
        self._take_new()
        found: list[Entry] = []
        while self._months:
            found += self._next()
        return found

    def _take_new(self) -> None:
        for entry in self._answers.entries[self._seen :]:
            self._held[entry.contract, entry.day.replace(day=1)].append(entry)
        self._seen = len(self._answers.entries)

    def _next(self) -> list[Entry]:
        return sorted(self._held.pop(self._months.popleft(), []), key=lambda entry: (entry.day, entry.asked_ms))
