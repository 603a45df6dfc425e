"""The keys of a chart."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ui.tick_plot import ZOOM

if TYPE_CHECKING:
    from ui.tick_chart import TickChart

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
        key.Key_G: chart.header.edit.setFocus,
        key.Key_A: choices.toggle_all_prints,
        key.Key_C: choices.toggle_candles,
        key.Key_B: choices.next_bars,
        key.Key_V: choices.toggle_vwap,
        key.Key_L: choices.toggle_levels,
        key.Key_S: choices.toggle_sessions,
        key.Key_P: choices.toggle_relative,
        key.Key_O: chart.compare_none,
        key.Key_Question: chart.show_legend,
        key.Key_Comma: partial(chart.step, later=False),
        key.Key_Period: partial(chart.step, later=True),
        key.Key_Escape: chart.let_go,
    }
