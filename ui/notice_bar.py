"""The thin bar under the menu: the notice that matters most now, and how many more stand behind it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from models.notices import Level, Notice, Notices
from ui import theme
from ui.panel import ElidedLabel

_SIGN = {Level.ERROR: "✕", Level.WARN: "!", Level.INFO: "i"}


class NoticeBar(QWidget):
    """Hidden while nothing stands. Errors come first, then what is newest: often the answer to what was just done.

    Dismissing shows the next one; the button that counts the others turns to them. `act` does what the notice offers:
    the button does it, and a menu that takes it up.
    """

    def __init__(self, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notices = notices
        self._standing: list[Notice] = []
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sign, self._text = QLabel(), ElidedLabel(role="")
        self.act = QAction("Do what the &notice offers", self)
        self.act.setShortcut(QKeySequence("F8"))
        self.act.triggered.connect(self._act)
        self._remedy = _button("Do what the notice offers", self._act)
        self._remedy.setProperty("role", "remedy")
        self._more = _button("Show the next notice", self._turn)
        close = _button("Dismiss this notice", self._dismiss)
        close.setText("×")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 4, 0)
        row.setSpacing(8)
        for widget, stretch in ((self._sign, 0), (self._text, 1), (self._remedy, 0), (self._more, 0), (close, 0)):
            row.addWidget(widget, stretch)
        theme.follow(self._take_sizes)
        notices.observe(self._sort)
        self._sort()

    @property
    def text(self) -> str:
        """What is shown; empty when nothing stands."""
        return self._standing[0].text if self._standing else ""

    def _take_sizes(self) -> None:
        self.setFixedHeight(theme.scaled(26))

    def _sort(self) -> None:
        newest_first = list(self._notices)[::-1]
        self._standing = sorted(newest_first, key=lambda notice: notice.level is not Level.ERROR)
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._standing))
        self._offer()
        if not self._standing:
            return
        shown, others = self._standing[0], self._standing[1:]
        self._sign.setText(_SIGN[shown.level])
        self._text.setText(shown.text.replace("\n", " · "))
        self._text.setToolTip(shown.text)
        self._text.setAccessibleName(f"{shown.level}: {shown.text}")
        self._more.setVisible(bool(others))
        self._more.setText(f"+{len(others)} more")
        self._more.setToolTip("\n".join(notice.text for notice in others))
        for widget, part in ((self, "notice"), (self._sign, "sign")):
            widget.setProperty("role", f"{part}-{shown.level}")
            widget.style().polish(widget)

    def _offer(self) -> None:
        """Let button and key do what the shown notice offers, if it offers anything."""
        remedy = self._standing[0].remedy if self._standing else None
        self.act.setEnabled(remedy is not None)
        self._remedy.setVisible(remedy is not None)
        if remedy is not None:
            self._remedy.setText(remedy.label)
            self._remedy.setToolTip(f"{remedy.label} ({self.act.shortcut().toString()})")
            self._remedy.setAccessibleName(remedy.label)

    def _act(self) -> None:
        if self._standing and (remedy := self._standing[0].remedy):
            remedy.call()

    def _turn(self) -> None:
        self._standing.append(self._standing.pop(0))
        self._show()

    def _dismiss(self) -> None:
        if self._standing:
            self._notices.clear(self._standing[0].key)


def _button(name: str, clicked: Callable[[], None]) -> QToolButton:
    button = QToolButton()
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.clicked.connect(clicked)
    return button
