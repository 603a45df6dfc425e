"""The volume-weighted average price of a trade date. No Qt here."""

from models.chart.series import COUNTED, TickSeries


def newest_vwap(series: TickSeries) -> float | None:
    """The average of the newest trade date over all that counted, dollars; None while nothing did."""
    days = series.days()
    if not len(days):
        return None
    value, volume = series.sums_before(int(days[-1]))
    for ticks in (series.layers[kind] for kind in COUNTED):
        start, sums = int(ticks.time_ms.searchsorted(days[-1])), ticks.sums()
        value += float(sums.value[-1] - sums.value[start])
        volume += int(sums.contracts[-1] - sums.contracts[start])
    return value / volume if volume else None
