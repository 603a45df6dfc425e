"""How figures are written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.figures import (
    change_text,
    count_text,
    lag_text,
    premium_text,
    price_text,
    rate_text,
    several,
)


@pytest.mark.parametrize(
    ("price", "text"),
    [
        (21.4, "21.40"),
        (0.005, "0.0050"),
        (0.0, "0.00"),
        (1.2345, "1.2345"),
        (1.234, "1.2340"),
        (1.1 + 2.2, "3.30"),
        (1.234567, "1.2346"),
        (1234.5, "1234.50"),
    ],
)
def test_prices_have_two_decimals_or_four(price: float, text: str) -> None:
    assert price_text(price) == text


@pytest.mark.parametrize(("count", "text"), [(0, "0"), (999, "999"), (1284, "1,284"), (12_345_678, "12,345,678")])
def test_counts_have_thousands_separators(count: int, text: str) -> None:
    assert count_text(count) == text


@pytest.mark.parametrize(("count", "text"), [(0, "0 trades"), (1, "1 trade"), (1204, "1,204 trades")])
def test_a_count_of_things_names_them(count: int, text: str) -> None:
    assert several(count, "trade") == text


@pytest.mark.parametrize(
    ("dollars", "text"),
    [
        (0, "$0"),
        (8640, "$8,640"),
        (99_999, "$99,999"),
        (99_999.6, "$100.0k"),
        (100_000, "$100.0k"),
        (125_300, "$125.3k"),
        (999_949, "$999.9k"),
        (999_950, "$1.00M"),
        (1_250_000, "$1.25M"),
        (99_994_999, "$99.99M"),
        (99_995_001, "$100.0M"),
        (101_800_000, "$101.8M"),
        (999_950_000, "$1.00B"),
        (1_254_000_000, "$1.25B"),
        (1_234_500_000_000, "$1,234.5B"),
        (-8640, "-$8,640"),
        (-1_250_000, "-$1.25M"),
        (-1e-12, "$0"),
    ],
)
def test_premiums_are_shortened_where_they_stay_exact_enough(dollars: float, text: str) -> None:
    assert premium_text(dollars) == text


@settings(deadline=None, max_examples=200)
@given(st.floats(0, 1e11, allow_nan=False))
def test_a_premium_as_shown_is_within_a_thousandth_of_what_it_is(dollars: float) -> None:
    text = premium_text(dollars)
    factor = {"k": 1e3, "M": 1e6, "B": 1e9}.get(text[-1], 1.0)
    shown = float(text.strip("$kMB").replace(",", "")) * factor
    assert shown == pytest.approx(dollars, rel=0.005 if dollars >= 1e6 else 0.0006, abs=0.5)
    assert len(text) <= 8, "the column has room for nine"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (0.44, "▲0.44"),
        (-2.62, "▼2.62"),
        (0.0, "0.00"),
        (-0.0, "0.00"),
        (1e-9, "0.00"),
        (-1e-9, "0.00"),
        (0.005, "▲0.0050"),
    ],
)
def test_a_change_has_its_sign_as_a_shape_and_none_where_it_shows_as_nothing(change: float, text: str) -> None:
    assert change_text(change) == text


@pytest.mark.parametrize(
    ("rate", "text"),
    [(0, "0"), (0.333, "0.3"), (3.4, "3.4"), (9.94, "9.9"), (9.96, "10"), (10, "10"), (1032.4, "1,032")],
)
def test_rates_have_a_decimal_only_where_they_are_small(rate: float, text: str) -> None:
    assert rate_text(rate) == text


@pytest.mark.parametrize(
    ("lag_ms", "text"),
    [
        (None, "–"),
        (0, "0 ms"),
        (-3, "-3 ms"),
        (9999, "9,999 ms"),
        (12_345, "12.3 s"),
        (420_000, "7 min"),
        (9e10, "over a day"),
    ],
)
def test_a_lag_is_written_in_the_unit_that_can_be_read(lag_ms: float | None, text: str) -> None:
    assert lag_text(lag_ms) == text
