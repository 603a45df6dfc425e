"""The line above a chart: what is shown, whether it follows, and where to go."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from models.eastern_scale import ms_of_day
from ui.panel import PanelHeader

_SHAPES = {
    "line": "single-leg prints that move last, each price until the next; a dot for each where there is room",
    "○": "multi-leg or stock-tied: moves last, but its price is a leg of a package",
    "□": "counts towards volume, moves no price",
    "◇": "late: counts for nothing",
    "⊗": "cancelled; a small × is the cancel itself",
    "bars": "contracts that count towards volume",
    "shaded": "the stream was interrupted; the line is dashed where trades are missing",
}
_KEYS = (
    "drag or ← → pan · wheel or + − zoom · Home, double click: the day · End: keep up at this width",
    "F following on, off · A all prints or the line alone · G go to a time",
    "comma, full stop: choose the print before, after · Esc lets go of it",
)
LEGEND = (
    "<table>"
    + "".join(f"<tr><td>{sign}&nbsp;</td><td>{text}</td></tr>" for sign, text in _SHAPES.items())
    + "</table><p>"
    + "<br>".join(_KEYS)
    + "</p>"
)
TIME_HINT = "A time of day in New York: 9:35, 09:35:10 or 09:35:10.250"


class ChartHeader(PanelHeader):
    """Title, state, switches and the field for a time."""

    time_asked = Signal(int)
    """Milliseconds after midnight, Eastern."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Tick chart", "go to time: 09:35", parent)
        self.held = QLabel("following off – press F")
        self.held.setProperty("role", "warn")
        self._row.insertWidget(1, self.held)
        self.all_prints = self._switch("All prints", "Show packages, late and cancelled prints beside the line (A)")
        self.follow = self._switch("Follow", "Keep up with the newest print (F)")
        self.edit.setMaximumWidth(170)
        self.edit.returnPressed.connect(self._ask)
        self.edit.textEdited.connect(lambda: self._show_invalid(invalid=False))
        self.show_state("", following=True, all_prints=True)

    def show_state(self, note: str, *, following: bool, all_prints: bool) -> None:
        """Say what is shown, beside the title."""
        self.note.setText(note)
        self.note.setToolTip(LEGEND)
        self.held.setVisible(not following)
        self.follow.setChecked(following)
        self.all_prints.setChecked(all_prints)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives the field up."""
        if event.key() == Qt.Key.Key_Escape:
            self.edit.clear()
            self._show_invalid(invalid=False)
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _switch(self, text: str, tip: str) -> QToolButton:
        button = self.add_button(text, tip, before_edit=True)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _ask(self) -> None:
        asked = ms_of_day(self.edit.text())
        self._show_invalid(invalid=asked is None)
        if asked is not None:
            self.time_asked.emit(asked)
            self.left.emit()

    def _show_invalid(self, *, invalid: bool) -> None:
        self.edit.setToolTip(TIME_HINT if invalid else "")
        self.edit.setProperty("invalid", invalid)
        self.edit.style().polish(self.edit)
