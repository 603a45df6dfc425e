"""The connect dialog: the key, what it can do, and where it is kept. It knows no client, no task and no keyring."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models.asking import Asking
from models.connection import ConnectionChoice, KeyAbility, KeyReport, KeyStanding
from models.key_asking import KeyAsker
from ui.connect_form import ConnectForm
from ui.form_fields import show_role
from ui.key_report_pane import KeyReportPane

_WELCOME = "A key shows the real market"
_HOW = (
    "Get one at massive.com: sign in, open the dashboard, choose “API keys”. Its plan decides what it shows: "
    "Advanced and Business have option trades in real time, Developer has them 15 minutes late, Starter and Basic "
    "have none. Without a key Optape shows a simulated market.\n\n"
    "The key goes to the addresses above and nowhere else, and is written into no file and no log."
)
_FOOT = "A test ends other programs’ connection with this key."
_WRONG_PLAN = "This key has no real-time trades: choose Delayed."
_NOT_KEPT = "The key was not kept"
_INSTEAD = "{problem} Press Connect to use the key for this run only, or choose the keyring to try again."


class ConnectDialog(QDialog):
    """Not modal. Enter tests a key that was written and then connects; Esc gives up what is waited for, or closes.

    `chosen` carries a `ConnectionChoice`. A key to be kept is in the keyring by then; one for this run is not kept.
    """

    chosen = Signal(object)

    def __init__(self, asker: KeyAsker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asker = asker
        self._asking: Asking | None = None
        self._looking: Asking | None = None
        self._report: KeyReport | None = None
        self.form = ConnectForm(asker.addresses)
        self.pane = KeyReportPane()
        self.setWindowTitle("Connect to Massive")
        self.resize(600, 560)
        self._build()
        self._start_over()

    def show_choice(self, *, delayed: bool, load_today: bool, fill_gaps: bool) -> None:
        """Show what is chosen now."""
        self.form.show_choice(delayed=delayed, load_today=load_today, fill_gaps=fill_gaps)

    def look(self) -> None:
        """Ask where the key in use comes from, and how the keyring is."""
        self._stop_looking()
        self.form.show_standing(self._asker.known)
        self.form.show_asking()
        self._looking = self._asker.look(self._on_standing)

    def test(self) -> None:
        """Find out what the key that was written can do, or the one in use."""
        if not self.form.check_key():
            return
        self._report = None
        self.pane.show_report(KeyReport())
        self._wait(self._asker.test(self.form.key or None, self.pane.show_report, self._on_report))

    def connect_now(self) -> None:
        """Go on with what the fields say; a key that is to be kept is kept first."""
        choice = self.form.choice()
        if choice is None:
            return
        if choice.key and choice.keep:
            self.pane.show_waiting("Waiting for the system keyring, which may ask to be unlocked …")
            self._wait(self._asker.store(choice.key, partial(self._on_stored, choice)))
        else:
            self._choose(choice)

    def forget(self) -> None:
        """Take the key out of the keyring."""
        self.pane.show_waiting("Waiting for the system keyring, which may ask to be unlocked …")
        self._wait(self._asker.forget(self._on_forgotten))

    def cancel(self) -> None:
        """Give up what is waited for."""
        if self._asking:
            self._asking.cancel()
            self._wait(None)
            self.pane.show_message("Cancelled", "Nothing was changed. Change the key, or press Enter to try again.")

    def reject(self) -> None:
        """Escape: give up what is waited for, otherwise close."""
        if self._asking:
            self.cancel()
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Close, and leave neither a question nor a key behind."""
        self._leave()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close at once, also while something is waited for."""
        self._leave()
        super().closeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the keyring whenever the dialog is opened: it may have been unlocked meanwhile."""
        super().showEvent(event)
        if not event.spontaneous():
            self.look()

    def _build(self) -> None:
        self.test_button, self.cancel_button = QPushButton("&Test"), QPushButton("Cancel")
        self.connect_button = QPushButton("&Connect")
        foot = QLabel(_FOOT)
        show_role(foot, "muted")
        foot.setWordWrap(True)
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 10)
        row.setSpacing(8)
        row.addWidget(foot, 1)
        for button in (self.cancel_button, self.test_button, self.connect_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.form)
        layout.addWidget(self._scrolled(), 1)
        layout.addLayout(row)
        self.test_button.clicked.connect(self.test)
        self.cancel_button.clicked.connect(self.cancel)
        self.connect_button.clicked.connect(self.connect_now)
        self.form.edited.connect(self._start_over)
        self.form.real_time.toggled.connect(self._compare_plan)
        self.form.forget_asked.connect(self.forget)

    def _scrolled(self) -> QWidget:
        """The pane, which scrolls rather than make the dialog grow with what Massive says."""
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setWidget(self.pane)
        return area

    def _start_over(self) -> None:
        """Another key: nothing is known of it."""
        if self._asking:
            self._asking.cancel()
        self._report = None
        self.pane.show_message(_WELCOME, _HOW)
        self._wait(None)

    def _wait(self, asking: Asking | None) -> None:
        """Wait for an answer, or for nothing, and offer what makes sense then."""
        self._asking = asking
        waiting = asking is not None
        self.cancel_button.setVisible(waiting)
        self.test_button.setVisible(not waiting)
        self.connect_button.setEnabled(not waiting)
        tested = self._report is not None or not self.form.key
        (self.connect_button if tested else self.test_button).setDefault(True)

    def _on_standing(self, standing: KeyStanding) -> None:
        self._looking = None
        self.form.show_standing(standing)

    def _on_report(self, report: KeyReport) -> None:
        self._report = report
        self._wait(None)
        self.pane.show_report(report)
        self._compare_plan()

    def _compare_plan(self) -> None:
        report = self._report
        only_delayed = report and report.is_able(KeyAbility.DELAYED) and not report.is_able(KeyAbility.REAL_TIME)
        if only_delayed and self.form.real_time.isChecked():
            self.form.warn_of_plan(_WRONG_PLAN)

    def _on_stored(self, choice: ConnectionChoice, problem: str) -> None:
        self._wait(None)
        if problem:
            self.pane.show_message(_NOT_KEPT, _INSTEAD.format(problem=problem), role="error")
            self.form.run_only.setChecked(True)
            self.connect_button.setDefault(True)
        else:
            self._choose(choice)

    def _on_forgotten(self, problem: str) -> None:
        self._wait(None)
        if problem:
            self.pane.show_message("The key is still in the keyring", problem, role="error")
        else:
            self.pane.show_message("Forgotten", "The key is no longer in the system keyring. This run goes on with it.")
        self.look()

    def _choose(self, choice: ConnectionChoice) -> None:
        self.chosen.emit(choice)
        self.accept()

    def _leave(self) -> None:
        self._stop_looking()
        self.form.forget_key()
        self._start_over()

    def _stop_looking(self) -> None:
        if self._looking:
            self._looking.cancel()
            self._looking = None
