"""Every dialect of an option symbol, and the texts that are refused."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.contract import MONTHS, Contract, ContractError, strike_text
from models.symbology import MAX_LENGTH, has_symbol_shape, parse_symbol, shorten
from tests.models.contract_strategy import contracts

TODAY = date(2025, 12, 1)
SPY = Contract("SPY", date(2025, 12, 19), "C", 650_000)

Writer = Callable[[Contract], str]


def _word(contract: Contract) -> str:
    return "Call" if contract.right == "C" else "Put"


def _month(contract: Contract) -> str:
    return MONTHS[contract.expiry.month - 1]


WRITERS: dict[str, Writer] = {
    "Massive": lambda c: c.ticker,
    "OSI 21": lambda c: f"{c.root:<6}{c.osi[len(c.root) :]}",
    "compact OSI": lambda c: c.osi,
    "O: with a space": lambda c: f"O:{c.root} {c.expiry:%y%m%d}{c.right}{c.strike_milli}",
    "thinkorswim": lambda c: f".{c.root}{c.expiry:%y%m%d}{c.right}{strike_text(c.strike_milli)}",
    "Schwab": lambda c: f"{c.root} {c.expiry:%m/%d/%Y} {c.strike:.3f} {c.right}",
    "Fidelity": lambda c: f"-{c.root}{c.expiry:%y%m%d}{c.right}{strike_text(c.strike_milli)}",
    "TradeStation": lambda c: f"{c.root} {c.expiry:%y%m%d}{c.right}{c.strike:.3f}",
    "Theta v2": lambda c: f"{c.root},{c.expiry:%Y%m%d},{c.strike_milli},{c.right}",
    "Theta v3": lambda c: f"{c.root},{c.expiry:%Y-%m-%d},{c.strike:.3f},{_word(c).upper()}",
    "Interactive Brokers": lambda c: (
        f"DES,{c.root},OPT,SMART,{c.expiry:%Y%m%d},{strike_text(c.strike_milli)},{_word(c).upper()},100"
    ),
    "Bloomberg": lambda c: f"{c.root} US {c.expiry:%m/%d/%y} {c.right}{strike_text(c.strike_milli)} Equity",
    "TradingView": lambda c: f"OPRA:{c.root}{c.expiry:%y%m%d}{c.right}{c.strike:.3f}",
    "our label": lambda c: c.label,
    "day first": lambda c: (
        f"{c.root} {c.expiry.day}{_month(c).upper()}{c.expiry:%y} {strike_text(c.strike_milli)} {c.right}"
    ),
    "month first": lambda c: (
        f"{c.root} {_month(c)} {c.expiry.day}, {c.expiry.year} ${strike_text(c.strike_milli)} {_word(c)}"
    ),
    "strike first": lambda c: (
        f"{c.root} {strike_text(c.strike_milli)}{c.right} {c.expiry.month}/{c.expiry.day}/{c.expiry:%y}"
    ),
    "right first": lambda c: f"{c.root} {_word(c)} {strike_text(c.strike_milli)} {c.expiry:%Y-%m-%d}",
    "date in the middle": lambda c: f"{c.root} ${strike_text(c.strike_milli)} {c.expiry:%Y%m%d} {_word(c)}",
}


@pytest.mark.parametrize("dialect", WRITERS)
@settings(max_examples=60, deadline=None)
@given(contract=contracts)
def test_a_contract_written_in_any_dialect_is_read_back(dialect: str, contract: Contract) -> None:
    text = WRITERS[dialect](contract)

    assert parse_symbol(text, TODAY) == contract
    assert parse_symbol(text.lower(), TODAY) == contract


@settings(max_examples=200, deadline=None)
@given(contract=contracts)
def test_month_day_year_is_read_or_asked_about_but_never_more_than_three_years_off(contract: Contract) -> None:
    text = f"{contract.root}_{contract.expiry:%m%d%y}{contract.right}{strike_text(contract.strike_milli)}"

    try:
        read = parse_symbol(text, TODAY)
    except ContractError as error:
        reason = str(error)
    else:
        reason = "" if abs((read.expiry - contract.expiry).days) <= 3 * 365 else f"{read} is far off"

    assert not reason or "write the date in words" in reason


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40) | st.text("SPYCO:251219.,_-$ /DECALU'\"", max_size=40))
def test_any_text_is_a_contract_or_refused_with_a_reason(text: str) -> None:
    try:
        answer = parse_symbol(text, TODAY).label
    except ContractError as error:
        answer = str(error)

    assert answer


@pytest.mark.parametrize(
    "text",
    [
        "O:SPY251219C00650000",
        "SPY   251219C00650000",
        "o:spy251219c00650000",
        "SPY_121925C650",
        ".SPY251219C650",
        "SPY251219C650",
        "OPRA:SPY251219C650.0",
        "\ufeffSPY\u00a019DEC25\u00a0650\u00a0C\r\n",
        '"SPY 19DEC25 650 C",',
        "'SPY 19DEC25 650 C",
        '="SPY251219C00650000"',
        "“SPY 19 Dec ’25 650 C”;",
        '"SPY","20251219","650000","C",,',
        "SPY, 2025-12-19, 650, CALL",
        "SPY 19-Dec-2025 650 c",
        "SPY Dec 19th, 2025 $650 calls",
        "SPY 251219 650 C",
        "SPY 121925 650 C",
        "SPY C650 12/19/2025",
        "SPY\t12/19/25\t650.\tC",
    ],
)
def test_one_contract_has_many_spellings(text: str) -> None:
    assert parse_symbol(text, TODAY) == SPY


@pytest.mark.parametrize(
    ("text", "strike_milli"),
    [
        (".SPY251219C.05", 50),
        (".SPY251219C0.78", 780),
        (".SPY251219C1.15", 1150),
        ("SPX 12/19/25 $12,500.5 C", 12_500_500),
    ],
)
def test_strikes_are_exact_to_the_thousandth(text: str, strike_milli: int) -> None:
    assert parse_symbol(text, TODAY).strike_milli == strike_milli


def test_a_class_share_drops_its_dot() -> None:
    assert parse_symbol("BRK.B 19 Dec 25 500 C").root == "BRKB"
    assert parse_symbol("BRK/B 12/19/2025 500.00 C").root == "BRKB"


def test_a_root_may_end_in_a_digit_before_the_date() -> None:
    assert parse_symbol(".AAPL1251219C150").root == "AAPL1"


def test_theta_generations_are_told_apart_by_date_and_right() -> None:
    thousandths = parse_symbol("SPXW,20240315,4800000,C")

    assert parse_symbol("SPXW,2024-03-15,4800.000,CALL") == thousandths
    assert parse_symbol("SPXW,20240315,4800,CALL") == thousandths
    assert parse_symbol("O:AAPL 190816C185000").strike_milli == 185_000


@pytest.mark.parametrize(
    ("text", "expiry"),
    [
        ("SPY 650c 12/19", date(2025, 12, 19)),
        ("SPY 650c 12/1", date(2025, 12, 1)),
        ("SPY 16JAN 650 C", date(2026, 1, 16)),
        ("SPY Nov 30 650 C", date(2026, 11, 30)),
        ("SPY Feb 29 650 C", date(2028, 2, 29)),
        ("F Dec 19 $12 C", date(2025, 12, 19)),
    ],
)
def test_without_a_year_the_next_such_date_is_meant(text: str, expiry: date) -> None:
    assert parse_symbol(text, TODAY).expiry == expiry


def test_without_a_today_next_starts_now() -> None:
    assert parse_symbol("SPY 650c 12/19").expiry.year >= 2025


def test_our_own_label_leads_where_a_number_could_be_the_year() -> None:
    assert parse_symbol("F 12 Dec 19 13 C", TODAY) == Contract("F", date(2019, 12, 12), "C", 13_000)
    assert parse_symbol("F Dec 19 12 13 C", TODAY) == Contract("F", date(2012, 12, 19), "C", 13_000)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no symbol"),
        ("\ufeff , ;", "no symbol"),
        ("SPY", "an underlying, not an option"),
        ("$SPX", "an underlying, not an option"),
        ("NASDAQ:AAPL", "an underlying, not an option"),
        ("SPY, QQQ, IWM", "these are underlyings"),
        (".MSQAK", "before 2010"),
        ("MSQ AK", "before 2010"),
        ("MSQAK.X", "before 2010"),
        ("MSQAK", "before 2010"),
        ("GOOGL", "needs expiry, strike and C or P"),
        ("SPY251219C65000", "eight digits"),
        ("O:SPY251219C650", "eight digits"),
        ("SPY 12/19/25", "no strike and no C or P"),
        ("SPY 12/19/25 C", "no strike"),
        ("SPY 19 Dec 25 C", "no strike, or a strike and no year"),
        ("SPY 19 Dec 2025 C", "no strike, or a strike and no year"),
        ("SPY C 19 Dec 25", "no strike, or a strike and no year"),
        ("SPY 12/19/25 650", "add C or P"),
        ("SPY 650 C", "no expiry"),
        ("SPY C650", "no expiry"),
        ("SPY Feb 30 650 C", "not a date"),
        ("SPY 19 Dec 1999 650 C", "2000 to 2099"),
        (".SPY251319C650", "251319 is not a date (YYMMDD)"),
        ("SPY_131325C650", "neither YYMMDD nor MMDDYY"),
        ("SPY_120122C400", "22 Jan 12 (YYMMDD) or 01 Dec 22 (MMDDYY)"),
        (".SPY251219C100000", "outside 0.001 to 99,999.999"),
        (".SPY251219C0", "outside 0.001 to 99,999.999"),
        (".SPY251219C1.2345", "tenths of a cent"),
        ("SPY٢ 19DEC25 650 C", "“٢” does not belong"),
        ("ſPY 19DEC25 650 C", "does not belong"),
        ("SPY 19DEC25 650 X", "no spelling of an option"),
        ("TOOLONG251219C00650000", "no spelling of an option"),
        ("S" * (MAX_LENGTH + 1), "too long"),
    ],
)
def test_what_is_not_a_contract_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ContractError) as raised:
        parse_symbol(text, TODAY)

    assert reason in str(raised.value)


def test_a_reason_of_a_value_names_the_dialect_it_was_read_as() -> None:
    with pytest.raises(ContractError, match="read as thinkorswim"):
        parse_symbol(".SPY251319C650")


def test_a_broken_contract_still_has_the_shape_of_one() -> None:
    assert has_symbol_shape("SPXW,20241315,4800000,C")
    assert not has_symbol_shape("SPY251219C00650000,QQQ251219C00600000")
    assert not has_symbol_shape("SPY")


def test_a_shortened_text_is_one_printable_line() -> None:
    assert shorten("a\nb\x00c") == "a bc"
    assert len(shorten("x" * 500)) == 40
