"""Several faults in a row, of the stream and of REST at once: in the end all is well, and nothing is lost."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.fault_matrix.desk import SILENT_REST, SILENT_STREAM, desk_at, on_window_loop
from tests.fault_matrix.trouble import time_of, trouble

COUNT = 6_000
GIVES_UP = replace(SILENT_STREAM, rest=SILENT_REST.rest)
SEQUENCES = {
    "a bad line": (
        "cut:50,accept_then_drop:2,close_1011:50,max_connections:2,slow_consumer:50,cut:50,close_1012:1",
        "rest_500:8,rest_cut:3,rest_slow:2,rest_broken_json:3",
    ),
    "a server that stumbles": (
        "http_503:2,auth_timeout:1,acks_missing:1,garbage:20,duplicate_replay:50,truncated:50,silence:50,evicted:50",
        "rest_429_bare:7,rest_html:4,rest_missing_fields:3,rest_html_502:2,rest_no_sequence:2",
    ),
}


@pytest.mark.parametrize("name", SEQUENCES)
def test_nothing_is_lost_in_a_row_of_faults(qapp: QApplication, tmp_path: Path, name: str) -> None:
    on_window_loop(qapp, _live_through(tmp_path, ",".join(SEQUENCES[name])))


async def _live_through(folder: Path, faults: str) -> None:
    async with trouble(folder, faults, count=COUNT) as venue, desk_at(folder, venue.urls, GIVES_UP) as desk:
        desk.start()
        await venue.played()
        await desk.until(lambda: desk.is_settled and len(desk.market.tape) >= COUNT, "all trades")
        assert venue.is_over
        assert Counter(desk.column("time_ms")) == Counter(time_of(number) for number in range(1, COUNT + 1))
        assert not [notice for notice in desk.notices if notice.key == "feed"]
        assert desk.market.gaps.unfilled == 0
