"""How the state of a feed is told."""

import pytest

from models.feed_text import (
    delay_text,
    gaps_text,
    lag_now_text,
    source_text,
    state_name,
    state_text,
    subscriptions_text,
)
from models.status import FeedState, FeedStatus, Reason, Source


@pytest.mark.parametrize("state", FeedState)
@pytest.mark.parametrize("reason", [Reason.NONE, Reason.UNREACHABLE])
def test_every_state_has_words(state: FeedState, reason: Reason) -> None:
    assert state_text(FeedStatus(state, reason=reason), None)
    assert state_name(state)


@pytest.mark.parametrize(
    ("status", "left_s", "text"),
    [
        (FeedStatus(FeedState.BACKOFF), 3.2, "connection lost, trying again in 4 s"),
        (FeedStatus(FeedState.BACKOFF, reason=Reason.UNREACHABLE), 0.0, "cannot be reached, trying again"),
        (FeedStatus(FeedState.BACKOFF), None, "connection lost, trying again"),
        (
            FeedStatus(FeedState.COOLDOWN, reason=Reason.KEY_IN_USE),
            95.0,
            "key in use elsewhere, trying again in 1 min 35 s",
        ),
        (FeedStatus(FeedState.REFUSED, reason=Reason.BAD_KEY), None, "refused: bad key"),
        (FeedStatus(FeedState.REFUSED), None, "refused"),
    ],
)
def test_a_wait_and_a_refusal_say_why(status: FeedStatus, left_s: float | None, text: str) -> None:
    assert state_text(status, left_s) == text


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (FeedStatus(), "nothing subscribed"),
        (FeedStatus(confirmed=3, wanted=1200), "3 of 1,200 subscribed"),
        (FeedStatus(confirmed=3, wanted=5, rejected={"a": "", "b": ""}), "3 of 5 subscribed, 2 refused"),
        (FeedStatus(everything=True, confirmed=1, wanted=1), "all contracts"),
        (FeedStatus(everything=True, rejected={"*": "not authorized"}), "all contracts refused"),
    ],
)
def test_subscriptions_count_what_was_refused(status: FeedStatus, text: str) -> None:
    assert subscriptions_text(status) == text


def test_gaps_say_how_many_are_unfilled() -> None:
    assert (gaps_text(0, 0), gaps_text(3, 0), gaps_text(3, 1)) == ("gaps 0", "gaps 3", "gaps 3, 1 unfilled")


def test_only_the_delayed_source_is_late_and_each_source_has_a_sentence() -> None:
    assert {source for source in Source if delay_text(source)} == {Source.DELAYED}
    assert len({source_text(source) for source in Source}) == len(Source)


def test_a_lag_is_told_only_while_trades_can_come() -> None:
    assert lag_now_text(FeedStatus(FeedState.LIVE), 41.0) == "41 ms"
    assert lag_now_text(FeedStatus(FeedState.BACKOFF), 41.0) == "–"
