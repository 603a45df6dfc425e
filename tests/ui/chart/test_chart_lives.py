"""What a chart keeps between its pictures changes none of them: one that lived long looks like one just opened.

Without the average: its sums, added up in another order, may end a pixel apart.
"""

from collections.abc import Callable, Iterator
from random import Random

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.chart.options import BarsBy, ChartOptions, Style
from models.gaps import Gap, GapStage
from models.times import Zone
from tests.models.tick_tapes import Print
from tests.ui.chart.chart_desk import MINUTE, OPEN, Desk, desks
from ui.chart.tick_chart import TickChart

CODES = ((209,), (209,), (227,), (229,), (232,), (248,), (202,), (201,))
STEPS = 25


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    yield from desks(qtbot, qapp, monkeypatch)


class Life:
    """Random news of a market and random moves of its chart; prices have one width, as the axis has then."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self._desk, self._random = desk, Random(seed)
        self._now_ms, self._price = OPEN - 20 * MINUTE, 5.0
        desk.chart.choices.choose(ChartOptions(vwap=False))

    def step(self) -> None:
        """Something happens, and is drawn."""
        steps: tuple[Callable[[], object], ...] = (self._trade, self._fill, self._cut, self._choose, self._move)
        self._random.choices(steps, (12, 1, 1, 2, 3))[0]()
        self._desk.frame()

    def _trade(self) -> None:
        self._desk.world.print(*(self._print() for _ in range(self._random.choice((1, 2, 40)))))

    def _fill(self) -> None:
        prints = sorted((self._print() for _ in range(4)), key=lambda p: p.time_ms)
        self._desk.world.print(*prints, filled=True)

    def _print(self) -> Print:
        random = self._random
        self._now_ms += random.choice((0, 1, 700, 20_000))
        self._price = min(max(self._price + random.choice((-0.02, 0, 0.01, 0.05)), 1.0), 9.0)
        late_ms = random.choice((0, 0, 0, 0, 90_000))
        size = random.choice((1, 3, 20, 70))
        return Print(
            self._now_ms - late_ms, round(self._price, 2), size, random.choice(CODES), random.choice((0, 0, 1))
        )

    def _cut(self) -> None:
        gaps = self._desk.gaps
        end_ms = self._random.choice((None, self._now_ms))
        gaps.put(Gap(len(gaps), self._now_ms - MINUTE, end_ms, GapStage.STAYS, "cut"), self._desk.world.tape.end)

    def _choose(self) -> None:
        on = self._random.choices((True, False), k=3)
        style, by = self._random.choice(list(Style)), self._random.choice(list(BarsBy))
        flags = dict(zip(("all_prints", "levels", "sessions"), on, strict=True))
        self._desk.chart.choices.choose(ChartOptions(style=style, bars_by=by, vwap=False, **flags))
        self._desk.market.times.choose(self._random.choice((Zone.EASTERN, Zone.UTC)))

    def _move(self) -> None:
        moves = self._desk.chart.moves
        self._random.choice((moves.fit_day, moves.fit_day, moves.follow, lambda: moves.zoom(0.7)))()


def seen(chart: TickChart) -> QImage:
    """The picture of a chart."""
    return chart._plot.grab().toImage()


def opened_anew(desk: Desk, like: TickChart, qtbot: QtBot) -> TickChart:
    """Another chart of the same market, as it would be opened now at the same place in time."""
    chart = TickChart(desk.market, desk.link)
    qtbot.addWidget(chart)
    chart.choices.choose(like.choices.options)
    chart.resize(like.size())
    for name in ("low_ms", "high_ms", "following", "fitted"):
        setattr(chart._window, name, getattr(like._window, name))
    with qtbot.waitExposed(chart):
        chart.show()
    chart.draw_now()
    return chart


@pytest.mark.parametrize("seed", range(6))
def test_a_chart_that_lived_long_looks_like_one_just_opened(desk: Desk, qtbot: QtBot, seed: int) -> None:
    life = Life(desk, seed)
    life._trade()
    chart = desk.open()
    for _ in range(STEPS):
        life.step()
        fresh = opened_anew(desk, chart, qtbot)
        assert seen(chart) == seen(fresh)
        assert chart._plot.overlay.marks.note == fresh._plot.overlay.marks.note
        assert [level.tag.text for level in chart._plot.overlay.marks.levels] == [
            level.tag.text for level in fresh._plot.overlay.marks.levels
        ]
        fresh.close()
