"""The keys of a chart."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ui.chart.plot import ZOOM

if TYPE_CHECKING:
    from ui.chart.tick_chart import TickChart

PAN_SHARE = 0.1
"""Of the visible time, for each press of a key."""


def chart_keys(chart: "TickChart") -> Mapping[int, Callable[[], None]]:
    """What each key does, by its Qt code; all without Ctrl and Alt."""
    key, moves, choices = Qt.Key, chart.moves, chart.choices
    return {
        key.Key_Left: partial(moves.pan, -PAN_SHARE),
        key.Key_Right: partial(moves.pan, PAN_SHARE),
        key.Key_Plus: partial(moves.zoom, ZOOM),
        key.Key_Equal: partial(moves.zoom, ZOOM),
        key.Key_Minus: partial(moves.zoom, 1 / ZOOM),
        key.Key_Home: moves.fit_day,
        key.Key_End: moves.follow,
        key.Key_PageUp: partial(moves.step_day, later=False),
        key.Key_PageDown: partial(moves.step_day, later=True),
        key.Key_F: moves.toggle_follow,
        key.Key_G: partial(chart.header.edit.setFocus, Qt.FocusReason.ShortcutFocusReason),
        key.Key_A: partial(choices.toggle, "all_prints"),
        key.Key_C: choices.toggle_candles,
        key.Key_B: choices.next_bars,
        key.Key_V: partial(choices.toggle, "vwap"),
        key.Key_L: partial(choices.toggle, "levels"),
        key.Key_S: partial(choices.toggle, "sessions"),
        key.Key_P: partial(choices.toggle, "relative"),
        key.Key_O: chart.compare_none,
        key.Key_Question: chart.show_legend,
        key.Key_Comma: partial(chart.step, later=False),
        key.Key_Period: partial(chart.step, later=True),
        key.Key_Escape: chart.let_go,
    }
