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
from ui.keys_box import keys_text
from ui.menu_entries import Entry, add_entries
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
    add_entries(bar.addMenu("&Tape"), _tape_entries(window))
    chart = bar.addMenu("&Chart")
    add_entries(chart, _chart_entries(window))
    add_entries(chart.addMenu("What &it draws"), _drawing_entries(window))
    add_entries(bar.addMenu("H&istory"), [Entry("&What traded at…", "Ctrl+H", commands.ask_history)])
    feed = FeedMenu(commands, bar)
    bar.addMenu(feed)
    bar.addMenu(ViewMenu(window.panels, window.times, act, window.advance, bar))
    help_menu = bar.addMenu("&Help")
    add_entries(help_menu, [
        Entry("&Keys", Key.HelpContents, lambda: _show(window, "Keys", keys_text(bar))),
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
        Entry(
            "&Compare in the chart, or stop", "O", window.panels.compare_selected, (watchlist.table, window.tape.table)
        ),
        Entry("&Open in a new chart", "Ctrl+Return", window.panels.open_selected),
        Entry(),
        Entry("&Go to the watchlist", "Ctrl+1", _go(window, panel, watchlist.table)),
        Entry("Go to the und&erlyings", "Ctrl+4", _go(window, underlyings, underlyings.content.table)),
    ]


def _tape_entries(window: "MainWindow") -> list[Entry]:
    panel, tape = window.panels.tape, window.tape
    return [
        Entry("&All trades or watched only", "Ctrl+T", lambda: tape.set_everything(not tape.everything)),
        Entry("&Filter", "Ctrl+F", _go(window, panel, tape.header.edit)),
        Entry("&Newest trade", "Ctrl+Home", tape.table.go_to_newest),
        Entry("Show more than one &contract\tEsc", None, tape.widen),
        Entry(),
        Entry("&Go to the tape", "Ctrl+2", _go(window, panel, tape.table)),
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
        Entry("&Go to a time", "Ctrl+G", lambda: panels.go_to(charts.current, charts.current.content.header.edit)),
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
