"""The watchlist document and its announcements."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.contract import Contract
from models.watchlist import Added, Change, Edited, Inserted, Moved, Removed, Renamed, WatchItem, Watchlist


def item(number: int, note: str = "") -> WatchItem:
    return WatchItem(Contract("SPY", date(2025, 12, 19), "C", 600_000 + number), note)


def numbers(watchlist: Watchlist) -> list[int]:
    return [each.contract.strike_milli - 600_000 for each in watchlist]


def watch(*items: int) -> Watchlist:
    return Watchlist("Index", [item(number) for number in items])


class Mirror:
    """What an item model does: it follows the announcements alone and must end up with the same rows."""

    def __init__(self, watchlist: Watchlist) -> None:
        self.rows = list(watchlist)
        self.announced: list[Change] = []
        self._watchlist = watchlist
        self.stop: Callable[[], None] = watchlist.observe(self._before, self._after)

    def _before(self, change: Change) -> None:
        assert self.rows == list(self._watchlist), "a change was announced too late"
        self.announced.append(change)

    def _after(self, change: Change) -> None:
        assert change == self.announced[-1]
        match change:
            case Inserted(first, count):
                self.rows[first:first] = [self._watchlist[row] for row in range(first, first + count)]
            case Removed(first, count):
                del self.rows[first : first + count]
            case Moved(first, count, before):
                moved = self.rows[first : first + count]
                rest = self.rows[before:]
                self.rows = [row for row in self.rows[:before] if row not in moved] + moved
                self.rows += [row for row in rest if row not in moved]
            case Edited(row):
                self.rows[row] = self._watchlist[row]
        assert self.rows == list(self._watchlist)


def test_items_keep_the_order_of_their_owner() -> None:
    watchlist = watch(3, 1)

    watchlist.add([item(2)], at=1)

    assert numbers(watchlist) == [3, 2, 1]
    assert watchlist.row_of(item(2).contract) == 1
    assert watchlist.row_of(item(9).contract) is None
    assert item(1).contract in watchlist


def test_a_contract_stands_once_and_the_answer_says_so() -> None:
    watchlist = watch(1)

    answer = watchlist.add([item(1, "again"), item(2), item(2, "twice")])

    assert answer == Added((item(2),), (item(1, "again"), item(2, "twice")))
    assert numbers(watchlist) == [1, 2]


def test_nothing_is_announced_when_nothing_is_new() -> None:
    watchlist = watch(1, 2)
    mirror = Mirror(watchlist)

    watchlist.add([item(1)])
    watchlist.set_note(0, "")
    watchlist.rename("Index")
    watchlist.remove([])

    assert mirror.announced == []
    assert not watchlist.modified


def test_removed_rows_are_announced_in_runs_from_the_end() -> None:
    watchlist = watch(0, 1, 2, 3, 4)
    mirror = Mirror(watchlist)

    watchlist.remove([4, 0, 1, 1])

    assert numbers(watchlist) == [2, 3]
    assert mirror.announced == [Removed(4, 1), Removed(0, 2)]
    assert item(0).contract not in watchlist


@pytest.mark.parametrize(
    ("move", "order"),
    [((0, 1, 3), [1, 2, 0, 3]), ((2, 2, 0), [2, 3, 0, 1]), ((0, 2, 4), [2, 3, 0, 1]), ((3, 1, 1), [0, 3, 1, 2])],
)
def test_rows_move_before_a_row_as_the_rows_stood(move: tuple[int, int, int], order: list[int]) -> None:
    watchlist = watch(0, 1, 2, 3)
    mirror = Mirror(watchlist)

    assert watchlist.move(*move)
    assert numbers(watchlist) == order
    assert mirror.announced == [Moved(*move)]


@pytest.mark.parametrize("move", [(1, 1, 1), (1, 1, 2), (0, 2, 1), (0, 0, 3)])
def test_a_move_to_where_the_rows_stand_is_none(move: tuple[int, int, int]) -> None:
    watchlist = watch(0, 1, 2)
    mirror = Mirror(watchlist)

    assert not watchlist.move(*move)
    assert mirror.announced == []


def test_a_row_that_is_not_there_is_an_error_and_changes_nothing() -> None:
    watchlist = watch(0, 1)
    wrong: list[Callable[[], object]] = [
        lambda: watchlist.add([item(9)], at=3),
        lambda: watchlist.add([item(9)], at=-1),
        lambda: watchlist.remove([0, 2]),
        lambda: watchlist.move(1, 2, 0),
        lambda: watchlist.move(0, 1, 3),
        lambda: watchlist.set_note(-1, "x"),
    ]

    for change in wrong:
        with pytest.raises(IndexError):
            change()

    assert numbers(watchlist) == [0, 1]
    assert not watchlist.modified


def test_notes_and_names_change_and_are_announced() -> None:
    watchlist = watch(1)
    mirror = Mirror(watchlist)

    watchlist.set_note(0, "earnings")
    watchlist.rename("Tech")

    assert watchlist[0] == item(1, "earnings")
    assert watchlist.name == "Tech"
    assert mirror.announced == [Edited(0), Renamed("Tech")]


def test_modified_compares_with_what_was_saved() -> None:
    watchlist = watch(1, 2)
    modified = []

    for change in (
        lambda: watchlist.move(0, 1, 2),
        lambda: watchlist.move(0, 1, 2),
        lambda: watchlist.set_note(0, "x"),
        lambda: watchlist.mark_saved(),
    ):
        change()
        modified.append(watchlist.modified)

    assert modified == [True, False, True, False]


def test_an_observer_that_stopped_hears_no_more() -> None:
    watchlist = watch(1)
    mirror = Mirror(watchlist)

    mirror.stop()
    watchlist.add([item(2)])

    assert mirror.announced == []


OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(("add", "remove", "move", "note")), st.integers(0, 9), st.integers(1, 4), st.integers(0, 9)
    ),
    max_size=30,
)


@settings(max_examples=100, deadline=None)
@given(OPERATIONS)
def test_a_model_that_follows_the_announcements_shows_the_same_rows(
    operations: list[tuple[str, int, int, int]],
) -> None:
    watchlist = watch(0, 1, 2)
    mirror = Mirror(watchlist)

    for operation, row, count, other in operations:
        size = len(watchlist)
        match operation:
            case "add":
                watchlist.add([item(row), item(other)], at=min(row, size))
            case "remove":
                watchlist.remove(each for each in (row, row + 1, other) if each < size)
            case "move" if row + count <= size:
                watchlist.move(row, count, min(other, size))
            case "note" if row < size:
                watchlist.set_note(row, str(other))

    assert mirror.rows == list(watchlist)
    assert len({each.contract for each in watchlist}) == len(watchlist)
