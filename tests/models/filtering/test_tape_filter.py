"""What a filter says of itself."""

import pytest

from models.filtering.tape_filter import TapeFilter
from models.filtering.text import parse_filter
from tests.models.filtering.random_filters import WORDS


def test_only_a_filter_that_asks_nothing_keeps_all() -> None:
    assert TapeFilter().keeps_all
    assert not any(parse_filter(word).keeps_all for word in WORDS)


@pytest.mark.parametrize(
    ("text", "by_contract", "by_shares", "by_conditions"),
    [
        ("size>=5 price<1 venue=302 time<10:00 cond=209", False, False, False),
        ("nothing", True, False, False),
        ("!SPY", True, False, False),
        ("dte<7", True, False, False),
        ("strike>5", True, False, False),
        ("exp>2025-12-01", True, False, False),
        ("prem<5", False, True, False),
        ("unusual", False, True, True),
        ("!multi", False, False, True),
        ("late", False, False, True),
    ],
)
def test_it_says_by_what_a_trade_passes(text: str, by_contract: bool, by_shares: bool, by_conditions: bool) -> None:
    asked = parse_filter(text)
    assert (asked.by_contract, asked.by_shares, asked.by_conditions) == (by_contract, by_shares, by_conditions)
