"""The button that puts a named range of days into the question, and names the range that stands there."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from models.contract import Contract
from models.history.day_ranges import OF_CALENDAR, OF_CONTRACTS, DayRange, DayRangeError, days_of
from ui.open_menu import open_below

_LETTERS = {
    DayRange.TODAY: "&Today",
    DayRange.DAY_BEFORE: "Day &before",
    DayRange.LAST_5: "Last &5 days",
    DayRange.LAST_20: "Last &20 days",
    DayRange.LAST_250: "Last 250 da&ys",
    DayRange.THIS_WEEK: "This &week",
    DayRange.LAST_WEEK: "&Last week",
    DayRange.THIS_MONTH: "This &month",
    DayRange.LAST_MONTH: "Last m&onth",
    DayRange.EXPIRY_DAY: "&Expiry day",
    DayRange.EXPIRY_WEEK: "Expiry wee&k",
    DayRange.MONTH_TO_EXPIRY: "Month to e&xpiry",
    DayRange.WHOLE_LIFE: "Whole l&ife",
}


class DaysMenu(QToolButton):
    """`chosen` carries a `DayRange`."""

    chosen = Signal(object)

    def __init__(
        self, latest: Callable[[], date], contracts: Callable[[], Sequence[Contract]], parent: QWidget | None = None
    ) -> None:
        """`latest`: the day that it is in the market; `contracts`: those of the question."""
        super().__init__(parent)
        self._latest, self._contracts = latest, contracts
        self._range: DayRange | None = None
        self.clicked.connect(self.open_menu)
        self.show_range(None)

    @property
    def range(self) -> DayRange | None:
        """The range that stands in the question; None: just days."""
        return self._range

    def show_range(self, days: DayRange | None) -> None:
        """Say which range stands there."""
        self._range = days
        self.setText(f"{days} ▾" if days else "&Days ▾")
        self.setShortcut("Alt+D")  # goes with the text
        self.setToolTip("Today, last 5 days, expiry week and others (Alt+D); days are trading days")
        self.setAccessibleName(f"Range of days: {days or 'by its dates'}")

    def open_menu(self) -> QMenu:
        """Open the menu below the button."""
        return open_below(self, self._fill)

    def _fill(self, menu: QMenu) -> None:
        for part in (OF_CALENDAR, OF_CONTRACTS):
            menu.addSeparator()
            for days in part:
                menu.addAction(self._offer(menu, days))

    def _offer(self, menu: QMenu, days: DayRange) -> QAction:
        """A line with the days that it means now, or why it means none."""
        action = QAction(menu, checkable=True, checked=days is self._range)
        try:
            start, end = days_of(days, self._latest(), self._contracts())
        except DayRangeError as error:
            action.setText(f"{_LETTERS[days]}\t{error}")
            action.setEnabled(False)
        else:
            action.setText(f"{_LETTERS[days]}\t{start}" + (f" to {end}" if start != end else ""))
            action.triggered.connect(lambda: self.chosen.emit(days))
        return action
