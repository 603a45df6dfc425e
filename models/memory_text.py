"""What is said of trades that left memory, and of how much memory trades take. No Qt here."""

from models.figures import count_text, several
from models.market import Market

BYTES_A_TRADE = 48
"""At most; measured in `tests/models/test_tape.py`."""
_GB, _MB = 1e9, 1e6


def since_text(market: Market) -> str:
    """The time of the oldest trade in memory, `since 09:41:07 ET`; empty while none has left."""
    tape, times = market.tape, market.times
    if not tape.first or not len(tape):
        return ""
    return f"since {times.clock_text(int(tape.value('time_ms', tape.first)))[:-4]} {times.name}"


def left_text(market: Market) -> str:
    """`since 09:41:07 ET, 3,204,113 older trades left memory`; empty while none has left."""
    since = since_text(market)
    return f"{since}, {several(market.tape.first, 'older trade')} left memory" if since else ""


def memory_size_text(rows: int) -> str:
    """About how much memory so many trades take: `0.72 GB`, `4.8 MB`."""
    size = rows * BYTES_A_TRADE
    return f"{size / _GB:,.2f} GB" if size >= _GB / 10 else f"{size / _MB:,.1f} MB"


def room_text(rows: int) -> str:
    """What so many trades mean for people: `15,000,000 trades take up to 0.72 GB`."""
    return f"{count_text(rows)} trades take up to {memory_size_text(rows)}"
