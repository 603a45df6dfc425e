"""A key that another program uses: the cool-down is long, and one press of the notice's button ends it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from models.status import FeedState
from tests.fault_matrix.desk import PATIENT, desk_at, on_window_loop
from tests.fault_matrix.matrix import OTHER_PROGRAM, STREAM, TAKE_OVER, Case, Recovery
from tests.fault_matrix.trouble import COUNT, trouble


@pytest.mark.parametrize(
    "case", [case for case in STREAM if case.recovery is Recovery.COOLS_DOWN], ids=lambda case: case.name
)
def test_the_button_takes_the_connection_over_at_once(qapp: QApplication, tmp_path: Path, case: Case) -> None:
    on_window_loop(qapp, _take_over(tmp_path, case))


async def _take_over(folder: Path, case: Case) -> None:
    async with trouble(folder, case.fault) as venue, desk_at(folder, venue.urls, PATIENT) as desk:
        desk.start()
        await desk.until(lambda: desk.feed.status.state is FeedState.COOLDOWN, "the cool-down")
        assert (desk.feed.status.retry_in_s or 0) >= PATIENT.stream.first_cooldown_s
        notice = desk.shown.notice(OTHER_PROGRAM)
        assert notice
        assert notice.remedy
        await venue.mend()
        desk.press(TAKE_OVER)
        await desk.until(lambda: desk.feed.status.state is FeedState.LIVE, "the connection")
        assert not [notice for notice in desk.notices if notice.key == "feed"]
        await venue.played()
        await desk.until(lambda: desk.is_settled and len(desk.market.tape) >= COUNT, "all trades")
        assert desk.sequences() == list(range(1, COUNT + 1))
        assert desk.feed.status.reconnects == 1
