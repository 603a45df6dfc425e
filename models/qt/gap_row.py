"""How a gap reads on the tape: a band through the whole row, and the same words for screen readers and the tooltip."""

from models.clock import eastern
from models.eastern_scale import clock_text
from models.gap_text import gap_ink, length_text, outcome_text
from models.gaps import Gap, GapStage
from models.qt.cells import Band, Cell, Row, Span
from models.query_text import day_text

_MARK = "GAP"
_SPACE = 2
_MISSING = {
    GapStage.STAYS: "The trades of this time are missing: on the tape, in charts and in figures.",
    GapStage.PARTLY: "Some trades of this time are missing: on the tape, in charts and in figures.",
}


def gap_band(gap: Gap, columns: int) -> Row:
    """The row of a gap under so many columns: the first cell holds the whole sentence, the others nothing."""
    start, words = clock_text(gap.start_ms), _words(gap)
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


def gap_tooltip(gap: Gap) -> str:
    """When the stream was interrupted and why, what was done, and what is missing."""
    start = f"{eastern(gap.start_ms):%a %d %b %Y} {clock_text(gap.start_ms)}"
    until = f" until {_end_text(gap)} US Eastern ({length_text(gap)})" if gap.end_ms is not None else " US Eastern"
    lines = (f"Gap: the stream was interrupted since {start}{until}", gap.reason, outcome_text(gap))
    return "\n".join(filter(None, (*lines, _MISSING.get(gap.stage))))


def _words(gap: Gap) -> str:
    if gap.end_ms is None:
        parts = [f"since {clock_text(gap.start_ms)}, {outcome_text(gap)}", gap.reason]
    else:
        parts = [f"{length_text(gap)} until {_end_text(gap)}", gap.reason, outcome_text(gap)]
    return " · ".join(filter(None, parts))


def _end_text(gap: Gap) -> str:
    """The time of day of the end, with the day if it is another one than the start's."""
    assert gap.end_ms is not None
    day = eastern(gap.end_ms).date()
    same = day == eastern(gap.start_ms).date()
    return clock_text(gap.end_ms) if same else f"{day_text(day)} {clock_text(gap.end_ms)}"
