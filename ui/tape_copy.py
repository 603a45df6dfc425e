"""Copying selected trades: as text for spreadsheets, made in slices so that nothing waits for it."""

from time import perf_counter

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut

from models.figures import count_text, several
from models.market import Market
from models.qt.reader import Ids
from models.qt.tape_columns import KEYS
from models.qt.tape_model import TapeModel
from models.qt.tape_text import TapeText
from ui.tape_place import selected_ids
from ui.tape_table import TapeTable
from ui.task_strip import TaskStrip

MOST = 100_000
"""More rows are for a file: a spreadsheet takes seconds to paste them."""
SLICE_S = 0.005
_AT_ONCE = 200
_EXPORT = "Export the tape to a file instead (Ctrl+Shift+X)."


class TapeCopy(QObject):
    """Ctrl+C in the table puts the selected trades on the clipboard, with headings, in the columns that are shown."""

    def __init__(self, market: Market, model: TapeModel, table: TapeTable, strip: TaskStrip) -> None:
        super().__init__(table)
        self._market, self._model, self._table, self._strip = market, model, table, strip
        self._text = TapeText(market, ())
        self._left = np.zeros(0, np.int64)
        self._lines: list[str] = []
        self._gaps = self._gone = 0
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._go_on)
        key = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), table, context=Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self.copy)

    def copy(self) -> None:
        """Copy what is selected now; gaps are left out."""
        count = sum(run.height() for run in self._table.selectionModel().selection().toList())
        if not count:
            self._strip.say("No trade is selected: select some to copy them.", problem=True, brief=True)
        elif count > MOST:
            text = f"{count_text(count)} rows are too many for the clipboard, which takes {count_text(MOST)}. {_EXPORT}"
            self._strip.say(text, problem=True)
        else:
            self._begin(selected_ids(self._table, self._model, MOST))

    def _begin(self, ids: Ids) -> None:
        self._text = TapeText(self._market, self._shown_keys())
        self._left = ids[ids >= 0]
        self._lines = [self._text.heading]
        self._gaps, self._gone = len(ids) - len(self._left), 0
        self._go_on()

    def _go_on(self) -> None:
        """Make lines for some milliseconds; the clipboard changes when all are there."""
        until = perf_counter() + SLICE_S
        while len(self._left):
            rows, self._left = self._left[:_AT_ONCE], self._left[_AT_ONCE:]
            here = rows[rows >= self._market.tape.first]
            self._gone += len(rows) - len(here)
            self._lines += self._text.lines(here)
            if perf_counter() >= until:
                break
        if len(self._left):
            self._more.start()
        else:
            self._end()

    def _end(self) -> None:
        QGuiApplication.clipboard().setText("\n".join([*self._lines, ""]))
        words = [f"{several(len(self._lines) - 1, 'trade')} copied, with headings"]
        if self._gaps:
            words.append(f"{several(self._gaps, 'gap')} left out")
        if self._gone:
            words.append(f"{several(self._gone, 'trade')} had left memory")
        self._strip.say(", ".join(words) + ".", brief=True)
        self._lines = []

    def _shown_keys(self) -> list[str]:
        """The keys of the columns that are shown, from left to right."""
        heading = self._table.horizontalHeader()
        columns = (heading.logicalIndex(place) for place in range(heading.count()))
        return [KEYS[column] for column in columns if not self._table.isColumnHidden(column)]
