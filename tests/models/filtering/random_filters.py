"""Random texts of filters, and random prints that come close to what these ask for."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import combinations
from random import Random
from typing import Any

from hypothesis import strategies as st

from models.clock import utc_ms
from models.filtering.tape_filter import TapeFilter
from models.filtering.text import FilterTextError, parse_filter
from tests.models.contract_strategy import contracts
from tests.models.filtering.plain_filter import GROUPS
from tests.models.made_market import NVDA, SPXW, SPY_C, SPY_P, Print

TICKERS = (SPY_C, SPY_P, SPXW, NVDA)
VENUES = (302, 308, 65_535)
CODES = ((), (209,), (219,), (228,), (232,), (238,), (246,), (247,), (202,), (208,), (201,), (248,), (999,), (209, 236))
PRICES = (0.01, 0.05, 0.57, 1.0, 1.15, 4.35, 600.0)
SIZES = (1, 5, 99, 100, 101, 250, 999, 1000, 20_000)
DAYS = (
    *(date(2025, 11, 26) + timedelta(days) for days in (0, 1, 2, 4, 5, 6)),
    *(date(2026, 3, 6), date(2026, 3, 8), date(2026, 3, 9)),
)
"""Around Thanksgiving and its half day, and around the night in which the clock is set forward."""
_MINUTE_MS = 60_000
TIMES_MS = tuple(
    minutes * _MINUTE_MS + ms
    for minutes, ms in (
        (0, 0), (60, 0), (565, 0), (565, 1), (570, -1), (570, 0), (600, 0), (780, 0), (780, 1), (930, 0), (960, 0),
        (960, 1), (975, 1), (1020, 1), (1215, -1), (1215, 0), (1439, 59_999),
    )
)  # fmt: skip

_SIGNS = (">=", "<=", ">", "<", "=")


def _limits(name: str, *values: str) -> list[str]:
    """Words of a limit: one-sided with every value, and every range of two values, which are given ascending."""
    signs = _SIGNS[:4] if name == "time" else _SIGNS
    one_sided = [f"{name}{sign}{value}" for value in values for sign in signs]
    return one_sided + [f"{name}={low}..{high}" for low, high in combinations(values, 2)]


_LIMITS = (
    _limits("size", "1", "100", "250", "1k"),
    _limits("prem", "0", "100", "499.99", "11.5k", "100k"),
    _limits("price", "0.01", "0.05", "1.15"),
    _limits("strike", "172.5", "640", "6850"),
    _limits("dte", "0", "1", "4", "18", "46"),
    _limits("exp", "2025-12-01", "2025-12-19"),
    _limits("time", "01:00", "09:25", "09:30", "16:00", "20:15", "23:59:59.999"),
)
_OTHERS = (
    ("SPY", "SPXW", "NVDA", "IWM", "!SPY", "!NVDA", "root=SPY,NVDA"),
    ("C", "P", "nothing", *TICKERS, "O:IWM251219C00200000"),
    ("unusual", *GROUPS, *("!" + group for group in GROUPS)),
    ("venue=302", "venue=302,308", "!venue=302", "!venue=65535", "cond=209", "cond=219,999", "!cond=236"),
)


def _is_readable(text: str) -> bool:
    with suppress(FilterTextError):
        parse_filter(text)
        return True
    return False


WORDS = tuple(word for kind in (*_LIMITS, *_OTHERS) for word in kind if _is_readable(word))
"""Words of every kind; no premium and no number of days is below 0."""
_words = st.one_of(*map(st.sampled_from, (*_LIMITS, *_OTHERS)))
texts = st.lists(_words, max_size=4).map(" ".join).filter(_is_readable)
"""Texts of filters that do not contradict themselves."""

_moments = st.tuples(st.sampled_from(DAYS), st.sampled_from(TIMES_MS)).map(lambda parts: utc_ms(*parts))
_core = st.sampled_from((34_200_000, 36_000_000, 46_799_999)).map(lambda ms: utc_ms(DAYS[4], ms))


def _prints(moments: st.SearchStrategy[int]) -> st.SearchStrategy[Print]:
    return st.builds(
        Print,
        st.sampled_from(TICKERS),
        st.sampled_from(PRICES),
        st.sampled_from(SIZES),
        st.sampled_from(CODES),
        moments,
        st.sampled_from(VENUES),
    )


print_lists = st.lists(_prints(_core), min_size=1, max_size=30) | st.lists(_prints(_moments), min_size=1, max_size=30)
"""Prints of one day's core hours, or of any."""


def many_prints(days: Sequence[date], times_ms: Sequence[int], count: int) -> list[Print]:
    """So many prints of these days and times of day, always the same ones."""
    pick = Random(count).choice
    return [
        Print(pick(TICKERS), pick(PRICES), pick(SIZES), pick(CODES), utc_ms(pick(days), pick(times_ms)), pick(VENUES))
        for _ in range(count)
    ]


_roots = st.frozensets(
    st.from_regex(r"[A-Z]{1,5}[0-9]?", fullmatch=True) | st.sampled_from(("C", "ISO", "SPY")), max_size=3
)
_numbers = st.frozensets(st.integers(0, 65_535) | st.sampled_from((302, 308, 999)), max_size=3)
_names = st.frozensets(st.sampled_from(GROUPS), max_size=3)


def _ends(steps: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, Any]]:
    return st.tuples(st.none() | steps, st.none() | steps)


_cents = st.integers(0, 10**10).map(lambda cents: cents / 100)
_parts = st.fixed_dictionaries(
    {},
    optional={
        "tickers": st.frozensets(contracts.map(lambda contract: contract.ticker), max_size=2),
        "roots": _roots,
        "not_roots": _roots,
        "right": st.sampled_from(("C", "P")),
        "expiry": _ends(st.dates(date(2000, 1, 1), date(2099, 12, 31))),
        "dte": _ends(st.integers(0, 3000)),
        "strike": _ends(st.integers(0, 99_999_999)),
        "size": _ends(st.integers(0, 10**9)),
        "price": _ends(_cents | st.integers(0, 10**7).map(lambda millionths: millionths / 10**6)),
        "premium": _ends(_cents),
        "venues": _numbers,
        "not_venues": _numbers,
        "codes": _numbers,
        "not_codes": _numbers,
        "groups": _names,
        "not_groups": _names,
        "time": st.tuples(st.none() | st.integers(0, 86_399_999), st.none() | st.integers(1, 86_400_000)),
        "unusual": st.booleans(),
    },
)


def _filter_of(parts: dict[str, Any]) -> TapeFilter:
    fields: dict[str, Any] = {}
    for name, value in parts.items():
        if isinstance(value, tuple):
            keys = ("from_ms", "to_ms") if name == "time" else (f"min_{name}", f"max_{name}")
            fields |= dict(zip(keys, value, strict=True))
        else:
            fields[name] = value
    return TapeFilter(**fields)


filters = _parts.map(_filter_of)
"""Filters of every kind, some of which contradict themselves."""
