"""The fields of an at-time question and their places: what stands in them is not understood here."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from models.history.contract_list import BadPart
from models.history.queries import FieldName
from ui import theme
from ui.form_fields import mark_field, show_box, show_role
from ui.history.contracts_edit import ContractsEdit
from ui.history.titled_field import TitledField
from ui.history.trading_day_edit import TradingDayEdit

SELECTED_KEY, ALL_KEY = "Ctrl+L", "Ctrl+Shift+L"
"""Take the selected contracts of the watchlist, or all."""


class QuestionFields(QWidget):
    """Titles above, hints below, and what is wrong in words under all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._build_fields()

    def say(self, text: str, is_problem: bool = False) -> None:
        """Say something under the fields, until one of them is edited."""
        show_role(self.errors, "error" if is_problem else "muted")
        self.errors.setText(text)
        self.errors.setVisible(bool(text))

    def _build_fields(self) -> None:
        self.contracts = ContractsEdit()
        self.contracts.setPlaceholderText("SPY 19 Dec 25 650 C, or any usual symbol")
        self.start, self.end = TradingDayEdit(), TradingDayEdit()
        self.times = QLineEdit()
        self.times.setPlaceholderText("09:30, 12:00, 15:59:59.999")
        self.regular = QCheckBox("&Regular hours only")
        self.regular.setToolTip("Only trades of 09:30 to 16:00 Eastern")
        self.regular.setChecked(True)
        show_box(self.regular)
        self.ask = QPushButton("&Ask")
        self.ask.setToolTip("Ask (Enter)")
        self.ask.setDefault(True)
        self.choose = _tool("C&hoose…", "Choose by underlying, expiry and strike (Alt+H)")
        self.watchlist = _tool("&Watchlist ▾", f"Ask for the watchlist’s contracts (selected: {SELECTED_KEY})")
        self.errors = QLabel()
        self.errors.setWordWrap(True)
        self.errors.setTextFormat(Qt.TextFormat.PlainText)
        self.errors.hide()
        self.setFocusProxy(self.contracts)

    def _lay_out(self, days: QWidget, questions: QWidget | None) -> None:
        """Place all; the buttons stand in the titles of “To” and of the last column."""
        self._columns: dict[FieldName, TitledField] = {
            "contracts": TitledField("&Contracts", self.contracts, self.choose, self.watchlist),
            "start": TitledField("&From", self.start),
            "end": TitledField("&To", self.end, days),
            "times": TitledField("T&imes (Eastern)", self.times),
        }
        hours = TitledField("", self.regular)
        last = TitledField("", self.ask, *filter(None, (questions,)))
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        for number, column in enumerate((*self._columns.values(), hours, last)):
            grid.addWidget(column, 0, number, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.errors, 1, 0, 1, grid.columnCount())
        grid.setColumnStretch(0, 1)
        theme.follow(self._take_sizes)

    def _take_sizes(self) -> None:
        self.times.setFont(theme.figure_font())
        self.times.ensurePolished()
        height = self.times.sizeHint().height()
        self.contracts.setMinimumWidth(theme.scaled(230))
        self.times.setFixedSize(theme.scaled(206), height)
        for field in (self.start, self.end):
            field.setFixedSize(theme.scaled(122), height)  # date fields are a little higher by themselves
        for box in (self.regular, self.ask):
            box.setFixedHeight(height)
        self.contracts.set_least_height(height)

    def _mark(self, wrong: Mapping[FieldName, str], bad: Iterable[BadPart]) -> None:
        """Mark what is wrong at its field, and say it in words."""
        for name, message in wrong.items():
            mark_field(self._columns[name].field, message)
        self.contracts.mark_parts(bad)
        self.say("\n".join(f"{self._columns[name].name}: {message}" for name, message in wrong.items()), bool(wrong))
        if wrong:
            self._columns[next(iter(wrong))].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unmark(self) -> None:
        self.say("")
        self.contracts.mark_parts(())
        for column in self._columns.values():
            mark_field(column.field, "")


def _tool(text: str, hint: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(hint)
    return button
