"""When silence is a sign of trouble, and when it is a quiet market."""

from datetime import date

import pytest

from feeds.massive.quiet import Quiet
from models.clock import utc_ms

MONDAY, SATURDAY, CHRISTMAS_EVE = date(2025, 12, 1), date(2025, 12, 6), date(2025, 12, 24)
NOON = utc_ms(MONDAY, 12 * 3_600_000)
START = 1_800_000_000_000


def quiet_after(trades: int, over_s: float) -> Quiet:
    quiet = Quiet()
    quiet.start(START - round(1000 * over_s))
    quiet.note(START, trades)
    return quiet


def missing_s(quiet: Quiet, silent_s: float, market_ms: int = NOON, *, everything: bool = False) -> float | None:
    return quiet.too_long_s(START + round(1000 * silent_s), market_ms, everything=everything)


def test_the_whole_market_never_rests_for_half_a_minute() -> None:
    quiet = quiet_after(10_000, 10)
    assert missing_s(quiet, 29, everything=True) is None
    assert missing_s(quiet, 31, everything=True) == 31


def test_chosen_contracts_may_rest_thirty_times_as_long_as_they_use_to() -> None:
    every_five_s = quiet_after(200, 1000)
    assert missing_s(every_five_s, 149) is None
    assert missing_s(every_five_s, 151) == 151


def test_busy_contracts_are_given_a_minute_and_rare_ones_half_an_hour() -> None:
    assert missing_s(quiet_after(10_000, 100), 59) is None
    assert missing_s(quiet_after(10_000, 100), 61) == 61
    assert missing_s(quiet_after(50, 6 * 3600), 1799) is None
    assert missing_s(quiet_after(50, 6 * 3600), 1801) == 1801


def test_a_few_trades_prove_nothing() -> None:
    assert missing_s(quiet_after(49, 10), 10_000) is None


@pytest.mark.parametrize(
    ("day", "ms_of_day"),
    [(MONDAY, 34_200_000 - 1), (MONDAY, 57_600_000), (SATURDAY, 43_200_000), (CHRISTMAS_EVE, 46_800_000)],
)
def test_outside_the_session_every_silence_is_normal(day: date, ms_of_day: int) -> None:
    assert missing_s(quiet_after(10_000, 100), 5000, utc_ms(day, ms_of_day), everything=True) is None


def test_the_silence_of_the_night_is_not_counted_in_the_morning() -> None:
    quiet = quiet_after(10_000, 100)
    nine_thirty = utc_ms(MONDAY, 34_200_000)
    assert missing_s(quiet, 60_000, nine_thirty + 30_000, everything=True) is None
    assert missing_s(quiet, 60_020, nine_thirty + 70_000, everything=True) is None
    assert missing_s(quiet, 60_031, nine_thirty + 81_000, everything=True) == 31


def test_the_night_does_not_make_contracts_seem_rare_in_the_morning() -> None:
    quiet = Quiet()
    quiet.start(START - 5 * 3_600_000)
    nine_thirty = utc_ms(MONDAY, 34_200_000)
    assert quiet.too_long_s(START, nine_thirty - 1, everything=False) is None
    quiet.note(START + 100_000, 1_000)
    assert quiet.too_long_s(START + 161_000, nine_thirty + 161_000, everything=False) == 61
