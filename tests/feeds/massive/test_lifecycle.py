"""The states of the stream: the table holds whatever arrives, in whatever order."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.massive.endings import Ending, Next
from feeds.massive.lifecycle import Act, Lifecycle
from feeds.massive.subscriptions import Subscriptions
from feeds.massive.wire import StatusEvent
from models.status import TRANSITIONS, FeedState, FeedStatus, Reason, Source

CALL = "O:SPY251219C00650000"
NAMES = (
    "connected", "auth_success", "auth_failed", "auth_timeout", "auth_required", "success", "error", "max_connections",
    "slow_consumer", "force_disconnect", "odd_weather", "",
)  # fmt: skip
MESSAGES = (
    "",
    "authenticated",
    f"subscribed to: T.{CALL}",
    "subscribed to: T.*",
    "not authorized",
    "your plan has none",
)


class Walk:
    """A lifecycle with all that it said."""

    def __init__(self) -> None:
        self.said: list[FeedStatus] = [FeedStatus()]
        self.life = Lifecycle(Source.LIVE, self.said.append)
        self.subscriptions = Subscriptions()
        self.subscriptions.want({CALL}, everything=False)

    def is_in(self, state: FeedState) -> bool:
        return self.life.status.state is state

    def hear(self, status: str, message: str = "") -> Act:
        return self.life.take(StatusEvent(status, message), self.subscriptions)

    def go_up(self) -> None:
        """To a live stream."""
        self.life.connect()
        self.hear("connected")
        self.hear("auth_success")
        list(self.subscriptions.requests())
        self.hear("success", f"subscribed to: T.{CALL}")
        self.life.settle(self.subscriptions)


def steps() -> st.SearchStrategy[list[tuple[str, str]]]:
    """What can happen on a running connection: statuses in any order, and our own doings."""
    heard = st.tuples(st.sampled_from(NAMES), st.sampled_from(MESSAGES))
    done = st.tuples(st.sampled_from(("!send", "!settle", "!stale", "!traded", "!give up")), st.just(""))
    return st.lists(st.one_of(heard, done), max_size=30)


@given(st.lists(st.tuples(steps(), st.sampled_from(Reason)), max_size=6), st.booleans())
def test_no_order_of_events_leaves_the_table_of_states(
    connections: list[tuple[list[tuple[str, str]], Reason]], source_ends: bool
) -> None:
    walk = Walk()
    refused = False
    for events, reason in connections:
        walk.life.connect()
        for name, message in events:
            _do(walk, name, message)
            if walk.life.ending:
                break
        ending = walk.life.ending or Ending(reason, "words")
        walk.life.end(ending, 1.0)
        assert walk.is_in(ending.next.value)
        refused = refused or ending.next is Next.STOP
        if ending.next is Next.STOP:
            break
        walk.life.again()
    if source_ends:
        assert walk.life.finish() is walk.is_in(FeedState.ENDED)
    walk.life.close()
    assert walk.is_in(FeedState.CLOSED)
    states = [status.state for status in walk.said]
    for before, after in pairwise(states):
        assert after is before or after in TRANSITIONS[before]
    if refused:
        assert states[states.index(FeedState.REFUSED) + 1 :] == [FeedState.CLOSED]


def _do(walk: Walk, name: str, message: str) -> None:
    own: dict[str, Callable[[], object]] = {
        "!send": lambda: list(walk.subscriptions.requests()),
        "!settle": lambda: walk.life.settle(walk.subscriptions),
        "!stale": lambda: walk.life.stale("quiet"),
        "!traded": lambda: walk.life.no_longer_stale(walk.subscriptions),
        "!give up": walk.subscriptions.give_up_waiting,
    }
    if name in own:
        own[name]()
    else:
        walk.hear(name, message)


def test_the_key_is_sent_after_the_greeting_and_the_subscriptions_after_its_acceptance() -> None:
    walk = Walk()
    walk.life.connect()
    assert walk.hear("connected") is Act.SEND_KEY
    assert walk.is_in(FeedState.AUTHENTICATING)
    assert walk.hear("auth_success") is Act.SUBSCRIBE
    assert walk.is_in(FeedState.SUBSCRIBING)


def test_the_key_is_not_sent_before_the_greeting() -> None:
    walk = Walk()
    walk.life.connect()
    assert walk.hear("auth_required") is Act.NOTHING
    assert walk.hear("auth_success") is Act.NOTHING
    assert walk.is_in(FeedState.CONNECTING)


def test_a_server_that_always_asks_for_the_key_is_left() -> None:
    walk = Walk()
    walk.life.connect()
    walk.hear("connected")
    acts = [walk.hear("auth_required") for _ in range(10)]
    assert acts[0] is Act.SEND_KEY
    assert acts[-1] is Act.END
    assert walk.life.ending is not None


def test_it_is_live_when_all_subscriptions_were_answered_and_not_before() -> None:
    walk = Walk()
    walk.subscriptions.want({CALL, "O:A250117C00100000"}, everything=False)
    walk.life.connect()
    walk.hear("connected")
    walk.hear("auth_success")
    list(walk.subscriptions.requests())
    walk.hear("success", f"subscribed to: T.{CALL}")
    walk.life.settle(walk.subscriptions)
    assert walk.is_in(FeedState.SUBSCRIBING)
    assert walk.life.status.confirmed == 1
    walk.hear("error", "not authorized")
    walk.life.settle(walk.subscriptions)
    assert walk.is_in(FeedState.LIVE)
    assert walk.life.status.rejected == {"O:A250117C00100000": "Massive says: not authorized"}
    assert "not authorized" in walk.life.status.detail


def test_silence_makes_it_stale_and_a_trade_makes_it_live_again() -> None:
    walk = Walk()
    walk.go_up()
    walk.life.stale("No trade for 60 s.")
    assert (walk.life.status.state, walk.life.status.reason) == (FeedState.STALE, Reason.QUIET)
    walk.life.no_longer_stale(walk.subscriptions)
    assert (walk.life.status.state, walk.life.status.reason, walk.life.status.detail) == (
        FeedState.LIVE,
        Reason.NONE,
        "",
    )


def test_the_first_reason_to_leave_holds() -> None:
    walk = Walk()
    walk.go_up()
    walk.hear("max_connections")
    walk.hear("slow_consumer")
    assert walk.life.ending is not None
    assert walk.life.ending.reason is Reason.KEY_IN_USE


@pytest.mark.parametrize("status", ["max_connections", "slow_consumer", "force_disconnect", "auth_failed"])
def test_a_status_that_ends_the_connection_does_so_at_every_stage(status: str) -> None:
    ways: list[Callable[[Walk], object]] = [
        lambda walk: None,
        lambda walk: walk.hear("connected"),
        lambda walk: [walk.hear("connected"), walk.hear("auth_success")],
    ]
    for way in ways:
        walk = Walk()
        walk.life.connect()
        way(walk)
        assert walk.hear(status) is Act.END
    walk = Walk()
    walk.go_up()
    assert walk.hear(status) is Act.END


def test_what_nobody_knows_is_shown_and_changes_nothing_else() -> None:
    walk = Walk()
    walk.go_up()
    assert walk.hear("odd_weather", "it rains") is Act.NOTHING
    assert walk.is_in(FeedState.LIVE)
    assert "odd_weather it rains" in walk.life.status.detail
