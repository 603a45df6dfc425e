"""The line above a chart: what is shown, whether it follows, its choices, and where to go."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from models.time_scale import ms_of_day
from ui.chart_legend import legend_text
from ui.figure_line import FigureLine, Part
from ui.panel import PanelHeader

TIME_HINT = "A time of day in the zone that is shown: 9:35, 09:35:10 or 09:35:10.250"


class ChartHeader(PanelHeader):
    """Title, state, switches and the field for a time."""

    time_asked = Signal(int)
    """Milliseconds after midnight, in the zone that is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Tick chart", "go to 09:35", parent)
        self.held = QLabel("following off – press F")
        self.held.setProperty("role", "warn")
        self.shown = FigureLine()
        self.shown.setToolTip(legend_text())
        at = self._row.indexOf(self.note)
        self._row.replaceWidget(self.note, self.shown)
        self._row.setStretch(at, 3)
        self._row.insertWidget(at, self.held)
        self.note.hide()
        self.options = self._button("Options ▾", "What the chart draws, and how to keep it")
        self.follow = self._button("Follow", "Keep up with the newest print (F)")
        self.follow.setCheckable(True)
        self.edit.setMaximumWidth(130)
        self.edit.returnPressed.connect(self._ask)
        self.edit.textEdited.connect(lambda: self._show_invalid(invalid=False))
        self.show_state((), following=True)

    def show_state(self, parts: Sequence[Part], *, following: bool) -> None:
        """Say what is shown, beside the title."""
        self.shown.show_parts(parts)
        self.held.setVisible(not following)
        self.follow.setChecked(following)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives the field up."""
        if event.key() == Qt.Key.Key_Escape:
            self.edit.clear()
            self._show_invalid(invalid=False)
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _button(self, text: str, tip: str) -> QToolButton:
        button = self.add_button(text, tip, before_edit=True)
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
