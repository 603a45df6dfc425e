"""The dialog that chooses which Theta Terminal is asked, and how."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from models.addresses import check_theta_url
from models.history.terminal import LEAST_REQUESTS, MOST_REQUESTS, TerminalChoice, TerminalStatus, Transport
from ui.bring_up import bring_up
from ui.form_fields import mark_field, show_box, show_role
from ui.history.terminal_chip import advice_text, state_text

_WIDTH_PX = 520
_TRANSPORTS = {
    Transport.AUTOMATIC: "Automatic",
    Transport.JSON: "JSON",
    Transport.CSV: "CSV",
    Transport.NDJSON: "NDJSON (v3)",
}
_COUNTS = range(LEAST_REQUESTS, MOST_REQUESTS + 1)
_FOUND = "Looks at 127.0.0.1:25510 (v2) and 127.0.0.1:25503 (v3), and takes the one that is connected."
_SAME_ROWS = "The answers are the same in all of them. A v2 terminal has no NDJSON and sends JSON."
_PLANS = "1 is safe with every plan. v2: 2 with Standard, 4 with Pro. v3: 4 with Standard, 8 with Pro."
_NO_ADDRESS = "write an address, such as 127.0.0.1:25510"


class TerminalDialog(QDialog):
    """Not modal. `chosen` carries a `TerminalChoice`."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Theta Terminal")
        self._build()
        self._lay_out()
        self._connect()

    def open_with(self, choice: TerminalChoice, status: TerminalStatus | None) -> None:
        """Show the dialog with what is chosen now."""
        self._mark("")
        (self.at_address if choice.address else self.by_itself).setChecked(True)
        self.address.setText(choice.address.removeprefix("http://"))
        self.transport.setCurrentIndex(list(_TRANSPORTS).index(choice.transport))
        self.requests.setCurrentIndex(_COUNTS.index(choice.at_once))
        if status:
            self.show_status(status)
        bring_up(self)
        (self.address if choice.address else self.by_itself).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_status(self, status: TerminalStatus) -> None:
        """Say how the terminal is that is asked now."""
        self.state.setText(state_text(status))
        self.advice.setText(advice_text(status))
        self.advice.setVisible(bool(self.advice.text()))

    def use(self) -> None:
        """Take what the fields say, or mark what is wrong with the address."""
        try:
            address = self._read_address() if self.at_address.isChecked() else ""
        except ValueError as error:
            self._mark(str(error))
            self.address.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        transport = list(_TRANSPORTS)[self.transport.currentIndex()]
        self.chosen.emit(TerminalChoice(address, transport, _COUNTS[self.requests.currentIndex()]))
        self.accept()

    def _build(self) -> None:
        self.state, self.advice = QLabel("… Looking for the Theta Terminal"), _hint("")
        show_role(self.state, "title")
        self.by_itself, self.at_address = QRadioButton("Found by &itself"), QRadioButton("At this a&ddress:")
        self._group = QButtonGroup(self)
        for button in (self.by_itself, self.at_address):
            show_box(button)
            self._group.addButton(button)
        self.address = QLineEdit()
        self.address.setPlaceholderText("127.0.0.1:25510")
        self.address.setAccessibleName("Address of the terminal")
        self._error = _hint("")
        self.transport, self.requests = QComboBox(), QComboBox()
        self.transport.addItems(list(_TRANSPORTS.values()))
        self.requests.addItems([str(count) for count in _COUNTS])
        self.use_button, self.close_button = QPushButton("&Use"), QPushButton("Close")
        self.use_button.setDefault(True)
        self.close_button.setAutoDefault(False)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        where = QHBoxLayout()
        where.setSpacing(10)
        where.addWidget(self.at_address)
        where.addWidget(self.address, 1)
        self._add_row(grid, 0, "Terminal", None, self.by_itself)
        grid.addWidget(_hint(_FOUND), 1, 1)
        grid.addLayout(where, 2, 1)
        grid.addWidget(self._error, 3, 1)
        self._add_row(grid, 5, "&Form of answers", self.transport, self.transport)
        grid.addWidget(_hint(_SAME_ROWS), 6, 1)
        self._add_row(grid, 8, "&Requests at once", self.requests, self.requests)
        grid.addWidget(_hint(_PLANS), 9, 1)
        for row in (4, 7, 10):
            grid.setRowMinimumHeight(row, 8)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for push in (self.close_button, self.use_button):
            foot.addWidget(push)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(6)
        column.addWidget(self.state)
        column.addWidget(self.advice)
        column.addSpacing(8)
        column.addLayout(grid)
        column.addStretch(1)
        column.addLayout(foot)
        self.resize(_WIDTH_PX, self.sizeHint().height())

    def _add_row(self, grid: QGridLayout, row: int, title: str, buddy: QWidget | None, field: QWidget) -> None:
        label = QLabel(title)
        show_role(label, "muted")
        if buddy:
            label.setBuddy(buddy)
        grid.addWidget(label, row, 0)
        grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        self.address.textEdited.connect(lambda _text: self.at_address.setChecked(True))
        self.address.textEdited.connect(lambda _text: self._mark(""))
        self._group.buttonClicked.connect(lambda _button: self._mark(""))
        self.use_button.clicked.connect(self.use)
        self.close_button.clicked.connect(self.reject)

    def _read_address(self) -> str:
        """The address in full, from a port, a host and port, or an address. Raises `ValueError`."""
        text = self.address.text().strip()
        if not text:
            raise ValueError(_NO_ADDRESS)
        if re.fullmatch(r":?\d+", text):
            text = f"127.0.0.1:{text.removeprefix(':')}"
        return check_theta_url(text if "://" in text else f"http://{text}")

    def _mark(self, problem: str) -> None:
        mark_field(self.address, problem)
        show_role(self._error, "error" if problem else "muted")
        self._error.setText(f"{problem[:1].upper()}{problem[1:]}.")
        self._error.setVisible(bool(problem))


def _hint(text: str) -> QLabel:
    label = QLabel(text)
    show_role(label, "muted")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
