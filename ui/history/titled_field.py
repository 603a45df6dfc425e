"""A field of a form with its title and small buttons above, and a hint below."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui import theme
from ui.form_fields import show_role

_HEAD_PX = 24
"""Titles with and without buttons are of one height."""


class TitledField(QWidget):
    """`field` is as wide as the column; buttons stand at the right of the title."""

    def __init__(self, title: str, field: QWidget, *buttons: QWidget) -> None:
        """`title`: with the mark of its letter; empty: none."""
        super().__init__()
        self.field = field
        self.name = title.replace("&", "").partition(" (")[0]
        self._title, self._hint = QLabel(title), QLabel()
        self._title.setBuddy(field)
        field.setAccessibleName(self.name or field.accessibleName())
        for text in (self._title, self._hint):
            show_role(text, "muted")
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._title)
        head.addStretch(1)
        for button in buttons:
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(field)
        column.addWidget(self._hint)
        theme.follow(self._take_size)

    def say(self, hint: str, tip: str = "") -> None:
        """Say something below the field, with more of it for who points there."""
        self._hint.setText(hint)
        self._hint.setToolTip(tip)

    def _take_size(self) -> None:
        self._title.setMinimumHeight(theme.scaled(_HEAD_PX))
