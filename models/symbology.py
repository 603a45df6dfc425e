"""Every usual spelling of one option contract, read into a `Contract`, or refused with a reason for people."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple, NoReturn

from models.clock import EASTERN
from models.contract import Contract, ContractError, strike_from_text
from models.expiries import EXPIRY, EXPIRY_IN_WORDS, read_expiry, read_yymmdd

MAX_LENGTH = 80
"""Characters of the longest text that is looked at: no spelling of a contract comes near it."""
_SHOWN = 40
INVISIBLE = dict.fromkeys(map(ord, '\ufeff\u200b\u200e\u200f\u2060"“”'), None) | dict.fromkeys(map(ord, "‘’"), "'")
"""Byte order marks, zero-width characters and the quotes of spreadsheets go; typographic apostrophes become plain."""

_ROOT = r"(?P<root>[A-Z]{1,4}[./][A-Z]|[A-Z]{1,5}\d?)"
_YMD = r"(?P<ymd>\d{6})"
_DATE = rf"(?P<date>{EXPIRY})"
_DATE_IN_WORDS = rf"(?P<date>{EXPIRY_IN_WORDS})"
_CP = r"(?P<right>[CP])"
_RIGHT = r"(?P<right>C(?:ALLS?)?|P(?:UTS?)?)"
_MILLI = r"(?P<strike>\d{1,9})"
_STRIKE = r"(?P<strike>\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})"
_MONEY = r"(?P<strike>\$?(?:\d{1,2},\d{3}(?:\.\d{0,9})?|\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}))"
_UNDERLYING = r"(?:[A-Z]+:|[$^])?[A-Z]{1,5}(?:[./][A-Z]|\d)?"
_OLD_CODES = "such codes cannot be read, for they name neither year nor strike and were used again"
_EXAMPLE = "“SPY 19 Dec 25 650 C”"


class Dialect(NamedTuple):
    """One spelling: what it is called, the whole text as a regular expression, and what makes a contract of it."""

    name: str
    pattern: str
    read: Callable[[re.Match[str], date], Contract]


def _dollars(found: re.Match[str], today: date) -> Contract:
    return _contract(found, today, strike_from_text(found["strike"].replace("$", "").replace(",", "")))


def _thousandths(found: re.Match[str], today: date) -> Contract:
    return _contract(found, today, int(found["strike"]))


def _year_or_strike(found: re.Match[str], today: date) -> NoReturn:
    raise ContractError(f"“{found['date']}” is a date and no strike, or a strike and no year: write both")


def _contract(found: re.Match[str], today: date, strike_milli: int) -> Contract:
    groups = found.groupdict()
    expiry = read_yymmdd(groups["ymd"]) if "ymd" in groups else read_expiry(groups["date"], today)
    root = re.sub(r"[./]", "", groups["root"])  # a class share's root has no dot: BRKB
    return Contract(root, expiry, groups["right"][0], strike_milli)


DIALECTS = (
    Dialect("Massive or OSI", rf"(?:O:)?{_ROOT} ?{_YMD}{_CP}(?P<strike>\d{{8}})", _thousandths),
    Dialect("O: with a space", rf"O:{_ROOT} {_YMD}{_CP}{_MILLI}", _thousandths),
    Dialect("thinkorswim", rf"\.{_ROOT}{_YMD}{_CP}{_STRIKE}", _dollars),
    Dialect("TD Ameritrade", rf"{_ROOT}_(?P<date>\d{{6}}){_CP}{_STRIKE}", _dollars),
    Dialect("Fidelity", rf"-{_ROOT}{_YMD}{_CP}{_STRIKE}", _dollars),
    Dialect("TradeStation", rf"{_ROOT} {_YMD}{_CP}{_STRIKE}", _dollars),
    Dialect("TradingView", rf"OPRA:{_ROOT}{_YMD}{_CP}{_STRIKE}", _dollars),
    # Without a prefix a long number may be an OSI strike that lost its zeros: short ones and decimals are dollars.
    Dialect("compact, in dollars", rf"{_ROOT}{_YMD}{_CP}(?P<strike>[1-9]\d{{0,3}}|\d{{1,5}}\.\d{{1,3}})", _dollars),
    # CALL in place of C is what tells v3's dollars from v2's thousandths where the strike is whole.
    Dialect("Theta v2", rf"{_ROOT} ?, ?(?P<date>\d{{8}}) ?, ?{_MILLI} ?, ?{_CP}", _thousandths),
    Dialect("Theta v3", rf"{_ROOT} ?, ?(?P<date>\d{{4}}-?\d\d-?\d\d) ?, ?{_STRIKE} ?, ?{_RIGHT}", _dollars),
    Dialect(
        "Interactive Brokers",
        rf"DES,{_ROOT},OPT,[A-Z0-9]*,(?P<date>\d{{8}}),{_STRIKE},{_RIGHT}(?:,\d*)?",
        _dollars,
    ),
    Dialect("Bloomberg", rf"{_ROOT} US {_DATE} {_CP}{_STRIKE}(?: (?:EQUITY|INDEX))?", _dollars),
    Dialect("words", rf"{_ROOT} {_DATE_IN_WORDS} {_RIGHT}", _year_or_strike),
    Dialect("words", rf"{_ROOT} {_RIGHT} {_DATE_IN_WORDS}", _year_or_strike),
    # Schwab's form is the first of the words, and so is our own label.
    Dialect("words", rf"{_ROOT} {_DATE} {_MONEY} ?{_RIGHT}", _dollars),
    Dialect("words", rf"{_ROOT} {_DATE} {_RIGHT} ?{_MONEY}", _dollars),
    Dialect("words", rf"{_ROOT} {_MONEY} ?{_RIGHT} {_DATE}", _dollars),
    Dialect("words", rf"{_ROOT} {_RIGHT} ?{_MONEY} {_DATE}", _dollars),
    Dialect("words", rf"{_ROOT} {_MONEY} {_DATE} {_RIGHT}", _dollars),
    Dialect("words", rf"{_ROOT} {_RIGHT} {_DATE} {_MONEY}", _dollars),
)
"""In order of trial: eight strike digits are OSI before they are TradeStation's dollars."""

_REFUSALS = (
    ("", "there is no symbol here"),
    (
        r"[.+-][A-Z]{3,5}|[A-Z]{1,3} [A-X][A-Z]|[A-Z]{5}\.X",
        f"this looks like an option code from before 2010, and {_OLD_CODES}: write the contract as {_EXAMPLE}",
    ),
    (
        r"[A-Z]{3}[A-X][A-Z]",
        f"an underlying needs expiry, strike and C or P, such as {_EXAMPLE}; for codes from before 2010, {_OLD_CODES}",
    ),
    (_UNDERLYING, f"this is an underlying, not an option: add expiry, strike and C or P, such as {_EXAMPLE}"),
    (
        rf"{_UNDERLYING}(?:[ ,;]+{_UNDERLYING})+",
        f"these are underlyings, not options: each needs expiry, strike and C or P, such as {_EXAMPLE}",
    ),
    (
        rf"(?:O:)?{_ROOT}{_YMD}{_CP}\d*",
        "the strike of an OSI symbol has eight digits, in thousandths of a dollar: 00650000 is 650",
    ),
    (rf"{_ROOT} {_DATE}", f"it has an expiry, but no strike and no C or P, as in {_EXAMPLE}"),
    (rf"{_ROOT} {_DATE} {_RIGHT}", f"it has no strike, as in {_EXAMPLE}"),
    (rf"{_ROOT} {_DATE} {_MONEY}", f"it does not say call or put: add C or P, as in {_EXAMPLE}"),
    (rf"{_ROOT} (?:{_MONEY} ?(?:C|P|CALL|PUT)|(?:C|P|CALL|PUT) ?\$?[\d.]+)", f"it has no expiry, as in {_EXAMPLE}"),
    (".*", f"this is no spelling of an option that is known here: write {_EXAMPLE} or O:SPY251219C00650000"),
)
"""Texts that no dialect takes, and why not; the first that fits speaks."""


def parse_symbol(text: str, today: date | None = None) -> Contract:
    """Read one option contract in any dialect of `DIALECTS`; a date without a year is the next such date.

    `today` is where "next" starts, by default the day in New York. Raises `ContractError` with a reason for people.
    """
    cleaned = _clean(text)
    match = _match(cleaned)
    if match is None:
        raise ContractError(f"“{shorten(text)}”: {_refusal(cleaned)}")
    dialect, found = match
    try:
        return dialect.read(found, today or datetime.now(EASTERN).date())
    except ContractError as error:
        raise ContractError(f"“{shorten(text)}” (read as {dialect.name}): {error}") from None


def has_symbol_shape(text: str) -> bool:
    """Whether the whole text has the shape of one contract, valid or not, rather than of a list or of none."""
    return _match(_clean(text)) is not None


def shorten(text: str) -> str:
    """The text on one line, and no longer than a message can show."""
    line = "".join(character for character in " ".join(text.split()) if character.isprintable())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _clean(text: str) -> str:
    # Only plain letters are raised: "ß" would become two letters, a dotless i another letter.
    line = " ".join(text.translate(INVISIBLE).split()).strip(" ,;='")
    return line.upper() if line.isascii() else line


def _match(cleaned: str) -> tuple[Dialect, re.Match[str]] | None:
    if len(cleaned) > MAX_LENGTH:
        return None
    for dialect in DIALECTS:
        if found := re.fullmatch(dialect.pattern, cleaned, re.ASCII):
            return dialect, found
    return None


def _refusal(cleaned: str) -> str:
    if len(cleaned) > MAX_LENGTH:
        return f"this is too long for a symbol ({len(cleaned)} characters)"
    strange = next((character for character in cleaned if not character.isascii()), None)
    if strange:
        return f"“{strange}” does not belong in a symbol"
    return next(reason for pattern, reason in _REFUSALS if re.fullmatch(pattern, cleaned, re.ASCII))
