"""Totals in words, for tooltips and for readers without eyes."""

from models.figures import count_text, known_premium_text, several
from models.market import Market
from models.session_text import WORDS
from models.sessions import Session, day_start_ms
from models.totals import Totals, Traded, share

ASSUMED = "100 shares a contract are assumed until Massive says so"
"""What the ~ before a premium means."""
_RULE = "Counted are prints that update volume; cancels are taken out."


def percents(calls: float | None) -> tuple[str, str]:
    """A share of calls, 0 to 1, as per cent of calls and of puts, 100 together; dashes where there is none."""
    if calls is None:
        return "–", "–"
    whole = round(100 * calls)
    return f"{whole} %", f"{100 - whole} %"


def traded_text(traded: Traded) -> str:
    """`1,204 trades · 98,765 contracts · $12.3M`."""
    parts = several(traded.trades, "trade"), several(traded.volume, "contract")
    return " · ".join((*parts, traded_premium_text(traded)))


def traded_premium_text(traded: Traded) -> str:
    """`$12.3M`, `~$12.3M` where a multiplier in it is assumed."""
    return known_premium_text(traded.premium, is_known=traded.is_known)


def known_text(market: Market) -> str:
    """What totals over all contracts are of, where it is not the whole trade date: `since 11:02 ET, with gaps`."""
    now_ms, coverage, times = market.clock.now_ms(), market.coverage, market.times
    if now_ms is None:
        return ""
    since_ms, start_ms = coverage.everything_since_ms, day_start_ms(now_ms, is_index_class=True)
    if since_ms is None:
        return "of the streamed contracts alone"
    parts = [f"since {times.clock_text(since_ms)[:5]} {times.name}"] if since_ms > start_ms else []
    parts += ["with gaps"] if coverage.missing_since(max(start_ms, since_ms)) else []
    return ", ".join(parts)


def totals_text(totals: Totals, known: str = "", not_counted: int = 0) -> str:
    """The whole (`known`: what it is of), calls and puts with their parts of it, and each session with trades.

    `not_counted`: how many trades are shown and not in it.
    """
    by_premium = percents(totals.call_share)
    by_volume = percents(share(totals.calls.volume, totals.puts.volume))
    lines = [f"All: {traded_text(totals.whole)}" + (f", {known}" if known else "")]
    for n, (name, side) in enumerate((("Calls", totals.calls), ("Puts", totals.puts))):
        lines.append(f"{name}: {traded_text(side)} ({by_premium[n]} of the premium, {by_volume[n]} of the contracts)")
    sessions = zip(Session, totals.sessions, strict=False)  # without what traded in none
    lines += [f"{WORDS[of].capitalize()}: {traded_text(traded)}" for of, traded in sessions if traded.trades]
    if not totals.whole.is_known:
        lines.append(f"~ where {ASSUMED}")
    lines.append(_RULE)
    if not_counted:
        lines.append(f"{not_counted_text(not_counted)}: late prints and cancels count for nothing")
    return "\n".join(lines)


def not_counted_text(trades: int) -> str:
    """`4 not counted`."""
    return f"{count_text(trades)} not counted"
