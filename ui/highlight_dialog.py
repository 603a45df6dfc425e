"""The dialog of the highlight rules: a list, the fields of one rule, and the trades that it fits."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from models.figures import count_text, several
from models.filtering.tape_filter import TapeFilter
from models.filtering.text import FilterTextError
from models.highlights import SHIPPED, Rule, Tint, changed, free_name, moved, rule_filter
from models.market import Market
from models.qt.tape_model import TapeModel
from ui import theme
from ui.form_fields import show_role
from ui.rule_form import RuleForm
from ui.rule_table import RuleTable
from ui.tape_table import TapeTable

_HOW = "The first rule with a colour that fits a trade gives its row that colour; each rule that fits may make it bold."
_HINTS = {
    "add": "Add a rule below this one (Ins)",
    "remove": "Remove this rule (Del)",
    "up": "Let it come before the rule above (Alt+Up)",
    "down": "Let it come after the rule below (Alt+Down)",
    "restore": "Have the rules as Optape brings them; rules of your own come behind them",
}
_NEW = Rule("New rule", "size>=500", Tint.GREEN)
_NONE = TapeFilter(tickers=frozenset())
_LOOKING = "Looking through the tape for trades that fit …"
_NO_TRADE = "No trade in memory fits this rule yet."
_LOOK_MS = 500
_SIZE = (1020, 620)
_PREVIEW_ROWS = 7


class HighlightDialog(QDialog):
    """What is changed is seen on the tapes at once; OK keeps it, Cancel and Esc take it back."""

    said = Signal(str, bool)
    """Something to know after the rules were kept, and whether it is a problem."""

    def __init__(self, market: Market, show_now: Callable[[], None], parent: QWidget | None = None) -> None:
        """`show_now`: brings every tape up to date."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Highlight rules")
        theme.open_at(self, *map(theme.scaled, _SIZE))
        self._market, self._book, self._show_now = market, market.highlights, show_now
        self._before = self._book.rules
        self.table, self.form = RuleTable(), RuleForm(market)
        self.model = TapeModel(market, self)
        self.preview = TapeTable(self.model)
        self._count, self._problem = QLabel(), QLabel()
        self._box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons = {
            "add": QPushButton("&Add"),
            "remove": QPushButton("&Remove"),
            "up": QPushButton("Move &up"),
            "down": QPushButton("Move &down"),
            "restore": QPushButton("Restore &shipped"),
        }
        self._build()
        self._connect()
        self._show(0)
        self.table.setFocus()

    @property
    def problem(self) -> str:
        """Why the rules could not be kept; empty while they could."""
        return self._problem.text()

    @property
    def found(self) -> str:
        """How many trades fit the chosen rule, in words."""
        return self._count.text()

    def done(self, result: int) -> None:
        """Keep the rules, or take back what was changed."""
        if result == QDialog.DialogCode.Accepted:
            if not self._keep():
                return
        else:
            self._put(self._before)
        super().done(result)

    def _build(self) -> None:
        how = QLabel(_HOW)
        show_role(how, "muted")
        show_role(self._problem, "error")
        for label in (how, self._problem):
            label.setWordWrap(True)
        self._problem.hide()
        self.preview.setAccessibleName("Trades in memory that fit the rule, newest first")
        self.preview.setFixedHeight(self._preview_px())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(9)
        column.addWidget(how)
        column.addLayout(self._sides(), 1)
        for widget in (self._count, self.preview, self._problem, self._box):
            column.addWidget(widget)

    def _sides(self) -> QHBoxLayout:
        """The list with what can be done to it, and beside it the fields of the chosen rule."""
        actions = QHBoxLayout()
        for name, button in self.buttons.items():
            button.setAutoDefault(False)
            button.setToolTip(_HINTS[name])
            actions.addWidget(button)
        actions.addStretch()
        left, sides = QVBoxLayout(), QHBoxLayout()
        left.addWidget(self.table, 1)
        left.addLayout(actions)
        sides.setSpacing(16)
        sides.addLayout(left, 3)
        sides.addWidget(self.form, 2)
        return sides

    def _preview_px(self) -> int:
        rows = _PREVIEW_ROWS * self.preview.verticalHeader().defaultSectionSize()
        return rows + self.preview.horizontalHeader().height()

    def _connect(self) -> None:
        self.table.chosen.connect(self._choose)
        self.table.asked.connect(self._do)
        self.form.changed.connect(self._edited)
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _checked, name=name: self._do(name))
        self._box.accepted.connect(self.accept)
        self._box.rejected.connect(self.reject)
        self.model.looked_further.connect(self._say)
        look = QTimer(self)
        look.timeout.connect(self._look)
        look.start(_LOOK_MS)

    def _do(self, name: str) -> None:
        """What a key or a button asks for."""
        rules, place = self._book.rules, self.table.place
        if name == "add":
            added = changed((_NEW,), 0, name=free_name(_NEW.name, rules))
            self._put((*rules[: place + 1], *added, *rules[place + 1 :]), place + 1)
            self.form.name.setFocus()
            self.form.name.selectAll()
        elif name == "restore":
            known = {rule.name for rule in SHIPPED}
            self._put((*SHIPPED, *(rule for rule in rules if rule.name not in known)))
        elif place >= 0:
            self._do_to(rules, place, name)

    def _do_to(self, rules: Sequence[Rule], place: int, name: str) -> None:
        if name == "toggle":
            self._put(changed(rules, place, on=not rules[place].on), place)
        elif name == "remove":
            self._put((*rules[:place], *rules[place + 1 :]), place)
        elif name == "edit":
            self.form.edit.setFocus()
        else:
            step = -1 if name == "up" else 1
            self._put(moved(rules, place, step), max(0, min(place + step, len(rules) - 1)))

    def _edited(self) -> None:
        place = self.table.place
        if place >= 0:
            self._put(tuple(self.form.rule if at == place else rule for at, rule in enumerate(self._book.rules)), place)

    def _put(self, rules: Sequence[Rule], place: int = 0) -> None:
        """Let other rules hold, here and on the tapes."""
        self._book.put(rules)
        self._show_now()
        self._show(place)

    def _show(self, place: int) -> None:
        self.table.show_rules(self._book.rules, place)
        self._choose(self.table.place)

    def _choose(self, place: int) -> None:
        rules = self._book.rules
        rule = rules[place] if 0 <= place < len(rules) else None
        self.form.show_rule(rule)
        for name, able in (("remove", rule), ("up", place > 0), ("down", rule and place < len(rules) - 1)):
            self.buttons[name].setEnabled(bool(able))
        self._preview_of(rule)

    def _preview_of(self, rule: Rule | None) -> None:
        wanted = _NONE
        if rule:
            with suppress(FilterTextError):  # the form says it
                wanted = rule_filter(rule, self._market.venues)
        if wanted != self.model.filter:
            self.model.set_filter(wanted)
            self.preview.start_anew()
        self._look()

    def _look(self) -> None:
        """Show what came since."""
        self.model.advance()
        self._say()

    def _say(self) -> None:
        more = "+, still looking," if self.model.behind else ""
        trades = several(len(self._market.tape), "trade")
        self._count.setText(f"{count_text(self.model.trades)}{more} of {trades} in memory")
        self.preview.empty_text = _LOOKING if self.model.behind else _NO_TRADE

    def _keep(self) -> bool:
        """Write the rules down; False, and why, where that cannot be done."""
        if self.form.problem:
            self.form.show_problem()
            return False
        try:
            kept = self._book.save()
        except OSError as error:
            self._problem.setText(f"The rules could not be kept: {error}. Cancel takes back what was changed.")
            self._problem.show()
            return False
        if kept:
            self.said.emit(f"The highlight rules that could not be read are kept as {kept}.", False)
        return True
