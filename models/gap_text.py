"""How a gap is told: the same words in charts and in the details of the feed."""

from models.figures import several
from models.gaps import Gap, GapStage
from models.time_scale import clock_text
from models.wall_clock import WallClock

_MISSING = {
    GapStage.STAYS: "The trades of this time are missing: on the tape, in charts and in figures.",
    GapStage.PARTLY: "Some trades of this time are missing: on the tape, in charts and in figures.",
}
_UNDER_WAY = (GapStage.WAITING, GapStage.FILLING)


def span_text(ms: int) -> str:
    """How long something took: `0.4 s`, `24 s`, `2 min 05 s`, `1 h 05 min`."""
    if ms < 10_000:
        return f"{max(ms, 0) / 1000:.1f} s".replace(".0 ", " ")
    seconds = round(ms / 1000)
    if seconds < 60:
        return f"{seconds} s"
    minutes = seconds // 60
    return f"{minutes} min {seconds % 60:02d} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def length_text(gap: Gap) -> str:
    """How long a gap is; a dash while it is open."""
    return "–" if gap.end_ms is None else span_text(gap.end_ms - gap.start_ms)


def outcome_text(gap: Gap) -> str:
    """What became of a gap: its stage, the trades that fill it, and what was done.

    `filled: 132 trades for 20 contracts`, `not filled: the key has no access to past trades`.
    """
    stage = _stage(gap)
    trades = several(gap.trades, "trade") if gap.trades else ""
    if gap.stage in _UNDER_WAY:
        return ", ".join(filter(None, (gap.outcome or stage, trades and f"{trades} so far")))
    done = gap.outcome.removeprefix(stage).lstrip(" :").removeprefix("filled ")
    if done.startswith("for "):
        return f"{stage}: {trades} {done}" if trades else f"{stage} {done}"
    more = ", ".join(filter(None, (trades, done)))
    return f"{stage}: {more}" if more else stage


def gap_text(gap: Gap, clock: WallClock) -> str:
    """A gap in a line, its times on a clock: `gap 24 s · connection cut · filled: 132 trades`."""
    length = f"since {clock_text(clock, gap.start_ms)}" if gap.end_ms is None else length_text(gap)
    return " · ".join(filter(None, (f"gap {length}", gap.reason, outcome_text(gap))))


def missing_text(gap: Gap) -> str:
    """What is missing for good, in a sentence; empty where nothing is, or where that is not decided yet."""
    return _MISSING.get(gap.stage, "")


def gap_ink(gap: Gap) -> str:
    """The name of a gap's colour: a warning for as long as trades are missing."""
    return "muted" if gap.stage is GapStage.FILLED else "warn"


def _stage(gap: Gap) -> str:
    return {GapStage.OPEN: "still interrupted", GapStage.WAITING: "waiting to be filled"}.get(
        gap.stage, gap.stage.value
    )
