"""What the status bar and the details of the feed tell in figures, at one moment."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeedFigures:
    """`rate`: trades a second. `lag_ms`: None where there is none to tell. `backlog`: bytes read and not decoded yet.

    `unfilled`: those of the `gaps` in which trades are missing on the tape.
    """

    rate: float = 0.0
    lag_ms: float | None = None
    backlog: int = 0
    on_tape: int = 0
    gaps: int = 0
    unfilled: int = 0
    duplicates: int = 0
    malformed: int = 0
