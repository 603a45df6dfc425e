"""Contracts by small ids."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.clock import day_from_number
from models.contract import Contract
from models.contract_index import ContractIndex
from tests.models.contract_strategy import contracts

SPY, SPXW = "O:SPY251219C00650000", "O:SPXW251219P06500000"


def test_ids_are_given_in_order_of_appearance_and_stay() -> None:
    index = ContractIndex()
    assert [index.add(ticker) for ticker in (SPY, SPXW, SPY)] == [0, 1, 0]
    assert [index.find(ticker) for ticker in (SPXW, SPY)] == [1, 0]
    assert (list(index), index.ticker(1), len(index)) == ([SPY, SPXW], SPXW, 2)


def test_looking_a_ticker_up_leaves_no_trace() -> None:
    index = ContractIndex()
    assert (index.find(SPXW), len(index)) == (-1, 0)
    assert (index.add(SPXW), index.find(SPXW)) == (0, 0)


@pytest.mark.parametrize("bad", ["", "SPY", "SPY251219C00650000", "O:SPY", "O:spy251219C00650000", "\ud800"])
def test_what_is_no_option_ticker_has_no_id_and_leaves_no_trace(bad: str) -> None:
    index = ContractIndex()
    assert (index.add(bad), index.find(bad), len(index), list(index)) == (-1, -1, 0, [])
    assert index.add(SPY) == 0


@settings(deadline=None, max_examples=60)
@given(st.lists(contracts, max_size=30))
def test_columns_say_what_the_contracts_are(listed: list[Contract]) -> None:
    index = ContractIndex()
    ids = [index.add(contract.ticker) for contract in listed]
    for number, contract in zip(ids, listed, strict=True):
        assert index.roots[index.root[number]] == contract.root
        assert day_from_number(int(index.expiry[number])) == contract.expiry
        assert (index.strike_milli[number], index.is_call[number]) == (contract.strike_milli, contract.right == "C")
        assert index.contract(number) == contract
    assert len(index) == len(set(listed))
    assert len(index.roots) == len({contract.root for contract in listed}), "a root has one id"


def test_index_options_are_marked_and_the_multiplier_is_100_until_it_is_known() -> None:
    index = ContractIndex()
    for ticker in (SPY, SPXW):
        index.add(ticker)
    assert index.is_index.tolist() == [False, True]
    assert index.multiplier.tolist() == [100.0, 100.0]


def test_a_multiplier_that_was_learned_stays_when_contracts_are_added() -> None:
    index = ContractIndex()
    index.add(SPY)
    index.multiplier[0] = 10
    for strike in range(1, 3000):
        index.add(f"O:QQQ251219C{strike:08d}")
    assert index.multiplier[0] == 10
    assert np.array_equal(index.strike_milli[1:], np.arange(1, 3000))


def test_a_multiplier_is_learned_by_ticker_or_id_and_news_are_counted() -> None:
    index = ContractIndex()
    index.add(SPY)
    assert index.multiplier_known.tolist() == [False]
    assert index.learn_multiplier(SPY, 100)
    assert (index.multiplier_known.tolist(), index.multipliers_learned) == ([True], 1)
    assert not index.learn_multiplier(0, 100.0)
    assert index.learn_multiplier(0, 10)
    assert (index.multiplier.tolist(), index.multipliers_learned) == ([10.0], 2)


def test_a_multiplier_of_a_contract_that_was_not_seen_yet_is_kept_for_it() -> None:
    index = ContractIndex()
    assert index.learn_multiplier(SPXW, 50)
    assert (index.find(SPXW), index.multiplier[0]) == (0, 50.0)


@pytest.mark.parametrize(
    ("ticker", "shares"), [("SPY", 10), (SPY, 0), (SPY, -1), (SPY, float("nan")), (SPY, float("inf"))]
)
def test_what_is_no_contract_or_no_number_of_shares_is_ignored(ticker: str, shares: float) -> None:
    index = ContractIndex()
    index.add(SPY)
    assert not index.learn_multiplier(ticker, shares)
    assert (index.multiplier.tolist(), index.multiplier_known.tolist(), index.multipliers_learned) == (
        [100.0], [False], 0,
    )  # fmt: skip
