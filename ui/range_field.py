"""A least and a greatest value of one measure, as two lines of input; what is wrong is marked there and said below."""

from decimal import Decimal
from math import ceil, floor
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QLineEdit

from models.filtering.measures import Measure
from models.filtering.tape_filter import TapeFilter
from ui import theme
from ui.form_fields import mark_field, show_role


class RangeField(QObject):
    """`low`, `high` and `error` are to be laid out by the form."""

    changed = Signal()
    """The user wrote something."""

    def __init__(self, measure: Measure, title: str, hints: tuple[str, str], parent: QObject) -> None:
        """`hints`: what stands in the empty lines."""
        super().__init__(parent)
        self._measure = measure
        self.low, self.high, self.error = QLineEdit(), QLineEdit(), QLabel()
        show_role(self.error, "error")
        self.error.setWordWrap(True)
        self.error.hide()
        for field, name, hint in ((self.low, "at least", hints[0]), (self.high, _END[measure.open_end], hints[1])):
            field.setAccessibleName(f"{title}, {name}")
            field.setPlaceholderText(hint)
            field.setToolTip(f"{title}, {name}; empty: any. In the filter’s text: {measure.example}")
            field.textEdited.connect(self.changed)
        theme.follow(self._take_font)

    @property
    def is_wrong(self) -> bool:
        """Whether something in it could not be read."""
        return not self.error.isHidden()

    def show_filter(self, tape_filter: TapeFilter) -> None:
        """Show the limits of a filter; lines that say the same already stay as they were written."""
        if not self.is_wrong and self.fields() == self._of(tape_filter):
            return
        measure = self._measure
        for field, value in zip((self.low, self.high), self._of(tape_filter).values(), strict=True):
            field.setText("" if value is None else measure.write(measure.load(value)))
        self._say("", ())

    def fields(self) -> dict[str, Any]:
        """The limits as fields of a `TapeFilter`; what cannot be read is said, and is no limit."""
        measure = self._measure
        reasons: dict[QLineEdit, str] = {}
        low, high = self._read(self.low, reasons), self._read(self.high, reasons)
        if low is not None and high is not None and low > high - measure.open_end:
            reasons[self.high] = "the second value is below the first"
        self._say("; ".join(dict.fromkeys(reasons.values())), tuple(reasons))
        if reasons:
            low, high = None, None
        return {
            measure.low: None if low is None else measure.store(ceil(low)),
            measure.high: None if high is None else measure.store(floor(high)),
        }

    def _take_font(self) -> None:
        for field in (self.low, self.high):
            field.setFont(theme.figure_font())

    def _of(self, tape_filter: TapeFilter) -> dict[str, Any]:
        return {name: getattr(tape_filter, name) for name in (self._measure.low, self._measure.high)}

    def _read(self, field: QLineEdit, reasons: dict[QLineEdit, str]) -> Decimal | None:
        text = field.text().strip()
        if not text:
            return None
        try:
            value = self._measure.read(text)
        except ValueError as error:
            reasons[field] = str(error)
            return None
        if self._measure.lowest <= value <= self._measure.highest + self._measure.open_end:
            return value
        reasons[field] = f"no {self._measure.what} is there"
        return None

    def _say(self, reason: str, wrong: tuple[QLineEdit, ...]) -> None:
        for field in (self.low, self.high):
            mark_field(field, reason if field in wrong else "")
        self.error.setText(reason[:1].upper() + reason[1:])
        self.error.setVisible(bool(reason))


_END = {False: "at most", True: "before"}
