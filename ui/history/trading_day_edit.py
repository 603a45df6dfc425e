"""A date field that knows trading days: its calendar greys weekends and holidays and names the holidays."""

from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QStyle, QStyleOptionComboBox, QWidget

from models.history.queries import EARLIEST
from models.history.query_text import closed_text
from models.trading_days import is_half_day, next_trading_day, previous_trading_day
from ui import theme

_EARLY = "closes early"


class TradingDayEdit(QDateEdit):
    """Days from the beginning of option history to a latest day. Stepping from day to day passes over those without
    trading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
        self.setDisplayFormat("yyyy-MM-dd")
        self.setCalendarPopup(True)
        self.setToolTip("PgUp, PgDown: the trading day before and after; Alt+Down: the calendar")
        theme.follow(self._take_sizes)
        self.setMinimumDate(_qdate(EARLIEST))
        calendar = self.calendarWidget()
        calendar.setGridVisible(False)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(weekday, _closed_format())
        calendar.currentPageChanged.connect(self._name_days)

    def day(self) -> date:
        """The day in the field."""
        return _day(self.date())

    def set_day(self, day: date) -> None:
        """Put a day into the field; one outside the limits becomes the limit."""
        self.setDate(_qdate(day))
        self._name_days(day.year, day.month)

    def set_latest(self, day: date) -> None:
        """Allow days up to this one."""
        self.setMaximumDate(_qdate(day))

    def stepBy(self, steps: int) -> None:
        """Step by trading days, or by months and years where the cursor stands in these."""
        if self.currentSection() is not QDateEdit.Section.DaySection:
            super().stepBy(steps)
        else:
            self._step_days(steps)
            self.setSelectedSection(QDateEdit.Section.DaySection)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by days, open the calendar; every other key does as in every date field."""
        key = event.key()
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._step_days(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._open_calendar()
        else:
            super().keyPressEvent(event)

    def _step_days(self, steps: int) -> None:
        day = self.day()
        for _ in range(abs(steps)):
            day = next_trading_day(day) if steps > 0 else previous_trading_day(day)
        if self.minimumDate() <= _qdate(day) <= self.maximumDate():
            self.setDate(_qdate(day))

    def _open_calendar(self) -> None:
        """Press the arrow: Qt has no other way to the calendar."""
        option = QStyleOptionComboBox()
        option.initFrom(self)
        option.editable = True
        arrow = QStyle.SubControl.SC_ComboBoxArrow
        place = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, arrow, self).center()
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        at, outside = QPointF(place), QPointF(self.mapToGlobal(place))
        self.mousePressEvent(QMouseEvent(QEvent.Type.MouseButtonPress, at, outside, left, left, none))

    def _take_sizes(self) -> None:
        self.calendarWidget().setMinimumSize(theme.scaled(264), theme.scaled(196))  # else its last week is cut off
        for part in (self, self.lineEdit()):  # what is dressed by a style sheet inherits no font
            part.setFont(theme.figure_font())

    def _name_days(self, year: int, month: int) -> None:
        """Grey holidays, and name them and the days that close early."""
        # A page shows up to six days of the months beside it.
        first = date(year, month, 1).toordinal()
        for day in map(date.fromordinal, range(first - 14, first + 45)):
            if day.weekday() >= 5:
                continue
            if reason := closed_text(day):
                self.calendarWidget().setDateTextFormat(_qdate(day), _closed_format(reason))
            elif is_half_day(day):
                self.calendarWidget().setDateTextFormat(_qdate(day), _early_format())


def _closed_format(reason: str = "") -> QTextCharFormat:
    closed = QTextCharFormat()
    closed.setForeground(theme.ink("muted"))
    closed.setToolTip(reason)
    if reason:
        closed.setFontItalic(True)
    return closed


def _early_format() -> QTextCharFormat:
    early = QTextCharFormat()
    early.setToolTip(_EARLY)
    early.setFontUnderline(True)
    return early


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _day(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
