"""A short list that is shown again and again."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from models.qt.cells import Align, Cell, Column
from models.qt.rows_model import RowsModel

COLUMNS = (Column("a", "A", 5, Align.LEFT, "first"), Column("b", "B", 5, Align.RIGHT, "second"))
lists = st.lists(st.integers(0, 30), max_size=12, unique=True)


def row(number: int) -> tuple[Cell, ...]:
    """A row that is known by its number."""
    return Cell(str(number)), Cell(f"x\t{number}")


def shown(model: RowsModel) -> list[int]:
    """The numbers of all rows, as the view asks for them."""
    return [int(model.index(n, 0).data()) for n in range(model.rowCount())]


@given(lists, lists)
def test_any_list_can_follow_any_other_and_rows_that_stay_keep_their_indexes(
    before: list[int], after: list[int]
) -> None:
    model = RowsModel(COLUMNS)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(map(row, before))
    assert shown(model) == before
    model.show(map(row, after))
    assert shown(model) == after
    assert [r.cells for r in model.rows(0, len(after))] == [row(n) for n in after]
    tester.deleteLater()


def test_a_row_on_top_of_a_full_list_leaves_the_others_where_they_were() -> None:
    model = RowsModel(COLUMNS)
    model.show(map(row, [3, 2, 1]))
    kept = QPersistentModelIndex(model.index(1, 0))
    model.show(map(row, [4, 3, 2]))
    assert (kept.isValid(), kept.row(), kept.data()) == (True, 2, "2")


def test_the_same_rows_again_announce_nothing() -> None:
    model = RowsModel(COLUMNS)
    model.show(map(row, [3, 2]))
    heard: list[object] = []
    for signal in (model.rowsInserted, model.rowsRemoved, model.dataChanged, model.modelReset):
        signal.connect(lambda *_: heard.append(1))
    model.show(map(row, [3, 2]))
    assert heard == []
    model.show(map(row, [3, 5]))
    assert heard == [1]


def test_rows_can_be_copied_and_read_whole_in_the_tooltip() -> None:
    model = RowsModel(COLUMNS)
    model.show(map(row, [3, 2]))
    assert model.text([1]) == "A\tB\n2\tx 2\n"
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "3\nx\t3"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "B"
