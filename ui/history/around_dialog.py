"""The tape around an answer: what traded in a contract shortly before and after a moment of a past day."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from models.asking import Asking
from models.clock import DAY_MS, time_text, utc_ms
from models.figures import several
from models.filtering.presets import PresetBook
from models.history.answers import Entry
from models.history.inquiring import Inquirer
from models.history.past_market import around, row_nearest
from models.history.queries import HistoryError, PastTrades, TradesQuery
from models.history.query_text import age_text, day_text
from models.market import Market
from ui import theme
from ui.history.past_tape import PastTape
from ui.message_page import MessagePage
from ui.panel import ElidedLabel
from ui.solid_bar import SolidBar
from ui.source_badge import SourceBadge
from ui.tape_export import leave

MARGINS_MS = {"1 minute": 60_000, "5 minutes": 300_000, "30 minutes": 1_800_000, "the whole day": DAY_MS}
"""How much before and after is shown, by its name."""
_FIRST_MARGIN = "5 minutes"
_HINT = "Enter: all of a trade · Ctrl+C copies the selected trades · Ctrl+Shift+X exports · Esc closes"


class AroundDialog(QDialog):
    """Not modal; every answer has a window of its own, so that moments can be compared. Esc gives up what runs."""

    def __init__(
        self,
        entry: Entry,
        inquirer: Inquirer,
        make_market: Callable[[PastTrades], Market],
        presets: PresetBook,
        parent: QWidget | None = None,
    ) -> None:
        """`make_market` makes a market of the trades; `presets` are those of the tapes."""
        super().__init__(parent)
        self._entry, self._inquirer = entry, inquirer
        self._make_market, self._presets = make_market, presets
        self._asking: Asking | None = None
        self.tape: PastTape | None = None
        """What is shown, once it is there."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Tape around {entry.contract.label}, {day_text(entry.day)}")
        self._build()
        self.ask()

    def ask(self) -> None:
        """Fetch as much before and after as is chosen; what is shown stays until it has come."""
        self._give_up()
        query = around(self._entry.contract, self._entry.day, self._moments(), MARGINS_MS[self.margin.currentText()])
        title = f"{query.contract.label} · {_span_text(query)}"
        self.message.show_running(title)
        self._pages.setCurrentWidget(self.message)
        self._note.setText("")
        trades = partial(self._inquirer.source.trades, query, self.message.show_progress)
        self._asking = self._inquirer.run(trades, self._show, self._fail)

    def reject(self) -> None:
        """Escape: give up what runs, else close."""
        if self._asking is None:
            leave(self, super().reject)
            return
        self._give_up()
        if self.tape:
            self._pages.setCurrentWidget(self.tape)
        else:
            self.message.show_message("Cancelled", "Choose how much to show, or press Esc to close.")

    def done(self, result: int) -> None:
        """Close, and leave no question behind."""
        self._give_up()
        super().done(result)

    def _moments(self) -> list[int]:
        """Eastern ms: when it was asked for, and when it traded."""
        row = self._entry.row
        return [self._entry.asked_ms, *([row.trade_ms] if row else [])]

    def _give_up(self) -> None:
        if self._asking:
            self._asking.cancel()
        self._asking = None

    def _show(self, past: PastTrades) -> None:
        self._asking = None
        self.message.end()
        self.badge.show_source(past.source)
        if not past.trades:
            wider = "" if self.margin.currentIndex() == self.margin.count() - 1 else " Choose more of the day above."
            text = f"{past.source_name} knows no trade from {_span_text(past.query)}.{wider}"
            self.message.show_message("No trade", text)
            return
        self._show_tape(past)

    def _show_tape(self, past: PastTrades) -> None:
        if self.tape:
            self._pages.removeWidget(self.tape)
            self.tape.deleteLater()
        market = self._make_market(past)
        self.tape = PastTape(market, self._presets)
        self.tape.set_source(past.source_name)
        self._pages.addWidget(self.tape)
        self._pages.setCurrentWidget(self.tape)
        parts = [several(len(past.trades), "trade"), _span_text(past.query), past.source_name, past.note]
        self._note.setText(" · ".join(filter(None, parts)))
        row = self._entry.row
        sequence = row.sequence if row else None
        time_ms = utc_ms(self._entry.day, row.trade_ms if row else self._entry.asked_ms)
        self.tape.point_at(row_nearest(market, time_ms, sequence))

    def _fail(self, error: HistoryError) -> None:
        self._asking = None
        self.message.show_message("No answer", error.message, role="error")
        self.foot.setText(error.detail or _HINT)

    def _build(self) -> None:
        self.message, self.badge, self.foot = MessagePage(), SourceBadge(), QLabel(_HINT)
        self.message.cancel.clicked.connect(self.reject)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.message)
        self.foot.setProperty("role", "muted")
        self.foot.setContentsMargins(12, 4, 12, 6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self._heading(), self._pages, self.foot):
            layout.addWidget(widget)
        layout.setStretchFactor(self._pages, 1)
        theme.open_at(self, theme.scaled(1180), theme.scaled(640))

    def _heading(self) -> QWidget:
        bar = SolidBar("bar")
        what, self._note, label = QLabel(_asked_text(self._entry)), ElidedLabel(), QLabel("Before and &after")
        what.setProperty("role", "title")
        label.setProperty("role", "muted")
        self.margin = QComboBox()
        self.margin.setAccessibleName("How much before and after is shown")
        self.margin.addItems(list(MARGINS_MS))
        self.margin.setCurrentText(_FIRST_MARGIN)
        self.margin.currentIndexChanged.connect(self._ask_again)
        label.setBuddy(self.margin)
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 5, 12, 5)
        row.setSpacing(10)
        row.addWidget(what)
        row.addWidget(self._note, 1)
        for widget in (self.badge, label, self.margin):
            row.addWidget(widget)
        self.badge.hide()
        return bar

    def _ask_again(self, _index: int) -> None:
        self.ask()


def _asked_text(entry: Entry) -> str:
    asked = f"{entry.contract.label} · {day_text(entry.day)} {time_text(entry.asked_ms)} ET"
    return f"{asked}, traded {age_text(entry.row.age_ms)} before" if entry.row else asked


def _span_text(query: TradesQuery) -> str:
    if query.from_ms == 0 and query.to_ms == DAY_MS - 1:
        return f"{day_text(query.day)}, all day"
    return f"{day_text(query.day)}, {time_text(query.from_ms)[:8]} to {time_text(query.to_ms)[:8]} ET"
