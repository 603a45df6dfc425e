"""What is said of trades that left memory, and of how much memory trades take."""

from models.memory_text import left_text, memory_size_text, room_text, since_text
from models.tape import BLOCK
from models.times import Zone
from tests.models.made_market import OPEN, MadeMarket, Print


def test_nothing_is_said_while_no_trade_has_left() -> None:
    market = MadeMarket()
    market.print(Print())
    assert (since_text(market), left_text(market)) == ("", "")


def test_it_is_said_since_when_trades_are_there_and_how_many_are_gone() -> None:
    market = MadeMarket(max_rows=BLOCK)
    market.flood(BLOCK)
    market.print(*[Print(time_ms=OPEN + 667_000)] * BLOCK)
    assert since_text(market) == "since 09:41:07 ET"
    assert left_text(market) == "since 09:41:07 ET, 65,536 older trades left memory"
    market.times.choose(Zone.UTC)
    assert since_text(market) == "since 14:41:07 UTC"


def test_memory_is_told_in_units_that_can_be_read() -> None:
    assert memory_size_text(100_000) == "4.8 MB"
    assert room_text(15_000_000) == "15,000,000 trades take up to 0.72 GB"
