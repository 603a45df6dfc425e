"""Facts in columns: a name, muted, and its value."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from models.fact import Fact
from ui import theme
from ui.panel import ElidedLabel

_GROUP_GAP_PX = 28


class FactsPane(QWidget):
    """Groups of facts side by side; `show_facts` may be called as often as one likes with the same names."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: dict[str, ElidedLabel] = {}
        self._grid = QGridLayout(self)
        theme.changed.connect(self._colour_anew)
        self._grid.setContentsMargins(12, 10, 12, 10)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(3)

    def show_facts(self, groups: Sequence[Sequence[Fact]]) -> None:
        """Show the facts as they are now."""
        for column, group in enumerate(groups):
            for row, fact in enumerate(group):
                if fact.name not in self._values:
                    self._add(fact.name, row, 3 * column)
                self._show(self._values[fact.name], fact)

    def _add(self, name: str, row: int, column: int) -> None:
        title, value = QLabel(name), ElidedLabel()
        title.setProperty("role", "muted")
        self._grid.addWidget(title, row, column)
        self._grid.addWidget(value, row, column + 1)
        self._grid.setColumnStretch(column + 1, 4 if column == 0 else 3)
        if column:
            self._grid.setColumnMinimumWidth(column - 1, _GROUP_GAP_PX)
        self._values[name] = value

    def _show(self, label: ElidedLabel, fact: Fact) -> None:
        label.setText(fact.value)
        label.setAccessibleName(f"{fact.name}: {fact.value}")
        if label.property("ink") != fact.ink:
            label.setProperty("ink", fact.ink)
            _colour(label)

    def _colour_anew(self) -> None:
        for label in self._values.values():
            _colour(label)


def _colour(label: QLabel) -> None:
    label.setStyleSheet(f"color: {theme.ink(label.property('ink')).name()}")
