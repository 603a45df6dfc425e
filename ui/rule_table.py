"""The list of highlight rules, each on its tint and in its weight: what is chosen there is edited beside it."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from models.highlights import Rule, Tint
from models.qt.cells import Align, Cell, Column
from ui.rows_table import RowsTable

_COLUMNS = (
    Column("on", "On", 4, Align.LEFT, "Whether the rule is followed; Space turns it on and off"),
    Column("name", "Rule", 20, Align.LEFT, "Its name is told in tooltips"),
    Column("look", "Looks", 14, Align.LEFT, "The colour of the row, and whether what is asked about is bold"),
    Column("text", "Marks trades that pass", 34, Align.LEFT, "The filter, as it is written above a tape"),
)
_EMPTY = "No rule: every trade looks alike.\nPress Ins to add one."


class RuleTable(RowsTable):
    """The keys: Space turns on and off, Alt+Up and Alt+Down move, Del removes, Ins adds."""

    chosen = Signal(int)
    """Another rule is current, by its place; -1: none is."""
    asked = Signal(str)
    """What the user wants of the current rule: `toggle, up, down, remove, add`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Highlight rules, the first one first", _COLUMNS, _EMPTY, parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self.chosen.emit(now.row()))
        self.doubleClicked.connect(lambda _index: self.asked.emit("edit"))

    @property
    def place(self) -> int:
        """Of the current rule; -1 where none is."""
        return self.currentIndex().row()

    def show_rules(self, rules: Sequence[Rule], place: int) -> None:
        """Show these rules, one of them as the current one; nobody chose it."""
        with QSignalBlocker(self.selectionModel()):
            tints = [rule.tint.token if rule.on else "" for rule in rules]
            self.show_rows([_cells(rule) for rule in rules], tints)
            if rules:
                self.selectRow(min(place, len(rules) - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for what the key means; every other key does as in every list."""
        wanted = _KEYS.get((Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier))
        if wanted:
            self.asked.emit(wanted)
        else:
            super().keyPressEvent(event)


_PLAIN, _ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
_KEYS = {
    (Qt.Key.Key_Space, _PLAIN): "toggle",
    (Qt.Key.Key_Up, _ALT): "up",
    (Qt.Key.Key_Down, _ALT): "down",
    (Qt.Key.Key_Delete, _PLAIN): "remove",
    (Qt.Key.Key_Insert, _PLAIN): "add",
    (Qt.Key.Key_Return, _PLAIN): "edit",
    (Qt.Key.Key_Enter, _PLAIN): "edit",
    (Qt.Key.Key_F2, _PLAIN): "edit",
}


def _cells(rule: Rule) -> tuple[Cell, ...]:
    ink = "text" if rule.on else "muted"
    weight = rule.bold and rule.on
    looks = [] if rule.tint is Tint.NONE else [rule.tint.value]
    looks += ["bold"] if rule.bold else []
    return (
        Cell("✓" if rule.on else "off", "accent" if rule.on else "muted"),
        Cell(rule.name, "bright" if weight else ink, weight),
        Cell(", ".join(looks) or "–", ink),
        Cell(rule.text, ink),
    )
