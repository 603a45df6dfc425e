"""What a feed went through: its changes of state, with when and why."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from models.clock import eastern
from models.status import FeedState, FeedStatus, Reason, Source

KEEP = 200
HEADINGS = ("UTC", "Eastern", "state", "reason", "detail", "source")


@dataclass(frozen=True, slots=True)
class StateChange:
    """A feed came into a state, or something new was learned of it there. `time_ms`: Unix ms of the own clock."""

    time_ms: int
    state: FeedState
    reason: Reason
    detail: str
    source: Source


class FeedHistory:
    """The newest changes. Counters and acknowledgements are no changes; a new reason or detail in a state is one."""

    def __init__(self, clock_ms: Callable[[], int], keep: int = KEEP) -> None:
        """`clock_ms`: Unix ms of now."""
        self._clock_ms = clock_ms
        self._changes: deque[StateChange] = deque(maxlen=keep)
        self.since_ms: int | None = None
        """When the state of now began."""

    def __iter__(self) -> Iterator[StateChange]:
        """Newest first."""
        return reversed(self._changes)

    def note(self, status: FeedStatus) -> bool:
        """Keep a status if it says something new of the state; return whether it did."""
        last = self._changes[-1] if self._changes else None
        said = (status.state, status.reason, status.detail, status.source)
        if last and said == (last.state, last.reason, last.detail, last.source):
            return False
        now_ms = self._clock_ms()
        if last is None or last.state is not status.state:
            self.since_ms = now_ms
        self._changes.append(StateChange(now_ms, *said))
        return True


def history_text(changes: Iterable[StateChange]) -> str:
    """Tab-separated lines under a heading; each time stands as ISO 8601 in UTC and in Eastern time."""
    lines = [HEADINGS, *map(_line, changes)]
    return "".join("\t".join(line) + "\n" for line in lines)


def _line(change: StateChange) -> tuple[str, ...]:
    utc = datetime.fromtimestamp(change.time_ms // 1000, UTC).replace(microsecond=change.time_ms % 1000 * 1000)
    return (
        utc.isoformat(timespec="milliseconds"),
        eastern(change.time_ms).isoformat(timespec="milliseconds"),
        change.state,
        change.reason,
        " ".join(change.detail.split()),
        change.source,
    )
