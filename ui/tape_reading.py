"""How a tape is read: paused, newest on top or at the bottom, at another time, one trade in full."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from models.figures import count_text
from models.market import Market
from models.qt.tape_model import TapeModel
from models.tape_order import gap_row
from ui.form_fields import show_role
from ui.panel import PanelHeader
from ui.tape_table import TapeTable
from ui.time_bar import TimeBar
from ui.trade_details import TradeDetails

PAUSE_KEY, TIME_KEY = "P", "G"
"""While the table has the keys."""
_PAUSE = "❚❚"
_PAUSED = f"{_PAUSE} PAUSED"


class TapeReading(QObject):
    """Keys, buttons and dialog of a reader of one tape. `time_bar` wants a place above the table."""

    def __init__(
        self, market: Market, model: TapeModel, table: TapeTable, header: PanelHeader, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._market, self._model, self._table, self._panel = market, model, table, parent
        self._details: TradeDetails | None = None
        self.time_bar = TimeBar(market.times)
        self.pill = header.add_button("", "", before_edit=True)
        self.pause_button = header.add_button(
            _PAUSE, f"Pause this tape: nothing is lost ({PAUSE_KEY})", before_edit=True
        )
        self.pill.setProperty("role", "pill")
        self._unseen, self._moves = (0, 0), True
        self._connect()
        self._show()

    def toggle_pause(self) -> None:
        """Hold the view as it is, or go on and catch up."""
        if self._table.paused:
            self.catch_up()
        elif self._moves:
            self._table.set_paused(True)

    def stand_still(self) -> None:
        """Nothing new will come: there is nothing to pause for."""
        self._moves = False
        self._show()

    def catch_up(self) -> None:
        """Show what is new, and follow."""
        self._table.catch_up()

    def toggle_order(self) -> None:
        """Show the newest at the bottom, or on top again."""
        self._model.set_newest_first(not self._model.newest_first)
        self._show()

    def ask_time(self) -> None:
        """Let the user type a time to go to."""
        self.time_bar.open()

    def go_to_time(self, ms_of_day: int) -> None:
        """Go to a time in the zone that is shown, on the day of the topmost trade in sight."""
        at_ms = self._time_in_sight()
        if at_ms is None:
            self.time_bar.say("No trade is shown: there is no time to go to")
            return
        time_ms = self._market.times.unix_ms_near(at_ms, ms_of_day)
        found = self._table.go_to_time(time_ms)
        self.time_bar.say("" if found else self._why_not(time_ms))

    def show_details(self) -> None:
        """Show everything that is known of the current row, in a window that follows the tape."""
        row = self._current()
        if row is None:
            if not self._model.rowCount():
                return
            self._table.selectRow(max(self._table.rowAt(0), 0))
            row = self._current()
        if self._details is None:
            self._details = TradeDetails(self._market, self._panel)
        assert row is not None
        self._details.show_row(row)
        self._details.bring_up()

    def state(self) -> dict[str, object]:
        """What is worth keeping between starts; a pause is not."""
        return {"newest_first": self._model.newest_first}

    def restore(self, state: Mapping[str, object]) -> None:
        """Take up a kept state."""
        self._model.set_newest_first(state.get("newest_first") is not False)
        self._show()

    def _connect(self) -> None:
        self.pill.clicked.connect(self.catch_up)
        self.pause_button.clicked.connect(self.toggle_pause)
        self._table.held_changed.connect(self._note_unseen)
        self._table.paused_changed.connect(self._show)
        self._table.activated.connect(self.show_details)
        self._table.selectionModel().currentRowChanged.connect(self._follow)
        self.time_bar.asked.connect(self.go_to_time)
        self.time_bar.left.connect(self._table.setFocus)
        self._listen(PAUSE_KEY, self.toggle_pause)
        self._listen(TIME_KEY, self.ask_time)

    def _listen(self, key: str, call: Callable[[], object]) -> None:
        """Do it at a key, while the table has the keys: letters do not go further than a table."""
        action = QAction(self._table)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: call())
        self._table.addAction(action)

    def _note_unseen(self, count: int, largest: int) -> None:
        self._unseen = count, largest
        self._show()

    def _show(self) -> None:
        """Say whether the tape is paused, and what came since it was looked at."""
        (count, largest), paused = self._unseen, self._table.paused
        number = f"{count_text(count)} new"
        news = f"{number}, largest {count_text(largest)}" if count else ""
        sign = _PAUSE if paused else "▲" if self._model.newest_first else "▼"
        short = (f"{sign} {number}", f"{sign} {count_text(count)}") if count else (sign,)
        self.pill.say(" · ".join(filter(None, (_PAUSED, news))) if paused else f"{sign} {news}", *short)
        way = f"Go on, and catch up ({PAUSE_KEY} or Ctrl+Home)" if paused else "Go to the newest trade (Ctrl+Home)"
        self.pill.setToolTip(way)
        self.pill.setAccessibleName(f"{'Paused. ' if paused else ''}{news or 'nothing new'}. {way}")
        show_role(self.pill, "pill-paused" if paused else "pill")
        self.pill.setVisible(paused or count > 0)
        self.pause_button.setVisible(self._moves and not paused)
        self._table.setAccessibleDescription(f"Paused, {news or 'nothing new'}" if paused else "")

    def _current(self) -> int | None:
        """The id of the current row."""
        index = self._table.currentIndex()
        return self._model.tape_row(index.row()) if index.isValid() else None

    def _follow(self) -> None:
        """Let the open details tell of the current row; what is current no more stays."""
        row = self._current() if self._details is not None and self._details.isVisible() else None
        if row is not None and self._details is not None:
            self._details.show_row(row)

    def _time_in_sight(self) -> int | None:
        """Unix ms of the topmost row in sight."""
        if not self._model.rowCount():
            return None
        row = self._model.tape_row(max(self._table.rowAt(0), 0))
        if row < 0:
            return self._market.gaps[gap_row(row)].gap.start_ms
        return int(self._market.tape.value("time_ms", row)) if row >= self._market.tape.first else None

    def _why_not(self, time_ms: int) -> str:
        when = self._market.times.clock_text(time_ms)
        if self._model.behind:
            return f"Older trades are still being looked through; {when} is gone to as soon as it is found"
        return f"No trade that is shown is at {when} or later"
