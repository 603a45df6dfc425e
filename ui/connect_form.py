"""The fields of the connect dialog: the key, the plan, what is fetched besides, and where the key is kept."""

import os

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from models.connection import VARIABLE, Addresses, ConnectionChoice, KeyPlace, KeyStanding, key_problem, trimmed_key
from ui.form_fields import mark_field, show_box, show_role

_STANDING = {
    KeyPlace.NONE: "No key is set: the simulated market is shown.",
    KeyPlace.ENVIRONMENT: f"The key in use comes from the environment ({VARIABLE}).",
    KeyPlace.KEYRING: "The key in use comes from the system keyring.",
    KeyPlace.RUN: "The key in use is for this run only, and is kept nowhere.",
}
_PLANS = ("for the plans Advanced and Business", "for the plan Developer")
_ASKING = "Asking the system keyring, which may wait to be unlocked …"
_KEPT = "Kept in the system keyring, the key is there at the next start."
_ENVIRONMENT_FIRST = f"{VARIABLE} is set, and comes first at the next start."
_SETTING = f"setx {VARIABLE} YOUR_KEY" if os.name == "nt" else f"export {VARIABLE}=YOUR_KEY"
_NO_KEYRING = (
    "{problem} To have the key at the next start, put it into the environment before you start Optape "
    f"({_SETTING}); or use it for this run only."
)
_NO_ADDRESS = "No address is set for it."
_NO_REST = "No REST address is set for this stream, so past trades cannot be asked for."


class ConnectForm(QWidget):
    """`edited`: the key or the plan changed. The key in use is never shown; the field is for another one."""

    edited = Signal()
    forget_asked = Signal()

    def __init__(self, addresses: Addresses, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._addresses = addresses
        self._standing = KeyStanding()
        self._build()
        self._lay_out()
        self._connect()
        self._say_plan()
        self._mark_key("")
        self.show_asking()

    @property
    def key(self) -> str:
        """The key that was written; empty where none was."""
        return self.key_edit.text()

    def show_choice(self, *, delayed: bool, load_today: bool, fill_gaps: bool) -> None:
        """Show what is chosen now."""
        (self.delayed if delayed else self.real_time).setChecked(True)
        self.load_today.setChecked(load_today)
        self.fill_gaps.setChecked(fill_gaps)

    def show_asking(self) -> None:
        """Show that the keyring is being asked."""
        self.forget.setEnabled(False)
        self._say_keyring(_ASKING, "muted")

    def show_standing(self, standing: KeyStanding) -> None:
        """Say where the key in use comes from, and offer what the keyring can do."""
        self._standing = standing
        self.standing.setText(_STANDING[standing.place])
        self.key_edit.setPlaceholderText("" if standing.place is KeyPlace.NONE else "another key, if you want one")
        works = not standing.keyring_problem
        self.in_keyring.setEnabled(works)
        (self.in_keyring if works else self.run_only).setChecked(True)
        self.forget.setEnabled(standing.is_kept)
        if not works:
            self._say_keyring(_NO_KEYRING.format(problem=standing.keyring_problem), "warn")
        else:
            self._say_keyring(_ENVIRONMENT_FIRST if standing.place is KeyPlace.ENVIRONMENT else _KEPT, "muted")

    def choice(self) -> ConnectionChoice | None:
        """What the fields say; None, with the field marked, where they cannot be meant."""
        if not self.check_key():
            return None
        return ConnectionChoice(
            key=self.key or None,
            delayed=self.delayed.isChecked(),
            keep=bool(self.key) and self.in_keyring.isChecked(),
            load_today=self.load_today.isChecked(),
            fill_gaps=self.fill_gaps.isChecked(),
        )

    def check_key(self) -> bool:
        """Whether there is a key to go on with; the field is marked if there is none."""
        if self.key:
            problem = key_problem(self.key)
        else:
            problem = "write a key first" if self._standing.place is KeyPlace.NONE else ""
        self._mark_key(problem)
        if problem:
            self.key_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return not problem

    def warn_of_plan(self, text: str) -> None:
        """Say that the chosen plan is not the key's."""
        show_role(self._plan_hint, "warn")
        self._plan_hint.setText(text)

    def forget_key(self) -> None:
        """Leave no key in the field, nor in what could be undone."""
        self.key_edit.clear()
        self.reveal.setChecked(False)

    def _build(self) -> None:
        self.standing = QLabel()
        self.key_edit = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.key_edit.setAccessibleName("Key")
        self.reveal = QToolButton()
        self.reveal.setCheckable(True)
        self.reveal.setText("Show")
        self.reveal.setToolTip("Show the key while it is written")
        self.real_time, self.delayed = QRadioButton("&Real-time"), QRadioButton("&Delayed 15 min")
        self.load_today = QCheckBox("&Load today’s trades for new contracts")
        self.fill_gaps = QCheckBox("&Fill gaps")
        self.in_keyring, self.run_only = QRadioButton("in the &system keyring"), QRadioButton("for this r&un only")
        self.forget = QPushButton("F&orget the kept key", autoDefault=False)
        self.forget.setToolTip("Take the key out of the system keyring; this run goes on with it")
        self._key_hint, self._plan_hint, self._keyring_hint = _hint(), _hint(), _hint()
        boxes: tuple[QAbstractButton, ...] = (
            self.real_time, self.delayed, self.load_today, self.fill_gaps, self.in_keyring, self.run_only,
        )  # fmt: skip
        for box in boxes:
            show_box(box)

    def _lay_out(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 14, 16, 12)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self.standing, 0, 0, 1, 2)
        self._grid.setRowMinimumHeight(1, 6)
        self._add_row(2, "&Key", self._key_hint, self.key_edit, self.reveal)
        self._add_row(5, "Plan", self._plan_hint, self.real_time, self.delayed, None)
        rest = _hint()
        rest.setText(f"Both ask {self._addresses.rest}." if self._addresses.rest else _NO_REST)
        for box in (self.load_today, self.fill_gaps):
            box.setEnabled(bool(self._addresses.rest))
        self._add_row(8, "Past trades", rest, self.load_today, self.fill_gaps, None)
        self._add_row(11, "Keep the key", self._keyring_hint, self.in_keyring, self.run_only, None, self.forget)

    def _add_row(self, row: int, title: str, hint: QLabel, *widgets: QWidget | None) -> None:
        """A title, the widgets beside it (None: room), a hint below, and some space."""
        label = QLabel(title)
        show_role(label, "muted")
        line = QHBoxLayout()
        line.setSpacing(14)
        for widget in widgets:
            if widget is None:
                line.addStretch(1)
            else:
                line.addWidget(widget)
        if widgets[0]:
            label.setBuddy(widgets[0])
        self._grid.addWidget(label, row, 0)
        self._grid.addLayout(line, row, 1)
        self._grid.addWidget(hint, row + 1, 1)
        self._grid.setRowMinimumHeight(row + 2, 6)

    def _connect(self) -> None:
        self._groups = [QButtonGroup(self), QButtonGroup(self)]
        for group, buttons in zip(
            self._groups, ((self.real_time, self.delayed), (self.in_keyring, self.run_only)), strict=True
        ):
            for button in buttons:
                group.addButton(button)
        self.real_time.setChecked(True)
        self.key_edit.textChanged.connect(self._take_key)
        self.reveal.toggled.connect(self._reveal)
        self.real_time.toggled.connect(self._say_plan)
        self.forget.clicked.connect(self.forget_asked)

    def _take_key(self, text: str) -> None:
        key = trimmed_key(text)
        if key != text:
            self.key_edit.setText(key)  # comes back here
            return
        self._mark_key("")
        self._say_plan()
        self.edited.emit()

    def _mark_key(self, problem: str) -> None:
        mark_field(self.key_edit, problem)
        show_role(self._key_hint, "error" if problem else "muted")
        self._key_hint.setText(f"{problem[:1].upper()}{problem[1:]}.")
        self._key_hint.setVisible(bool(problem))

    def _reveal(self, shown: bool) -> None:
        self.key_edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.reveal.setText("Hide" if shown else "Show")

    def _say_plan(self) -> None:
        address = self._addresses.real_time if self.real_time.isChecked() else self._addresses.delayed
        show_role(self._plan_hint, "muted" if address else "warn")
        self._plan_hint.setText(f"{address}, {_PLANS[self.delayed.isChecked()]}" if address else _NO_ADDRESS)

    def _say_keyring(self, text: str, role: str) -> None:
        show_role(self._keyring_hint, role)
        self._keyring_hint.setText(text)


def _hint() -> QLabel:
    label = QLabel()
    show_role(label, "muted")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label
