"""A market and a model of its tape, for tests."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from models.qt.tape_columns import COLUMNS
from models.qt.tape_model import TapeModel
from tests.models.made_market import MadeMarket, Print

KEYS = [column.key for column in COLUMNS]


class Desk:
    """A market, a model of its tape, and the model's judge, which looks at every cell: not for long tapes."""

    def __init__(self, max_rows: int = 1_000_000, *, judged: bool = True) -> None:
        self.market = MadeMarket(max_rows)
        self.model = TapeModel(self.market)
        if judged:
            self.judge = QAbstractItemModelTester(self.model, QAbstractItemModelTester.FailureReportingMode.Fatal)

    def show(self, *prints: Print) -> TapeModel:
        """Let prints arrive, and the model take them."""
        self.market.print(*prints)
        self.model.advance()
        return self.model

    def texts(self, row: int = 0) -> dict[str, str]:
        """What a row shows, by column."""
        return {key: self.model.data(self.model.index(row, at)) for at, key in enumerate(KEYS)}

    def tape_rows(self) -> list[int]:
        """Tape rows as they are shown."""
        return [self.model.tape_row(row) for row in range(self.model.rowCount())]

    def tip(self, row: int = 0) -> str:
        """The tooltip of a row."""
        return str(self.model.data(self.model.index(row, 0), Qt.ItemDataRole.ToolTipRole))
