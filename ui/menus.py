"""The menus and their keys: everything that can be done, in one list."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar, QMessageBox, QWidget

import resources
from models.chart.options import Style
from ui.chart.menu import SWITCHES
from ui.chart.tick_chart import TickChart
from ui.commands import Commands
from ui.feed_menu import FeedMenu
from ui.keys_box import KeysBox
from ui.menu_entries import Entry, add_entries
from ui.preset_menu import PresetMenu
from ui.tape_panel import TapePanel
from ui.view_menu import ViewMenu

if TYPE_CHECKING:
    from ui.linked_panel import LinkedPanel
    from ui.main_window import MainWindow

Key = QKeySequence.StandardKey


def fill_menus(bar: QMenuBar, window: "MainWindow", commands: Commands, act: QAction) -> FeedMenu:
    """Fill a menu bar with all commands of a window. `act` does what the shown notice offers.

    Returns the menu that follows the feed's state.
    """
    add_entries(bar.addMenu("&File"), _file_entries(window))
    add_entries(bar.addMenu("&Watchlist"), _watchlist_entries(window))
    tape = bar.addMenu("&Tape")
    add_entries(tape, [*_tape_entries(window), Entry()])
    tape.addMenu(PresetMenu(lambda: window.panels.tapes.current.content.filters.presets, window))
    chart = bar.addMenu("&Chart")
    add_entries(chart, _chart_entries(window))
    add_entries(chart.addMenu("What &it draws"), _drawing_entries(window))
    add_entries(bar.addMenu("H&istory"), [
        Entry("&What traded at…", "Ctrl+H", commands.ask_history),
        Entry("&Theta Terminal…", None, commands.ask_terminal),
    ])  # fmt: skip
    feed = FeedMenu(commands, bar)
    bar.addMenu(feed)
    bar.addMenu(ViewMenu(window.panels, window.times, act, window.advance, bar))
    help_menu = bar.addMenu("&Help")
    add_entries(help_menu, [
        Entry("&Keys", Key.HelpContents, lambda: KeysBox(bar, window).open()),
        Entry("&About Optape", None, lambda: _show_about(window)),
    ])  # fmt: skip
    return feed


def _file_entries(window: "MainWindow") -> list[Entry]:
    document = window.document
    return [
        Entry("&Open watchlist…", Key.Open, document.ask_open),
        Entry("&Save watchlist", Key.Save, document.save),
        Entry("Save watchlist &as…", "Ctrl+Shift+S", document.ask_save),
        Entry(),
        Entry("&Quit", "Ctrl+Q", window.close),
    ]


def _watchlist_entries(window: "MainWindow") -> list[Entry]:
    panel, watchlist = window.panels.watchlist, window.watchlist
    underlyings = window.panels.underlyings
    return [
        Entry("&Add a contract", "Ctrl+N", _go(window, panel, watchlist.header.edit)),
        Entry("&Paste contracts", "Ctrl+Shift+V", watchlist.paste),
        Entry("&Remove selected\tDel", None, watchlist.table.remove_selected),
        Entry("Move &up\tAlt+Up", None, lambda: watchlist.table.move_selected(-1)),
        Entry("Move &down\tAlt+Down", None, lambda: watchlist.table.move_selected(1)),
        Entry(),
        Entry("&Compare in the chart, or stop", "O", window.panels.compare_selected, (watchlist.table,)),
        Entry("&Open in a new chart", "Ctrl+Return", window.panels.open_selected),
        Entry(),
        Entry("&Go to the watchlist", "Ctrl+1", _go(window, panel, watchlist.table)),
        Entry("Go to the und&erlyings", "Ctrl+4", _go(window, underlyings, underlyings.content.table)),
    ]


def _tape_entries(window: "MainWindow") -> list[Entry]:
    panels, tapes = window.panels, window.panels.tapes

    def tape() -> TapePanel:
        return tapes.current.content

    def seen() -> TapePanel:
        panels.bring_up(tapes.current)
        return tape()

    def paused() -> bool:
        return tape().table.paused

    def newest_last() -> bool:
        return not tape().model.newest_first

    return [
        Entry("&All trades or watched only", "Ctrl+T", lambda: tape().scope.toggle()),
        Entry("&Filter", "Ctrl+F", lambda: panels.go_to(tapes.current, tape().filters.edit)),
        Entry("&Edit the filter…", "Ctrl+E", lambda: tapes.edit_filter(seen())),
        Entry("C&hoose a preset…", "Ctrl+P", lambda: seen().filters.presets.open_menu()),
        Entry("&Save the filter as a preset…", "Ctrl+Shift+F", lambda: tape().filters.presets.ask_save()),
        Entry(),
        Entry("&Newest trade", "Ctrl+Home", lambda: tape().reading.catch_up()),
        Entry("Pa&use, or catch up\tP", None, lambda: tape().reading.toggle_pause(), checked=paused),
        Entry("Newest at the &bottom", None, lambda: tape().reading.toggle_order(), checked=newest_last),
        Entry("Go to a ti&me on the tape\tG", None, lambda: panels.ask_time(tapes.current)),
        Entry("Trade &details\tEnter", None, lambda: seen().reading.show_details()),
        Entry(),
        Entry("Cop&y the selected trades\tCtrl+C", None, lambda: tape().copying.copy()),
        Entry("E&xport to a file…", "Ctrl+Shift+X", lambda: tape().export.ask()),
        Entry(),
        Entry("H&ighlight rules…", "Ctrl+Shift+H", window.edit_highlights),
        Entry("C&olumns…", "Ctrl+Shift+O", lambda: seen().table.arrange_columns()),
        Entry("Show more than one &contract\tEsc", None, lambda: tape().widen()),
        Entry(),
        Entry("New &tape", "Ctrl+Shift+A", panels.new_tape),
        Entry("&Rename the tape…", "Ctrl+F2", lambda: tapes.ask_name(tapes.current)),
        Entry("C&lose the tape", "Ctrl+Shift+W", lambda: tapes.current.dock.close()),
        Entry("&Go to the tape, or the next", "Ctrl+2", panels.go_to_tape),
    ]


def _chart_entries(window: "MainWindow") -> list[Entry]:
    """What these do, they do to the current chart."""
    panels, charts, of_chart = window.panels, window.panels.charts, partial(_of_chart, window)

    def following() -> bool:
        return charts.current.content.moves.following

    return [
        Entry("&Whole day\tHome", None, of_chart(lambda chart: chart.moves.fit_day())),
        Entry("Day &before\tPgUp", None, of_chart(lambda chart: chart.moves.step_day(later=False))),
        Entry("Day &after\tPgDown", None, of_chart(lambda chart: chart.moves.step_day(later=True))),
        Entry("&Follow\tF", None, of_chart(lambda chart: chart.moves.toggle_follow()), checked=following),
        Entry(
            "&Go to a time in the chart\tG",
            None,
            lambda: panels.go_to(charts.current, charts.current.content.header.edit),
        ),
        Entry(),
        Entry("Compare the se&lected contracts, or stop", "Ctrl+Shift+K", panels.compare_selected),
        Entry("S&top comparing\tO", None, lambda: charts.current.link.compare_none()),
        Entry(),
        Entry("Copy &picture", "Ctrl+Shift+C", of_chart(lambda chart: chart.export.copy_picture())),
        Entry("&Save picture…", "Ctrl+Shift+P", of_chart(lambda chart: chart.export.ask_save_picture())),
        Entry("Save p&rints as CSV…", "Ctrl+Shift+E", of_chart(lambda chart: chart.export.ask_save_csv())),
        Entry(),
        Entry("&New chart", "Ctrl+Shift+N", panels.new_chart),
        Entry("&Close the chart", "Ctrl+W", lambda: charts.current.dock.close()),
        Entry("Go to the c&hart, or the next", "Ctrl+3", panels.go_to_chart),
        Entry(),
    ]


def _drawing_entries(window: "MainWindow") -> list[Entry]:
    of_chart, charts = partial(_of_chart, window), window.panels.charts

    def switch(text: str, name: str) -> Entry:
        toggle = of_chart(lambda chart: chart.choices.toggle(name))
        return Entry(text, None, toggle, checked=lambda: getattr(charts.current.content.choices.options, name) is True)

    def candles() -> bool:
        return charts.current.content.choices.options.style is Style.CANDLES

    return [
        *(switch(text, name) for text, name in SWITCHES),
        Entry("&Candles\tC", None, of_chart(lambda chart: chart.choices.toggle_candles()), checked=candles),
        Entry("Other volume &bars\tB", None, of_chart(lambda chart: chart.choices.next_bars())),
        Entry(),
        Entry("All &options…", None, of_chart(lambda chart: chart.open_options())),
        Entry("&What the signs mean\t?", None, of_chart(lambda chart: chart.show_legend())),
    ]


def _of_chart(window: "MainWindow", do: Callable[[TickChart], object]) -> Callable[[], object]:
    return lambda: do(window.panels.charts.current.content)


def _go(window: "MainWindow", panel: "LinkedPanel[Any]", widget: QWidget) -> Callable[[], None]:
    return lambda: window.panels.go_to(panel, widget)


def _show_about(window: "MainWindow") -> None:
    _show(window, "About Optape", f"<b>Optape {resources.VERSION}</b><br>Option trades as they happen.<br>MIT licence.")


def _show(window: "MainWindow", title: str, text: str) -> None:
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, QMessageBox.StandardButton.Close, window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
