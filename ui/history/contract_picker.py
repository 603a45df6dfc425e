"""The dialog that chooses contracts by underlying, expiries, strikes and right."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from models.contract import Contract
from models.figures import several
from models.history.chain_choice import chosen_contracts
from models.history.inquiring import Inquirer
from ui import theme
from ui.bring_up import bring_up
from ui.form_fields import show_box
from ui.history.chain_lists import ChainLists

_SIZE = (580, 560)
_RIGHTS = {"C": "Ca&lls", "P": "&Puts", "CP": "&Both"}
_NAMED = 3
_NOTHING = "Nothing is chosen yet. Shift and Ctrl choose several lines, Ctrl+A all that are seen."


class ContractPicker(QDialog):
    """Not modal. Closing leaves no question behind.

    `chosen` carries a tuple of contracts, and whether they are wanted beside those that are asked for already.
    """

    chosen = Signal(object, bool)

    def __init__(self, inquirer: Inquirer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lists = ChainLists(inquirer)
        self.setWindowTitle("Choose contracts")
        self._build()
        self._lay_out()
        theme.open_at(self, *_SIZE)
        self._say()

    def open_for(self, root: str, day: date, today: date) -> None:
        """Show the dialog with the expiries of an underlying from a day on; empty: of the one that it had.

        `today`: the day that it is in the market.
        """
        self.lists.begin(root, day, today)
        bring_up(self)

    def contracts(self) -> tuple[Contract, ...]:
        """What is chosen now."""
        lists = self.lists
        rights = next(right for right, button in self.rights.items() if button.isChecked())
        return chosen_contracts(lists.root, lists.listed, lists.chosen_expiries(), lists.chosen_strikes(), rights)

    def choose(self, *, add: bool = False) -> None:
        """Take what is chosen, and close."""
        contracts = self.contracts()
        if contracts:
            self.chosen.emit(contracts, add)
            self.accept()

    def done(self, result: int) -> None:
        """Close, and leave no question behind."""
        self.lists.give_up()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close at once, also while a list is waited for."""
        self.lists.give_up()
        super().closeEvent(event)

    def _build(self) -> None:
        self.rights = {right: QRadioButton(text) for right, text in _RIGHTS.items()}
        group = QButtonGroup(self)
        for button in self.rights.values():
            show_box(button)
            group.addButton(button)
        self.rights["C"].setChecked(True)
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.use, self.add = QPushButton("&Use these"), QPushButton("&Add to the others")
        self.use.setToolTip("Ask for these contracts and no others")
        self.add.setToolTip("Ask for these contracts too")
        self.use.setDefault(True)
        self.add.setAutoDefault(False)
        group.buttonClicked.connect(self._say)
        self.lists.changed.connect(self._say)
        self.lists.entered.connect(self.choose)
        self.use.clicked.connect(lambda: self.choose())
        self.add.clicked.connect(lambda: self.choose(add=True))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for button in self.rights.values():
            row.addWidget(button)
        row.addStretch(1)
        for push in (self.add, self.use):
            row.addWidget(push)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(self.lists, 1)
        column.addWidget(self.summary)
        column.addLayout(row)

    def _say(self) -> None:
        contracts = self.contracts()
        names = ", ".join(contract.label for contract in contracts[:_NAMED])
        more = f" and {len(contracts) - _NAMED:,} more" if len(contracts) > _NAMED else ""
        self.summary.setText(f"{several(len(contracts), 'contract')}: {names}{more}" if contracts else _NOTHING)
        for push in (self.use, self.add):
            push.setEnabled(bool(contracts))
