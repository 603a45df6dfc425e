"""Contracts chosen from lists of what is listed."""

from datetime import date

import pytest

from models.history.chain_choice import chosen_contracts, expiry_line, fits_expiry, fits_strike, strike_text

NEAR, FAR = date(2025, 12, 19), date(2026, 1, 16)
LISTED = {NEAR: (640_000, 650_000), FAR: (650_000, 660_000)}


def test_what_is_chosen_and_listed_becomes_contracts() -> None:
    labels = [one.label for one in chosen_contracts("SPY", LISTED, [FAR, NEAR], [640_000, 650_000], "CP")]
    assert labels == [
        "SPY 19 Dec 25 640 C",
        "SPY 19 Dec 25 640 P",
        "SPY 19 Dec 25 650 C",
        "SPY 19 Dec 25 650 P",
        "SPY 16 Jan 26 650 C",
        "SPY 16 Jan 26 650 P",
    ]


def test_what_no_symbol_can_name_is_left_out() -> None:
    assert chosen_contracts("SPY", {NEAR: (0, 100_000_000)}, [NEAR], [0, 100_000_000], "C") == ()


@pytest.mark.parametrize(("milli", "text"), [(650_000, "650"), (27_500, "27.5"), (50, "0.05"), (1_000_000, "1000")])
def test_strikes_are_written_in_dollars(milli: int, text: str) -> None:
    assert strike_text(milli) == text


def test_an_expiry_says_how_far_it_is() -> None:
    assert expiry_line(NEAR, date(2025, 12, 1)) == "Fri 19 Dec 25 · 18 d"
    assert expiry_line(NEAR, NEAR) == "Fri 19 Dec 25 · today"
    assert expiry_line(NEAR, FAR) == "Fri 19 Dec 25 · expired"


@pytest.mark.parametrize("words", ["dec 25", "fri", "19", "2025-12", "20251219", "December", "Fri Dec", ""])
def test_an_expiry_is_found_by_its_usual_spellings(words: str) -> None:
    assert fits_expiry(NEAR, words)
    assert not fits_expiry(NEAR, f"{words} xyz")


@pytest.mark.parametrize("words", ["650", "65", "$650", "640-660", "640 - 650", "660–640", "649.5 to 651", " "])
def test_a_strike_is_found_by_its_digits_or_a_range(words: str) -> None:
    assert fits_strike(650_000, words)
    assert not fits_strike(1_000, "640-660")
