"""Details of a feed that had every kind of trouble, and of one that was never started."""

from models.feed_details import FeedDetails
from models.feed_figures import FeedFigures
from models.feed_history import FeedHistory
from models.gaps import Gap, GapStage
from models.status import FeedState, FeedStatus, Reason, Source
from tests.models.made_market import OPEN, SPY_C

CUT = FeedStatus(FeedState.BACKOFF, reason=Reason.CUT, detail="The connection to socket.massive.com was cut.")
TROUBLED = FeedStatus(
    FeedState.COOLDOWN,
    detail="Another program uses your key.",
    reason=Reason.KEY_IN_USE,
    confirmed=118,
    wanted=120,
    rejected={SPY_C: "not\tauthorized", "*": "not authorized", "O:???": "unknown"},
    reconnects=5,
    retry_in_s=40.0,
)


def troubled() -> FeedDetails:
    """Everything that can be told is there."""
    history = FeedHistory(lambda: OPEN)
    for status in (FeedStatus(), FeedStatus(FeedState.CONNECTING), CUT, TROUBLED):
        history.note(status)
    return FeedDetails(
        "socket.massive.com", TROUBLED, FeedFigures(1032.4, 41.0, 20_000, 61_402, 2, 1, 132, 7), OPEN + 95_000,
        since_ms=OPEN, retry_left_s=38.0, lag_p50_ms=41.0, lag_p99_ms=230.0, clock_offset_ms=-2300.0, received=61_534,
        repeats=2, samples=('{"p":"two"}', "[{ cut off"), changes=tuple(history),
        gaps=(
            Gap(0, OPEN, OPEN + 24_000, GapStage.FILLED, "connection cut", trades=132),
            Gap(1, OPEN + 90_000, reason="key in use elsewhere"),
        ),
    )  # fmt: skip


def untouched() -> FeedDetails:
    """Nothing has happened yet."""
    return FeedDetails("", FeedStatus(source=Source.SIMULATED), FeedFigures(), OPEN)
