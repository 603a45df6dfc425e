"""The REST client against the local venue's faults: what passes costs no trade, what stays is told."""

from pathlib import Path

import pytest

from feeds.massive.reference import MassiveReference
from feeds.massive.rest_errors import RestError, RestProblem
from feeds.massive.rest_trades import trades
from feeds.massive.rest_wire import TradesPage
from feeds.venue.faults import fault_from_text
from feeds.venue.faults.bodies import NextUrlElsewhere
from feeds.venue.pace import AS_FAST_AS_TAKEN
from feeds.venue.recording import Recording
from feeds.venue.venue import Venue
from tests.feeds.massive.rest_desk import HASTY, QUICK, asking
from tests.feeds.venue.faulty import TRADES, faulty
from tests.feeds.venue.made import CALL, OPEN_MS, PUT, recording

P = RestProblem
SEQUENCES = [event["q"] for event in TRADES if event["sym"] == CALL]


async def pages_of(venue: Venue, page_rows: int = 20_000, *, hasty: bool = False) -> list[TradesPage]:
    async with asking(venue.urls.massive_rest, HASTY if hasty else QUICK) as rest:
        return [page async for page in trades(rest, CALL, OPEN_MS, page_rows=page_rows)]


PASSING = ("429_bare:2", "500:2", "html:2", "html_502:2", "cut:2", "broken_json:2", "slow:1")


@pytest.mark.parametrize("fault", PASSING)
async def test_a_fault_that_passes_costs_no_trade(tmp_path: Path, fault: str) -> None:
    async with faulty(tmp_path, f"rest_{fault}") as venue:
        pages = await pages_of(venue, page_rows=50, hasty=fault.startswith("slow"))
    assert [row.sequence for page in pages for row in page.rows] == SEQUENCES
    assert len(pages) == 4


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        *((f"rest_401{bare}", P.BAD_KEY) for bare in ("", "_bare")),
        *((f"rest_403{bare}", P.NOT_ENTITLED) for bare in ("", "_bare")),
        *((f"rest_404{bare}", P.NOT_FOUND) for bare in ("", "_bare")),
        ("rest_429_bare", P.TOO_MANY),
        ("rest_500", P.SERVER),
        ("rest_html", P.BAD_ANSWER),
        ("rest_html_502", P.SERVER),
        ("rest_cut", P.UNREACHABLE),
        ("rest_broken_json", P.BAD_ANSWER),
        ("rest_slow", P.TIMED_OUT),
        ("rest_trades_403", P.NOT_ENTITLED),
    ],
)
async def test_a_fault_that_stays_is_told(tmp_path: Path, fault: str, problem: RestProblem) -> None:
    async with faulty(tmp_path, fault) as venue:
        with pytest.raises(RestError) as caught:
            await pages_of(venue, hasty=fault == "rest_slow")
    assert caught.value.problem is problem


async def test_good_rows_among_bad_ones_are_read_and_the_bad_ones_counted(tmp_path: Path) -> None:
    async with faulty(tmp_path, "rest_missing_fields") as venue:
        pages = await pages_of(venue)
    assert [row.sequence for page in pages for row in page.rows] == SEQUENCES
    assert sum(page.malformed.count for page in pages) == 7


async def test_trades_without_a_sequence_are_read(tmp_path: Path) -> None:
    async with faulty(tmp_path, "rest_no_sequence") as venue:
        pages = await pages_of(venue)
    assert [row.sequence for page in pages for row in page.rows] == [None] * len(SEQUENCES)


async def test_empty_and_missing_results_are_no_trades(tmp_path: Path) -> None:
    async with faulty(tmp_path, "rest_empty") as venue:
        for _ in range(2):
            assert [page.rows for page in await pages_of(venue)] == [[]]


async def test_nobody_comes_to_a_next_page_elsewhere(tmp_path: Path) -> None:
    faults = fault_from_text("rest_next_url")
    (fault,) = faults.rest.faults
    assert isinstance(fault, NextUrlElsewhere)
    async with Venue(Recording(recording(tmp_path, TRADES)), pace=AS_FAST_AS_TAKEN, fault=faults) as venue:
        with pytest.raises(RestError, match="The key was not sent there"):
            await pages_of(venue)
    assert (fault.elsewhere.requests, fault.elsewhere.with_key) == (0, 0)


async def test_a_plan_without_trades_has_its_reference(tmp_path: Path) -> None:
    source = Recording(recording(tmp_path, TRADES), {PUT: 28})
    faults = fault_from_text("rest_trades_403")
    async with Venue(source, fault=faults) as venue, asking(venue.urls.massive_rest) as rest:
        reference = MassiveReference(rest, tmp_path, lambda: OPEN_MS)
        assert await reference.multipliers([CALL, PUT]) == {CALL: 100.0, PUT: 28.0}
        assert len(await reference.conditions() or []) == 33
        assert reference.problem == ""
