"""Classes of trading hours."""

from datetime import date, time

import pytest

from models.clock import DAY_MS
from models.contract_index import ContractIndex
from models.hours import (
    CLOSE_MS,
    EARLY_END_MS,
    EVENING_MS,
    HALF_DAY_CLOSE_MS,
    HALF_DAY_INDEX_CLOSE_MS,
    INDEX_CLOSE_MS,
    NIGHT_END_MS,
    OPEN_MS,
    SELECTED_OPEN_MS,
    Hours,
    day_hours,
    hours_of,
    is_index,
)


@pytest.mark.parametrize(
    "root", ["SPX", "SPXW", "XSP", "VIX", "VIXW", "NDX", "NDXP", "RUT", "RUTW", "DJX", "OEX", "XEO", "MXEF", "MXEA"]
)
def test_index_roots_are_known(root: str) -> None:
    assert is_index(root)


@pytest.mark.parametrize("root", ["SPY", "QQQ", "IWM", "VXX", "A", "", "spx", "SPXS", "SPX1"])
def test_other_roots_are_no_index(root: str) -> None:
    assert not is_index(root)


@pytest.mark.parametrize(
    ("root", "hours"),
    [
        ("NVDA", Hours.EQUITY),
        ("TLT", Hours.EQUITY),
        ("", Hours.EQUITY),
        ("SPY", Hours.LATE_CLOSE),
        ("VXX", Hours.LATE_CLOSE),
        ("SPY1", Hours.LATE_CLOSE),  # adjusted contracts trade with their class
        ("NDX", Hours.INDEX),
        ("DJX", Hours.INDEX),
        ("NDXP", Hours.INDEX_PM),
        ("XEO", Hours.INDEX_PM),
        ("SPX", Hours.NIGHT),
        ("VIXW", Hours.NIGHT),
        ("SPXW", Hours.NIGHT_PM),
        ("XSP", Hours.NIGHT_PM),
    ],
)
def test_a_root_has_a_class_of_hours(root: str, hours: Hours) -> None:
    assert hours_of(root) is hours


def test_the_index_of_contracts_knows_the_hours_of_each() -> None:
    index = ContractIndex()
    for ticker in ("O:SPY251219C00650000", "O:SPXW251201C06850000", "O:NVDA260116C00172500"):
        index.add(ticker)
    assert index.hours.tolist() == [Hours.LATE_CLOSE, Hours.NIGHT_PM, Hours.EQUITY]


def test_hours_are_milliseconds_after_midnight() -> None:
    marks = (time(7, 30), time(9, 25), time(9, 30), time(13), time(13, 15), time(16), time(16, 15), time(17))
    assert [(at.hour * 60 + at.minute) * 60_000 for at in (*marks, time(20, 15))] == [
        SELECTED_OPEN_MS, EARLY_END_MS, OPEN_MS, HALF_DAY_CLOSE_MS, HALF_DAY_INDEX_CLOSE_MS, CLOSE_MS, INDEX_CLOSE_MS,
        NIGHT_END_MS, EVENING_MS,
    ]  # fmt: skip


@pytest.mark.parametrize("hours", [Hours.EQUITY, Hours.LATE_CLOSE, Hours.INDEX, Hours.INDEX_PM])
@pytest.mark.parametrize("day", [date(2025, 12, 25), date(2025, 12, 6), date(2026, 9, 7)])
def test_on_a_day_without_trading_most_classes_have_no_session(day: date, hours: Hours) -> None:
    found = day_hours(day, hours, last=False)
    assert found.early > found.early_end
    assert found.open > found.close
    assert max(found.close, found.late_end) < 0
    assert found.evening >= DAY_MS
