"""Every fault of the venue against the program's own objects: what is shown, what is lost, how it is recovered from."""

from collections import Counter
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from feeds.venue.faults import FAULTS
from feeds.venue.faults.kind import Number
from models.gaps import GapStage
from models.status import FeedState
from tests.fault_matrix.desk import LIMIT_S, QUICK, SILENT_REST, SILENT_STREAM, WATCHED, Desk, desk_at, on_window_loop
from tests.fault_matrix.matrix import NO_TABLES, REST, STREAM, Case, Lost, Recovery
from tests.fault_matrix.trouble import COUNT, Trouble, time_of, trouble

WHOLE = list(range(1, COUNT + 1))
TOO_SOON_S = 0.5
"""Less than the tables take where each refusal asks to wait for a second."""


@pytest.mark.parametrize("case", [*STREAM, *REST], ids=lambda case: case.name)
def test_a_fault_is_shown_and_survived(qapp: QApplication, tmp_path: Path, case: Case) -> None:
    on_window_loop(qapp, _walk(tmp_path, case))


async def _walk(folder: Path, case: Case) -> None:
    async with trouble(folder, case.fault) as venue, _desk(folder, venue, case) as desk:
        desk.start(everything=case.everything)
        await _shown(desk, case)
        if case.recovery is Recovery.KEEPS_TRYING:
            await desk.until(lambda: desk.feed.status.reconnects >= 3, "another try")
            return
        await _recovered(desk, venue, case)
        _check_tape(desk, case)
        _check_counters(desk, case)
        assert set(venue.strangers) <= {(0, 0)}


def _desk(folder: Path, venue: Trouble, case: Case) -> AbstractAsyncContextManager[Desk]:
    load_today = case.recovery is Recovery.ADDED_AGAIN
    tables_s = TOO_SOON_S if case.notice == NO_TABLES else LIMIT_S
    delays = (SILENT_REST if case in REST else SILENT_STREAM) if case.is_silence else QUICK
    return desk_at(folder, venue.urls, delays, load_today=load_today, tables_s=tables_s)


async def _shown(desk: Desk, case: Case) -> None:
    """State, notice, remedy and the gap's own words, while the fault lasts."""
    host = str(desk.service.host).partition(":")[0]
    notice, outcome = case.notice.replace("HOST", host), case.outcome.replace("HOST", host)
    await desk.until(lambda: desk.shown.state(case.state or "connected"), f"the state “{case.state}”")
    if notice:
        await desk.until(lambda: desk.shown.notice(notice), f"the notice “{notice}”")
        found = desk.shown.notice(notice)
        assert found
        assert (found.remedy.label if found.remedy else "") == case.remedy
    if outcome:
        await desk.until(lambda: any(gap.outcome.startswith(outcome) for gap in desk.gaps), f"the gap’s “{outcome}”")
        assert {gap.stage for gap in desk.gaps} == {case.stage}


async def _recovered(desk: Desk, venue: Trouble, case: Case) -> None:
    """The feed is live, and nothing more is to be done, without a restart."""
    if case.recovery is Recovery.STAYS:
        await venue.played()
        assert venue.strikes, "the fault never acted"
    if case.gap:
        await desk.until(lambda: desk.gaps, "the gap")
    if case in REST and not case.outcome:
        await desk.until(lambda: desk.is_settled, "the end of the gap")
    if case.recovery is Recovery.ASKED:
        await _refused(desk)
    if case.recovery is Recovery.NEXT_GAP:
        await venue.played()
        await desk.until(lambda: desk.is_settled, "the first gap’s end")
    await venue.mend()
    if case.recovery is Recovery.ASKED:
        desk.press(case.remedy)
        assert desk.asked == ["connection"]
        desk.feed.retry_now()
    if case.recovery is Recovery.ADDED_AGAIN:
        await _added_again(desk)
    if case.recovery is Recovery.NEXT_GAP:
        venue.cut()
        await desk.until(lambda: len(desk.gaps) == 2 and desk.gaps[1].stage is GapStage.FILLED, "the next gap")
    await venue.played()
    await desk.until(lambda: desk.is_settled and _is_whole(desk, case), "the end of the trouble")


async def _refused(desk: Desk) -> None:
    """It is not tried again: nothing is left that could."""
    await desk.until(lambda: desk.feed.status.state is FeedState.REFUSED, "the refusal")
    task = desk.feed._stream._task
    assert task
    await desk.until(task.done, "the end of all tries")
    assert sum(status.state is FeedState.CONNECTING for status in desk.shown.statuses) == 1
    assert desk.feed.status.retry_in_s is None


async def _added_again(desk: Desk) -> None:
    assert desk.feed.status.state is FeedState.LIVE
    assert set(desk.feed.status.rejected) == set(WATCHED)
    model = desk.window.watchlist.model
    for row in range(len(WATCHED)):
        assert "Massive says: not authorized" in model.data(model.index(row, 0), Qt.ItemDataRole.ToolTipRole)
    for ticker in WATCHED:
        desk.subscribe(*(other for other in WATCHED if other != ticker))
        await desk.until(partial(_is_not_rejected, desk, ticker), "the removal")
    desk.subscribe()


def _is_not_rejected(desk: Desk, ticker: str) -> bool:
    return ticker not in desk.feed.status.rejected


def _is_whole(desk: Desk, case: Case) -> bool:
    return case.lost is Lost.UNTOLD or len(desk.market.tape) >= COUNT


def _check_tape(desk: Desk, case: Case) -> None:
    """Every trade of the watched contracts is there once; what the service does not give is missing in the gap only."""
    repeats = desk.market.duplicates.repeats
    if case.name == "rest_no_sequence":
        assert Counter(desk.column("time_ms")) == Counter(map(time_of, WHOLE))
        return
    found = Counter(desk.sequences())
    if case.lost is not Lost.UNTOLD:
        assert sorted(found) == WHOLE
    assert sum(found.values()) - len(found) == repeats
    assert bool(repeats) is case.repeats
    assert not desk.shown.errors


def _check_counters(desk: Desk, case: Case) -> None:
    reasons = {gap.reason for gap in desk.gaps}
    assert reasons == ({case.gap} if case.gap else set())
    assert bool(desk.market.duplicates.dropped) is case.duplicates or case.lost is Lost.UNTOLD
    assert bool(desk.feed.counters.malformed) is case.malformed
    reconnects = desk.feed.status.reconnects
    if case.recovery in (Recovery.STAYS, Recovery.ASKED, Recovery.ADDED_AGAIN):
        assert reconnects == 0
    elif case.state and FAULTS[case.name].number is Number.TRADES:
        assert reconnects == 1
    elif case.state:
        assert reconnects > 0
