"""An underlying, its expiries and their strikes, side by side; each list is asked for when it is needed."""

from collections.abc import Callable, Coroutine, Hashable
from datetime import date
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from models.asking import Asking
from models.contract import is_root
from models.history.chain_choice import expiry_line, fits_expiry, fits_strike, strike_text
from models.history.inquiring import Inquirer
from models.history.queries import HistoryError, market_today
from ui.form_fields import mark_field, show_role
from ui.history.narrowing_list import NarrowingList

A = TypeVar("A")
_MOST_EXPIRIES = 20
_ROOTS = "roots"
_WRITE_ROOT = "Write an underlying above, such as SPY or SPXW."
_CHOOSE_EXPIRY = "Choose one expiry, or several."
_NO_ROOT = "No options of {root} are known. Index options have roots of their own, such as SPXW or NDXP."


class ChainLists(QWidget):
    """`give_up` leaves no question behind."""

    changed = Signal()
    """Something else is chosen than before."""
    entered = Signal()
    """Enter in the last list: what is chosen is right."""

    def __init__(self, inquirer: Inquirer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inquirer = inquirer
        self.root = ""
        """The underlying whose lists are shown; empty: none."""
        self.listed: dict[date, tuple[int, ...]] = {}
        """What is known of its strikes."""
        self._day = self._today = market_today()
        self._wanted_strikes: list[int] = []
        self._askings: dict[Hashable, Asking] = {}
        self._build()
        self._lay_out()
        self._connect()

    def begin(self, root: str, day: date, today: date) -> None:
        """Show the lists of an underlying, or empty: those that are shown, standing at a day."""
        self._day, self._today = day, today
        if not self._names.stringList() and _ROOTS not in self._askings:
            self._ask_roots()
        if root and root != self.root:
            self.underlying.setText(root)
        self._take_underlying()
        (self.expiries.search if self.root else self.underlying).setFocus(Qt.FocusReason.OtherFocusReason)

    def chosen_expiries(self) -> list[date]:
        """Those whose strikes are known."""
        return [expiry for expiry in self.expiries.chosen() if expiry in self.listed]

    def chosen_strikes(self) -> list[int]:
        """In thousandths of a dollar."""
        return self.strikes.chosen()

    def give_up(self) -> None:
        """Wait for nothing any more."""
        for asking in self._askings.values():
            asking.cancel()
        self._askings.clear()

    # Building

    def _build(self) -> None:
        self.underlying = QLineEdit(clearButtonEnabled=True)
        self.underlying.setPlaceholderText("SPY")
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(lambda _text: self._take_underlying())
        self.underlying.setCompleter(completer)
        self.expiries: NarrowingList[date] = NarrowingList(
            "&Expiries", "dec 25, fri, 2025-12", lambda expiry: expiry_line(expiry, self._today), fits_expiry
        )
        self.strikes: NarrowingList[int] = NarrowingList("&Strikes", "650, or 640-660", strike_text, fits_strike)
        self.expiries.say(_WRITE_ROOT)
        self.strikes.say("")

    def _lay_out(self) -> None:
        title = QLabel("Un&derlying")
        title.setBuddy(self.underlying)
        show_role(title, "muted")
        lists = QHBoxLayout()
        lists.setSpacing(12)
        lists.addWidget(self.expiries, 3)
        lists.addWidget(self.strikes, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (title, self.underlying):
            column.addWidget(part)
        column.addLayout(lists, 1)

    def _connect(self) -> None:
        self.underlying.textEdited.connect(lambda _text: mark_field(self.underlying, ""))
        self.underlying.editingFinished.connect(self._take_underlying)
        self.expiries.changed.connect(self._take_expiries)
        self.expiries.retry.connect(self._ask_again)
        self.expiries.entered.connect(lambda: self.strikes.search.setFocus())
        self.strikes.changed.connect(self._take_strikes)
        self.strikes.retry.connect(self._take_expiries)
        self.strikes.entered.connect(self.entered)

    # Underlyings

    def _ask_again(self) -> None:
        if self.root:
            self._ask_expiries()
        else:
            self.expiries.say("Looking for the list of underlyings …")
            self._ask_roots()

    def _ask_roots(self) -> None:
        self._ask(_ROOTS, self._inquirer.source.roots, self._take_roots, self._say_no_roots)

    def _take_roots(self, roots: tuple[str, ...]) -> None:
        self._names.setStringList(list(roots))
        if not self.root:
            self.expiries.say(_WRITE_ROOT)

    def _say_no_roots(self, error: HistoryError) -> None:
        """Underlyings can be written without their list: where one is, the lists below tell how it is."""
        if not self.root:
            _say_problem(self.expiries, error)

    def _take_underlying(self) -> None:
        root = self.underlying.text().strip().upper().replace(".", "")
        if root == self.root:
            return
        self.root = root if is_root(root) else ""
        self._forget()
        if self.root:
            self.underlying.setText(root)
            self._ask_expiries()
        else:
            problem = f"“{root}” is not an underlying: 1 to 5 letters and at most one digit." if root else ""
            mark_field(self.underlying, problem)
            self.expiries.say(problem or _WRITE_ROOT)
        self.changed.emit()

    def _forget(self) -> None:
        for name in [name for name in self._askings if name != _ROOTS]:
            self._askings.pop(name).cancel()
        self.listed, self._wanted_strikes = {}, []
        self.expiries.search.clear()
        self.strikes.search.clear()
        self.strikes.say("")

    # Expiries and strikes

    def _ask_expiries(self) -> None:
        self.expiries.say(f"Looking for the expiries of {self.root} …")
        ask = partial(self._inquirer.source.expirations, self.root)
        self._ask("expiries", ask, self._show_expiries, partial(_say_problem, self.expiries))

    def _show_expiries(self, expiries: tuple[date, ...]) -> None:
        if not expiries:
            self.expiries.say(_NO_ROOT.format(root=self.root))
            return
        self.expiries.show_keys(expiries)
        self.expiries.stand_at(next((expiry for expiry in expiries if expiry >= self._day), expiries[-1]))
        self.strikes.say(_CHOOSE_EXPIRY)

    def _take_expiries(self) -> None:
        wanted = self.expiries.chosen()
        if not wanted or len(wanted) > _MOST_EXPIRIES:
            self.strikes.say(f"Choose up to {_MOST_EXPIRIES} expiries at once." if wanted else _CHOOSE_EXPIRY)
            self.changed.emit()
            return
        for expiry in wanted:
            if expiry not in self.listed and expiry not in self._askings:
                ask = partial(self._inquirer.source.strikes, self.root, expiry)
                self._ask(expiry, ask, partial(self._learn, expiry), partial(_say_problem, self.strikes))
        self._show_strikes()

    def _learn(self, expiry: date, strikes: tuple[int, ...]) -> None:
        self.listed[expiry] = strikes
        self._show_strikes()

    def _show_strikes(self) -> None:
        """Those of all chosen expiries, once all are known; what was chosen among them stays so."""
        wanted = self.expiries.chosen()
        waits = [expiry for expiry in wanted if expiry in self._askings]
        strikes = sorted({strike for expiry in wanted for strike in self.listed.get(expiry, ())})
        if waits:
            more = f" and {len(waits) - 1} more" if len(waits) > 1 else ""
            self.strikes.say(f"Looking for the strikes of {waits[0]}{more} …")
        elif strikes:
            self.strikes.show_keys(strikes, self._wanted_strikes)
        else:
            self.strikes.say("No strikes are known.")
        self.changed.emit()

    def _take_strikes(self) -> None:
        self._wanted_strikes = self.strikes.chosen()
        self.changed.emit()

    def _ask(
        self,
        name: Hashable,
        ask: Callable[[], Coroutine[Any, Any, A]],
        done: Callable[[A], None],
        failed: Callable[[HistoryError], None],
    ) -> None:
        def ended(tell: Callable[[Any], None], found: object) -> None:
            self._askings.pop(name, None)
            tell(found)

        self._askings[name] = self._inquirer.run(ask, partial(ended, done), partial(ended, failed))


def _say_problem(where: NarrowingList[Any], error: HistoryError) -> None:
    where.say(error.message, is_problem=True)
