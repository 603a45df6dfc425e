"""A date field that knows trading days: its calendar greys weekends and holidays and names the holidays."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QWidget

from models.queries import EARLIEST
from models.query_text import closed_text
from ui import theme


class TradingDayEdit(QDateEdit):
    """Days from the beginning of option history to a latest day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
        self.setDisplayFormat("yyyy-MM-dd")
        self.setCalendarPopup(True)
        theme.follow(self._take_font)
        self.setMinimumDate(_qdate(EARLIEST))
        calendar = self.calendarWidget()
        calendar.setGridVisible(False)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(weekday, _closed_format())
        calendar.currentPageChanged.connect(self._name_holidays)

    def _take_font(self) -> None:
        for part in (self, self.lineEdit()):  # what is dressed by a style sheet inherits no font
            part.setFont(theme.figure_font())

    def day(self) -> date:
        """The day in the field."""
        return _day(self.date())

    def set_day(self, day: date) -> None:
        """Put a day into the field; one outside the limits becomes the limit."""
        self.setDate(_qdate(day))
        self._name_holidays(day.year, day.month)

    def set_latest(self, day: date) -> None:
        """Allow days up to this one."""
        self.setMaximumDate(_qdate(day))

    def _name_holidays(self, year: int, month: int) -> None:
        # A page shows up to six days of the months beside it.
        first = date(year, month, 1).toordinal()
        for day in map(date.fromordinal, range(first - 14, first + 45)):
            reason = closed_text(day)
            if reason and day.weekday() < 5:
                self.calendarWidget().setDateTextFormat(_qdate(day), _closed_format(reason))


def _closed_format(reason: str = "") -> QTextCharFormat:
    closed = QTextCharFormat()
    closed.setForeground(theme.ink("muted"))
    closed.setToolTip(reason)
    if reason:
        closed.setFontItalic(True)
    return closed


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _day(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
