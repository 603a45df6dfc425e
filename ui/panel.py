"""The frame of every panel: a header that says what it shows, in a dock that can be moved, floated and closed."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QWidget

HEADER_PX = 28
LEAST_CONTENT = QSize(240, 120)
"""Below this a panel shows nothing that could be read."""


class ElidedLabel(QLabel):
    """A label that gives way: it shortens its text with an ellipsis rather than ask for room."""

    def __init__(self, text: str = "", role: str = "muted") -> None:
        super().__init__(text)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        """Show a text; it is whole in the tooltip."""
        if text != self.text():
            super().setText(text)
            self.setToolTip(text)

    def show_role(self, role: str) -> None:
        """Take the colour of another role."""
        if role != self.property("role"):
            self.setProperty("role", role)
            self.style().polish(self)

    def minimumSizeHint(self) -> QSize:
        """No room is needed."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()


class PanelHeader(QWidget):
    """Title, what is shown, and on the right the panel's one line of input and its buttons."""

    left = Signal()
    """The line of input is done with: keys go back to the panel."""

    def __init__(self, title: str, hint: str = "", parent: QWidget | None = None) -> None:
        """`hint` is the placeholder of the line of input; without one there is none."""
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEADER_PX)
        self.title = QLabel(title)
        self.title.setProperty("role", "title")
        self.note = ElidedLabel()
        self.edit = QLineEdit(placeholderText=hint, clearButtonEnabled=True)
        self.edit.setVisible(bool(hint))
        self.edit.setAccessibleName(f"{title}, {hint}")
        self.edit.setMaximumWidth(260)
        self.edit.setMinimumWidth(90)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 2, 4, 2)
        self._row.setSpacing(8)
        self._row.addWidget(self.title)
        self._row.addWidget(self.note, 1)
        if hint:
            self._row.addWidget(self.edit, 1)

    def mark(self, problem: str) -> None:
        """Mark what was typed as wrong, and say why; empty: it is right."""
        self.edit.setProperty("invalid", bool(problem))
        self.edit.setToolTip(problem)
        self.edit.setAccessibleDescription(problem)
        self.edit.style().polish(self.edit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what was typed; with nothing typed it goes back to the panel."""
        if event.key() != Qt.Key.Key_Escape or not self.edit.hasFocus():
            super().keyPressEvent(event)
        elif self.edit.text():
            self.edit.clear()
        else:
            self.left.emit()

    def add_button(self, text: str, tip: str, *, before_edit: bool = False) -> QToolButton:
        """A small button on the right, or left of the line of input."""
        button = QToolButton()
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        if before_edit:
            self._row.insertWidget(self._row.indexOf(self.edit), button)
        else:
            self._row.addWidget(button)
        return button


class PanelDock(QDockWidget):
    """A panel in its dock. `name` is what the layout remembers it by."""

    def __init__(
        self, name: str, title: str, header: PanelHeader, content: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent)
        self.setObjectName(name)
        self.setTitleBarWidget(header)
        content.setMinimumSize(LEAST_CONTENT)
        self.setWidget(content)
        self.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetMovable
            | QDockWidget.DockWidgetFeature.DockWidgetFloatable
            | QDockWidget.DockWidgetFeature.DockWidgetClosable
        )
        float_button = header.add_button("↗", f"Float or dock the {title.lower()}")
        float_button.clicked.connect(lambda: self.setFloating(not self.isFloating()))
        close_button = header.add_button("×", f"Close the {title.lower()} (View brings it back)")
        close_button.clicked.connect(self.close)
