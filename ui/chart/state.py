"""What a chart says of itself: in a few words in its header, and in full on its picture. No widget here."""

from models.chart.options import Style
from models.market import Market
from models.time_scale import SECOND_MS
from models.times import Zone
from ui.chart.export import Caption
from ui.chart.reader import Shown
from ui.chart.words import candles_text
from ui.figure_line import Part


def state_parts(market: Market, shown: Shown, left_out: int) -> list[Part]:
    """What is shown, the most important for longest."""
    options, drawing = shown.options, shown.drawing
    parts = [
        Part("" if market.times.zone is Zone.EASTERN else market.times.name, 0, "text"),
        Part(_line_text(shown), 1),
        Part("" if options.all_prints else "no other prints", 2),
        Part(_scale_text(shown), 3, "text"),
        Part(f"compared with {len(shown.beside)}" if shown.beside else "", 6),
        Part(f"{left_out} more are too many to draw" if left_out else "", 3, "warn"),
        Part(f"{drawing.pinned} off the scale" if drawing.pinned else "", 5, "warn"),
        Part("following" if shown.window.following else "", 7),
        Part(dates_text(market, shown), 4),
    ]
    return [part for part in parts if part.text]


def caption(market: Market, shown: Shown, source: str) -> Caption:
    """The words of a chart's picture, and the name of its file."""
    contract = market.contracts.contract(shown.series.contract)
    names = [contract.label, *(market.contracts.contract(line.series.contract).label for line in shown.beside)]
    days = dates_text(market, shown)
    facts = [days, f"times in {market.times.name}", source, "Optape"]
    return Caption(
        "  ·  ".join(names), "  ·  ".join(filter(None, facts)), f"{contract.osi} {days.replace(' – ', ' to ')}", source
    )


def dates_text(market: Market, shown: Shown) -> str:
    """The date that is in sight, or the first and the last: `14 Jun 2024`."""
    series, window = shown.series, shown.window
    ends = (max(window.low_ms, series.first_ms or 0), min(window.high_ms, series.last_ms or 0))
    dates = [market.times.date_text(int(max(ends[0], at))).partition(" ")[2] for at in ends]
    return " – ".join(dict.fromkeys(dates))


def _line_text(shown: Shown) -> str:
    options = shown.options
    if options.style is not Style.CANDLES:
        return "ticks"
    return candles_text(shown.drawing.candle_ms, options.candle_s * SECOND_MS)


def _scale_text(shown: Shown) -> str:
    if shown.options.relative and not shown.drawing.relative_base:
        return "in dollars: no price in sight to compare with"
    return "% of the first price in sight" if shown.options.relative else ""
