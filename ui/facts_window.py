"""A window with the facts of one row, in groups under titles, each a name and a value."""

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.fact import FactGroup, facts_text
from models.qt.cells import Align, Cell, Column
from models.qt.rows_model import Cells
from ui import theme
from ui.details_window import DetailsWindow
from ui.feed_lists import indented
from ui.panel import PanelHeader
from ui.rows_table import RowsTable

_COLUMNS = (
    Column("name", "What", 18, Align.LEFT, "What is told"),
    Column("value", "Value", 62, Align.LEFT, "How it stands"),
)


class FactsWindow(DetailsWindow):
    """`show_facts` says of what row, and what is known of it."""

    def __init__(self, kind: str, empty: str, hint: str, lines: int, parent: QWidget | None = None) -> None:
        """`kind`: what the row is, in a word; `empty`: what is said without facts; `lines`: that it has room for."""
        super().__init__(hint, parent)
        self._kind, self._lines = kind, lines
        self.groups: Sequence[FactGroup] = ()
        self.header, self.table = PanelHeader(kind), RowsTable(f"Details of the {kind.lower()}", _COLUMNS, empty)
        self.table.horizontalHeader().hide()
        self.setWindowTitle(f"{kind} details")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(indented(self.table), 1)
        layout.addLayout(self.footer())
        theme.follow(self._take_size)

    def bring_up(self) -> None:
        """Show it before the other windows, with the keys."""
        super().bring_up()
        self.table.setFocus()

    def show_facts(self, title: str, groups: Sequence[FactGroup]) -> None:
        """Tell these facts of the row with this title."""
        self.groups = groups
        self.header.title.setText(title)
        self.setWindowTitle(f"{self._kind} details · {title}")
        self.table.show_rows(_cells(groups))

    def text(self) -> str:
        """Title and facts, with tabs."""
        return facts_text(self.header.title.text(), self.groups)

    def _take_size(self) -> None:
        """Be as large as all that is told of a plain row."""
        theme.open_at(self, theme.scaled(640), self._lines * theme.row_px() + theme.scaled(70))


def _cells(groups: Sequence[FactGroup]) -> Iterator[Cells]:
    """Rows of the table: a title, its facts, and an empty row before the next title."""
    for number, group in enumerate(groups):
        if number:
            yield Cell(""), Cell("")
        yield Cell(group.title, "bright", bold=True), Cell("")
        for fact in group.facts:
            yield Cell(fact.name, "muted"), Cell(fact.value, fact.ink)
