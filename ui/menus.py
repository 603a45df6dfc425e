"""The menus and their keys: everything that can be done, in one list."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QMessageBox, QWidget

import resources
from ui.commands import Commands
from ui.feed_menu import FeedMenu

if TYPE_CHECKING:
    from ui.main_window import MainWindow

Key = QKeySequence.StandardKey


class Entry(NamedTuple):
    """One line of a menu; without a call it is a separator."""

    text: str = ""
    key: str | Key | None = None
    call: Callable[[], object] | None = None


def fill_menus(bar: QMenuBar, window: "MainWindow", commands: Commands, act: QAction) -> FeedMenu:
    """Fill a menu bar with all commands of a window. `act` does what the shown notice offers.

    Returns the menu that follows the feed's state.
    """
    document, watchlist, tape, chart = window.document, window.watchlist, window.tape, window.chart

    def go(panel: str, widget: QWidget) -> Callable[[], None]:
        return lambda: window.go_to(panel, widget)

    _add(bar, "&File", [
        Entry("&Open watchlist…", Key.Open, document.ask_open),
        Entry("&Save watchlist", Key.Save, document.save),
        Entry("Save watchlist &as…", "Ctrl+Shift+S", document.ask_save),
        Entry(),
        Entry("&Quit", "Ctrl+Q", window.close),
    ])  # fmt: skip
    _add(bar, "&Watchlist", [
        Entry("&Add a contract", "Ctrl+N", go("watchlist", watchlist.header.edit)),
        Entry("&Paste contracts", "Ctrl+Shift+V", watchlist.paste),
        Entry("&Remove selected\tDel", None, watchlist.table.remove_selected),
        Entry("Move &up\tAlt+Up", None, lambda: watchlist.table.move_selected(-1)),
        Entry("Move &down\tAlt+Down", None, lambda: watchlist.table.move_selected(1)),
        Entry(),
        Entry("&Go to the watchlist", "Ctrl+1", go("watchlist", watchlist.table)),
    ])  # fmt: skip
    _add(bar, "&Tape", [
        Entry("&All trades or watched only", "Ctrl+T", lambda: tape.set_everything(not tape.everything)),
        Entry("&Filter", "Ctrl+F", go("tape", tape.header.edit)),
        Entry("&Newest trade", "Ctrl+Home", tape.table.go_to_newest),
        Entry("Show more than one &contract\tEsc", None, tape.widen),
        Entry(),
        Entry("&Go to the tape", "Ctrl+2", go("tape", tape.table)),
    ])  # fmt: skip
    _add(bar, "&Chart", [
        Entry("&Whole day\tHome", None, chart.fit_day),
        Entry("&Follow\tF", None, chart.toggle_follow),
        Entry("&Go to a time", "Ctrl+G", go("chart", chart.header.edit)),
        Entry(),
        Entry("Go to the &chart", "Ctrl+3", go("chart", chart)),
    ])  # fmt: skip
    _add(bar, "H&istory", [Entry("&What traded at…", "Ctrl+H", commands.ask_history)])
    feed = FeedMenu(commands, bar)
    bar.addMenu(feed)
    view = _add(bar, "&View", [])
    view.addActions([dock.toggleViewAction() for dock in window.docks.values()])
    view.addSeparator()
    view.addAction(act)
    view.addAction("&Reset the layout", window.arrange)
    _add(bar, "&Help", [
        Entry("&Keys", Key.HelpContents, lambda: _show_keys(bar, window)),
        Entry("&About Optape", None, lambda: _show_about(window)),
    ])  # fmt: skip
    return feed


def _add(bar: QMenuBar, title: str, entries: list[Entry]) -> QMenu:
    menu = bar.addMenu(title)
    for entry in entries:
        if entry.call is None:
            menu.addSeparator()
            continue
        action = QAction(entry.text, menu)
        if entry.key is not None:
            action.setShortcut(QKeySequence(entry.key))
        action.triggered.connect(_without_arguments(entry.call))
        menu.addAction(action)
    return menu


def _without_arguments(call: Callable[[], object]) -> Callable[[], None]:
    def triggered() -> None:
        call()

    return triggered


def _show_keys(bar: QMenuBar, window: "MainWindow") -> None:
    rows = []
    for menu in bar.findChildren(QMenu):
        for action in menu.actions():
            text, _, shown = action.text().partition("\t")
            key = shown or action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            if key:
                rows.append(f"<tr><td>{key}&nbsp;&nbsp;&nbsp;</td><td>{text.replace('&', '')}</td></tr>")
    _show(window, "Keys", f"<table cellspacing=4>{''.join(rows)}</table>")


def _show_about(window: "MainWindow") -> None:
    _show(window, "About Optape", f"<b>Optape {resources.VERSION}</b><br>Option trades as they happen.<br>MIT licence.")


def _show(window: "MainWindow", title: str, text: str) -> None:
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, QMessageBox.StandardButton.Close, window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
