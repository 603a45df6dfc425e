"""All that can be told of a feed, as facts, rows and text."""

from dataclasses import replace

import pytest

from models.fact import Fact
from models.feed_details import FeedDetails, details_text, facts, gap_cells, refused_cells
from tests.models.made_details import troubled, untouched
from tests.models.made_market import SPY_C


def told(details: FeedDetails) -> dict[str, Fact]:
    """Facts by name."""
    return {fact.name: fact for group in facts(details) for fact in group}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Address", "socket.massive.com"),
        ("Source", "Real-time trades from Massive"),
        ("Delay", "none"),
        ("State", "key in use elsewhere, trying again in 38 s"),
        ("Since", "09:30:00 ET, for 1 min 35 s"),
        ("Subscriptions", "118 of 120 subscribed, 2 refused"),
        ("Rate", "1,032 trades/s"),
        ("Backlog", "20 kB"),
        ("Lag now", "–"),
        ("Lag p50 · p99", "41 ms · 230 ms"),
        ("Own clock", "2,300 ms behind"),
        ("Reconnects", "5"),
        ("Received", "61,534"),
        ("On tape", "61,402"),
        ("Duplicates", "132 left out"),
        ("Repeats", "2 kept"),
        ("Malformed", "7"),
        ("Gaps", "2, 1 unfilled"),
    ],
)
def test_every_fact_is_told(name: str, value: str) -> None:
    assert told(troubled())[name].value == value


def test_what_is_wrong_is_marked() -> None:
    assert {fact.name for fact in told(troubled()).values() if fact.ink == "warn"} == {
        "State", "Subscriptions", "Own clock", "Malformed", "Gaps",
    }  # fmt: skip
    near = replace(troubled(), clock_offset_ms=12.0)
    assert told(near)["Own clock"] == Fact("Own clock", "12 ms ahead", "text")


def test_before_the_start_every_fact_has_a_value() -> None:
    found = told(untouched())
    assert found.keys() == told(troubled()).keys()
    assert all(fact.value for fact in found.values())
    assert found["Own clock"].value == "not compared"


def test_gaps_and_refusals_become_cells() -> None:
    closed, still_open = map(gap_cells, troubled().gaps)
    assert closed == (
        "Mon 1 Dec 09:30:00.000", "Mon 1 Dec 09:30:24.000", "24 s", "connection cut", "filled: 132 trades",
    )  # fmt: skip
    assert still_open[1:3] == ("still open", "–")
    assert refused_cells(SPY_C, "no") == ("SPY 19 Dec 25 650 C", SPY_C, "no")
    assert refused_cells("*", "no") == ("all contracts", "*", "no")
    assert refused_cells("O:???", "no") == ("O:???", "O:???", "no")


def test_the_text_holds_everything_and_each_thing_in_one_line() -> None:
    lines = details_text(troubled()).splitlines()
    assert "State\tkey in use elsewhere, trying again in 38 s" in lines
    assert "Detail\tAnother program uses your key." in lines
    assert f"{SPY_C}\tnot authorized" in lines
    assert '{"p":"two"}' in lines
    assert "Mon 1 Dec 09:30:00.000\tMon 1 Dec 09:30:24.000\t24 s\tconnection cut\tfilled: 132 trades" in lines
    assert lines.index("State changes") == len(lines) - 6, "a heading and four changes follow"
    assert details_text(untouched()).count("none") == 4
