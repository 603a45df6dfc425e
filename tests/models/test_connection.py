"""What a report of a key says, and what can be a key at all."""

import pytest

from models.connection import (
    ConnectedKey,
    ConnectionChoice,
    Finding,
    FoundKey,
    KeyAbility,
    KeyReport,
    Verdict,
    key_problem,
    trimmed_key,
)

V = Verdict


def report(*verdicts: Verdict) -> KeyReport:
    """Reference, past trades, real-time, delayed."""
    made = KeyReport()
    for ability, verdict in zip(KeyAbility, verdicts, strict=True):
        made = made.with_finding(Finding(ability, verdict))
    return made


@pytest.mark.parametrize(
    ("verdicts", "summary"),
    [
        ((V.WORKS, V.WORKS, V.WORKS, V.WORKS), "This key has real-time trades. Gaps can be filled."),
        ((V.WORKS, V.WORKS, V.BUSY, V.BUSY), "This key has real-time trades. Gaps can be filled."),
        (
            (V.WORKS, V.REFUSED, V.WORKS, V.WORKS),
            "This key has real-time trades. Gaps cannot be filled: the plan has no past trades.",
        ),
        ((V.UNTESTED, V.UNTESTED, V.WORKS, V.UNTESTED), "This key has real-time trades."),
        ((V.UNREACHABLE, V.UNREACHABLE, V.WORKS, V.WORKS), "This key has real-time trades."),
        (
            (V.WORKS, V.WORKS, V.REFUSED, V.WORKS),
            "This key has 15-minute delayed trades: choose Delayed. Gaps can be filled.",
        ),
    ],
)
def test_the_summary_says_which_plan_to_choose_and_whether_gaps_can_be_filled(
    verdicts: tuple[Verdict, ...], summary: str
) -> None:
    assert report(*verdicts).summary == summary


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        ((V.UNKNOWN_KEY,) * 4, "does not know this key"),
        ((V.UNTESTED, V.UNTESTED, V.UNKNOWN_KEY, V.UNTESTED), "does not know this key"),
        ((V.UNREACHABLE, V.UNREACHABLE, V.UNKNOWN_KEY, V.UNKNOWN_KEY), "does not know this key"),
        ((V.WORKS, V.REFUSED, V.REFUSED, V.REFUSED), "no stream of option trades"),
        ((V.WORKS, V.WORKS, V.UNREACHABLE, V.UNREACHABLE), "was not found out"),
        ((V.WORKS, V.WORKS, V.REFUSED, V.UNREACHABLE), "was not found out"),
        ((V.WORKS, V.WORKS, V.UNTESTED, V.UNTESTED), "was not found out"),
        ((V.UNREACHABLE,) * 4, "could not be reached"),
    ],
)
def test_without_a_stream_the_summary_says_what_is_in_the_way(verdicts: tuple[Verdict, ...], words: str) -> None:
    assert words in report(*verdicts).summary


def test_a_report_is_complete_when_nothing_is_waited_for() -> None:
    assert not KeyReport().is_complete
    assert not KeyReport().with_finding(Finding(KeyAbility.DELAYED, V.WORKS)).is_complete
    assert report(V.WORKS, V.UNTESTED, V.REFUSED, V.UNREACHABLE).is_complete
    assert KeyReport.of_all(V.UNTESTED, "why").is_complete


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (" abc_DEF-1 \n", "abc_DEF-1"),
        ('"abc_DEF-1"', "abc_DEF-1"),
        ("“ abc_DEF-1 ”", "abc_DEF-1"),
        ("\t'abc_DEF-1'\t", "abc_DEF-1"),
        ('"', ""),
    ],
)
def test_what_pasting_brings_along_is_trimmed(text: str, key: str) -> None:
    assert trimmed_key(text) == key


@pytest.mark.parametrize(("key", "words"), [("ab cd ef", "spaces"), ("clé-clé", "characters"), ("abc", "short")])
def test_what_cannot_be_a_key_is_said_without_repeating_it(key: str, words: str) -> None:
    assert words in key_problem(key)
    assert key not in key_problem(key)


def test_a_key_has_no_problem() -> None:
    assert key_problem("Tpz9WqL4x_secret_7") == ""


def test_no_representation_shows_a_key() -> None:
    key = "Tpz9WqL4x"
    holders = (FoundKey(key), ConnectedKey(key, KeyAbility.DELAYED), ConnectionChoice(key, delayed=False, keep=True))
    assert not [holder for holder in holders if key in repr(holder)]
