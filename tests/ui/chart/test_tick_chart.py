"""The tick chart panel: what it draws, when, and what it says."""

import gzip
import json
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.batch import TradeBatch
from models.chart.series import Kind
from models.qt.link import NONE
from models.tape import Flag
from tests.models.tick_tapes import Print, World
from tests.ui.chart.chart_desk import MINUTE, OPEN, SPY_FILE, Desk, desks, minutes
from ui import theme
from ui.chart.tick_chart import NOTHING


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    yield from desks(qtbot, qapp, monkeypatch)


def channels_of(image: QImage) -> NDArray[np.int64]:
    """Blue, green, red of each pixel, shape (height, width, 3)."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return raw[:, :, :3].astype(np.int64)


def blues_of(image: QImage) -> int:
    """How many pixels have the colour of the line."""
    line = theme.ink("accent")
    return int((channels_of(image) == [line.blue(), line.green(), line.red()]).all(axis=2).sum())


def reds_of(image: QImage) -> int:
    """How many pixels are plainly red: nothing is but cancelled prints."""
    blue, green, red = np.moveaxis(channels_of(image), 2, 0)
    return int(((red > 120) & (red > 2 * green) & (red > 2 * blue)).sum())


def test_without_a_contract_the_chart_says_what_to_do(desk: Desk) -> None:
    chart = desk.open(NONE)
    assert chart._empty.text() == NOTHING
    assert chart._empty.isVisible()
    assert not chart._plot.isVisible()


def test_a_contract_without_prints_is_named(desk: Desk) -> None:
    chart = desk.open()
    assert chart._empty.text() == "No trade yet of SPY 19 Dec 25 650 C"
    assert chart.header.title.text() == "SPY 19 Dec 25 650 C"
    desk.frame(Print(OPEN))
    assert chart._plot.isVisible()
    assert chart.painted_ticks == 1


def test_the_line_goes_through_single_leg_prints_and_the_others_are_markers(desk: Desk) -> None:
    desk.world.print(*minutes(30), Print(OPEN + 10 * MINUTE, 10.29, codes=(232,)))
    chart = desk.open()
    assert chart.painted_ticks == 31
    drawing = desk.drawing
    package = desk.in_picture(OPEN + 10 * MINUTE, 10.29)
    pixels = drawing.prices.pixels
    ring = pixels[int(package.y()) - 4 : int(package.y()) + 5, int(package.x()) - 4 : int(package.x()) + 5]
    assert ring.any()
    assert ring[4, 4] == 0, "a hollow marker"
    column = pixels[:, int(package.x())]
    assert np.flatnonzero(column).max() - np.flatnonzero(column[60:]).min() > 40, "no jump of the line to the package"
    assert blues_of(chart.grab().toImage()) > 200


def test_with_the_line_alone_markers_neither_show_nor_widen_the_scale(desk: Desk) -> None:
    desk.world.print(*minutes(30), Print(OPEN + 10 * MINUTE, 10.7, codes=(202,)))
    chart = desk.open()
    assert desk.drawing.scale.high > 10.7
    QTest.keyClick(chart, Qt.Key.Key_A)
    assert desk.drawing.scale.high < 10.4
    assert chart.painted_ticks == 30
    assert chart.state()["all_prints"] is False


def test_a_cancelled_print_leaves_the_line_when_it_is_cancelled(desk: Desk) -> None:
    desk.world.print(*minutes(20), Print(OPEN + 5 * MINUTE + 1, 10.5))
    chart = desk.open()
    assert reds_of(chart.grab().toImage()) == 0
    desk.world.tape.amend(20, Flag.CANCELLED)
    desk.frame()
    assert reds_of(chart.grab().toImage()) > 5
    desk.point(desk.pixel(OPEN + 5 * MINUTE + 1, 10.5))
    assert desk.reading().endswith("cancelled")


def test_the_crosshair_tells_time_price_size_venue_and_condition_of_the_nearest_print(desk: Desk) -> None:
    desk.world.print(*minutes(20), Print(OPEN + 7 * MINUTE + 114, 10.01, 1250, (232,), venue=322))
    desk.open()
    desk.point(desk.pixel(OPEN + 7 * MINUTE + 114, 10.01) + QPointF(3, -2))
    assert desk.reading() == "09:37:00.114  10.01 × 1,250  C2  Multi-leg"
    marks = desk.chart._plot.overlay.marks
    assert marks.time_tag is not None
    assert marks.time_tag.text.startswith("09:37:0")
    assert marks.price_tag is not None
    assert marks.price_tag.text == "10.01"


def test_the_crosshair_goes_when_the_mouse_leaves(desk: Desk) -> None:
    desk.world.print(*minutes(3))
    chart = desk.open()
    desk.point(desk.pixel(OPEN, 10.0))
    QApplication.sendEvent(chart._plot, QEvent(QEvent.Type.Leave))
    assert chart._plot.overlay.marks.cross is None
    assert desk.reading() == ""


def test_the_last_price_stands_on_the_axis_packages_included(desk: Desk) -> None:
    desk.world.print(
        *minutes(30), Print(OPEN + 39 * MINUTE, 10.5, codes=(232,)), Print(OPEN + 40 * MINUTE, 3, codes=(202,))
    )
    chart = desk.open()
    last = chart._plot.overlay.marks.last
    assert last is not None
    assert (last.tag.text, last.hollow) == ("10.50", True), "the line does not go through it"
    assert last.tag.place == pytest.approx(desk.pixel(OPEN, 10.5).y())


def test_size_bars_are_sums_over_round_times_without_late_and_cancelled(desk: Desk) -> None:
    desk.world.print(
        Print(OPEN, 1, 5), Print(OPEN + 1, 1, 7, (232,)), Print(OPEN + 2, 1, 100, (204,)), Print(OPEN, 1, 50)
    )
    desk.world.tape.amend(3, Flag.CANCELLED)
    desk.open()
    assert desk.drawing.largest == 12
    desk.frame(Print(OPEN + 3_600_000))
    assert desk.chart._plot.overlay.marks.note == "size per 30 s"


def test_new_prints_are_followed_and_drawn_at_most_ten_times_a_second(desk: Desk) -> None:
    desk.world.print(*minutes(5))
    chart = desk.open()
    drawn = chart.redraws
    for n in range(60):
        desk.clock.now_s += 1 / 60
        desk.world.print(Print(OPEN + (5 + n) * MINUTE))
        chart.advance()
    assert 8 <= chart.redraws - drawn <= 10
    desk.frame()
    assert chart.painted_ticks == 65
    low, high = desk.range_ms()
    assert low < OPEN < OPEN + 64 * MINUTE < high


def test_what_was_not_due_yet_is_drawn_without_another_frame(desk: Desk, qtbot: QtBot) -> None:
    desk.world.print(*minutes(5))
    chart = desk.open()
    desk.frame()
    desk.world.print(Print(OPEN + 6 * MINUTE))
    chart.draw_now()
    desk.world.print(Print(OPEN + 7 * MINUTE))
    chart.advance()
    assert chart.painted_ticks == 6
    desk.clock.now_s += 0.2
    qtbot.waitUntil(lambda: chart.painted_ticks == 7, timeout=2000)
    assert not chart._later.isActive()


def test_a_frame_without_anything_new_draws_nothing(desk: Desk) -> None:
    desk.world.print(*minutes(5), Print(OPEN, contract=1))
    chart = desk.open()
    desk.frame()
    drawn = chart.redraws
    for _ in range(5):
        desk.frame(Print(OPEN + 99, contract=1))
    assert chart.redraws == drawn
    assert not chart._later.isActive()


def test_a_hidden_chart_does_nothing_and_catches_up_when_it_is_shown(desk: Desk) -> None:
    desk.world.print(*minutes(5))
    chart = desk.open()
    desk.dock.hide()
    cursor, drawn = desk.series._cursor, chart.redraws
    desk.frame(*minutes(9))
    desk.link.set_row(3)
    assert (desk.series._cursor, chart.redraws, chart._later.isActive()) == (cursor, drawn, False)
    desk.dock.show()
    assert chart.painted_ticks == 14
    assert chart._plot.overlay.marks.chosen is not None


def test_a_contract_chosen_while_hidden_is_read_when_shown(desk: Desk) -> None:
    desk.world.print(Print(OPEN, contract=1))
    chart = desk.open()
    desk.dock.hide()
    desk.link.set_contract(1)
    assert chart._data.main is None
    desk.dock.show()
    assert chart.painted_ticks == 1
    assert chart.header.title.text() == "SPXW 19 Dec 25 6500 C"


def test_price_labels_are_round_have_the_contracts_decimals_and_never_go_below_zero(desk: Desk) -> None:
    desk.world.print(Print(OPEN, 0.05), Print(OPEN + MINUTE, 0.01))
    chart = desk.open()
    axis = chart._plot.price_axis
    chart._plot.grab()
    assert [text.text() for _, _, text in axis.labels()] == ["0.02", "0.04"], "tags stand at the others"
    axis.make_room(())
    assert [text.text() for _, _, text in axis.labels()] == ["0.01", "0.02", "0.03", "0.04", "0.05"]


def test_trimming_the_tape_changes_nothing_that_is_drawn(desk: Desk) -> None:
    desk.world.tape.keep(1)
    desk.world.print(*minutes(30))
    chart = desk.open()
    before = chart._plot.grab().toImage()
    desk.frame(*[Print(OPEN, contract=1)] * 140_000)
    assert desk.world.tape.first > 30
    chart.moves.fit_day()
    assert chart._plot.grab().toImage() == before


def test_a_state_that_is_kept_is_taken_up_and_nonsense_is_ignored(desk: Desk) -> None:
    chart = desk.open()
    chart.restore({"all_prints": False})
    assert chart.state()["all_prints"] is False
    chart.restore({"all_prints": "yes", "colour": 3})
    assert chart.state()["all_prints"] is False


def test_nothing_is_left_behind_when_the_window_goes(desk: Desk, qapp: QApplication, qtbot: QtBot) -> None:
    desk.world.print(*minutes(30))
    desk.open()
    with qtbot.waitSignal(desk.window.destroyed):
        desk.window.close()
        desk.window.deleteLater()
    desk.link.set_row(2)
    assert [w for w in qapp.topLevelWidgets() if w.isVisible()] == []


def test_the_recorded_day_has_a_line_without_false_jumps_and_all_prints(desk: Desk) -> None:
    if not SPY_FILE.exists():
        pytest.skip(f"no recording at {SPY_FILE}")
    with gzip.open(SPY_FILE) as file:
        events = [json.loads(line) for line in file]
    contract = desk.world.contracts.add(events[0]["sym"])
    desk.world.tape.append(recorded(desk.world, events, contract))
    chart = desk.open(contract)
    assert chart.painted_ticks == 98
    line = desk.series.layers[Kind.LINE]
    single = [e for e in events if not {232, 233} & set(e.get("c", ()))]
    assert line.price.tolist() == [e["p"] for e in single]


def recorded(world: World, events: list[dict[str, object]], contract: int) -> TradeBatch:
    """Recorded events as prints."""
    return world.batch(
        [
            Print(e["t"], e["p"], e["s"], tuple(e.get("c", ())), contract, e["x"])  # type: ignore[arg-type]
            for e in events
        ]
    )
