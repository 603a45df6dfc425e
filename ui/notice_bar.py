"""The thin bar under the menu: the notice that matters most now, and how many more stand behind it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from models.notices import Level, Notice, Notices
from ui.panel import ElidedLabel

_RANK = {Level.ERROR: 0, Level.WARN: 1, Level.INFO: 2}
_SIGN = {Level.ERROR: "✕", Level.WARN: "!", Level.INFO: "i"}


class NoticeBar(QWidget):
    """Hidden while nothing stands. Dismissing shows the next one."""

    def __init__(self, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notices = notices
        self._shown: Notice | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(26)
        self._sign, self._text, self._more = QLabel(), ElidedLabel(role=""), QLabel()
        close = QToolButton()
        close.setText("×")
        close.setToolTip("Dismiss this notice")
        close.setAccessibleName("Dismiss this notice")
        close.clicked.connect(self._dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 4, 0)
        row.setSpacing(8)
        for widget, stretch in ((self._sign, 0), (self._text, 1), (self._more, 0), (close, 0)):
            row.addWidget(widget, stretch)
        notices.observe(self._show)
        self._show()

    @property
    def text(self) -> str:
        """What is shown; empty when nothing stands."""
        return self._shown.text if self._shown else ""

    def _show(self) -> None:
        standing = sorted(self._notices, key=lambda notice: _RANK[notice.level])
        self._shown = standing[0] if standing else None
        self.setVisible(bool(standing))
        if self._shown:
            self.setProperty("role", f"notice-{self._shown.level}")
            self._sign.setText(_SIGN[self._shown.level])
            self._text.setText(self._shown.text.replace("\n", " · "))
            self._text.setToolTip(self._shown.text)
            self._more.setText(f"+{len(standing) - 1} more" if len(standing) > 1 else "")
            for widget in (self, self._sign, self._text, self._more):
                widget.style().polish(widget)

    def _dismiss(self) -> None:
        if self._shown:
            self._notices.clear(self._shown.key)
