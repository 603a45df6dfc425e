"""What a feed went through."""

from dataclasses import replace
from itertools import count

import pytest

from models.feed_history import FeedHistory, history_text
from models.status import FeedState, FeedStatus, Reason, Source
from tests.models.made_market import OPEN

CUT = FeedStatus(FeedState.BACKOFF, reason=Reason.CUT, detail="cut", retry_in_s=1.0)


def made(keep: int = 200) -> FeedHistory:
    """A history whose clock goes on by a second with each change."""
    return FeedHistory(count(OPEN, 1000).__next__, keep)


def test_changes_of_state_are_kept_newest_first_with_their_reasons() -> None:
    history = made()
    for status in (FeedStatus(), FeedStatus(FeedState.CONNECTING), CUT):
        assert history.note(status)
    assert [change.state for change in history] == [FeedState.BACKOFF, FeedState.CONNECTING, FeedState.IDLE]
    newest = next(iter(history))
    assert (newest.time_ms, newest.reason, newest.detail, newest.source) == (
        OPEN + 2000,
        "connection cut",
        "cut",
        "live",
    )


@pytest.mark.parametrize(
    "changed",
    [{"confirmed": 3}, {"wanted": 4}, {"rejected": {"O:X": "no"}}, {"reconnects": 9}, {"filling": "1 of 2"}, {}],
)
def test_counters_and_acknowledgements_are_no_changes(changed: dict[str, object]) -> None:
    history = made()
    history.note(CUT)
    assert not history.note(replace(CUT, **changed))  # type: ignore[arg-type]
    assert len(list(history)) == 1


@pytest.mark.parametrize("changed", [{"detail": "other"}, {"reason": Reason.DEAD}, {"source": Source.DELAYED}])
def test_what_is_learned_in_a_state_is_an_entry_and_the_state_began_earlier(changed: dict[str, object]) -> None:
    history = made()
    history.note(CUT)
    assert history.note(replace(CUT, **changed))  # type: ignore[arg-type]
    assert len(list(history)) == 2
    assert history.since_ms == OPEN


def test_only_the_newest_changes_are_kept_and_the_beginning_of_the_state_is_not_forgotten() -> None:
    history = made(keep=3)
    assert history.since_ms is None
    for number in range(10):
        history.note(replace(CUT, detail=str(number)))
    assert [change.detail for change in history] == ["9", "8", "7"]
    assert history.since_ms == OPEN


def test_the_text_has_times_in_utc_and_eastern_and_a_line_for_each_change() -> None:
    history = FeedHistory(lambda: OPEN + 7)
    history.note(replace(CUT, detail="one\ttwo\nthree"))
    assert history_text(history).splitlines() == [
        "UTC\tEastern\tstate\treason\tdetail\tsource",
        "2025-12-01T14:30:00.007+00:00\t2025-12-01T09:30:00.007-05:00\tbackoff\tconnection cut\tone two three\tlive",
    ]
