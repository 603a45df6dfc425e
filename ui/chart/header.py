"""The line above a chart: what is shown, whether it follows, its choices, and where to go."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from models.time_scale import ms_of_day
from ui import theme
from ui.figure_line import FigureLine, Part
from ui.panel import PanelHeader
from ui.time_bar import TIME_FORMS

TIME_HINT = f"A time of day in the zone that is shown: {TIME_FORMS}"
_NO_TIME = Part("type 9:35 or 09:35:10.250", 0, "error")
_HELD = ("following off – press F", "held")
_OPTIONS, _FOLLOW = ("Options ▾", "▾"), ("Follow", "F")


class _Form(NamedTuple):
    """How much of the header is there: the less, the narrower it can be. `short`: words and buttons are cut short."""

    edit: bool
    short: bool = False
    buttons: bool = True
    title: bool = True
    held: bool = True


_AT_REST = (_Form(edit=True), _Form(edit=False), _Form(edit=False, short=True), _Form(False, short=True, buttons=False))
_IN_USE = (
    _Form(edit=True),
    _Form(edit=True, short=True),
    _Form(edit=True, short=True, buttons=False, held=False),
    _Form(edit=True, short=True, buttons=False, held=False, title=False),
)
"""The roomiest first: while a time is typed its field stays, else the contract's name does."""


class ChartHeader(PanelHeader):
    """Title, state, switches and the field for a time."""

    time_asked = Signal(int)
    """Milliseconds after midnight, in the zone that is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Tick chart", "go to 09:35", parent)
        self._parts: Sequence[Part] = ()
        self._following = True
        self._told: tuple[str, Sequence[Part], bool] | None = None
        self.title.elide_mode = Qt.TextElideMode.ElideMiddle  # strike and right stand at its end
        self.held = QLabel(_HELD[0])
        self.held.setProperty("role", "warn")
        self.held.setToolTip("The chart does not keep up with the newest print: press F")
        self.shown = FigureLine()
        self.shown.setToolTip("Press ? for what the signs mean")
        at = self._row.indexOf(self.note)
        self._row.replaceWidget(self.note, self.shown)
        self._row.setStretch(at, 3)
        self._row.insertWidget(at, self.held)
        self.note.hide()
        self.options = self._button(_OPTIONS[0], "What the chart draws, and how to keep it")
        self.follow = self._button(_FOLLOW[0], "Keep up with the newest print (F)")
        self.follow.setCheckable(True)
        self.edit.returnPressed.connect(self._ask)
        self.edit.textEdited.connect(lambda: self.mark(""))
        self.show_state((), following=True)

    def take_sizes(self) -> None:
        """The field is for a time alone."""
        super().take_sizes()
        self.edit.setMaximumWidth(theme.scaled(130))

    def show_state(self, parts: Sequence[Part], *, following: bool) -> None:
        """Say what is shown, beside the title."""
        self.follow.setChecked(following)
        told = self.title.text(), parts, following
        if told != self._told:
            self._told, self._parts, self._following = told, parts, following
            self._make_room()

    def mark(self, problem: str) -> None:
        """Mark what was typed as wrong, and say how a time is typed; empty: it is right."""
        super().mark(problem)
        self._make_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives the field up."""
        if event.key() == Qt.Key.Key_Escape:
            self.edit.clear()
            self.mark("")
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _make_room(self) -> None:
        """Take the roomiest form that fits."""
        in_use = self.edit.wanted or self._wrong
        self.shown.show_parts((_NO_TIME,) if self._wrong else self._parts)
        forms = _IN_USE if in_use else _AT_REST
        self._take(next((form for form in forms if self._width_of(form) <= self.width()), forms[-1]))

    @property
    def _wrong(self) -> bool:
        return bool(self.edit.property("invalid"))

    def _take(self, form: _Form) -> None:
        self.held.setText(_HELD[form.short])
        self.options.setText(_OPTIONS[form.short])
        self.follow.setText(_FOLLOW[form.short])
        for widget, there in self._there(form):
            widget.setVisible(there)

    def _there(self, form: _Form) -> tuple[tuple[QWidget, bool], ...]:
        return (
            (self.title, form.title),
            (self.held, form.held and not self._following),
            (self.options, form.buttons),
            (self.follow, form.buttons),
            (self.edit, form.edit),
        )

    def _width_of(self, form: _Form) -> int:
        """What a form needs for everything in it to be read; what is said beside the title gives way by itself."""
        there = dict(self._there(form))
        items = (self._row.itemAt(n) for n in range(self._row.count()))
        widgets = [widget for item in items if item and (widget := item.widget()) and widget is not self.shown]
        widths = [self._width_in(widget, form) for widget in widgets if there.get(widget, True)]
        said = self.shown.sizeHint().width() if self._wrong else 0
        edges = self._row.contentsMargins()
        return edges.left() + edges.right() + sum(widths) + said + len(widths) * self._row.spacing()

    def _width_in(self, widget: QWidget, form: _Form) -> int:
        if widget is self.edit:
            return widget.minimumWidth()
        width = widget.sizeHint().width()
        for there, texts in ((self.held, _HELD), (self.options, _OPTIONS), (self.follow, _FOLLOW)):
            if widget is there:
                width += widget.fontMetrics().horizontalAdvance(texts[form.short])
                width -= widget.fontMetrics().horizontalAdvance(there.text())
        return width

    def _button(self, text: str, tip: str) -> QToolButton:
        button = self.add_button(text, tip, before_edit=True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _ask(self) -> None:
        asked = ms_of_day(self.edit.text())
        self.mark(TIME_HINT if asked is None else "")
        if asked is not None:
            self.time_asked.emit(asked)
            self.left.emit()
