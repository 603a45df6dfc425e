"""How long a feed still waits."""

from dataclasses import replace

from models.countdown import Countdown
from models.status import FeedState, FeedStatus

WAITING = FeedStatus(FeedState.BACKOFF, retry_in_s=12.0)


class Clock:
    """Seconds that a test moves."""

    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_a_wait_goes_down_with_the_clock_and_not_below_zero() -> None:
    clock = Clock()
    countdown = Countdown(clock)
    countdown.take(WAITING)
    clock.now_s += 5
    assert countdown.left_s == 7
    clock.now_s += 50
    assert countdown.left_s == 0


def test_a_feed_that_does_not_wait_has_no_countdown() -> None:
    countdown = Countdown(Clock())
    assert countdown.left_s is None
    countdown.take(FeedStatus(FeedState.LIVE))
    assert countdown.left_s is None


def test_another_status_of_the_same_wait_does_not_begin_it_anew() -> None:
    clock = Clock()
    countdown = Countdown(clock)
    countdown.take(WAITING)
    clock.now_s += 5
    countdown.take(replace(WAITING, wanted=4))
    assert countdown.left_s == 7


def test_a_new_wait_of_the_same_length_is_counted_from_its_beginning() -> None:
    clock = Clock()
    countdown = Countdown(clock)
    countdown.take(WAITING)
    clock.now_s += 12
    countdown.take(FeedStatus(FeedState.CONNECTING))
    countdown.take(WAITING)
    assert countdown.left_s == 12
