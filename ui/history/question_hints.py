"""What stands below the fields of a question: how they are understood, before anything is asked."""

from collections.abc import Sequence
from datetime import date
from html import escape

from models.contract import Contract
from models.figures import several
from models.history.queries import QueryError
from models.history.query_text import closed_text, day_text, parse_times
from models.hours import CLOSE_MS, OPEN_MS
from models.trading_days import is_half_day
from ui import theme

_NAMED = 4


def contracts_hint(contracts: Sequence[Contract], start: date) -> str:
    """One contract by its name and ticker, several by their number and roots, as rich text.

    `start`: the first day; of several, those that had expired by then are not asked for.
    """
    if not contracts:
        return ""
    if len(contracts) > 1:
        roots = list(dict.fromkeys(contract.root for contract in contracts))
        others = f" and {len(roots) - _NAMED} more" if len(roots) > _NAMED else ""
        expired = sum(contract.expiry < start for contract in contracts)
        left_out = f" · {expired} had expired" if expired else ""
        return f"{several(len(contracts), 'contract')}: {', '.join(roots[:_NAMED])}{others}{left_out}"
    contract = contracts[0]
    right = f"<b style='color:{theme.ink('call' if contract.right == 'C' else 'put').name()}'>{contract.right}</b>"
    label = escape(contract.label[:-1])
    return f"<span style='color:{theme.tokens().text}'>{label}</span>{right} · {contract.ticker}"


def day_hint(day: date) -> tuple[str, str]:
    """The weekday, and whether the market is closed or closes early; and the same in more words."""
    closed, weekday = closed_text(day), day_text(day)[:3]
    if closed:
        return f"{weekday}, {'weekend' if day.weekday() >= 5 else 'holiday'}", closed
    return (f"{weekday}, closes 13:00", "the market closes early") if is_half_day(day) else (weekday, "")


def times_hint(text: str, *, regular: bool) -> str:
    """How many times there are, and what regular hours make of them."""
    try:
        times = parse_times(text)
    except QueryError:
        return ""
    count = several(len(times), "time") if len(times) > 1 else ""
    outside = ""
    if regular and any(at_ms < OPEN_MS for at_ms in times):
        outside = "before the open"
    elif regular and any(at_ms > CLOSE_MS for at_ms in times):
        outside = "after the close"
    return " · ".join(filter(None, (count, outside)))
