"""The tape panel: a filter, the table of the trades that pass it, their totals, and its part in the link."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.clock import eastern
from models.figures import count_text
from models.filtering.presets import PresetBook
from models.market import Market
from models.memory_text import left_text
from models.qt.link import Link
from models.qt.tape_model import TapeModel
from ui.filter_bar import FilterBar
from ui.filter_history import FilterHistory
from ui.pace import Pace
from ui.panel import PanelHeader
from ui.problem_line import ProblemLine
from ui.tape_copy import TapeCopy
from ui.tape_export import TapeExport
from ui.tape_place import selected_ids
from ui.tape_pointing import TapePointing
from ui.tape_reading import TapeReading
from ui.tape_row_menu import TapeRowMenu
from ui.tape_scope import TapeScope
from ui.tape_table import TapeTable
from ui.tape_totals import TapeTotals
from ui.task_strip import TaskStrip

PACE_MS = 250
"""What is said beside the trades is told no more often."""
_MOST_LOOKED_AT = 100_000
"""All trades of a day may be selected by one key."""
_LOOKING = "Looking through the tape for trades that pass …"


class TapePanel(QWidget):
    """Watched contracts or all trades, through a typed filter. While it is not visible it does nothing."""

    named = Signal()
    """It goes by another name."""
    showing = Signal()
    """What is shown, or how much of it, is another."""

    def __init__(
        self,
        market: Market,
        link: Link,
        presets: PresetBook,
        history: FilterHistory | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._market, self._link = market, link
        self._own_name = ""
        self._due = False
        self.model = TapeModel(market, self)
        self.table = TapeTable(self.model)
        self.totals = TapeTotals(market)
        self.scope = TapeScope(market, link, self)
        self.filters = FilterBar(market, presets, history or FilterHistory())
        self.header = PanelHeader("Tape")
        self._problem = ProblemLine(self)
        self._scope_button = self.header.add_button("", "", before_edit=True)
        self.reading = TapeReading(market, self.model, self.table, self.header, self)
        self.row_menu = TapeRowMenu(self, market)
        self._pointing = TapePointing(market, link, self.model, self.table, self)
        self._strip = TaskStrip()
        self.copying = TapeCopy(market, self.model, self.table, self._strip)
        self.export = TapeExport(self.model, self._strip, self._file_name, self)
        self._pace = Pace(self._tell, PACE_MS, self)
        self._build()
        self._connect()
        self._show_scope()

    @property
    def name(self) -> str:
        """What it is called: as the user said, else as its preset; empty if it has no name."""
        preset = self.filters.presets.current
        return self._own_name or (preset.name if preset and self.filters.text else "")

    @property
    def summary(self) -> str:
        """How many trades are shown, and of which."""
        shown, total = count_text(self.model.trades), count_text(len(self._market.tape))
        more = "+, still looking," if self.model.behind else ""
        return f"{shown}{more} of {total} · {self.scope.text(self.filters.filter)}"

    def rename(self, name: str) -> None:
        """Call it so; by an empty name it is called after its preset again."""
        self._own_name = name
        self.named.emit()

    def keep_up(self) -> None:
        """Show new trades at once, and say how many at a calm pace; unseen, only once it is shown."""
        if self._take():
            self._pace.ask()

    def advance(self) -> None:
        """Show all that is new; unseen, only once it is shown."""
        if self._take():
            self._tell()

    def state(self) -> dict[str, object]:
        """What is worth keeping between starts."""
        return {
            "everything": self.scope.everything,
            "columns": self.table.columns_state(),
            "filter": self.filters.kept_text,
            "name": self._own_name,
            **self.reading.state(),
        }

    def restore(self, state: Mapping[str, object]) -> None:
        """Take up a kept state."""
        text, name = state.get("filter"), state.get("name")
        self.table.restore_columns(state.get("columns"))
        self.reading.restore(state)
        self.scope.set_everything(everything=state.get("everything") is True)
        self.filters.set_text(text if isinstance(text, str) else "", kept=True)
        self.rename(name if isinstance(name, str) else "")

    def stand_alone(self) -> None:
        """Be the tape of a market that does not move and that no other panel shows: nothing to wait for or to open."""
        self.scope.set_everything(everything=True)
        self._scope_button.hide()
        self.reading.stand_still()
        self.row_menu.stand_alone()

    def widen(self) -> None:
        """Show more than the one contract again."""
        self._link.set_narrowed(False)

    def selected_contracts(self) -> list[int]:
        """Ids of the contracts of the selected trades in memory, each once; of a huge selection, of its beginning."""
        ids = selected_ids(self.table, self.model, _MOST_LOOKED_AT)
        contracts = self._market.tape.take("contract", ids[ids >= self._market.tape.first])
        return list(dict.fromkeys(contracts.tolist()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape widens what a click on the watchlist narrowed."""
        if event.key() == Qt.Key.Key_Escape and self._link.narrowed:
            self.widen()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The table takes the keys. As a focus proxy it would have Tab pass over the filter."""
        self.table.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what came while nobody looked."""
        super().showEvent(event)
        if self._due:
            self.advance()

    def _take(self) -> bool:
        """Take what is new, if it can be seen; return whether it can."""
        self._due = not self.isVisible()
        if not self._due:
            self.model.advance()
            self.totals.advance(self.model.mask)
        return not self._due

    def _tell(self) -> None:
        self.filters.look()
        self._say()

    def _build(self) -> None:
        self._scope_button.setCheckable(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.filters, self.reading.time_bar, self.table, self._strip, self.totals):
            layout.addWidget(widget)

    def _connect(self) -> None:
        self._scope_button.clicked.connect(self.scope.set_everything)
        self.scope.everything_changed.connect(self._show_scope)
        self.scope.changed.connect(self._refilter)
        self.filters.changed.connect(self._refilter)
        self.model.looked_further.connect(self._say)
        for left in (self.filters.left, self._strip.left):
            left.connect(self.table.setFocus)
        self.filters.presets.renamed.connect(self.named)

    def _file_name(self) -> str:
        """What a file of this tape is called: as the tape is, and the day of its newest trade."""
        tape, name = self._market.tape, self.name or "Tape"
        if not len(tape):
            return name
        return f"{name} {eastern(int(tape.value('time_ms', tape.end - 1))).date()}"

    def _show_scope(self) -> None:
        everything = self.scope.everything
        self._scope_button.setChecked(everything)
        self._scope_button.say(*(("All trades", "All") if everything else ("Watched only", "Watched")))
        shown = "every trade that arrives" if everything else "watched contracts"
        self._scope_button.setToolTip(f"Shown: {shown} (Ctrl+T)")
        self._scope_button.setAccessibleName(f"Shown: {shown}")
        self._refilter()

    def _refilter(self) -> None:
        wanted = replace(self.filters.filter, tickers=self.scope.tickers(self.filters.filter))
        if wanted != self.model.filter or not self.model.rowCount():
            self.model.set_filter(wanted)
            self.table.start_anew()
        self.totals.advance(self.model.mask)
        self._say()

    def _say(self) -> None:
        problem = self.filters.problem
        left = left_text(self._market)
        self.header.note.setText(problem or " · ".join(filter(None, (self.summary, left))))
        self.header.note.show_role("error" if problem else "muted")
        over = problem if problem and not self.header.note.is_whole else ""
        self._problem.say(over, self.filters.height(), self.width())
        why_empty = _LOOKING if self.model.behind else self.scope.why_empty(self.filters.filter)
        self.table.empty_text = "\n".join(filter(None, (why_empty, left)))
        self.showing.emit()
