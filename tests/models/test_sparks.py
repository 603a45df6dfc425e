"""The lines of watched contracts: the same as a plain recomputation, whatever the order, the fills and the cancels."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from models import places
from models.clock import eastern_ms, utc_ms
from models.market import Market
from models.places import in_place
from models.sessions import trade_days
from models.spark_board import SHORTEST_MS, STRETCHES, SparkBoard
from models.sparks import SparkLine, Sparks
from models.tape import BLOCK, Flag, Tape
from tests.models.made_market import SPXW, SPY_C, TICKERS, MadeMarket, Print

DAY = date(2025, 12, 1)
OPEN, LAST = 34_200_000, 58_500_000
IDS = (TICKERS.index(SPY_C), TICKERS.index(SPXW))


class Watched:
    """A market and the lines of some of its contracts."""

    def __init__(self, *contracts: int, max_rows: int = 1_000_000) -> None:
        self.market = MadeMarket(max_rows)
        self.sparks = Sparks(self.market.tape, self.market.sets, self.market.contracts)
        self.watch(*contracts)
        self._number, self._fills = 0, 0

    def watch(self, *contracts: int) -> None:
        self.sparks.watch(np.array(contracts, np.int64))

    def print(self, *prints: Print) -> None:
        """Let prints arrive; their sequence numbers leave room for what was missed."""
        numbers = range(100 * (self._number + 1), 100 * (self._number + len(prints) + 1), 100)
        self._number += len(prints)
        self.market.print(*(replace(p, sequence=n) for p, n in zip(prints, numbers, strict=True)))
        self.sparks.advance()

    def fill(self, *prints: Print) -> None:
        """Put prints on the tape that were missed in the middle of those before."""
        self._fills += 1
        first = 100 * (self._number // 2) + 10 * self._fills
        in_time = sorted(prints, key=lambda p: p.time_ms)
        self.market.fill(*(replace(p, sequence=first + n) for n, p in enumerate(in_time)))
        self.sparks.advance()

    def catch_up(self) -> None:
        for _ in range(1000):
            if not self.sparks.behind:
                return
            self.sparks.advance()
        pytest.fail("the past was never read")


def at(ms: int, price: float, *codes: int, ticker: str = SPY_C, day: date = DAY, size: int = 1) -> Print:
    """A print so long after 09:30."""
    return Print(ticker, price, size, codes or (209,), utc_ms(day, OPEN + ms))


def plain_line(market: Market, contract: int) -> SparkLine | None:
    """The line of a contract, print by print."""
    tape, sets = market.tape, market.sets
    rows = np.arange(tape.first, tape.end)
    wall = eastern_ms(tape.take("time_ms", rows))
    days = trade_days(wall, np.full(len(rows), contract == IDS[1]))
    mine = rows[tape.take("contract", rows) == contract]
    if not len(mine):
        return None
    day = max(int(days[row - tape.first]) for row in mine.tolist())
    start = day * 86_400_000 + OPEN
    length, stretches = SHORTEST_MS, 0
    until = min(max(int(wall.max()) - start, 0), LAST - OPEN)
    while until // length >= STRETCHES:
        length *= 2
    stretches = until // length + 1
    best: dict[int, list[tuple[int, int]]] = {}
    for row in mine.tolist():
        time = int(wall[row - tape.first])
        codes = set(sets.ids(int(tape.value("conditions", row))))
        regular = contract == IDS[0] or OPEN <= time % 86_400_000 <= LAST
        packages = {*range(232, 247)}
        stays = {*range(201, 208), 246, 247, 248, 999} | packages
        undone = tape.value("flags", row) & Flag.CANCELLED
        if days[row - tape.first] == day and regular and not codes & stays and not undone:
            best.setdefault(min(max(time - start, 0), LAST - OPEN) // length, []).append((time, row))
    starts: list[int] = []
    prices: list[float] = []
    for stretch in sorted(best):
        newest = max(time for time, _ in best[stretch])
        tie = np.array([row for time, row in best[stretch] if time == newest])
        price = float(tape.value("price", int(in_place(tape, tie)[-1])))
        if not prices or prices[-1] != price:
            starts.append(stretch)
            prices.append(price)
    return SparkLine(tuple(starts), tuple(prices), stretches) if starts else None


_few = st.sampled_from([OPEN, OPEN + 1, OPEN + 6000])
_many = st.sampled_from(
    [
        3_600_000, OPEN - 1, OPEN + 5999, OPEN + 383_999, OPEN + 384_000, OPEN + 3_600_000, OPEN + 3_600_001, LAST - 1,
        LAST, LAST + 1, 72_899_999, 72_900_000, 86_399_999,
    ]
)  # fmt: skip
_moments = st.builds(
    lambda day, ms: utc_ms(DAY + timedelta(days=day), ms),
    st.sampled_from([0, 0, 0, 0, 0, 1]),
    st.one_of(_few, _few, _many),
)
_odd_codes = st.sampled_from([(), (219,), (232,), (208,), (246,), (248,), (202,), (999,), (203,), (205,)])
_codes = st.one_of(st.just((209,)), st.just((209,)), st.just((201,)), _odd_codes)
_prints = st.builds(
    Print, st.sampled_from([SPY_C, SPY_C, SPXW]), st.sampled_from([1.0, 1.1, 2.35]), st.just(1), _codes, _moments
)
_moves = st.one_of(
    st.tuples(st.just("print"), st.lists(_prints, min_size=1, max_size=10)),
    st.tuples(st.just("fill"), st.lists(_prints, min_size=1, max_size=10)),
    st.tuples(st.just("watch"), st.lists(st.sampled_from(IDS), max_size=2)),
)


@settings(deadline=None, max_examples=300)
@given(st.lists(_moves, max_size=9))
def test_lines_equal_a_plain_recomputation_whatever_comes_and_whenever_contracts_are_watched(
    moves: list[tuple[str, list[Print] | list[int]]],
) -> None:
    desk = Watched(IDS[0])
    for what, things in moves:
        if what == "watch":
            desk.watch(*(thing for thing in things if isinstance(thing, int)))
        else:
            prints = [thing for thing in things if isinstance(thing, Print)]
            (desk.fill if what == "fill" else desk.print)(*prints)
    desk.watch(*IDS)
    desk.catch_up()
    for contract in IDS:
        assert desk.sparks.line(contract) == plain_line(desk.market, contract)


def test_ten_minutes_into_the_day_and_at_its_end_a_line_has_stretches_enough() -> None:
    desk, minute = Watched(IDS[0]), 60_000
    desk.print(*(at(n * minute, 1.0 + n % 2) for n in range(11)))
    early = desk.sparks.line(IDS[0])
    assert early
    assert (len(early.starts), early.stretches) == (11, 51)
    desk.print(*(at(n * minute, 1.0 + n // 7 % 2) for n in range(11, 390)))
    late = desk.sparks.line(IDS[0])
    assert late
    assert (len(late.starts) > 50, late.stretches) == (True, 61)


def test_a_print_between_the_stretches_of_a_line_does_not_move_its_end() -> None:
    desk = Watched(IDS[0])
    desk.print(at(0, 1.0), at(60_000, 2.0))
    desk.print(at(30_000, 9.0))
    assert desk.sparks.line(IDS[0]) == ((0, 5, 10), (1.0, 9.0, 2.0), 11)


def test_trimming_memory_takes_nothing_from_a_line() -> None:
    desk = Watched(IDS[0], max_rows=BLOCK)
    desk.print(at(0, 1.0), at(60_000, 2.0))
    desk.market.flood(3 * BLOCK)
    desk.sparks.advance()
    assert desk.market.tape.first > 2
    line = desk.sparks.line(IDS[0])
    assert line
    assert line.prices == (1.0, 2.0)


def test_a_long_past_is_read_in_pieces_from_its_newest_rows_on() -> None:
    desk = Watched()
    desk.print(at(0, 1.0))
    desk.market.flood(5 * BLOCK)
    desk.print(at(60_000, 2.0))
    desk.watch(IDS[0])
    desk.sparks.advance()
    line = desk.sparks.line(IDS[0])
    assert (line and line.prices, desk.sparks.behind) == ((2.0,), True)
    desk.catch_up()
    line = desk.sparks.line(IDS[0])
    assert line
    assert line.prices == (1.0, 2.0)


def test_a_state_moves_with_the_line_and_with_the_time_of_the_market() -> None:
    desk, ids = Watched(IDS[0]), np.array(IDS)
    states = [desk.sparks.states(ids)]
    for made in (at(0, 1.0), at(1, 2.0), at(6000, 5.0, ticker=SPXW)):
        desk.print(made)
        states.append(desk.sparks.states(ids))
    moved = [(now != before).any(axis=0).tolist() for before, now in pairwise(states)]
    assert moved == [[True, False]] * 3


def test_a_contract_that_is_watched_no_longer_has_no_line() -> None:
    desk = Watched(*IDS)
    desk.print(at(0, 1.0), at(0, 2.0, ticker=SPXW))
    desk.watch(IDS[1])
    assert desk.sparks.line(IDS[0]) is None
    assert desk.sparks.line(IDS[1]) == ((0,), (2.0,), 1)
    assert desk.sparks.line(10_000) is None


def test_ten_thousand_lines_take_less_than_fifteen_megabytes() -> None:
    board = SparkBoard()
    board.take_slots(np.full(10_000, -1))
    assert sum(column.nbytes for column in vars(board).values()) < 15_000_000


def test_a_filled_print_of_the_time_of_another_stands_where_its_sequence_number_says() -> None:
    desk = Watched(IDS[0])
    desk.print(at(0, 1.0), at(0, 1.0), at(0, 1.0), at(10, 2.0))
    desk.fill(at(10, 9.0))
    assert desk.sparks.line(IDS[0]) == ((0,), (2.0,), 1)


def test_of_what_is_filled_in_only_the_last_prints_of_stretches_are_put_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ordered = list[int]()

    def counted(tape: Tape, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        ordered.append(len(rows))
        return in_place(tape, rows)

    monkeypatch.setattr(places, "in_place", counted)
    desk = Watched(IDS[0])
    desk.print(at(3_600_000, 1.0))
    desk.fill(*(at(n * 100, 1.0 + n % 7) for n in range(2000) for _ in range(2)))
    assert sum(ordered) <= 2 * STRETCHES
    assert desk.sparks.line(IDS[0]) == plain_line(desk.market, IDS[0])


def test_by_another_table_of_conditions_a_line_is_drawn_anew() -> None:
    desk = Watched(IDS[0])
    desk.print(at(0, 1.0), at(60_000, 2.0, 999))
    assert desk.sparks.line(IDS[0]) == ((0,), (1.0,), 11)
    known, before = desk.market.sets.known, desk.sparks.states(np.array(IDS[:1]))
    desk.market.learn_conditions([*known.values(), replace(known[209], id=999)])
    desk.sparks.advance()
    assert desk.sparks.states(np.array(IDS[:1]))[0] > before[0]
    desk.catch_up()
    assert desk.sparks.line(IDS[0]) == ((0, 10), (1.0, 2.0), 11)
    desk.print(at(120_000, 3.0, 999))
    assert desk.sparks.line(IDS[0]) == ((0, 10, 20), (1.0, 2.0, 3.0), 21)


def test_of_equal_times_the_later_arrival_holds_also_where_the_past_is_read_backwards() -> None:
    desk = Watched()
    desk.print(at(0, 1.0))
    desk.market.flood(BLOCK)
    desk.print(at(0, 2.0))
    desk.watch(IDS[0])
    desk.catch_up()
    assert desk.sparks.line(IDS[0]) == ((0,), (2.0,), 1)
