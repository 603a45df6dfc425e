"""Tickers by number: what a dictionary and a list would say, though many want the same place."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.ticker_table import MOST_CHARS, TickerTable

tickers = st.binary(min_size=1, max_size=MOST_CHARS).map(lambda text: bytes(33 + byte % 90 for byte in text))


@settings(deadline=None, max_examples=200)
@given(st.lists(st.lists(tickers, min_size=1, max_size=8), max_size=12))
def test_the_table_says_what_a_dictionary_says(asked: list[list[bytes]]) -> None:
    table, plain = TickerTable(bits=2), dict[bytes, int]()
    for column in asked:
        texts = np.array(column, f"S{MOST_CHARS}").view("=u8").reshape(-1, 3)
        known = [plain.get(ticker, -1) for ticker in column]
        assert table.find_all(texts).tolist() == known == [table.find(ticker) for ticker in column]
        if column[0] not in plain:
            plain[column[0]] = table.add(column[0])
    assert len(table) == len(plain)
    assert [table.ticker(number).encode() for number in range(len(table))] == list(plain)
    assert list(plain.values()) == list(range(len(plain)))


def test_a_ticker_that_is_too_long_is_refused() -> None:
    table = TickerTable()
    assert table.find(b"x" * 25) == -1
    with pytest.raises(ValueError, match="25 characters"):
        table.add(b"x" * 25)


def test_a_number_that_was_not_given_has_no_ticker() -> None:
    with pytest.raises(IndexError):
        TickerTable().ticker(0)
