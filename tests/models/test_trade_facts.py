"""The facts of a row of the tape: all of them, in words that say what they mean."""

import pytest

from models.fact import facts_text
from models.gaps import GapStage
from models.tape import BLOCK
from models.tape_order import gap_row
from models.trade_facts import TradeFacts
from tests.models.made_market import OPEN, SPXW, SPY_C, SPY_P, MadeMarket, Print

EVERYTHING = "volume, high and low, open and last"


@pytest.fixture
def market() -> MadeMarket:
    return MadeMarket()


def facts(market: MadeMarket, row: int = 0) -> dict[str, str]:
    """Every fact of a row by its name."""
    return {fact.name: fact.value for group in TradeFacts(market).groups(row) for fact in group.facts}


def test_a_trade_is_told_whole(market: MadeMarket) -> None:
    market.print(Print(SPY_C, price=1.2345, size=40, codes=(209,), time_ms=OPEN + 62_114, sequence=77))
    told = facts(market)
    assert TradeFacts(market).title(0) == "SPY 19 Dec 25 650 C · 1.2345 × 40"
    assert told["In words"] == "call on SPY, strike $650"
    assert told["Expiry"] == "Fri 19 Dec 2025, 18 days from the trade date"
    assert (told["Massive ticker"], told["OSI symbol"]) == (SPY_C, SPY_C[2:])
    assert told["Eastern"] == "Mon 1 Dec 2025 09:31:02.114 EST"
    assert told["UTC"] == "Mon 1 Dec 2025 14:31:02.114 UTC"
    assert told["Local"]
    assert (told["Trade date"], told["Session"]) == ("Mon 1 Dec 2025", "regular session")
    assert told["Premium"] == "~$4,938.00 = 1.2345 × 40 × 100"
    assert "assumed" in told["Shares a contract"]
    assert told["Venue"].endswith("(302)")
    assert told["Sequence"] == "77"
    assert (told["Code 209"], told["209 may move"]) == ("Automatic Execution, OPRA I", EVERYTHING)
    assert told["It counts for"] == EVERYTHING
    assert (told["Lag"], told["Row"]) == ("0 ms after the print", "0")
    assert told["Since the print"] == "nothing was learned that changes it"


def test_a_known_multiplier_is_no_guess(market: MadeMarket) -> None:
    market.contracts.learn_multiplier(SPY_P, 150)
    market.print(Print(SPY_P, price=2.0))
    told = facts(market)
    assert told["Premium"] == "$300.00 = 2.00 × 1 × 150"
    assert told["Shares a contract"] == "150, as Massive says"
    assert told["In words"] == "put on SPY, strike $640"


def test_a_cancel_and_its_victim_name_each_other(market: MadeMarket) -> None:
    market.print(Print(price=1.5), Print(price=1.5, codes=(201,), sequence=2, time_ms=OPEN + 1000))
    victim, cancel = facts(market, 0), facts(market, 1)
    assert victim["Cancelled by"] == "row 1, 09:30:01.000 ET"
    assert victim["It counts for"] == "nothing: it was cancelled"
    assert "cancelled later" in victim["Since the print"]
    assert cancel["Cancels"] == "row 0, 09:30:00.000 ET"
    assert (cancel["Code 201"], cancel["201 may move"]) == ("Canceled, OPRA A", "nothing")


def test_a_cancel_whose_victim_left_memory_names_it_nevertheless() -> None:
    market = MadeMarket(max_rows=BLOCK)
    market.print(Print(price=1.5))
    market.flood(BLOCK)
    market.print(Print(price=1.5, codes=(201,), sequence=2))
    market.flood(BLOCK)
    assert market.tape.first == BLOCK
    assert facts(market, BLOCK + 1)["Cancels"] == "row 0, which has left memory"


def test_what_is_not_known_or_not_certain_is_said(market: MadeMarket) -> None:
    market.print(Print(codes=(201,)), Print(codes=(999,)), Print(codes=()))
    market.fill(Print(time_ms=OPEN + 5, sequence=9))
    assert "no print was found" in facts(market, 0)["Since the print"]
    assert facts(market, 1)["Code 999"] == "not in the table: counts for volume, moves no price"
    assert facts(market, 1)["It counts for"] == "volume"
    assert facts(market, 2)["Codes"] == "none: a regular print"
    assert facts(market, 3)["Since the print"] == "missed by the stream, filled in later"
    assert facts(market, 3)["Lag"] == "–"


def test_on_its_last_day_a_contract_has_no_days_left(market: MadeMarket) -> None:
    market.print(Print(SPXW))
    assert facts(market)["Expiry"] == "Mon 1 Dec 2025, the trade date"


def test_a_gap_is_told_too(market: MadeMarket) -> None:
    market.interrupt(OPEN, end_ms=OPEN + 24_000, reason="connection cut", stage=GapStage.STAYS)
    row = gap_row(0)
    told = facts(market, row)
    assert TradeFacts(market).title(row) == "Gap: 24 s"
    assert told["Since"] == "Mon 1 Dec 2025 09:30:00.000 EST"
    assert told["Why"] == "connection cut"
    assert told["Missing"].startswith("The trades of this time are missing")


def test_of_what_left_memory_nothing_is_made_up() -> None:
    market = MadeMarket(max_rows=BLOCK)
    market.flood(2 * BLOCK)
    told = TradeFacts(market)
    assert told.groups(0) == ()
    assert told.title(0) == "This trade has left memory"
    assert told.groups(market.tape.end - 1)


def test_everything_goes_into_a_text_with_tabs(market: MadeMarket) -> None:
    market.print(Print())
    told = TradeFacts(market)
    text = facts_text(told.title(0), told.groups(0))
    assert text.startswith("SPY 19 Dec 25 650 C · 1.00 × 1\n\nContract\nContract\tSPY 19 Dec 25 650 C\n")
    assert "\nCode 209\tAutomatic Execution" in text
