"""The lists of the feed's details: gaps, refused subscriptions, malformed events, changes of state."""

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QWidget

from models.feed_details import FeedDetails, change_cells, gap_cells, refused_cells
from models.feed_history import StateChange
from models.feed_text import TROUBLE
from models.figures import count_text
from models.gap_text import gap_ink
from models.gaps import Gap
from models.qt.cells import Align, Cell, Column
from models.status import FeedState
from ui.rows_table import RowsTable
from ui.texts import PAD_PX

MARGIN_PX = 12
"""Where text begins in the dialog."""
_TIME = 23
_WHY = Column("why", "Why", 25, Align.LEFT, "What interrupted the stream")
_GAP_COLUMNS = (
    Column("start", "Start ET", _TIME, Align.LEFT, "Time of the last trade before, US Eastern"),
    Column("end", "End ET", _TIME, Align.LEFT, "When the stream was back, US Eastern"),
    Column("length", "Length", 12, Align.RIGHT, "How long nothing came"),
    _WHY,
    Column("outcome", "What was done", 30, Align.LEFT, "Whether what was missed was filled in"),
)
_REFUSED_COLUMNS = (
    Column("contract", "Contract", 24, Align.LEFT, "What was to be subscribed"),
    Column("ticker", "Ticker", 24, Align.LEFT, "As it was asked for"),
    Column("why", "Why", 30, Align.LEFT, "What the server says"),
)
_SAMPLE_COLUMNS = (Column("sample", "Event", 60, Align.LEFT, "What came and could not be used"),)
_CHANGE_COLUMNS = (
    Column("time", "Time ET", _TIME, Align.LEFT, "Time of the own clock, US Eastern"),
    Column("state", "State", 19, Align.LEFT, "What the feed came into"),
    Column("reason", "Reason", 25, Align.LEFT, "Why"),
    Column("source", "Source", 10, Align.LEFT, "Where trades come from"),
    Column("detail", "Detail", 30, Align.LEFT, "The same in a sentence; whole in the tooltip"),
)


class TroublePages(QTabWidget):
    """What went wrong, a page for each kind, with its count on the tab."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.gaps = RowsTable("Gaps", _GAP_COLUMNS, "No gap: the stream was not interrupted in this run.")
        self.refused = RowsTable("Refused subscriptions", _REFUSED_COLUMNS, "No subscription was refused.")
        self.samples = RowsTable("Malformed events", _SAMPLE_COLUMNS, "Every event that came could be read.")
        self._rejected: dict[str, str] = {}
        for page in (self.gaps, self.refused, self.samples):
            self.addTab(indented(page), page.accessibleName())
        self.setDocumentMode(True)
        self.setAccessibleName("What went wrong")

    def show_details(self, details: FeedDetails) -> None:
        """Show the troubles as they are now."""
        rejected, figures = details.status.rejected, details.figures
        self.gaps.show_rows(map(_gap_row, reversed(details.gaps)))
        self._show_refused(rejected)
        self.samples.show_rows((Cell(" ".join(sample.split())),) for sample in details.samples)
        shown = len(details.samples)
        of_all = f"{count_text(shown)} of {count_text(figures.malformed)}"
        self._count(0, self.gaps, count_text(len(details.gaps)))
        self._count(1, self.refused, count_text(len(rejected)))
        self._count(2, self.samples, of_all if shown < figures.malformed else count_text(shown))

    def _show_refused(self, rejected: Mapping[str, str]) -> None:
        """Make rows only of news: there may be 10,000 of them."""
        if rejected != self._rejected:
            self._rejected = dict(rejected)
            inks = ("warn", "muted", "text")
            self.refused.show_rows(tuple(map(Cell, refused_cells(*refused), inks)) for refused in rejected.items())

    def _count(self, number: int, page: RowsTable, count: str) -> None:
        text = page.accessibleName() if count == "0" else f"{page.accessibleName()} · {count}"
        if text != self.tabText(number):
            self.setTabText(number, text)


def indented(table: RowsTable) -> QWidget:
    """A table whose text stands under the text above it."""
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(MARGIN_PX - PAD_PX, 0, 0, 0)
    row.addWidget(table)
    return page


def changes_table() -> RowsTable:
    """The table of the changes of state."""
    return RowsTable("State changes", _CHANGE_COLUMNS, "The feed has not been started yet.")


def change_row(change: StateChange) -> tuple[Cell, ...]:
    """A change of state, for `changes_table`."""
    ink = "error" if change.state is FeedState.REFUSED else "warn" if change.state in TROUBLE else "bright"
    return tuple(map(Cell, change_cells(change), ("muted", ink, ink if change.reason else "text", "muted", "text")))


def _gap_row(gap: Gap) -> tuple[Cell, ...]:
    return tuple(map(Cell, gap_cells(gap), ("text", "text", "bright", "text", gap_ink(gap))))
