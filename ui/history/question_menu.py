"""The button with the questions that were asked, and with those that have a name."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from models.history.question_book import Favourite, QuestionBook, SavedQuestion
from ui.book_deed import copied_text, do_and_tell
from ui.menu_entries import Entry, add_entries, plain
from ui.name_dialog import ask_name
from ui.open_menu import open_below

NUMBERED = 9
"""So many favourites have a key, Alt+1 to Alt+9."""
KEEP_KEY, OPEN_KEY = "Ctrl+D", "Alt+Q"
_AT_HAND = 10
"""So many of those that were asked stand in the menu itself, the others behind it."""
_KINDS = "questions"
_EMPTY = "What you ask is kept here"


class QuestionMenu(QToolButton):
    """A click chooses; what can be done with favourites stands below them."""

    chosen = Signal(object)
    """A `SavedQuestion` is to be put into the fields."""
    said = Signal(str, bool)
    """What the user should know: (text, whether it is a problem)."""

    def __init__(
        self, book: QuestionBook, question: Callable[[], SavedQuestion | None], parent: QWidget | None = None
    ) -> None:
        """`question`: what the fields hold; None, with the fields marked, where that is no question."""
        super().__init__(parent)
        self._book, self._question = book, question
        self.setText("&Questions ▾")
        self.setToolTip(f"What was asked before, and favourites ({OPEN_KEY})")
        self.clicked.connect(self.open_menu)
        for number in range(NUMBERED):
            self._listen(f"Alt+{number + 1}", partial(self.use, number))
        self._listen(KEEP_KEY, self.ask_save)

    def note(self, question: SavedQuestion) -> None:
        """Keep a question that is asked."""
        try:
            copy = self._book.note(question)
        except OSError as error:
            self.said.emit(f"This question is not kept: {error}", True)
        else:
            if copy is not None:
                self.said.emit(copied_text(_KINDS, copy), True)

    def use(self, number: int) -> None:
        """Put a favourite into the fields, by its number from 0; one that there is not is passed over."""
        for favourite in self._book.favourites[number : number + 1]:
            self.chosen.emit(favourite.question)

    def open_menu(self) -> QMenu:
        """Open the menu below the button."""
        return open_below(self, self._fill)

    def ask_save(self) -> None:
        """Ask under which name the question in the fields is kept."""
        question = self._question()
        if question is not None:
            names = (known.name for known in self._book.favourites if known.question == question)
            label = f"Name for “{question.title}”:"
            ask_name(self, "Keep the question", label, next(names, ""), partial(self._save, question))

    def _fill(self, menu: QMenu) -> None:
        menu.setToolTipsVisible(True)
        if self._book.problem:
            menu.addAction(plain(self._book.problem)).setEnabled(False)
        for number, favourite in enumerate(self._book.favourites):
            self._offer(menu, favourite.name, number, favourite.question)
        menu.addSeparator()
        add_entries(menu, [Entry(f"&Keep this question as…\t{KEEP_KEY}", None, self.ask_save)])
        self._offer_deeds(menu)
        self._offer_recent(menu)

    def _listen(self, key: str, call: Callable[[], object]) -> None:
        QShortcut(QKeySequence(key), self).activated.connect(lambda: call())

    def _offer(self, menu: QMenu, text: str, number: int, question: SavedQuestion) -> None:
        key = f"\tAlt+{number + 1}" if number < NUMBERED else ""
        action = menu.addAction(f"{plain(text)}{key}")
        action.setToolTip(question.title)
        action.triggered.connect(lambda: self.chosen.emit(question))

    def _offer_deeds(self, menu: QMenu) -> None:
        if not self._book.favourites:
            return
        rename, remove = menu.addMenu("&Rename"), menu.addMenu("Remo&ve")
        for favourite in self._book.favourites:
            name = f"{plain(favourite.name)}…"
            add_entries(rename, [Entry(name, None, partial(self._ask_rename, favourite))])
            add_entries(remove, [Entry(plain(favourite.name), None, partial(self._remove, favourite))])

    def _offer_recent(self, menu: QMenu) -> None:
        menu.addSeparator()
        recent = [Entry(plain(known.title), None, partial(self.chosen.emit, known)) for known in self._book.recent]
        menu.addAction("Asked before:" if recent else _EMPTY).setEnabled(False)
        if not recent:
            return
        add_entries(menu, recent[:_AT_HAND])
        if len(recent) > _AT_HAND:
            add_entries(menu.addMenu("&Earlier"), recent[_AT_HAND:])
        add_entries(menu, [Entry(), Entry("&Forget what was asked before", None, self._forget)])

    def _forget(self) -> None:
        self._do(self._book.forget_recent, "What was asked before is forgotten.")

    def _save(self, question: SavedQuestion, name: str) -> None:
        self._do(partial(self._book.save, name, question), f"The question is kept as “{name}”.")

    def _ask_rename(self, favourite: Favourite) -> None:
        ask_name(self, "Rename the question", "New name:", favourite.name, partial(self._rename, favourite))

    def _rename(self, favourite: Favourite, name: str) -> None:
        if name != favourite.name:
            self._do(partial(self._book.rename, favourite.name, name), f"“{favourite.name}” is called “{name}” now.")

    def _remove(self, favourite: Favourite) -> None:
        self._do(partial(self._book.remove, favourite.name), f"“{favourite.name}” was removed.")

    def _do(self, deed: Callable[[], Path | None], done: str) -> None:
        do_and_tell(deed, self.said.emit, done, _KINDS)
