"""Feed states and which may follow which."""

from dataclasses import FrozenInstanceError

import pytest

from models.status import TRANSITIONS, FeedCounters, FeedState, FeedStatus, Source

S = FeedState
RUNNING = (S.CONNECTING, S.AUTHENTICATING, S.SUBSCRIBING, S.LIVE, S.STALE)


def test_states_and_sources_have_the_names_of_the_report() -> None:
    assert [state.value for state in S] == [
        "idle", "connecting", "authenticating", "subscribing", "live", "stale", "backoff", "cooldown", "refused",
        "ended", "closed",
    ]  # fmt: skip
    assert [source.value for source in Source] == ["live", "delayed", "simulated", "replay"]


def test_every_state_says_what_may_follow_and_none_follows_itself() -> None:
    assert set(TRANSITIONS) == set(S)
    assert all(state not in following for state, following in TRANSITIONS.items())


def test_every_state_but_the_closed_one_can_be_closed_and_the_closed_one_is_the_end() -> None:
    assert [state for state, following in TRANSITIONS.items() if S.CLOSED not in following] == [S.CLOSED]
    assert TRANSITIONS[S.CLOSED] == frozenset()


def test_a_running_connection_can_be_thrown_back_from_wherever_it_was() -> None:
    for state in RUNNING:
        assert TRANSITIONS[state] >= {S.BACKOFF, S.COOLDOWN, S.REFUSED}


@pytest.mark.parametrize("state", [S.BACKOFF, S.COOLDOWN, S.REFUSED])
def test_who_waits_or_was_refused_can_only_connect_again_or_stop(state: FeedState) -> None:
    assert TRANSITIONS[state] - {S.ENDED} == {S.CONNECTING, S.CLOSED}


def test_the_way_up_has_no_short_cut_and_an_ended_feed_does_not_come_back() -> None:
    way = [S.IDLE, S.CONNECTING, S.AUTHENTICATING, S.SUBSCRIBING, S.LIVE]
    for number, state in enumerate(way):
        assert [later for later in way[number:] if later in TRANSITIONS[state]] == way[number + 1 : number + 2]
    assert TRANSITIONS[S.ENDED] == {S.CLOSED}


def test_the_source_may_end_whatever_the_connection_does() -> None:
    assert {state for state in S if S.ENDED in TRANSITIONS[state]} == {*RUNNING, S.BACKOFF, S.COOLDOWN}


def test_a_status_is_published_whole_and_never_changed() -> None:
    status = FeedStatus()
    assert (status.state, status.source, status.detail, status.retry_in_s) == (S.IDLE, Source.LIVE, "", None)
    with pytest.raises(FrozenInstanceError):
        status.state = S.LIVE  # type: ignore[misc]


def test_counters_start_at_nothing_and_share_no_samples() -> None:
    first, second = FeedCounters(), FeedCounters()
    first.samples.append("bad")
    assert (first.received, first.malformed, second.samples) == (0, 0, [])
