"""The fields of the filter's editor: they make a `TapeFilter`, and show one."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from models.filtering.groups import GROUPS
from models.filtering.measures import MEASURES
from models.filtering.tape_filter import TapeFilter
from models.market import Market
from ui import theme
from ui.choice_list import Choice, ChoiceList, Line
from ui.contract_fields import ContractsField, RightField, RootsField
from ui.form_fields import show_box, show_role
from ui.range_field import RangeField

_RANGES = {
    "exp": ("Expiry", ("2025-12-01", "2025-12-19")),
    "dte": ("Days to expiry", ("0", "7")),
    "strike": ("Strike, $", ("600", "650")),
    "size": ("Size", ("100", "any")),
    "prem": ("Premium, $", ("50k", "any")),
    "price": ("Price, $", ("0.05", "any")),
    "time": ("Time, Eastern", ("09:30", "16:00")),
}
"""Titles, and what stands in empty lines: how it is written."""
_GROUP_NAMES = {
    "single": "Single-leg",
    "multi": "Multi-leg",
    "auction": "Auction",
    "cross": "Cross",
    "floor": "Floor",
    "iso": "ISO (sweep)",
    "late": "Late",
    "cancel": "Cancel",
    "ext": "Extended hours",
}
_UNUSUAL = "$100,000 or more, or 1,000 contracts or more, or an ISO; no cancels, late or compression trades"


class _Field(Protocol):
    @property
    def changed(self) -> SignalInstance: ...

    def fields(self) -> dict[str, Any]: ...

    def show_filter(self, tape_filter: TapeFilter) -> None: ...


class FilterForm(QWidget):
    """Contracts on the left, prints in the middle, venues and conditions on the right."""

    changed = Signal()
    """The user changed something."""
    pointed = Signal(str)
    """What the line of a list means that has the keys; empty: none has them."""

    def __init__(self, market: Market, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.roots, self.contracts, self.right = RootsField(self), ContractsField(self), RightField()
        self.ranges = {name: RangeField(MEASURES[name], *words, self) for name, words in _RANGES.items()}
        self.unusual = QCheckBox("Unusual &only")
        self.unusual.setToolTip(_UNUSUAL)
        self.unusual.setAccessibleDescription(_UNUSUAL)
        show_box(self.unusual)
        self.groups = ChoiceList("Groups", _group_lines())
        self.venues = ChoiceList("Venues", _venue_lines(market))
        self.conditions = ChoiceList("Conditions", _condition_lines(market))
        self._fields: list[_Field] = [self.roots, self.contracts, self.right, *self.ranges.values()]
        self._lists = {
            ("groups", "not_groups"): self.groups,
            ("venues", "not_venues"): self.venues,
            ("codes", "not_codes"): self.conditions,
        }
        self._lay_out()
        for field in self._fields:
            field.changed.connect(self.changed)
        for shown in self._lists.values():
            shown.changed.connect(self.changed)
            shown.pointed.connect(self.pointed)
        self.unusual.clicked.connect(self.changed)

    def filter(self) -> TapeFilter:
        """What the fields ask for; one that is wrong asks for nothing, and says so."""
        fields: dict[str, Any] = {"unusual": self.unusual.isChecked()}
        for field in self._fields:
            fields |= field.fields()
        for (wanted, left_out), shown in self._lists.items():
            fields |= {wanted: shown.keys(Choice.WANTED), left_out: shown.keys(Choice.LEFT_OUT)}
        return replace(TapeFilter(), **fields)

    def show_filter(self, tape_filter: TapeFilter) -> None:
        """Show what a filter asks for."""
        for field in self._fields:
            field.show_filter(tape_filter)
        for (wanted, left_out), shown in self._lists.items():
            shown.show_keys(getattr(tape_filter, wanted), getattr(tape_filter, left_out))
        self.unusual.setChecked(tape_filter.unusual)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(22)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(self._contract_grid())
        left.addStretch(1)
        middle = QVBoxLayout()
        middle.setSpacing(8)
        middle.addLayout(self._print_grid())
        middle.addWidget(self.groups, 1)
        row.addLayout(left, 6)
        row.addLayout(middle, 5)
        row.addWidget(self.venues, 3)
        row.addWidget(self.conditions, 4)

    def _contract_grid(self) -> QGridLayout:
        grid = _Grid("Contracts")
        grid.add_line("Underlyin&gs", self.roots.edit, self.roots.error)
        grid.add_line("Co&ntracts", self.contracts.edit, self.contracts.error)
        grid.add_line("Calls or puts", self.right)
        for name, letter in (("exp", "E&xpiry"), ("dte", "&Days to expiry"), ("strike", "Stri&ke, $")):
            grid.add_range(letter, self.ranges[name])
        return grid

    def _print_grid(self) -> QGridLayout:
        grid = _Grid("Trades")
        titles = {"size": "&Size", "prem": "&Premium, $", "price": "P&rice, $", "time": "&Time, Eastern"}
        for name, title in titles.items():
            grid.add_range(title, self.ranges[name])
        grid.add_line("", self.unusual)
        return grid


class _Grid(QGridLayout):
    """Titles on the left, fields on the right, what is wrong below them."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.setHorizontalSpacing(8)
        self.setVerticalSpacing(6)
        self.setColumnStretch(1, 1)
        self.setColumnStretch(3, 1)
        label = QLabel(heading)
        show_role(label, "title")
        self.addWidget(label, 0, 0, 1, 4)

    def add_line(self, title: str, field: QWidget, error: QLabel | None = None) -> None:
        """One field over the whole width."""
        row = self.rowCount()
        self._add_title(row, title, field)
        self.addWidget(field, row, 1, 1, 3)
        if error is not None:
            self.addWidget(error, row + 1, 1, 1, 3)

    def add_range(self, title: str, field: RangeField) -> None:
        """Two fields with a dash between."""
        row = self.rowCount()
        self._add_title(row, title, field.low)
        for column, widget in enumerate((field.low, QLabel("–"), field.high), start=1):
            if isinstance(widget, QLineEdit):
                widget.setMinimumWidth(theme.scaled(72))
            self.addWidget(widget, row, column)
        self.addWidget(field.error, row + 1, 1, 1, 3)

    def _add_title(self, row: int, title: str, buddy: QWidget) -> None:
        label = QLabel(title)
        label.setBuddy(buddy)
        show_role(label, "muted")
        self.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)


def _group_lines() -> Iterable[Line]:
    return (Line(name, _GROUP_NAMES.get(name, name), meaning) for name, meaning in GROUPS.items())


def _venue_lines(market: Market) -> list[Line]:
    lines = (Line(number, market.venues.short(number), market.venues.name(number)) for number in market.venues.numbers)
    return sorted(lines, key=lambda line: line.text)


def _condition_lines(market: Market) -> list[Line]:
    known = sorted(market.sets.known.values(), key=lambda condition: condition.id)
    return [Line(c.id, f"{c.id}  {c.short}", f"{c.name} ({c.id})") for c in known]
