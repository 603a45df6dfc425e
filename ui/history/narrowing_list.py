"""A list to choose lines from, with a line above it to narrow it, and words in its place while there is nothing."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.form_fields import show_role

K = TypeVar("K", bound=Hashable)
_Flag = QItemSelectionModel.SelectionFlag


class NarrowingList(QWidget, Generic[K]):
    """Several lines are chosen with Shift and Ctrl, or Ctrl+A: all that are seen. What is chosen stays chosen while it
    is narrowed out of sight."""

    changed = Signal()
    """Other lines are chosen than before."""
    retry = Signal()
    """What failed is to be tried again."""
    entered = Signal()
    """The lines that are chosen are the right ones."""

    def __init__(self, title: str, hint: str, text: Callable[[K], str], fits: Callable[[K, str], bool]) -> None:
        """`title`: with the mark of its letter; `hint`: what may be written above; `text`: the line of a key; `fits`:
        whether words mean a key."""
        super().__init__()
        self._fits, self._keys = fits, tuple[K, ...]()
        self._chosen: set[K] = set()
        self._place: K | None = None
        name = title.replace("&", "")
        self._title, self.search, self._lines = QLabel(title), _Search(), _Lines(text)
        self.view = _View(self._lines, name)
        self._title.setBuddy(self.search)
        show_role(self._title, "muted")
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(f"Narrow {name.lower()}")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._words_page())
        self._pages.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for widget in (self._title, self.search, self._pages):
            column.addWidget(widget)
        self.search.textChanged.connect(self._narrow)
        self.search.left.connect(self.view.enter)
        self.view.selectionModel().selectionChanged.connect(self._take)
        self.view.activated.connect(self._enter)

    def say(self, text: str, *, is_problem: bool = False) -> None:
        """Show words in place of the lines, which are forgotten; of a problem, with a button to try again."""
        self._keys = ()
        self._narrow()
        self._say(text, is_problem=is_problem)

    def show_keys(self, keys: Iterable[K], chosen: Iterable[K] = ()) -> None:
        """Show these lines, of which some are chosen already; nobody is told of that."""
        self._keys, self._chosen, self._place = tuple(keys), set(chosen), None
        self._narrow()

    def chosen(self) -> list[K]:
        """The keys of the chosen lines, in their order."""
        return [key for key in self._keys if key in self._chosen]

    def stand_at(self, key: K) -> None:
        """Let a line be in sight, and the keys begin there; also when it was narrowed out of sight and is back."""
        self._place = key
        if key in self._lines.keys:
            self.view.stand_at(self._lines.keys.index(key))

    def _narrow(self, _text: str = "") -> None:
        words = self.search.text()
        shown = [key for key in self._keys if self._fits(key, words)] if words.strip() else self._keys
        self.view.selectionModel().blockSignals(True)
        self._lines.show_keys(shown)
        rows = [row for row, key in enumerate(shown) if key in self._chosen]
        self.view.select(rows)
        self.view.selectionModel().blockSignals(False)
        self._pages.setCurrentIndex(1)
        if self._place is not None and not rows:
            self.stand_at(self._place)
        if self._keys and not shown:
            self._say(f"Nothing here fits “{words}”.")

    def _say(self, text: str, *, is_problem: bool = False) -> None:
        show_role(self._words, "error" if is_problem else "muted")
        self._words.setText(text)
        self._again.setVisible(is_problem)
        self._pages.setCurrentIndex(0)

    def _take(self) -> None:
        seen = {self._lines.keys[index.row()] for index in self.view.selectedIndexes()}
        self._chosen = (self._chosen - set(self._lines.keys)) | seen
        self.changed.emit()

    def _enter(self, index: QModelIndex) -> None:
        """Enter without a choice chooses the line that it is pressed on."""
        if not self._chosen:
            self.view.selectionModel().select(index, _Flag.Select)
        self.entered.emit()

    def _words_page(self) -> QWidget:
        page = QWidget()
        self._words, self._again = QLabel(), QPushButton("Try again")
        self._again.setAutoDefault(False)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._again.clicked.connect(lambda: self.retry.emit())
        self._again.hide()
        column = QVBoxLayout(page)
        column.addStretch(1)
        column.addWidget(self._words)
        column.addWidget(self._again, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return page


class _Search(QLineEdit):
    """`left`: the keys are to go down into the list."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setClearButtonEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Enter go into the list; nothing is asked or closed by them."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _Lines(QAbstractListModel):
    """The lines that are seen. A root can have thousands of expiries: texts are made of those in sight alone."""

    def __init__(self, text: Callable[[Any], str]) -> None:
        super().__init__()
        self.keys: Sequence[Any] = ()
        self._text = text

    def show_keys(self, keys: Sequence[Any]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.keys = keys
        self.endResetModel()

    def rowCount(self, parent: object = None) -> int:
        """As many as there are keys."""
        return 0 if isinstance(parent, QModelIndex) and parent.isValid() else len(self.keys)

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """The text of a line."""
        return self._text(self.keys[index.row()]) if role == Qt.ItemDataRole.DisplayRole else None


class _View(QListView):
    """Enter says that what is chosen is right."""

    def __init__(self, lines: _Lines, name: str) -> None:
        super().__init__()
        self.setModel(lines)
        lines.setParent(self)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.follow(self._take_font)

    def enter(self) -> None:
        """Take the keys; the only line there is, is chosen."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.currentIndex().isValid():
            self.stand_at(0)
        if self.model().rowCount() == 1:
            self.selectAll()

    def stand_at(self, row: int) -> None:
        """Let a row be in sight, and the keys begin there."""
        index = self.model().index(row, 0)
        self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def select(self, rows: Sequence[int]) -> None:
        """Choose exactly these rows; the first of them is in sight."""
        wanted = QItemSelection()
        for row in rows:
            index = self.model().index(row, 0)
            wanted.select(index, index)
        self.selectionModel().select(wanted, _Flag.ClearAndSelect)
        if rows:
            self.stand_at(rows[0])

    def _take_font(self) -> None:
        self.setFont(theme.figure_font())
