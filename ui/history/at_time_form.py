"""The question's fields: contracts, days, times, hours. Makes an `AtTimeQuestion`, or marks what is wrong."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from models.contract import Contract, is_root
from models.history.contract_list import ContractList, contracts_text, read_contracts
from models.history.day_ranges import OF_CONTRACTS, DayRange, DayRangeError, days_of, last_trading_day
from models.history.queries import AtTimeQuestion, FieldName, QueryError, market_today
from models.history.query_text import no_trading_day, parse_times, times_text
from models.history.question_book import QuestionBook, SavedQuestion
from models.hours import CLOSE_MS, OPEN_MS
from ui.history.days_menu import DaysMenu
from ui.history.question_fields import ALL_KEY, SELECTED_KEY, QuestionFields
from ui.history.question_hints import contracts_hint, day_hint, times_hint
from ui.history.question_menu import QuestionMenu
from ui.menu_entries import Entry, add_entries
from ui.open_menu import open_below

DEFAULT_AT_MS = 43_200_000
_NO_CONTRACT = "write an option, for instance SPY 19 Dec 25 650 C or O:SPY251219C00650000, or press “Choose…”"


class AtTimeForm(QuestionFields):
    """Fields with their titles above and a hint below, and the Ask button. Enter asks."""

    asked = Signal()
    """An answer is wanted, and `question` is there."""
    choose_asked = Signal()
    """Contracts are to be chosen from lists."""
    watchlist_asked = Signal(bool)
    """The watchlist's selected contracts are to be put into the question; True: all of them."""

    def __init__(self, book: QuestionBook | None = None, parent: QWidget | None = None) -> None:
        """`book`: where questions are kept; without one none are."""
        super().__init__(parent)
        self._latest = self._today = market_today()
        self._offered_time = ""
        self._read = ContractList()
        self.days = DaysMenu(lambda: self._today, lambda: self._read.contracts)
        self.questions = QuestionMenu(book, self.saved) if book else None
        self._lay_out(self.days, self.questions)
        self._connect()
        self._offered_day = self.start.day()
        self.set_default_day(self._latest, DEFAULT_AT_MS)

    @property
    def today(self) -> date:
        """The day that it is in the market that is shown."""
        return self._today

    def question(self) -> AtTimeQuestion | None:
        """The question that the fields hold; None, with the fields marked, where they hold none."""
        self._unmark()
        wrong: dict[FieldName, str] = {}
        times = self._read_times(wrong)
        if self._read.problem or not self._read.contracts:
            wrong["contracts"] = self._read.problem or _NO_CONTRACT
        question = None
        if not wrong:
            try:
                question = self._made_question(times)
            except QueryError as error:
                wrong[error.field] = error.message
        self._mark(wrong, self._read.bad)
        return question

    def saved(self) -> SavedQuestion | None:
        """What the fields hold, to be kept; None, with the fields marked, where that is no question."""
        question = self.question()
        if question is None:
            return None
        tickers = tuple(contract.ticker for contract in question.contracts)
        return SavedQuestion(
            tickers, question.start, question.end, self.times.text(), question.regular_hours, self.days.range
        )

    def known_contracts(self) -> tuple[Contract, ...]:
        """Those that can be read in their field."""
        return self._read.contracts

    def root(self) -> str:
        """The underlying that is meant: of the first contract, or one that stands alone; empty: none."""
        if self._read.contracts:
            return self._read.contracts[0].root
        first = self.contracts.text().strip().upper().partition(" ")[0]
        return first if is_root(first) else ""

    def set_contracts(self, contracts: Iterable[Contract]) -> None:
        """Put contracts into their field, in place of those that are there."""
        wanted = tuple(contracts)
        if wanted != self._read.contracts or self._read.bad:
            self.contracts.blockSignals(True)
            self.contracts.setText(contracts_text(wanted))
            self.contracts.blockSignals(False)
            self._take(ContractList(wanted))  # known already: a long list takes a while to read

    def set_moment(self, day: date, at_ms: int) -> None:
        """Ask for one time (ms since 00:00 Eastern) of one day; out of regular hours, for all hours."""
        if day > self._latest:
            self.set_default_day(day)
        self._set_days(day, day)
        self._put_times(times_text((at_ms,)))
        if not OPEN_MS <= at_ms <= CLOSE_MS:
            self.regular.setChecked(False)

    def set_default_day(self, day: date, at_ms: int | None = None) -> None:
        """Offer the last trading day up to a day of the market that is shown. What the user has put in stays."""
        self._latest, self._today = max(market_today(), day), day
        day = last_trading_day(day)
        for field in (self.start, self.end):
            field.set_latest(self._latest)
            if field.day() == self._offered_day:
                field.set_day(day)
        if at_ms is not None and self.times.text() == self._offered_time:
            self._offered_time = times_text((at_ms,))
            self._put_times(self._offered_time)
        self._offered_day = day
        self._hint()

    def set_range(self, days: DayRange) -> None:
        """Put a named range into the days; one that has no day yet leaves them as they are."""
        with suppress(DayRangeError):
            self._set_days(*days_of(days, self._today, self._read.contracts))
            self.days.show_range(days)

    def show_saved(self, question: SavedQuestion) -> None:
        """Put a kept question into the fields."""
        self.set_contracts(question.contract_list)
        self._set_days(question.start, question.end)
        if question.days:
            self.set_range(question.days)
        self._put_times(question.times)
        self.regular.setChecked(question.regular_hours)
        self.ask.setFocus(Qt.FocusReason.OtherFocusReason)

    def state(self) -> dict[str, Any]:
        """What the fields hold, for `restore`."""
        return {
            "contracts": self.contracts.text(),
            "start": self.start.day().isoformat(),
            "end": self.end.day().isoformat(),
            "days": self.days.range or "",
            "times": self.times.text(),
            "regular_hours": self.regular.isChecked(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Put back what `state` gave; whatever is missing or makes no sense is left as it is."""
        for put, name in ((self.contracts.setText, "contracts"), (self._put_times, "times")):
            if isinstance(state.get(name), str):
                put(state[name])
        for day_field, name in ((self.start, "start"), (self.end, "end")):
            with suppress(KeyError, TypeError, ValueError):
                day_field.set_day(date.fromisoformat(state[name]))
        if state.get("days") in list(DayRange):
            self.set_range(DayRange(state["days"]))
        self.regular.setChecked(bool(state.get("regular_hours", self.regular.isChecked())))

    def _connect(self) -> None:
        for field in (self.start, self.end):
            field.dateChanged.connect(self._days_changed)
        self.contracts.textChanged.connect(self._contracts_changed)
        self.contracts.entered.connect(self._ask)
        self.times.textChanged.connect(self._edited)
        self.regular.toggled.connect(self._edited)
        self.ask.clicked.connect(self._ask)
        self.days.chosen.connect(self.set_range)
        self.choose.clicked.connect(self.choose_asked)
        self.watchlist.clicked.connect(self._offer_watchlist)
        self._listen(SELECTED_KEY, lambda: self.watchlist_asked.emit(False))
        self._listen(ALL_KEY, lambda: self.watchlist_asked.emit(True))
        if self.questions:
            self.questions.chosen.connect(self.show_saved)
            self.questions.said.connect(self.say)

    def _listen(self, key: str, call: Callable[[], object]) -> None:
        QShortcut(QKeySequence(key), self).activated.connect(call)

    def _offer_watchlist(self) -> None:
        open_below(self.watchlist, lambda menu: add_entries(menu, [
            Entry(f"&Selected contracts\t{SELECTED_KEY}", None, lambda: self.watchlist_asked.emit(False)),
            Entry(f"&All contracts\t{ALL_KEY}", None, lambda: self.watchlist_asked.emit(True)),
        ]))  # fmt: skip

    # What is typed

    def _ask(self) -> None:
        saved = self.saved()
        if saved is not None:
            self.asked.emit()
            if self.questions:
                self.questions.note(saved)

    def _put_times(self, text: str) -> None:
        """Of many, the first are seen."""
        self.times.setText(text)
        self.times.setCursorPosition(0)

    def _set_days(self, start: date, end: date) -> None:
        self.start.set_day(start)
        self.end.set_day(end)
        self.days.show_range(None)

    def _days_changed(self) -> None:
        self.days.show_range(None)
        self._edited()

    def _contracts_changed(self) -> None:
        self._take(read_contracts(self.contracts.text()))

    def _take(self, read: ContractList) -> None:
        self._read = read
        if self.days.range in OF_CONTRACTS:
            self.set_range(self.days.range)
        self._edited()

    def _edited(self) -> None:
        self._unmark()
        self._hint()

    def _made_question(self, times: tuple[int, ...]) -> AtTimeQuestion:
        """Raises `QueryError`."""
        start, end = self.start.day(), self.end.day()
        question = AtTimeQuestion(
            self._read.contracts, start, end, times, self.regular.isChecked(), latest=self._latest
        )
        if closed := no_trading_day(start, end):
            raise QueryError("start", closed[:1].lower() + closed[1:])
        return question

    def _read_times(self, wrong: dict[FieldName, str]) -> tuple[int, ...]:
        try:
            times = parse_times(self.times.text())
        except QueryError as error:
            wrong[error.field] = error.message
            return ()
        if self.times.text() != times_text(times):
            self._put_times(times_text(times))
        return times

    def _hint(self) -> None:
        self._columns["contracts"].say(contracts_hint(self._read.contracts, self.start.day()))
        self._columns["start"].say(*day_hint(self.start.day()))
        self._columns["end"].say(*day_hint(self.end.day()))
        self._columns["times"].say(times_hint(self.times.text(), regular=self.regular.isChecked()))
