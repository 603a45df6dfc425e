"""What may be typed above the tape, and what is said of words that are not understood."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.filter_text import HINT, FilterTextError, parse_filter
from models.filters import TapeFilter


def roots(*names: str) -> frozenset[str]:
    return frozenset(names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", TapeFilter()),
        ("   ", TapeFilter()),
        ("SPY", TapeFilter(roots=roots("SPY"))),
        ("spy  qqq", TapeFilter(roots=roots("SPY", "QQQ"))),
        ("AAPL1", TapeFilter(roots=roots("AAPL1"))),
        ("C", TapeFilter(right="C")),
        ("p", TapeFilter(right="P")),
        ("calls", TapeFilter(right="C")),
        ("PUT", TapeFilter(right="P")),
        ("C C", TapeFilter(right="C", roots=roots("C"))),
        ("put C", TapeFilter(right="P", roots=roots("C"))),
        ("size>=100", TapeFilter(min_size=100)),
        ("SIZE>=1,000", TapeFilter(min_size=1000)),
        ("size>=1.5k", TapeFilter(min_size=1500)),
        ("size>=0.5", TapeFilter(min_size=1)),
        ("size>=100.2", TapeFilter(min_size=101)),
        ("size>100", TapeFilter(min_size=101)),
        ("size>100.5", TapeFilter(min_size=101)),
        ("size>=0", TapeFilter()),
        ("prem>=50k", TapeFilter(min_premium=50_000)),
        ("premium>=1.25M", TapeFilter(min_premium=1_250_000)),
        ("prem>=99.5", TapeFilter(min_premium=99.5)),
        ("prem>50k", TapeFilter(min_premium=50_000.01)),
        ("!multi", TapeFilter(single_leg=True)),
        ("!MULTI !multi", TapeFilter(single_leg=True)),
        ("size>=5 size>=7", TapeFilter(min_size=7)),
        (HINT, TapeFilter(None, roots("SPY"), "C", 100, 50_000, single_leg=True)),
        ("!multi prem>=50k size>=100 C SPY", TapeFilter(None, roots("SPY"), "C", 100, 50_000, single_leg=True)),
    ],
)
def test_words_make_a_filter_in_any_order(text: str, expected: TapeFilter) -> None:
    assert parse_filter(text) == expected


@pytest.mark.parametrize(
    "text",
    ["SPY 19 Dec 25 650 C", "O:SPY251219C00650000", "spy251219c00650000", ".SPY251219C650", "SPY 12/19/25 C 650"],
)
def test_one_whole_contract_in_any_spelling_is_that_contract(text: str) -> None:
    assert parse_filter(text) == TapeFilter(tickers=frozenset({"O:SPY251219C00650000"}))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("SPY nonsense!", "nonsense!"),
        ("TOOLONG", "TOOLONG"),
        ("size>=", "size>="),
        ("size>=-5", "size>=-5"),
        ("size=100", "size=100"),
        ("size<100", "size<100"),
        ("prem>=50kk", "prem>=50kk"),
        ("prem>=k", "prem>=k"),
        ("SPY size >= 100", ">="),
        ("price>=5", "price>=5"),
        ("!block", "!block"),
        ("SPY, QQQ", "SPY,"),
        ("size>=" + "9" * 400, "size>=" + "9" * 400),
        ("prem>=" + "9" * 400 + "m", "prem>=" + "9" * 400 + "m"),
        ("ß", "ß"),
        ("size>=٣", "size>=٣"),
    ],
)
def test_the_first_word_that_is_not_understood_is_named_with_an_example(text: str, word: str) -> None:
    with pytest.raises(FilterTextError) as caught:
        parse_filter(text)
    assert str(caught.value).startswith(f"“{word}”")
    assert HINT in str(caught.value)


@settings(deadline=None, max_examples=150)
@given(
    st.text(max_size=40) | st.lists(st.sampled_from([*HINT.split(), "P", "size>=", "k", ">", "1e9", "0"])).map(" ".join)
)
def test_any_text_is_a_filter_or_an_error_for_people(text: str) -> None:
    with suppress(FilterTextError):
        assert isinstance(parse_filter(text), TapeFilter)
