"""The question's fields: contract, days, time, hours. Makes an `AtTimeQuery`, or marks what is wrong at its field."""

from collections.abc import Callable, Mapping
from datetime import date
from html import escape
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from models.clock import time_text
from models.contract import Contract
from models.hours import OPEN_MS
from models.queries import AtTimeQuery, FieldName, QueryError, market_today
from models.query_text import closed_text, day_text, parse_time
from models.trading_days import is_trading_day
from ui import theme
from ui.form_fields import mark_field, show_box
from ui.trading_day_edit import TradingDayEdit

Parse = Callable[[str], Contract]
DEFAULT_AT_MS = 43_200_000


class AtTimeForm(QWidget):
    """Fields with their titles above and a hint below, and the Ask button."""

    def __init__(self, parse: Parse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parse = parse
        self._latest = market_today()
        self._offered_time = ""
        self._build_fields()
        self._lay_out()
        self._connect()
        self._offered_day = self.start.day()
        self.set_default_day(self._latest, DEFAULT_AT_MS)

    def query(self) -> AtTimeQuery | None:
        """The question that the fields hold; None, with the fields marked, where they hold none."""
        self._unmark()
        wrong: dict[FieldName, str] = {}
        contract, at_ms = self._read_contract(wrong), self._read_time(wrong)
        query = None
        if at_ms is not None:
            self.time.setText(time_text(at_ms))
        if contract is not None and at_ms is not None:
            try:
                query = AtTimeQuery(
                    contract, self.start.day(), self.end.day(), at_ms, self.regular.isChecked(), self._latest
                )
            except QueryError as error:
                wrong[error.field] = error.message
        self._mark(wrong)
        return query

    def set_contract(self, contract: Contract) -> None:
        """Put a contract into its field."""
        self.contract.setText(contract.label if self._reads_as(contract.label) == contract else contract.ticker)

    def set_default_day(self, day: date, at_ms: int | None = None) -> None:
        """Offer the last trading day up to a day of the market that is shown. What the user has put in stays."""
        self._latest = max(market_today(), day)
        day = _last_trading_day(day)
        for field in (self.start, self.end):
            field.set_latest(self._latest)
            if field.day() == self._offered_day:
                field.set_day(day)
        if at_ms is not None and self.time.text() == self._offered_time:
            self._offered_time = time_text(at_ms)
            self.time.setText(self._offered_time)
        self._offered_day = day
        self._hint()

    def state(self) -> dict[str, Any]:
        """What the fields hold, for `restore`."""
        return {
            "contract": self.contract.text(),
            "start": self.start.day().isoformat(),
            "end": self.end.day().isoformat(),
            "time": self.time.text(),
            "regular_hours": self.regular.isChecked(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Put back what `state` gave; whatever is missing or makes no sense is left as it is."""
        for field, name in ((self.contract, "contract"), (self.time, "time")):
            if isinstance(state.get(name), str):
                field.setText(state[name])
        for day_field, name in ((self.start, "start"), (self.end, "end")):
            try:
                day_field.set_day(date.fromisoformat(state[name]))
            except (KeyError, TypeError, ValueError):
                continue
        self.regular.setChecked(bool(state.get("regular_hours", self.regular.isChecked())))

    def _build_fields(self) -> None:
        self.contract = QLineEdit()
        self.contract.setPlaceholderText("SPY 19 Dec 25 650 C, or any usual symbol")
        self.contract.setClearButtonEnabled(True)
        self.start, self.end = TradingDayEdit(), TradingDayEdit()
        self.time = QLineEdit()
        self.time.setPlaceholderText("09:30:00.000")
        self.regular = QCheckBox("&Regular hours only")
        self.regular.setToolTip("Only trades of 09:30 to 16:00 Eastern")
        self.regular.setChecked(True)
        show_box(self.regular)
        self.ask = QPushButton("&Ask")
        self.ask.setToolTip("Ask (Enter)")
        self.ask.setDefault(True)
        self.errors = QLabel()
        self.errors.setProperty("role", "error")
        self.errors.setWordWrap(True)
        self.errors.setTextFormat(Qt.TextFormat.PlainText)
        self.errors.hide()
        self._fields: dict[FieldName, tuple[str, QWidget]] = {
            "contract": ("Contract", self.contract),
            "start": ("From", self.start),
            "end": ("To", self.end),
            "at_ms": ("Time", self.time),
        }

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 10, 12, 8)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        self._hints: dict[FieldName, QLabel] = {}
        titles = ("&Contract", "&From", "&To", "T&ime (Eastern)")
        for column, (title, (name, (_, field))) in enumerate(zip(titles, self._fields.items(), strict=True)):
            label, hint = QLabel(title), QLabel()
            label.setBuddy(field)
            for text in (label, hint):
                text.setProperty("role", "muted")
            self._hints[name] = hint
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)
            grid.addWidget(hint, 2, column)
        grid.addWidget(self.regular, 1, 4)
        grid.addWidget(self.ask, 1, 5)
        grid.addWidget(self.errors, 3, 0, 1, 6)
        grid.setColumnStretch(0, 1)
        theme.follow(self._take_sizes)

    def _take_sizes(self) -> None:
        self.time.setFont(theme.figure_font())
        self.contract.setMinimumWidth(theme.scaled(230))
        self.time.setFixedWidth(theme.scaled(118))
        self.contract.ensurePolished()
        height = self.contract.sizeHint().height()
        for field in (self.start, self.end):
            field.setFixedSize(theme.scaled(122), height)  # date fields are a little higher by themselves

    def _connect(self) -> None:
        for field in (self.start, self.end):
            field.dateChanged.connect(self._hint)
            field.dateChanged.connect(self._unmark)
        for text in (self.contract, self.time):
            text.textChanged.connect(self._hint)
            text.textEdited.connect(self._unmark)
        self.regular.toggled.connect(self._hint)

    def _read_contract(self, wrong: dict[FieldName, str]) -> Contract | None:
        text = self.contract.text().strip()
        if not text:
            wrong["contract"] = "write the option, for instance SPY 19 Dec 25 650 C or O:SPY251219C00650000"
            return None
        try:
            return self._parse(text)
        except ValueError as error:
            wrong["contract"] = str(error)
            return None

    def _read_time(self, wrong: dict[FieldName, str]) -> int | None:
        try:
            return parse_time(self.time.text())
        except QueryError as error:
            wrong[error.field] = error.message
            return None

    def _reads_as(self, text: str) -> Contract | None:
        try:
            return self._parse(text)
        except ValueError:
            return None

    def _mark(self, wrong: Mapping[FieldName, str]) -> None:
        lines = []
        for name, message in wrong.items():
            title, field = self._fields[name]
            mark_field(field, message)
            lines.append(f"{title}: {message}")
        self.errors.setText("\n".join(lines))
        self.errors.setVisible(bool(lines))
        if wrong:
            self._fields[next(iter(wrong))][1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _unmark(self) -> None:
        self.errors.hide()
        for _, field in self._fields.values():
            mark_field(field, "")

    def _hint(self) -> None:
        self._hints["contract"].setText(_contract_hint(self._reads_as(self.contract.text())))
        _say_day(self._hints["start"], self.start.day())
        _say_day(self._hints["end"], self.end.day())
        self._hints["at_ms"].setText(self._time_hint())

    def _time_hint(self) -> str:
        try:
            early = parse_time(self.time.text()) < OPEN_MS
        except QueryError:
            return ""
        return "before the open" if early and self.regular.isChecked() else ""


def _say_day(hint: QLabel, day: date) -> None:
    closed = closed_text(day)
    hint.setText(day_text(day)[:3] + (", weekend" if day.weekday() >= 5 else ", holiday" if closed else ""))
    hint.setToolTip(closed)


def _contract_hint(contract: Contract | None) -> str:
    if contract is None:
        return ""
    right = f"<b style='color:{theme.ink('call' if contract.right == 'C' else 'put').name()}'>{contract.right}</b>"
    label = escape(contract.label[:-1])
    return f"<span style='color:{theme.tokens().text}'>{label}</span>{right} · {contract.ticker}"


def _last_trading_day(day: date) -> date:
    while not is_trading_day(day):
        day = date.fromordinal(day.toordinal() - 1)
    return day
