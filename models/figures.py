"""How figures are written: the same everywhere, whatever the locale."""

from models.clock import DAY_MS


def price_text(price: float) -> str:
    """Dollars with at least two decimals, and as many more as the price has, up to four: `21.40`, `0.0050`."""
    text = f"{price:.4f}"
    return text[:-2] if text.endswith("00") else text


def count_text(count: int) -> str:
    """`1,284`."""
    return f"{count:,}"


def several(count: int, one: str) -> str:
    """`1 trade`, `1,204 trades`."""
    return f"{count_text(count)} {one}" if count == 1 else f"{count_text(count)} {one}s"


def premium_text(dollars: float) -> str:
    """Dollars with three or four figures that matter: `$8,640`, `$125.3k`, `$1.25M`, `$101.8M`."""
    sign, size = "-" if dollars < -0.5 else "", abs(dollars)
    if size < 99_999.5:
        return f"{sign}${size:,.0f}"
    if size < 999_950:
        return f"{sign}${size / 1e3:.1f}k"
    size, letter = (size / 1e6, "M") if size < 999_950_000 else (size / 1e9, "B")
    return f"{sign}${size:,.1f}{letter}" if size >= 99.995 else f"{sign}${size:,.2f}{letter}"


def known_premium_text(dollars: float, *, is_known: bool) -> str:
    """A premium; `~$8,640` where a multiplier in it is assumed."""
    return premium_text(dollars) if is_known else f"~{premium_text(dollars)}"


def change_text(change: float) -> str:
    """A signed difference in dollars with the sign as a shape: `▲0.44`, `▼2.62`, `0.00`."""
    text = price_text(abs(change))
    if float(text) == 0:
        return text
    return ("▲" if change > 0 else "▼") + text


def rate_text(per_second: float) -> str:
    """`1,032`, `3.4`, `0`: trades a second."""
    return f"{per_second:,.0f}" if per_second >= 9.95 or per_second == 0 else f"{per_second:.1f}"


def lag_text(lag_ms: float | None) -> str:
    """`41 ms`, `12.3 s`, `7 min`, `over a day`; a dash where there is none to tell."""
    if lag_ms is None:
        return "–"
    for limit_ms, unit_ms, form in (
        (10_000, 1, "{:,.0f} ms"),
        (120_000, 1000, "{:.1f} s"),
        (DAY_MS, 60_000, "{:,.0f} min"),
    ):
        if lag_ms < limit_ms:
            return form.format(lag_ms / unit_ms)
    return "over a day"
