"""One listed option and its standard spellings."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.contract import (
    MAX_STRIKE_MILLI,
    Contract,
    ContractError,
    is_root,
    parse_osi,
    parse_ticker,
    strike_from_text,
    strike_text,
)
from tests.models.contract_strategy import contracts

SPY = Contract("SPY", date(2025, 12, 19), "C", 650_000)


def test_a_contract_has_its_spellings() -> None:
    assert (SPY.osi, SPY.ticker, SPY.label) == ("SPY251219C00650000", "O:SPY251219C00650000", "SPY 19 Dec 25 650 C")
    assert SPY.strike == Decimal(650)


@settings(deadline=None, max_examples=100)
@given(contracts, st.integers(0, 3))
def test_what_is_written_is_read_back(contract: Contract, spaces: int) -> None:
    assert parse_ticker(contract.ticker) == contract
    assert parse_osi(contract.osi) == contract
    assert parse_osi(contract.osi[:-15] + " " * spaces + contract.osi[-15:]) == contract
    assert strike_from_text(strike_text(contract.strike_milli)) == contract.strike_milli


@pytest.mark.parametrize("root", ["A", "SPY", "SPXW", "GOOGL", "AAPL1", "SPY7", "GOOGL1"])
def test_roots_are_letters_with_at_most_one_digit(root: str) -> None:
    assert is_root(root)


@pytest.mark.parametrize("root", ["", "1", "spy", "SP Y", "BRK.B", "TOOLNG", "SPY77", "1SPY", "É", "SPY\u0661", "SP\n"])
def test_other_texts_are_no_roots(root: str) -> None:
    assert not is_root(root)
    with pytest.raises(ContractError, match="is not an option root"):
        Contract(root, SPY.expiry, "C", 1)


@pytest.mark.parametrize("right", ["", "c", "X", "CALL", "CP"])
def test_a_right_is_c_or_p(right: str) -> None:
    with pytest.raises(ContractError, match="neither C"):
        Contract("SPY", SPY.expiry, right, 1)


@pytest.mark.parametrize("strike", [0, -1, MAX_STRIKE_MILLI + 1, 10**30])
def test_a_strike_fits_eight_digits(strike: int) -> None:
    with pytest.raises(ContractError, match="is outside"):
        Contract("SPY", SPY.expiry, "C", strike)


@pytest.mark.parametrize("expiry", [date(1999, 12, 31), date(2100, 1, 1)])
def test_an_expiry_that_two_digits_cannot_tell_is_refused(expiry: date) -> None:
    with pytest.raises(ContractError, match="expiry"):
        Contract("SPY", expiry, "C", 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "251219C00650000",
        "SPY",
        "SPY251219C0065000",
        "SPY251219C006500000",
        "SPY251219X00650000",
        "SPY251219c00650000",
        "SPY251319C00650000",
        "SPY250229C00650000",
        "SPY000000C00650000",
        "SPY251219C00000000",
        "SPY251219C0065000\u0664",
        "SPY2512\u06619C00650000",
        "SPY251219C+0650000",
        "SPY251219C 0650000",
        " SPY251219C00650000",
        "SPY251219C00650000 ",
        "SPY251219C00650000\n",
        "O:SPY251219C00650000",
    ],
)
def test_what_is_no_osi_symbol_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(ContractError):
        parse_osi(text)
    with pytest.raises(ContractError):
        parse_ticker("O:" + text)


@pytest.mark.parametrize("text", ["SPY251219C00650000", "o:SPY251219C00650000", "O:SPY   251219C00650000", "I:SPX", ""])
def test_a_ticker_needs_its_prefix_and_no_padding(text: str) -> None:
    with pytest.raises(ContractError, match="is not an option ticker"):
        parse_ticker(text)


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=30) | st.text("OSPY:C251209 ", min_size=14, max_size=24))
def test_any_text_is_a_contract_or_refused(text: str) -> None:
    try:
        found = parse_ticker(text)
    except ContractError:
        return
    assert found.ticker == text


@pytest.mark.parametrize(
    ("text", "milli"), [("650", 650_000), ("0.05", 50), ("470.5", 470_500), (".5", 500), ("1e2", 100_000), ("7.", 7000)]
)
def test_strikes_are_read_without_a_float(text: str, milli: int) -> None:
    assert strike_from_text(text) == milli


@pytest.mark.parametrize(
    "text", ["", "x", "0.0001", "NaN", "sNaN", "Infinity", "-Infinity", "1e999999", "1e-999999", "1,5", "0." + "9" * 40]
)
def test_what_is_no_strike_is_refused(text: str) -> None:
    with pytest.raises(ContractError, match="is not a strike"):
        strike_from_text(text)


@pytest.mark.parametrize(
    ("milli", "text"), [(650_000, "650"), (470_500, "470.5"), (50, "0.05"), (1, "0.001"), (99_999_999, "99999.999")]
)
def test_strikes_are_written_without_needless_zeros(milli: int, text: str) -> None:
    assert strike_text(milli) == text


def test_contracts_are_ordered_by_root_expiry_right_and_strike() -> None:
    other = [Contract("QQQ", date(2026, 1, 1), "P", 1), Contract("SPY", SPY.expiry, "C", 649_999), SPY]
    assert sorted([other[2], other[0], other[1]]) == other
