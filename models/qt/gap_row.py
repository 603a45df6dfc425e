"""How a gap reads on the tape: a band through the whole row, and the same words for screen readers and the tooltip."""

from models.gap_text import gap_ink, length_text, missing_text, outcome_text
from models.gaps import Gap, GapStage
from models.qt.cells import Band, Cell, Row, Span
from models.time_scale import clock_text, date_text, full_text
from models.wall_clock import WallClock

_MARK = "GAP"
_SPACE = 2


def gap_band(gap: Gap, columns: int, clock: WallClock) -> Row:
    """The row of a gap under so many columns: the first cell holds the whole sentence, the others nothing."""
    start, words = clock_text(clock, gap.start_ms), _words(gap, clock)
    ink = gap_ink(gap)
    at = len(start) + _SPACE
    spans = (
        Span(0, start, "muted"),
        Span(at, _MARK, ink, bold=True),
        Span(at + len(_MARK) + 1, words, ink),
    )
    missing = gap.stage is not GapStage.FILLED
    band = Band(spans, "notice_warn" if missing else "raised", ink if missing else "")
    return Row((Cell(f"{start} {_MARK} {words}", ink), *[Cell("")] * (columns - 1)), band)


def gap_tooltip(gap: Gap, clock: WallClock) -> str:
    """When the stream was interrupted and why, what was done, and what is missing."""
    start = full_text(clock, gap.start_ms)
    until = f" until {full_text(clock, gap.end_ms)} ({length_text(gap)})" if gap.end_ms is not None else ""
    lines = (f"Gap: the stream was interrupted since {start}{until}", gap.reason, outcome_text(gap))
    return "\n".join(filter(None, (*lines, missing_text(gap))))


def _words(gap: Gap, clock: WallClock) -> str:
    if gap.end_ms is None:
        parts = [f"since {clock_text(clock, gap.start_ms)}, {outcome_text(gap)}", gap.reason]
    else:
        parts = [f"{length_text(gap)} until {_end_text(gap, clock)}", gap.reason, outcome_text(gap)]
    return " · ".join(filter(None, parts))


def _end_text(gap: Gap, clock: WallClock) -> str:
    """The time of day of the end, with the day if it is another one than the start's."""
    assert gap.end_ms is not None
    day, end = date_text(clock, gap.end_ms), clock_text(clock, gap.end_ms)
    return end if day == date_text(clock, gap.start_ms) else f"{day} {end}"
