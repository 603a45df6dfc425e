"""The fields of one highlight rule. What is wrong is marked at its word and said below."""

from dataclasses import replace

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from models.filtering.text import HINT, FilterTextError
from models.highlights import Rule, Tint, rule_filter
from models.market import Market
from ui import theme
from ui.filter_edit import FilterEdit
from ui.filter_history import FilterHistory
from ui.filter_offers import FilterOffers
from ui.form_fields import mark_field, show_box, show_role

_ICON = QSize(26, 14)
_BAR_PX = 3
_NO_NAME = "A rule needs a name: it is told in tooltips."


class RuleForm(QWidget):
    """`rule`: what the fields say, which is the last right rule while something is wrong."""

    changed = Signal()
    """The user changed a field: `rule` or `problem` is another."""

    def __init__(self, market: Market, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rule, self.problem = Rule("", ""), ""
        self._venues = market.venues
        self.name, self.edit = QLineEdit(), FilterEdit(FilterOffers(market), FilterHistory())
        self.tint, self.bold, self.on = QComboBox(), QCheckBox("&Bold: what the filter asks about"), QCheckBox("&On")
        self._said = QLabel()
        self._build()
        theme.changed.connect(self._paint_icons)

    def show_rule(self, rule: Rule | None) -> None:
        """Show a rule; none: nothing can be edited."""
        self.setEnabled(rule is not None)
        if rule == self.rule:  # what was written wrongly stays to be mended
            return
        self.rule = rule or Rule("", "")
        widgets = (self.name, self.edit, self.tint, self.bold, self.on)
        for widget in widgets:
            widget.blockSignals(True)
        self.name.setText(self.rule.name)
        self.edit.setText(self.rule.text)
        self.tint.setCurrentIndex(self.tint.findData(self.rule.tint))
        self.bold.setChecked(self.rule.bold)
        self.on.setChecked(self.rule.on)
        for widget in widgets:
            widget.blockSignals(False)
        self.edit.update()
        self._judge()

    def show_problem(self) -> None:
        """Go to what is wrong."""
        (self.edit if self.name.text().strip() else self.name).setFocus()

    def _build(self) -> None:
        self.edit.setPlaceholderText(HINT)
        self.edit.setAccessibleName(f"Trades that the rule marks, {HINT}")
        self.tint.setIconSize(_ICON)
        for tint in Tint:
            self.tint.addItem(tint.value.capitalize(), tint)
        self._paint_icons()
        for box in (self.bold, self.on):
            show_box(box)
        self._said.setWordWrap(True)
        show_role(self._said, "error")
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(7)
        for text, field in (("&Name", self.name), ("&Filter", self.edit), ("&Colour", self.tint)):
            form.addRow(text, field)
        form.addRow("", self.bold)
        form.addRow("", self.on)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self._said)
        column.addStretch()
        self.name.textChanged.connect(self._read)
        self.edit.textChanged.connect(self._read)
        for signal in (self.tint.currentIndexChanged, self.bold.toggled, self.on.toggled):
            signal.connect(self._read)

    def _read(self) -> None:
        """Take what the fields say; a wrong name or filter stays as it was."""
        self._judge()
        tint = Tint(self.tint.currentData())  # Qt gives back the plain text of it
        self.rule = replace(self.rule, tint=tint, bold=self.bold.isChecked(), on=self.on.isChecked())
        if not self.problem:
            self.rule = replace(self.rule, name=self.name.text().strip(), text=self.edit.text().strip())
        self.changed.emit()

    def _judge(self) -> None:
        """Say what is wrong with name or filter, at the field and below."""
        unnamed = _NO_NAME if self.isEnabled() and not self.name.text().strip() else ""
        mark_field(self.name, unnamed)
        self.edit.mark("")
        self.problem = unnamed
        if self.isEnabled():
            try:
                rule_filter(replace(self.rule, text=self.edit.text()), self._venues)
            except FilterTextError as error:
                self.problem = str(error)
                self.edit.mark(self.problem, error.start, error.end)
        self._said.setText(self.problem)

    def _paint_icons(self) -> None:
        for at, tint in enumerate(Tint):
            self.tint.setItemIcon(at, _swatch(tint, self.devicePixelRatioF()))


def _swatch(tint: Tint, ratio: float) -> QIcon:
    """A piece of a row in that tint."""
    pixmap = QPixmap(_ICON * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(theme.ink(tint.token or "surface"))
    painter = QPainter(pixmap)
    if tint.token:
        painter.fillRect(0, 0, _BAR_PX, _ICON.height(), theme.ink(f"{tint.token}_bar"))
    painter.setPen(theme.ink("handle_hover"))
    painter.drawRect(0, 0, _ICON.width() - 1, _ICON.height() - 1)
    painter.end()
    return QIcon(pixmap)
