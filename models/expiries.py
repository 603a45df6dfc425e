"""Expiry dates as people and vendors write them, in upper case: `19DEC25`, `DEC 19, 2025`, `12/19/25`, `2025-12-19`."""

import re
from datetime import date

from models.contract import ContractError, expiry_text

_MONTHS = (
    *("JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE"),
    *("JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"),
)
_MONTH = "(?P<month>" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS) + "|SEPT)"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4}|\d\d)"
_FORMS = (
    rf"{_DAY}[ -]?{_MONTH}[ -]?'?{_YEAR}",
    rf"{_MONTH}[ -]?{_DAY}(?:ST|ND|RD|TH)?(?:, ?| '?|-|'){_YEAR}",
    r"(?P<year>\d{4})[-/]?(?P<month>\d\d)[-/]?(?P<day>\d\d)",
    rf"(?P<month>\d{{1,2}})[-/]{_DAY}[-/]{_YEAR}",
    r"(?P<six>\d{6})",
    rf"{_DAY}[ -]?{_MONTH}",
    rf"{_MONTH}[ -]?{_DAY}(?:ST|ND|RD|TH)?",
    rf"(?P<month>\d{{1,2}})/{_DAY}",
)
"""Forms with a year stand first: `DEC 19 12 13` is a day of 2012 and a strike of 13."""
_WITH_YEAR_IN_WORDS = 2


def _either(forms: tuple[str, ...]) -> str:
    """One pattern without groups, so that it can stand inside another that has its own."""
    return "(?:" + re.sub(r"\(\?P<\w+>", "(?:", "|".join(forms)) + ")"


EXPIRY = _either(_FORMS)
"""Regular expression of every form that `read_expiry` takes."""
EXPIRY_IN_WORDS = _either(_FORMS[:_WITH_YEAR_IN_WORDS])
"""Only those with a named month and a year, `19 DEC 25`: the last number may also be meant for a strike."""
_DOUBT_DAYS = 3 * 365
"""Two readings that lie further apart than this are not chosen between."""


def read_expiry(text: str, today: date) -> date:
    """Read a date in one of the forms of `EXPIRY`; without a year it is the next such date from today on.

    Raises `ContractError` for what is no date, is outside 2000 to 2099, or has two readings years apart.
    """
    for form in _FORMS:
        if found := re.fullmatch(form, text, re.ASCII):
            return _from_parts(text, found.groupdict(), today)
    raise ContractError(f"“{text}” is not a date")


def read_yymmdd(text: str) -> date:
    """Read six digits as year, month, day. Raises `ContractError`."""
    expiry = _valid(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    if expiry is None:
        raise ContractError(f"{text} is not a date (YYMMDD)")
    return expiry


def _from_parts(text: str, parts: dict[str, str], today: date) -> date:
    if "six" in parts:
        return _from_six_digits(text)
    month, day = _month(parts["month"]), int(parts["day"])
    year = parts.get("year")
    if year is None:
        expiry = _next(month, day, today)
    else:
        expiry = _valid(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    if expiry is None:
        raise ContractError(f"“{text}” is not a date from 2000 to 2099")
    return expiry


def _from_six_digits(text: str) -> date:
    """YYMMDD, or MMDDYY where that is impossible; refused where both are possible and years apart."""
    first = _valid(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    second = _valid(2000 + int(text[4:]), int(text[:2]), int(text[2:4]))
    if first and second and abs((first - second).days) > _DOUBT_DAYS:
        either, other = expiry_text(first), expiry_text(second)
        raise ContractError(f"{text} can be {either} (YYMMDD) or {other} (MMDDYY): write the date in words")
    expiry = first or second
    if expiry is None:
        raise ContractError(f"{text} is not a date (neither YYMMDD nor MMDDYY)")
    return expiry


def _next(month: int, day: int, today: date) -> date | None:
    years = range(today.year, today.year + 9)  # leap days may lie eight years apart
    candidates = (_valid(year, month, day) for year in years)
    return next((expiry for expiry in candidates if expiry and expiry >= today), None)


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(text[:3]))


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 2000 <= year <= 2099 else None
    except ValueError:
        return None
