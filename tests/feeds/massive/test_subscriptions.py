"""What is asked for on a connection, and what counts as confirmed."""

from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.massive.subscriptions import ALL, BATCH, Subscriptions

A, B, C = "O:SPY251219C00650000", "O:SPY251219P00650000", "O:SPXW251219C06500000"
tickers = st.frozensets(st.sampled_from([f"O:SPY251219C{strike:08d}" for strike in range(1000, 10_000, 1000)]))


def wanting(*names: str, everything: bool = False) -> Subscriptions:
    subscriptions = Subscriptions()
    subscriptions.want(frozenset(names), everything=everything)
    subscriptions.start_connection()
    return subscriptions


def asked(subscriptions: Subscriptions) -> list[tuple[str, str]]:
    return list(subscriptions.requests())


def test_what_is_wanted_is_asked_for_once_and_in_order() -> None:
    subscriptions = wanting(B, A)
    assert asked(subscriptions) == [("subscribe", f"T.{A},T.{B}")]
    assert asked(subscriptions) == []


def test_nothing_wanted_is_nothing_asked() -> None:
    assert asked(wanting()) == []


@pytest.mark.parametrize("count", [1, BATCH, BATCH + 1, 1050])
def test_no_message_holds_more_than_the_batch_and_none_is_lost(count: int) -> None:
    names = [f"O:SPY251219C{strike:08d}" for strike in range(1, count + 1)]
    requests = asked(wanting(*names))
    parts = [params.split(",") for _, params in requests]
    assert {action for action, _ in requests} == {"subscribe"}
    assert max(map(len, parts)) <= 200
    assert len(parts) == -(-count // 200)
    assert sorted(chain.from_iterable(parts)) == ["T." + name for name in names]


def test_only_the_difference_is_asked_for_when_the_wish_changes() -> None:
    subscriptions = wanting(A, B)
    asked(subscriptions)
    subscriptions.want({B, C}, everything=False)
    assert asked(subscriptions) == [("subscribe", f"T.{C}"), ("unsubscribe", f"T.{A}")]


def test_turning_to_everything_and_back_subscribes_before_it_unsubscribes() -> None:
    subscriptions = wanting(A, B)
    asked(subscriptions)
    subscriptions.want({A, B}, everything=True)
    assert asked(subscriptions) == [("subscribe", ALL), ("unsubscribe", f"T.{A},T.{B}")]
    subscriptions.want({A, B}, everything=False)
    assert asked(subscriptions) == [("subscribe", f"T.{A},T.{B}"), ("unsubscribe", ALL)]


def test_everything_is_one_subscription_whatever_is_on_the_list() -> None:
    subscriptions = wanting(A, everything=True)
    assert asked(subscriptions) == [("subscribe", ALL)]
    subscriptions.want({A, B, C}, everything=True)
    assert asked(subscriptions) == []


def test_a_new_connection_is_asked_for_all_again_and_has_confirmed_nothing() -> None:
    subscriptions = wanting(A, B)
    asked(subscriptions)
    subscriptions.acknowledge(f"subscribed to: T.{A}")
    subscriptions.start_connection()
    assert subscriptions.confirmed == set()
    assert asked(subscriptions) == [("subscribe", f"T.{A},T.{B}")]


def test_sending_confirms_nothing_and_an_acknowledgement_does() -> None:
    subscriptions = wanting(A, B)
    asked(subscriptions)
    assert subscriptions.confirmed == set()
    subscriptions.acknowledge(f"subscribed to: T.{A}")
    assert subscriptions.confirmed == {f"T.{A}"}


@pytest.mark.parametrize("joined", [f"T.{A},T.{B}", f"T.{A}, T.{B}", f" T.{A} ,T.{B} "])
def test_an_acknowledgement_may_name_several_channels(joined: str) -> None:
    subscriptions = wanting(A, B, C)
    asked(subscriptions)
    subscriptions.acknowledge(f"subscribed to: {joined}")
    assert subscriptions.confirmed == {f"T.{A}", f"T.{B}"}
    subscriptions.acknowledge(f"unsubscribed to: {joined}")
    assert subscriptions.confirmed == set()


def test_everything_is_confirmed_by_its_own_name() -> None:
    subscriptions = wanting(everything=True)
    asked(subscriptions)
    subscriptions.acknowledge("subscribed to: T.*")
    assert subscriptions.confirmed == {ALL}


@pytest.mark.parametrize("prose", ["", "authenticated", "subscribed to", "subscribed to: ", f"T.{A}", f"hello: T.{A}"])
def test_other_prose_confirms_nothing_and_takes_nothing_away(prose: str) -> None:
    subscriptions = wanting(A)
    asked(subscriptions)
    subscriptions.acknowledge(f"subscribed to: T.{A}")
    subscriptions.acknowledge(prose)
    assert subscriptions.confirmed == {f"T.{A}"}


def test_an_acknowledgement_of_what_was_not_asked_for_is_not_believed() -> None:
    subscriptions = wanting(A)
    asked(subscriptions)
    subscriptions.acknowledge(f"subscribed to: T.{B}")
    assert subscriptions.confirmed == set()


def test_what_is_given_up_is_confirmed_no_longer_even_if_its_acknowledgement_comes_late() -> None:
    subscriptions = wanting(A, B)
    asked(subscriptions)
    subscriptions.acknowledge(f"subscribed to: T.{A}")
    subscriptions.want({B}, everything=False)
    asked(subscriptions)
    assert subscriptions.confirmed == set()
    subscriptions.acknowledge(f"subscribed to: T.{A}")
    assert subscriptions.confirmed == set()


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(tickers, st.booleans(), st.sampled_from(["ask", "reconnect", "wait"])), max_size=12))
def test_a_server_that_follows_the_requests_always_holds_what_is_wanted(
    wishes: list[tuple[frozenset[str], bool, str]],
) -> None:
    subscriptions, held = Subscriptions(), set[str]()
    subscriptions.start_connection()
    for wanted, everything, then in wishes:
        subscriptions.want(wanted, everything=everything)
        if then == "wait":
            continue
        if then == "reconnect":
            subscriptions.start_connection()
            held.clear()
        for action, params in subscriptions.requests():
            channels = set(params.split(","))
            assert channels.isdisjoint(held) if action == "subscribe" else channels <= held
            held = held | channels if action == "subscribe" else held - channels
            done = "subscribed" if action == "subscribe" else "unsubscribed"
            for channel in channels:
                subscriptions.acknowledge(f"{done} to: {channel}")
        assert held == subscriptions.wanted == subscriptions.confirmed
        assert held == ({ALL} if everything else {"T." + ticker for ticker in wanted})


@pytest.mark.parametrize("everything", [False, True])
def test_trades_are_the_answer_that_never_came(everything: bool) -> None:
    subscriptions = wanting(A, B, everything=everything)
    asked(subscriptions)
    subscriptions.give_up_waiting()
    subscriptions.note_trades([A])
    assert subscriptions.confirmed == ({ALL} if everything else {f"T.{A}"})
    assert subscriptions.rejected.keys() == (set() if everything else {f"T.{B}"})


def test_trades_do_not_answer_what_was_refused() -> None:
    subscriptions = wanting(A)
    asked(subscriptions)
    subscriptions.reject("not authorized")
    subscriptions.note_trades([A])
    assert subscriptions.rejected
    assert not subscriptions.confirmed
