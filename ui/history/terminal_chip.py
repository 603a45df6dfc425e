"""The chip that says which terminal is asked and how it is; a click chooses another."""

from PySide6.QtWidgets import QToolButton, QWidget

from models.history.terminal import TerminalState, TerminalStatus
from ui.form_fields import show_role

KEY = "Alt+M"
_S = TerminalState
_MARKS = {
    _S.CONNECTED: ("✓", "good"),
    _S.STARTING: ("…", "warn"),
    _S.DISCONNECTED: ("!", "warn"),
    _S.FIGHTING: ("!", "warn"),
    _S.UNVERIFIED: ("!", "warn"),
    _S.SILENT: ("!", "warn"),
}
"""A sign and the role of each state; of any other it is a cross."""
_LOOKING = "… Looking for the Theta Terminal"
_CHANGE = f"Click to choose a terminal, or how it is asked ({KEY})"


class TerminalChip(QToolButton):
    """State by sign, word and colour; what can be done about it for who points there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say(_LOOKING, "warn", "")

    def show_status(self, status: TerminalStatus) -> None:
        """Show how the terminal is."""
        self._say(f"{state_text(status)}", _sign(status)[1], advice_text(status))

    def _say(self, text: str, role: str, advice: str) -> None:
        show_role(self, f"terminal-{role}")
        if text != self.text():
            self.setText(text)
            self.setShortcut(KEY)  # goes with the text
        self.setToolTip("\n\n".join(filter(None, (advice, _CHANGE))))
        self.setAccessibleName(f"Terminal: {text[2:]}")
        self.setAccessibleDescription(advice)


def state_text(status: TerminalStatus) -> str:
    """`✓ Theta Terminal v2 (127.0.0.1:25510) connected`."""
    return f"{_sign(status)[0]} {status.title} {status.state}"


def advice_text(status: TerminalStatus) -> str:
    """What the user can do, and which other terminal is passed over."""
    beside = f"{status.beside}: it is not asked." if status.beside else ""
    return "\n".join(filter(None, (status.advice, beside)))


def _sign(status: TerminalStatus) -> tuple[str, str]:
    return _MARKS.get(status.state, ("✕", "bad"))
