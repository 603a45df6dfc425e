"""What is said of a question while it runs and after it ended: what is there, what is not, what helps. No Qt here."""

from typing import NamedTuple

from models.figures import several
from models.history.answers import Answers
from models.history.inquiring import Progress
from models.history.queries import AtTimeQuery, HistoryError
from models.history.query_text import days_text

_RESUME, _AGAIN, _REST_AGAIN = "Resume", "Try again", "Try the rest again"


class Ending(NamedTuple):
    """How asking ended. `role`: `title` for what went well, else `warn` or `error`.

    `again`: what can be done about what is left, if anything is. `detail`: the raw text behind it.
    """

    title: str
    text: str = ""
    role: str = "title"
    again: str = ""
    detail: str = ""


def running_text(progress: Progress, seconds: int = 0) -> str:
    """`130 of 390 parts · 12 s · The terminal is busy: try 2 of 5`."""
    told = [f"{progress.done:,} of {several(progress.parts, 'part')}"]
    if seconds:
        told.append(f"{seconds:,} s")
    if progress.text:
        told.append(progress.text)
    return " · ".join(told)


def cancelled(answers: Answers) -> Ending:
    """The user gave up."""
    counts = answers.counts
    if counts.done == 0:
        return Ending("Cancelled", "Nothing had come yet. Resume asks on; or change the question.", again=_RESUME)
    text = f"What came until then is shown. The other {_parts(counts.parts - counts.done)} can still be asked for."
    return Ending(f"Cancelled after {_share(answers)}", text, "warn", _RESUME)


def ended(answers: Answers, error: HistoryError | None) -> Ending:
    """Asking came to its end, or was ended by an error."""
    if error:
        return _stopped(answers, error)
    if answers.failures:
        return _with_failures(answers)
    notes = " ".join(f"“{note}”" for note in answers.notes)
    notes = f"The source says of some parts: {notes}" if notes else ""
    if not answers.counts.trades:
        return Ending("No trade was found", notes or "Each row says why.", "warn")
    return Ending("", notes)


def _stopped(answers: Answers, error: HistoryError) -> Ending:
    if not answers.counts.done:
        return Ending("No answer", error.message, "error", _AGAIN, error.detail)
    return Ending(f"Stopped after {_share(answers)}", error.message, "error", _REST_AGAIN, error.detail)


def _with_failures(answers: Answers) -> Ending:
    """Some parts have no answer; the first says why, for the others mostly say the same."""
    part, error = next(iter(answers.failures.items()))
    if answers.counts.parts == 1 and answers.left():
        return _stopped(answers, error)  # it is all of the question
    kinds = len({failure.message for failure in answers.failures.values()}) - 1
    more = f" {several(kinds, 'other part')} failed for another reason." if kinds else ""
    title = f"{len(answers.failures):,} of {_parts(answers.counts.parts)} without an answer"
    text = f"{_part_text(part)}: {error.message}{more}"
    again = _REST_AGAIN if answers.left() else ""
    return Ending(title, text, "error" if not answers.counts.trades else "warn", again, error.detail)


def _part_text(part: AtTimeQuery) -> str:
    return f"{part.contract.label}, {days_text(part.start, part.end)}"


def _share(answers: Answers) -> str:
    return f"{answers.counts.done:,} of {_parts(answers.counts.parts)}"


def _parts(count: int) -> str:
    return several(count, "part")
