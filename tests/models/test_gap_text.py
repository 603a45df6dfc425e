"""How a gap is told."""

from datetime import UTC

import pytest

from models.clock import EASTERN_CLOCK
from models.gap_text import gap_ink, gap_text, outcome_text, span_text
from models.gaps import Gap, GapStage
from models.wall_clock import WallClock
from tests.models.made_market import OPEN


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (-5, "0 s"),
        (0, "0 s"),
        (400, "0.4 s"),
        (9_960, "10 s"),
        (24_000, "24 s"),
        (59_600, "1 min 00 s"),
        (125_000, "2 min 05 s"),
        (3_599_600, "1 h 00 min"),
        (3_900_000, "1 h 05 min"),
    ],
)
def test_spans_read_as_people_say_them(ms: int, text: str) -> None:
    assert span_text(ms) == text


def test_a_filled_gap_says_how_much_came() -> None:
    gap = Gap(0, OPEN, OPEN + 24_000, GapStage.FILLED, "connection cut", trades=132)
    assert gap_text(gap, EASTERN_CLOCK) == "gap 24 s · connection cut · filled: 132 trades"


def test_an_open_gap_says_since_when() -> None:
    gap = Gap(0, OPEN, reason="no sign of life")
    assert gap_text(gap, EASTERN_CLOCK) == "gap since 09:30:00.000 · no sign of life · still interrupted"
    assert gap_text(gap, WallClock(UTC)) == "gap since 14:30:00.000 · no sign of life · still interrupted"


@pytest.mark.parametrize(
    ("stage", "outcome", "trades", "text"),
    [
        (GapStage.STAYS, "", 0, "not filled"),
        (GapStage.STAYS, "the key has no access to past trades", 0, "not filled: the key has no access to past trades"),
        (GapStage.STAYS, "not filled: no access", 0, "not filled: no access"),
        (GapStage.FILLING, "fetching: 7 of 20 contracts", 1, "fetching: 7 of 20 contracts, 1 trade so far"),
        (GapStage.FILLING, "", 0, "filling"),
        (GapStage.WAITING, "", 0, "waiting to be filled"),
        (GapStage.WAITING, "2 contracts will be tried again", 5, "2 contracts will be tried again, 5 trades so far"),
        (GapStage.FILLED, "filled for 20 contracts", 132, "filled: 132 trades for 20 contracts"),
        (GapStage.FILLED, "filled for 1 contract", 0, "filled for 1 contract"),
        (
            GapStage.PARTLY,
            "filled for 18 contracts, 2 contracts could not be fetched",
            40,
            "partly filled: 40 trades for 18 contracts, 2 contracts could not be fetched",
        ),
    ],
)
def test_the_outcome_is_the_stage_and_what_was_done(stage: GapStage, outcome: str, trades: int, text: str) -> None:
    assert outcome_text(Gap(0, OPEN, OPEN, stage, "", outcome, trades)) == text


def test_only_a_filled_gap_is_no_warning() -> None:
    assert [gap_ink(Gap(0, OPEN, OPEN, stage)) for stage in GapStage].count("muted") == 1
    assert gap_ink(Gap(0, OPEN, OPEN, GapStage.FILLED)) == "muted"
