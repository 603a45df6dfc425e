"""Which print a cancel takes back, and what happens where there is none."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.cancels import CancelMatcher
from models.clock import utc_ms
from models.settled import Settled
from models.tape import BLOCK, Amendment, Flag, Tape
from tests.models.plain_figures import undone
from tests.models.plain_prints import Fact
from tests.models.tick_tapes import SPXW, SPY, Print, World

DAY = date(2025, 12, 1)
OPEN = utc_ms(DAY, 34_200_000)
EVENING = utc_ms(DAY, 72_900_000)
SETS = World().sets
NAMES = (SPY, SPXW)


class Matched:
    """A tape on which cancels are matched after every append."""

    def __init__(self, max_rows: int = 1_000_000) -> None:
        self.world = World(Tape(max_rows), SETS)
        self.matcher = CancelMatcher(self.world.tape, SETS, self.world.contracts, Settled())

    def print(self, *prints: Print) -> list[Amendment]:
        """Append and match; return what was learned of it."""
        known = len(self.world.tape.amendments)
        self.world.print(*prints)
        self.matcher.advance()
        return self.world.tape.amendments[known:]


def cancel(code: int, time_ms: int = OPEN + 99, **facts: float) -> Print:
    return Print(time_ms, codes=(code,), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(("code", "victim"), [(201, 2), (203, 2), (207, 2), (205, 0)])
def test_a_cancel_takes_back_the_most_recent_print_and_an_opening_cancel_the_earliest(code: int, victim: int) -> None:
    matched = Matched()
    matched.print(Print(OPEN), Print(OPEN + 1), Print(OPEN + 2))
    assert matched.print(cancel(code)) == [Amendment(victim, Flag.CANCELLED)]


@pytest.mark.parametrize("code", [201, 203, 205, 207])
def test_no_print_is_taken_back_twice(code: int) -> None:
    matched = Matched()
    learned = matched.print(Print(OPEN), Print(OPEN), *[cancel(code)] * 3)
    assert {a.row for a in learned[:2]} == {0, 1}
    assert learned[2] == Amendment(4, Flag.UNMATCHED)


@pytest.mark.parametrize(
    "other",
    [
        Print(OPEN, contract=1),
        Print(OPEN, price=1.01),
        Print(OPEN, size=2),
        Print(OPEN, venue=308),
        Print(OPEN - 86_400_000),
        Print(OPEN + 86_400_000),
        Print(OPEN, codes=(203,)),
        Print(OPEN, codes=(209, 207)),
    ],
)
def test_a_print_that_differs_or_is_of_another_day_or_a_cancel_itself_is_no_victim(other: Print) -> None:
    matched = Matched()
    matched.print(other)
    assert matched.print(cancel(201)) == [Amendment(1, Flag.UNMATCHED)]


@pytest.mark.parametrize("codes", [(), (209,), (232,), (202,), (999,), (209, 246)])
def test_the_victim_may_have_any_other_condition(codes: tuple[int, ...]) -> None:
    matched = Matched()
    assert matched.print(Print(OPEN, codes=codes), cancel(201)) == [Amendment(0, Flag.CANCELLED)]


def test_a_cancel_with_several_codes_is_a_cancel() -> None:
    matched = Matched()
    matched.print(Print(OPEN), Print(OPEN))
    assert matched.print(Print(OPEN, codes=(232, 205))) == [Amendment(0, Flag.CANCELLED)]
    assert matched.print(Print(OPEN, codes=(999, 201))) == [Amendment(1, Flag.CANCELLED)]


def test_a_print_that_comes_after_the_cancel_is_not_its_victim() -> None:
    matched = Matched()
    assert matched.print(cancel(201), Print(OPEN)) == [Amendment(0, Flag.UNMATCHED)]


def test_the_evening_session_of_an_index_is_of_the_day_that_follows() -> None:
    matched = Matched()
    matched.print(Print(EVENING - 1, contract=1), Print(EVENING, contract=1))
    learned = matched.print(cancel(201, OPEN + 86_400_000, contract=1))
    assert learned == [Amendment(1, Flag.CANCELLED)]
    assert matched.print(cancel(201, EVENING + 1, contract=1)) == [Amendment(3, Flag.UNMATCHED)]


def test_victims_are_found_in_other_blocks() -> None:
    matched = Matched()
    far = Print(OPEN + 5, price=7.0)
    matched.print(far, far, *[Print(OPEN)] * (2 * BLOCK), far, far)
    assert matched.print(cancel(205, price=7.0)) == [Amendment(0, Flag.CANCELLED)]
    assert matched.print(cancel(201, price=7.0)) == [Amendment(2 * BLOCK + 3, Flag.CANCELLED)]
    assert matched.print(cancel(201, price=7.0)) == [Amendment(2 * BLOCK + 2, Flag.CANCELLED)]
    assert matched.print(cancel(201, price=7.0)) == [Amendment(1, Flag.CANCELLED)]


def test_a_victim_that_left_memory_is_not_found() -> None:
    matched = Matched(max_rows=1)
    matched.print(Print(OPEN, price=7.0), *[Print(OPEN)] * (2 * BLOCK))
    assert matched.world.tape.first > 0
    learned = matched.print(cancel(203, price=7.0))
    assert learned == [Amendment(2 * BLOCK + 1, Flag.UNMATCHED)]


def test_cancels_that_left_memory_before_they_were_looked_at_are_passed_over() -> None:
    world = World(Tape(max_rows=1), SETS)
    matcher = CancelMatcher(world.tape, SETS, world.contracts, Settled())
    world.print(Print(OPEN), cancel(201), *[Print(OPEN + 1)] * (2 * BLOCK), cancel(201))
    matcher.advance()
    assert world.tape.amendments == [Amendment(2 * BLOCK + 1, Flag.CANCELLED)]


def test_each_cancel_is_handled_once() -> None:
    matched = Matched()
    matched.print(Print(OPEN), Print(OPEN), cancel(201))
    assert matched.print() == []
    assert matched.print(Print(OPEN)) == []


def test_nothing_but_the_flags_changes() -> None:
    matched = Matched()
    prints = [Print(OPEN), cancel(201), cancel(203)]
    matched.print(*prints)
    tape = matched.world.tape
    assert tape.column("flags", 0, 3).tolist() == [Flag.CANCELLED, 0, Flag.UNMATCHED]
    assert [SETS.ids(n) for n in tape.column("conditions", 0, 3).tolist()] == [p.codes for p in prints]
    assert tape.column("size", 0, 3).tolist() == [1, 1, 1]


_prints = st.builds(
    Print,
    st.sampled_from([OPEN, OPEN + 1, OPEN + 2, EVENING, OPEN + 86_400_000]),
    st.sampled_from([1.0, 1.1]),
    st.sampled_from([1, 2]),
    st.sampled_from([(), (209,), (202,), (999,), (201,), (203,), (205,), (207,), (205, 201)]),
    st.sampled_from([0, 1]),
    st.sampled_from([302, 308]),
)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(_prints, max_size=15), max_size=6))
def test_victims_and_unmatched_cancels_equal_a_plain_search(batches: list[list[Print]]) -> None:
    matched, facts = Matched(), list[Fact]()
    for batch in batches:
        matched.print(*batch)
        facts += [Fact(NAMES[p.contract], p.time_ms, p.price, p.size, p.venue, p.codes, p.contract == 1) for p in batch]
        victims, unmatched = undone(facts)
        learned = matched.world.tape.amendments
        assert sorted(a.row for a in learned if a.flag == Flag.CANCELLED) == sorted(victims)
        assert sorted(a.row for a in learned if a.flag == Flag.UNMATCHED) == sorted(unmatched)


def test_dates_are_those_of_new_york() -> None:
    matched = Matched()
    late = utc_ms(DAY, 86_399_000)  # the next day in UTC
    matched.print(Print(late))
    assert matched.print(cancel(201, late + 999)) == [Amendment(0, Flag.CANCELLED)]
    matched.print(Print(late))
    assert matched.print(cancel(201, late + 1000)) == [Amendment(3, Flag.UNMATCHED)]
    assert utc_ms(DAY + timedelta(days=1), 0) == late + 1000
