"""The fields of the filter's editor that name contracts: roots, whole contracts, calls or puts."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QLineEdit, QRadioButton, QWidget

from models.contract import parse_ticker
from models.filtering.lists import read_root
from models.filtering.tape_filter import TapeFilter
from models.filtering.words import NOTHING
from models.symbology import parse_symbol
from ui.form_fields import mark_field, show_box, show_role


class RootsField(QObject):
    """Roots that are wanted, and with a `!` those that are not."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.edit, self.error = _line("Underlyings", "any; SPY QQQ, or !TSLA for all but it")
        self.edit.textEdited.connect(self.changed)

    def show_filter(self, tape_filter: TapeFilter) -> None:
        """Show the roots of a filter; what says the same already stays as it was written."""
        if self.error.isHidden() and self.fields() == _of(tape_filter, "roots", "not_roots"):
            return
        left_out = (f"!{root}" for root in sorted(tape_filter.not_roots))
        self.edit.setText(" ".join([*sorted(tape_filter.roots), *left_out]))
        _say(self.edit, self.error, "")

    def fields(self) -> dict[str, object]:
        """As fields of a `TapeFilter`; what cannot be read is said, and asks for nothing."""
        found: dict[bool, set[str]] = {False: set(), True: set()}
        problem = ""
        for word in self.edit.text().replace(",", " ").split():
            try:
                found[word.startswith("!")].add(read_root(word.removeprefix("!")))
            except ValueError as error:
                problem = problem or str(error)
        _say(self.edit, self.error, problem)
        return {"roots": frozenset(found[False]), "not_roots": frozenset(found[True])}


class ContractsField(QObject):
    """Whole contracts in any spelling, with commas between."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.edit, self.error = _line("Contracts", "any; SPY 19 Dec 25 650 C, …")
        self.edit.textEdited.connect(self.changed)

    def show_filter(self, tape_filter: TapeFilter) -> None:
        """Show the contracts of a filter; what says the same already stays as it was written."""
        tickers = tape_filter.tickers
        if self.error.isHidden() and self.fields() == {"tickers": tickers}:
            return
        labels = sorted(parse_ticker(ticker).label for ticker in tickers or ())
        self.edit.setText(NOTHING if tickers == frozenset() else ", ".join(labels))
        _say(self.edit, self.error, "")

    def fields(self) -> dict[str, object]:
        """As a field of a `TapeFilter`; what cannot be read is said, and asks for nothing."""
        text = self.edit.text().strip()
        tickers: set[str] = set()
        problem = ""
        for part in text.replace(";", ",").split(",") if text.lower() != NOTHING else ():
            try:
                if part.strip():
                    tickers.add(parse_symbol(part).ticker)
            except ValueError as error:
                problem = problem or str(error)
        _say(self.edit, self.error, problem)
        return {"tickers": frozenset(tickers) if tickers or text.lower() == NOTHING else None}


class RightField(QWidget):
    """Calls, puts or both."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons = {"": QRadioButton("&Both"), "C": QRadioButton("Ca&lls"), "P": QRadioButton("P&uts")}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        for button in self._buttons.values():
            show_box(button)
            self._group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self._buttons[""].setChecked(True)
        self._group.buttonClicked.connect(self.changed)

    def show_filter(self, tape_filter: TapeFilter) -> None:
        """Show what a filter asks for."""
        self._buttons[tape_filter.right].setChecked(True)

    def fields(self) -> dict[str, object]:
        """As a field of a `TapeFilter`."""
        return {"right": next(right for right, button in self._buttons.items() if button.isChecked())}


def _line(name: str, hint: str) -> tuple[QLineEdit, QLabel]:
    """A line of input, and the label that says what is wrong with it."""
    edit, error = QLineEdit(clearButtonEnabled=True), QLabel()
    edit.setPlaceholderText(hint)
    edit.setAccessibleName(name)
    show_role(error, "error")
    error.setWordWrap(True)
    error.hide()
    return edit, error


def _say(edit: QLineEdit, error: QLabel, problem: str) -> None:
    mark_field(edit, problem)
    error.setText(problem[:1].upper() + problem[1:])
    error.setVisible(bool(problem))


def _of(tape_filter: TapeFilter, *names: str) -> dict[str, object]:
    return {name: getattr(tape_filter, name) for name in names}
