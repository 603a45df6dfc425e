"""Several contracts in one text."""

from datetime import date

import pytest

from models.contract import Contract, parse_ticker
from models.history.contract_list import contracts_text, contracts_title, read_contracts

CALL = parse_ticker("O:SPY251219C00650000")
PUT = parse_ticker("O:SPY251219P00640000")
INDEX = Contract("SPXW", date(2024, 3, 15), "C", 4_800_000)


@pytest.mark.parametrize(
    "text",
    [
        "SPY 19 Dec 25 650 C\nSPY 19 Dec 25 640 P\nSPXW 15 Mar 24 4800 C",
        "SPY251219C00650000; .SPY251219P640 ;SPXW,20240315,4800000,C",
        "O:SPY251219C00650000, O:SPY251219P00640000, SPXW 03/15/2024 4800.00 C",
        "  SPY 19DEC25 650 C # mine\r\n\r\n-SPY251219P640,\nSPXW,2024-03-15,4800.000,CALL # theirs; really\n",
        "SPY 19 Dec 25 650 C\nSPY 12/19/2025 650.00 C\nSPY_121925P640\nSPXW US 03/15/24 C4800 Index",
    ],
)
def test_contracts_in_any_spelling_stand_apart_by_lines_semicolons_and_commas(text: str) -> None:
    read = read_contracts(text)
    assert read.contracts == (CALL, PUT, INDEX)
    assert read.problem == ""


def test_a_part_that_is_no_contract_is_named_with_its_place() -> None:
    text = "SPY 19 Dec 25 650 C; QQQ\n# a note\n  SPY 19 Dec 25 650 # call?\nO:SPY251219P00640000"
    read = read_contracts(text)
    assert read.contracts == (CALL, PUT)
    assert [text[part.start : part.start + part.length] for part in read.bad] == ["QQQ", "SPY 19 Dec 25 650"]
    assert "“QQQ”: this is an underlying" in read.problem
    assert "does not say call or put" in read.problem


def test_many_wrong_parts_are_told_by_the_first_of_them() -> None:
    lines = read_contracts("\n".join(f"wrong{number}" for number in range(9))).problem.splitlines()
    assert len(lines) == 4
    assert lines[-1] == "6 more cannot be read"


@pytest.mark.parametrize("text", ["", "  \n", ",;\n", "# nothing"])
def test_a_text_without_symbols_holds_nothing(text: str) -> None:
    assert read_contracts(text).contracts == ()
    assert read_contracts(text).bad == ()


def test_a_year_that_is_not_given_is_the_next() -> None:
    assert read_contracts("SPY Dec 19 650 C", date(2025, 11, 1)).contracts == (CALL,)
    assert read_contracts("SPY Dec 19 650 C", date(2026, 11, 1)).contracts[0].expiry == date(2026, 12, 19)


def test_what_is_written_is_read_back() -> None:
    odd = Contract("AAPL1", date(2025, 12, 19), "P", 1)
    assert read_contracts(contracts_text([CALL, odd, INDEX])).contracts == (CALL, odd, INDEX)
    assert contracts_text([CALL]) == "SPY 19 Dec 25 650 C"


def test_several_are_called_by_the_first() -> None:
    assert contracts_title([CALL]) == "SPY 19 Dec 25 650 C"
    assert contracts_title([CALL, PUT, INDEX]) == "SPY 19 Dec 25 650 C and 2 more"
