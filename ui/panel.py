"""The frame of every panel: a header that says what it shows, in a dock that can be moved, floated and closed."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFocusEvent, QKeyEvent, QMoveEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from ui import theme
from ui.form_fields import mark_field, show_role
from ui.solid_bar import SolidBar
from ui.yielding_button import YieldingButton

HEADER_PX = 28
"""At the standard size of text."""
LEAST_CONTENT = QSize(240, 120)
"""Below this a panel shows nothing that could be read."""


class ElidedLabel(QLabel):
    """A label that gives way: it shortens its text with an ellipsis rather than ask for room.

    It keeps the text itself: a `QLabel` has the whole window laid out anew for each new one, thirty times a second.
    """

    def __init__(self, text: str = "", role: str = "muted") -> None:
        super().__init__()
        self._shown = ""
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.elide_mode = Qt.TextElideMode.ElideRight
        self.setText(text)

    def text(self) -> str:
        """The whole text."""
        return self._shown

    def setText(self, text: str) -> None:
        """Show a text; it is whole in the tooltip, and for screen readers."""
        if text == self._shown:
            return
        self._shown = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.update()
        if self.sizePolicy().horizontalPolicy() is not QSizePolicy.Policy.Ignored:
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for the whole text, where that is asked for."""
        return QSize(self.fontMetrics().horizontalAdvance(self._shown) + 1, super().sizeHint().height())

    @property
    def is_whole(self) -> bool:
        """Whether there is room for the whole text."""
        return self.fontMetrics().horizontalAdvance(self.text()) <= self.width()

    def show_role(self, role: str) -> None:
        """Take the colour of another role."""
        show_role(self, role)

    def minimumSizeHint(self) -> QSize:
        """No room is needed."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        text = self.fontMetrics().elidedText(self._shown, self.elide_mode, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()


class YieldingEdit(QLineEdit):
    """A line of input that may be hidden for want of room: given the keys, it is there again."""

    def __init__(self, hint: str, parent: QWidget) -> None:
        super().__init__(parent, placeholderText=hint, clearButtonEnabled=True)
        self.wanted = False
        """Whether it has the keys, or is about to: room is to be made for it."""

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Take the keys."""
        self.wanted = True
        self.show()
        super().setFocus(reason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The header makes room."""
        self.wanted = True
        super().focusInEvent(event)
        self.updateGeometry()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Not needed any more, unless the keys are soon back: the header looks whether there is room."""
        super().focusOutEvent(event)
        self.wanted = event.reason() in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
        self.updateGeometry()


class PanelHeader(SolidBar):
    """Title, what is shown, and on the right the panel's one line of input and its buttons."""

    left = Signal()
    """The line of input is done with: keys go back to the panel."""

    def __init__(self, title: str, hint: str = "", parent: QWidget | None = None) -> None:
        """`hint` is the placeholder of the line of input; without one there is none."""
        super().__init__("bar", parent)
        self.title = ElidedLabel(title, "title")
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.note = ElidedLabel()
        self.edit = YieldingEdit(hint, self)
        self.edit.setAccessibleName(f"{title}, {hint}")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 2, 4, 2)
        self._row.setSpacing(8)
        self._row.addWidget(self.title)
        self._row.addWidget(self.note, 1)
        if hint:
            self._row.addWidget(self.edit, 1)
        else:
            self.edit.hide()
        theme.follow(self.take_sizes)

    def take_sizes(self) -> None:
        """Be as high and wide as the text asks for."""
        self.setFixedHeight(theme.scaled(HEADER_PX))
        self.edit.setMinimumWidth(theme.scaled(90))
        self.edit.setMaximumWidth(theme.scaled(260))

    def minimumSizeHint(self) -> QSize:
        """Room for what must stay: a dock asks this of its title, and would grow with every button."""
        return QSize(LEAST_CONTENT.width(), theme.scaled(HEADER_PX))

    def event(self, event: QEvent) -> bool:
        """In a narrow panel the line of input gives way to the title while it is not used."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and self._row.indexOf(self.edit) >= 0:
            self._make_room()
        return super().event(event)

    def _make_room(self) -> None:
        least = self._row.minimumSize().width() + self.title.sizeHint().width()
        of_edit = self.edit.minimumWidth() + self._row.spacing()
        shown = not self.edit.isHidden()
        if shown and least > self.width() and not self.edit.wanted and not self.edit.text():
            self.edit.hide()
        elif not shown and least + of_edit <= self.width():
            self.edit.show()

    def mark(self, problem: str) -> None:
        """Mark what was typed as wrong, and say why; empty: it is right."""
        mark_field(self.edit, problem)
        self.edit.setToolTip(problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what was typed; with nothing typed it goes back to the panel."""
        if event.key() != Qt.Key.Key_Escape or not self.edit.hasFocus():
            super().keyPressEvent(event)
        elif self.edit.text():
            self.edit.clear()
        else:
            self.left.emit()

    def lead(self, widget: QWidget) -> None:
        """Put a widget before the title."""
        self._row.insertWidget(0, widget)

    def add_button(self, text: str, tip: str, *, before_edit: bool = False) -> YieldingButton:
        """A small button on the right, or left of the line of input."""
        button = YieldingButton()
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        if before_edit:
            self._row.insertWidget(self._row.indexOf(self.edit), button)
        else:
            self._row.addWidget(button)
        return button


class PanelDock(QDockWidget):
    """A panel in its dock. `name` is what the layout remembers it by.

    What stands behind another tab is hidden, so that it knows that it need not draw.
    """

    closed = Signal()
    keys_left = Signal()
    """It is about to be closed with the keys, which are to go elsewhere."""

    def __init__(
        self, name: str, title: str, header: PanelHeader, content: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent)
        self.setObjectName(name)
        self.setTitleBarWidget(header)
        content.setMinimumSize(LEAST_CONTENT)
        policy = content.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # else the dock shrinks to its title when another tab is chosen
        content.setSizePolicy(policy)
        self.setWidget(content)
        self.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetMovable
            | QDockWidget.DockWidgetFeature.DockWidgetFloatable
            | QDockWidget.DockWidgetFeature.DockWidgetClosable
        )
        self.topLevelChanged.connect(self._hide_behind_tab)
        self.topLevelChanged.connect(self._keep_keys)
        self.toggleViewAction().triggered.connect(self._come_forward)
        float_button = header.add_button("↗", f"Float or dock the {title.lower()}")
        float_button.clicked.connect(lambda: self.setFloating(not self.isFloating()))
        self.close_button = header.add_button("×", f"Close the {title.lower()} (View brings it back)")
        self.close_button.clicked.connect(self.close)

    def moveEvent(self, event: QMoveEvent) -> None:
        """It may have gone behind another tab, or come from there."""
        super().moveEvent(event)
        self._hide_behind_tab()

    def _hide_behind_tab(self) -> None:
        """Qt moves a dock behind a tab out of the window and leaves it visible; its signal of that is not reliable."""
        place = self.geometry()
        self.widget().setVisible(self.isFloating() or (place.right() >= 0 and place.bottom() >= 0))

    def _keep_keys(self, floats: bool) -> None:
        """A window of its own would give the keys to its line of input, where they would be typed."""
        if floats:
            self.widget().setFocus()

    def _come_forward(self) -> None:
        """Brought back by the menu, it is to be seen, whatever tab was in front."""
        if self.isVisible():
            self.raise_()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Its dialogs go with it. Tell the window, which may have no more use for it."""
        super().closeEvent(event)
        self.close_dialogs()
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self.keys_left.emit()
        self.closed.emit()

    def close_dialogs(self) -> None:
        """Close what was opened from this panel: it would stand there with nothing behind it."""
        for dialog in self.findChildren(QDialog):
            dialog.close()
