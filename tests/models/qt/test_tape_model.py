"""The tape as an item model, against a plain evaluation of its filter."""

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from models.batch import NO_SEQUENCE, gap_news
from models.filtering.tape_filter import TapeFilter
from models.gaps import GapStage
from models.highlights import Rule, Tint
from models.qt.tape_columns import COLUMNS
from models.qt.tape_model import MOST_INSERTS, TapeModel
from models.tape import BLOCK, Flag
from models.time_scale import HOUR_MS
from models.times import Zone
from tests.models.made_market import NVDA, OPEN, SPXW, SPY_C, SPY_P, TICKERS, MadeMarket, Print

VIX = "O:VIX251217C00020000"
KEYS = [column.key for column in COLUMNS]
Role = Qt.ItemDataRole


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
        return str(self.model.data(self.model.index(row, 0), Role.ToolTipRole))


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_trade_shows_all_its_facts(desk: Desk) -> None:
    desk.show(Print(SPY_C, 21.4, 1250, (232,), OPEN + 62_114, 322, -5))
    assert desk.texts() == {
        "time": "09:31:02.114", "contract": "SPY 19 Dec 25 650 C", "price": "21.40", "size": "1,250",
        "premium": "~$2.67M", "venue": "C2", "condition": "Multi-leg", "session": "Regular", "sequence": "-5",
        "dte": "18", "root": "SPY", "expiry": "19 Dec 25", "strike": "650", "right": "C", "exact": "~2,675,000.00",
        "date": "01 Dec 25", "trade_date": "01 Dec 25", "codes": "232", "venue_number": "322", "lag": "0 ms",
    }  # fmt: skip


def test_the_newest_trade_is_the_first_row(desk: Desk) -> None:
    desk.show(Print(sequence=1), Print(sequence=2))
    desk.show(Print(sequence=3))
    assert [desk.texts(row)["sequence"] for row in range(3)] == ["3", "2", "1"]


def test_prices_keep_the_decimals_that_they_have(desk: Desk) -> None:
    desk.show(Print(price=0.005), Print(price=9999.995), Print(price=3.0))
    assert [desk.texts(row)["price"] for row in range(3)] == ["3.00", "9999.9950", "0.0050"]


def test_unknown_venues_and_conditions_show_as_numbers(desk: Desk) -> None:
    desk.show(Print(venue=999, codes=(777, 232)), Print(codes=()))
    assert (desk.texts(1)["venue"], desk.texts(1)["condition"]) == ("999", "777 + Multi-leg")
    assert desk.texts(0)["condition"] == ""
    assert "unknown venue 999" in desk.tip(1)
    assert "777" in desk.tip(1)


def test_the_tooltip_has_date_zone_ticker_and_full_names(desk: Desk) -> None:
    desk.show(Print(time_ms=OPEN + 7))
    lines = desk.tip().splitlines()
    assert lines[:3] == [
        "SPY 19 Dec 25 650 C · O:SPY251219C00650000",
        "Mon 1 Dec 2025 09:30:00.007 EST",
        "regular session, trade date 01 Dec 25",
    ]
    assert "(302)" in lines[3]


EVENING = OPEN + 12 * HOUR_MS


def test_each_trade_shows_its_session_by_the_hours_of_its_class(desk: Desk) -> None:
    desk.show(Print(NVDA, time_ms=OPEN - HOUR_MS), Print(VIX, time_ms=EVENING), Print(VIX, time_ms=OPEN + 7 * HOUR_MS))
    assert [desk.texts(row)["session"] for row in range(3)] == ["Late", "Early", "Out"]
    assert desk.tip(1).splitlines()[1:3] == ["Mon 1 Dec 2025 21:30:00.000 EST", "early session, trade date 02 Dec 25"]
    assert "outside the sessions of its class, trade date 01 Dec 25" in desk.tip(2)


def test_the_regular_session_is_the_quietest(desk: Desk) -> None:
    cell = desk.show(Print()).rows(0, 1)[0].cells[KEYS.index("session")]
    assert [(span.text, span.ink) for span in cell.spans] == [("–", "muted")]


def test_times_follow_the_zone_that_is_chosen(desk: Desk) -> None:
    model = desk.show(Print(), Print())
    desk.market.interrupt(OPEN)
    model.advance()
    heading = (0, Qt.Orientation.Horizontal)
    told: list[int] = []
    model.headerDataChanged.connect(lambda _, first, last: told.extend((first, last)))
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    assert model.headerData(*heading) == "Time ET"
    desk.market.times.choose(Zone.UTC)
    model.advance()
    model.advance()
    assert (told, changed) == ([0, 0], [(0, 2)]), "told once"
    assert (model.headerData(*heading), model.columns[0].title) == ("Time UTC", "Time UTC")
    assert model.headerData(*heading, Role.ToolTipRole) == "When the trade was reported, UTC"
    assert [desk.texts(row)["time"][:12] for row in range(3)] == ["14:30:00.000"] * 3
    assert "Mon 1 Dec 2025 14:30:00.000 UTC" in desk.tip(0)
    assert "Mon 1 Dec 2025 14:30:00.000 UTC" in desk.tip(2)


@pytest.mark.parametrize(
    ("moment_ms", "eastern"),
    [(1_741_501_800_000, "EST"), (1_762_061_400_000, "EDT"), (1_762_065_000_000, "EST")],
)
def test_a_trade_at_01_30_when_the_clock_changes_has_its_zone_in_the_tooltip(
    desk: Desk, moment_ms: int, eastern: str
) -> None:
    desk.show(Print(SPXW, time_ms=moment_ms))
    assert (desk.texts()["time"], desk.texts()["session"]) == ("01:30:00.000", "Out")
    assert f"01:30:00.000 {eastern}" in desk.tip()


def test_readers_without_eyes_are_told_what_is_shown(desk: Desk) -> None:
    model = desk.show(Print(price=1.5))
    for column in range(len(COLUMNS)):
        index = model.index(0, column)
        assert model.data(index, Role.AccessibleTextRole) == model.data(index)


def test_headings_have_titles_and_hints_and_stand_over_their_figures(desk: Desk) -> None:
    model = desk.model
    horizontal = Qt.Orientation.Horizontal
    assert [str(model.headerData(at, horizontal)).strip("\u2007") for at in range(len(COLUMNS))] == [
        column.title for column in COLUMNS
    ]
    assert all(model.headerData(at, horizontal, Role.ToolTipRole) for at in range(len(COLUMNS)))
    assert model.headerData(0, horizontal, Role.TextAlignmentRole) & Qt.AlignmentFlag.AlignLeft
    assert model.headerData(2, horizontal, Role.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.headerData(99, horizontal) is None
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_a_cancel_strikes_its_victim_and_both_rows_stay(desk: Desk) -> None:
    model = desk.show(Print(price=2.0, size=7, sequence=1))
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    desk.show(Print(price=2.0, size=7, codes=(201,), sequence=2))
    victim = dict(zip(KEYS, model.rows(1, 2)[0].cells, strict=True))
    assert (victim["price"].struck, victim["size"].struck, victim["condition"].text) == (True, True, "Auto · undone")
    assert changed == [(1, 1)]
    assert model.rowCount() == 2
    assert "cancelled later" in desk.tip(1)
    assert desk.texts(0)["condition"] == "Cancel"


def test_a_cancel_without_a_victim_is_marked(desk: Desk) -> None:
    model = desk.show(Print(price=2.0, size=7), Print(price=2.5, size=7, codes=(201,)))
    cell = model.rows(0, 1)[0].cells[KEYS.index("condition")]
    assert (cell.text, cell.ink) == ("Cancel ?", "error")
    assert "no print was found" in desk.tip(0)
    assert not model.rows(1, 2)[0].cells[KEYS.index("price")].struck


def test_blocks_and_large_premiums_stand_out(desk: Desk) -> None:
    model = desk.show(Print(size=250), Print(price=1000.0), Print(size=249, price=1.0), Print(size=300, codes=(202,)))
    bold = [tuple(row.cells[KEYS.index(key)].bold for key in ("size", "premium")) for row in reversed(model.rows(0, 4))]
    assert bold == [(True, False), (False, True), (False, False), (False, False)]


def test_the_first_rule_that_fits_tints_a_row_and_all_that_fit_are_told(desk: Desk) -> None:
    rules = (Rule("Large", "size>=100", Tint.BLUE), Rule("Index", "SPXW", Tint.RED, bold=True))
    desk.market.highlights.put(rules)
    model = desk.show(Print(SPXW, size=1), Print(SPXW, size=100), Print())
    assert [row.tint for row in model.rows(0, 3)] == ["", "tint_1", "tint_6"]
    assert desk.tip(1).splitlines()[-2:] == ["highlighted: Large", "highlighted: Index"]
    said = [model.data(model.index(row, 3), Role.AccessibleDescriptionRole) for row in range(3)]
    assert said == ["", "highlighted: Large; highlighted: Index", "highlighted: Index"]
    contract = model.rows(1, 2)[0].cells[KEYS.index("contract")]
    assert all(span.bold for span in contract.spans)


def test_other_rules_mark_the_rows_that_are_there(desk: Desk) -> None:
    model = desk.show(Print(size=100))
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    desk.market.highlights.put((Rule("Large", "size>=100", Tint.GREEN),))
    model.advance()
    assert (changed, model.rows(0, 1)[0].tint) == ([(0, 0)], "tint_3")


def test_a_print_that_was_undone_is_tinted_and_struck_but_not_bold(desk: Desk) -> None:
    desk.market.highlights.put((Rule("Large", "size>=100", Tint.BLUE, bold=True),))
    model = desk.show(Print(size=100, sequence=1), Print(size=100, codes=(201,), sequence=2))
    size, row = KEYS.index("size"), model.rows(1, 2)[0]
    assert (row.tint, row.cells[size].struck, row.cells[size].bold) == ("tint_1", True, False)
    assert model.data(model.index(1, size), Role.AccessibleTextRole) == "100, struck through"
    assert model.data(model.index(1, size)) == "100"
    assert "cancelled later" in model.data(model.index(1, 0), Role.AccessibleDescriptionRole)


def test_cells_of_columns_that_nobody_wants_are_made_when_they_are_asked_for_alone(desk: Desk) -> None:
    model = desk.show(Print(sequence=5))
    model.want([KEYS.index("price")])
    model.want([KEYS.index("dte")])
    assert model.rows(0, 1)[0].cells[KEYS.index("dte")].text == "18"
    assert desk.texts()["sequence"] == "5"


def test_days_and_lag_of_a_print_in_the_evening_before_its_trade_date(desk: Desk) -> None:
    desk.show(Print(VIX, time_ms=EVENING))
    texts = desk.texts()
    assert [texts[key] for key in ("date", "trade_date", "dte")] == ["01 Dec 25", "02 Dec 25", "15"]
    desk.market.fill(Print(time_ms=OPEN, sequence=3))
    desk.model.advance()
    assert desk.texts(1)["lag"] == ""


def test_nothing_is_said_of_rows_that_are_not_there(desk: Desk) -> None:
    model = desk.show(Print())
    assert model.data(QModelIndex()) is None
    assert model.data(model.index(0, 0), Role.DecorationRole) is None
    assert model.rowCount(model.index(0, 0)) == model.columnCount(model.index(0, 0)) == 0


def test_a_frame_is_announced_as_one_insert_and_a_quiet_frame_not_at_all(desk: Desk) -> None:
    inserts: list[tuple[int, int]] = []
    desk.model.rowsInserted.connect(lambda _parent, first, last: inserts.append((first, last)))
    desk.show(*[Print()] * 5)
    desk.model.advance()
    desk.model.set_filter(TapeFilter(roots=frozenset({"SPXW"})))
    desk.show(*[Print()] * 5)
    desk.show(Print(SPXW), Print(), Print(SPXW))
    assert inserts == [(0, 4), (0, 1)]


def test_a_contract_that_is_first_seen_later_passes_its_filter(desk: Desk) -> None:
    new = "O:TSLA251219C00400000"
    desk.model.set_filter(TapeFilter(tickers=frozenset({new})))
    desk.show(Print(), Print(new))
    assert desk.texts(0)["contract"] == "TSLA 19 Dec 25 400 C"
    assert desk.model.rowCount() == 1


def test_display_rows_are_found_by_tape_row(desk: Desk) -> None:
    desk.model.set_filter(TapeFilter(min_size=2))
    model = desk.show(Print(size=1), Print(size=2), Print(size=1), Print(size=3))
    assert [model.display_row(row) for row in range(5)] == [None, 1, None, 0, None]
    assert model.sizes(model.tape_rows(0, 2)).tolist() == [3, 2]


def test_rows_that_left_memory_leave_the_model_and_the_others_stay() -> None:
    desk = Desk(max_rows=BLOCK, judged=False)
    desk.show(Print(sequence=7))
    desk.market.flood(BLOCK)
    desk.model.advance()
    held = QPersistentModelIndex(desk.model.index(0, 0))
    removed: list[int] = []
    desk.model.rowsRemoved.connect(lambda _parent, first, last: removed.append(last - first + 1))
    desk.show(*[Print(sequence=9)] * 3)
    desk.market.flood(BLOCK)
    desk.model.advance()
    assert desk.market.tape.first == BLOCK
    assert sum(removed) == BLOCK
    assert desk.model.rowCount() == len(desk.market.tape)
    assert held.row() == BLOCK + 3


def test_rows_that_left_memory_before_the_model_knows_are_blank_and_not_those_of_others() -> None:
    desk = Desk(max_rows=1, judged=False)
    desk.show(Print(price=77.0, sequence=7))
    desk.market.flood(2 * BLOCK)
    oldest = desk.model.rowCount() - 1
    assert desk.market.tape.first > 0
    assert set(desk.texts(oldest).values()) == {""}
    assert desk.tip(oldest) == ""
    desk.model.advance()
    assert desk.model.tape_row(desk.model.rowCount() - 1) == desk.market.tape.first


def test_a_gap_is_a_row_between_the_trades_with_the_whole_sentence_in_its_first_cell(desk: Desk) -> None:
    desk.show(Print(time_ms=OPEN))
    gap = desk.market.interrupt(OPEN + 100, reason="connection cut")
    model = desk.show(Print(time_ms=OPEN + 30_000))
    assert desk.tape_rows() == [1, -1, 0]
    assert desk.texts(1)["time"] == "09:30:00.100 GAP since 09:30:00.100, still interrupted · connection cut"
    assert set(desk.texts(1).values()) == {"", desk.texts(1)["time"]}
    assert model.data(model.index(1, 0), Role.AccessibleTextRole) == desk.texts(1)["time"]
    assert model.trades == 2
    assert (model.display_row(-1), model.sizes(model.tape_rows(0, 3)).tolist()) == (1, [1, 1])
    desk.market.take(gap_news(replace(gap, end_ms=OPEN + 24_100, stage=GapStage.FILLED, outcome="filled: nothing")))
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.advance()
    assert changed == [(1, 1)]
    assert desk.texts(1)["time"].startswith("09:30:00.100 GAP 24 s until 09:30:24.100 · connection cut · filled")
    assert desk.tip(1).splitlines()[0] == (
        "Gap: the stream was interrupted since Mon 1 Dec 2025 09:30:00.100 EST"
        " until Mon 1 Dec 2025 09:30:24.100 EST (24 s)"
    )


@pytest.mark.parametrize("stage", [stage for stage in GapStage if stage is not GapStage.OPEN])
def test_a_gap_is_marked_by_word_and_hatching_for_as_long_as_trades_are_missing(desk: Desk, stage: GapStage) -> None:
    desk.market.interrupt(OPEN, end_ms=OPEN + 1000, stage=stage)
    desk.model.advance()
    band = desk.model.rows(0, 1)[0].band
    assert band is not None
    assert bool(band.hatch) == (band.spans[1].ink == "warn") == (stage is not GapStage.FILLED)
    assert "fill" in band.spans[2].text
    assert ("missing" in desk.tip()) == (stage in (GapStage.STAYS, GapStage.PARTLY))


def test_a_gap_over_night_names_the_day_on_which_it_ended(desk: Desk) -> None:
    desk.market.interrupt(OPEN, end_ms=OPEN + 86_400_000)
    desk.model.advance()
    assert "24 h 00 min until Tue 2 Dec 2025 09:30:00.000" in desk.texts()["time"]


def test_a_filled_trade_is_marked_and_stands_in_its_place(desk: Desk) -> None:
    desk.show(Print(time_ms=OPEN), Print(time_ms=OPEN + 9))
    inserts: list[tuple[int, int]] = []
    desk.model.rowsInserted.connect(lambda _parent, first, last: inserts.append((first, last)))
    desk.market.fill(Print(time_ms=OPEN + 5, sequence=NO_SEQUENCE), Print(time_ms=OPEN + 6, codes=()))
    desk.model.advance()
    assert (desk.tape_rows(), inserts) == ([1, 3, 2, 0], [(1, 2)])
    assert (desk.texts(2)["condition"], desk.texts(2)["sequence"]) == ("Auto, filled in later", "")
    assert desk.texts(1)["condition"] == "filled in later"
    cell = desk.model.rows(2, 3)[0].cells[KEYS.index("condition")]
    assert [span.text for span in cell.spans] == ["+", "Auto"]
    assert desk.tip(2).endswith("missed by the stream, filled in later")
    assert "filled" not in desk.tip(0)


def test_trades_that_are_filled_in_at_many_places_come_with_one_announcement(desk: Desk) -> None:
    places = MOST_INSERTS + 1
    desk.show(*[Print(time_ms=OPEN + 2 * n) for n in range(places)])
    heard: list[str] = []
    for name in ("rowsInserted", "modelReset"):
        getattr(desk.model, name).connect(lambda *_, name=name: heard.append(name))
    desk.market.fill(*[Print(time_ms=OPEN + 2 * n, sequence=2) for n in range(places)])
    desk.model.advance()
    assert heard == ["modelReset"]
    assert desk.tape_rows()[::-1] == [row for n in range(places) for row in (n, places + n)]


def test_filled_trades_that_leave_memory_from_among_others_are_taken_away() -> None:
    desk = Desk(max_rows=BLOCK, judged=False)
    desk.show(Print(time_ms=OPEN), Print(time_ms=OPEN + 9))
    desk.market.flood(BLOCK)
    desk.model.advance()
    desk.market.fill(Print(time_ms=OPEN - 5))
    desk.market.flood(BLOCK)
    desk.model.advance()
    filled = BLOCK + 2
    assert (desk.market.tape.first, desk.model.tape_row(desk.model.rowCount() - 1)) == (BLOCK, filled)
    desk.market.flood(BLOCK)
    desk.model.advance()
    assert desk.model.display_row(filled) is None
    assert desk.model.rowCount() == len(desk.market.tape)


def test_another_table_of_conditions_changes_texts_and_what_passes_for_a_single_leg(desk: Desk) -> None:
    known = desk.market.sets.known
    desk.model.set_filter(TapeFilter(not_groups=frozenset({"multi"})))
    model = desk.show(Print(codes=(232,)), Print(codes=(999,), sequence=2))
    assert [desk.texts(row)["condition"] for row in range(model.rowCount())] == ["999"]
    learned = [replace(known[209], id=number, name="New") for number in (232, 999)]
    desk.market.learn_conditions([*known.values(), *learned])
    model.advance()
    assert [desk.texts(row)["condition"] for row in range(model.rowCount())] == ["New", "Multi-leg"]


def test_rows_are_selected_anew_only_where_what_was_learned_may_select_others(desk: Desk) -> None:
    desk.show(Print())
    for asked, learns_shares in (
        (TapeFilter(not_groups=frozenset({"multi"})), True),
        (TapeFilter(min_premium=1.0), False),
    ):
        desk.model.set_filter(asked)
        mask = desk.model.mask
        if learns_shares:
            desk.market.contracts.learn_multiplier(SPY_C, 50)
        else:
            desk.market.learn_conditions([])
        desk.model.advance()
        assert desk.model.mask is mask


def test_a_venue_that_is_learned_late_is_called_by_its_name(desk: Desk) -> None:
    desk.show(Print(venue=330))
    assert desk.texts()["venue"] == "330"
    desk.market.venues.learn([{"id": "330", "name": "New"}])
    desk.model.advance()
    assert desk.texts()["venue"] == "New"


def test_a_sequence_number_below_zero_has_room() -> None:
    width = next(column.chars for column in COLUMNS if column.key == "sequence")
    assert width >= len(str(-(2**31)))


def test_shares_a_contract_that_are_learned_late_change_premiums_and_what_passes_a_limit_on_them(desk: Desk) -> None:
    model = desk.show(Print(price=2.0, size=5))
    assert desk.texts()["premium"] == "~$1,000"
    desk.market.contracts.learn_multiplier(SPY_C, 10)
    changed: list[int] = []
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    model.advance()
    assert (desk.texts()["premium"], changed) == ("$100", [0])
    model.set_filter(TapeFilter(min_premium=500))
    assert model.rowCount() == 0
    desk.market.contracts.learn_multiplier(SPY_C, 50)
    model.advance()
    assert desk.texts()["premium"] == "$500"


PRINTS = st.builds(
    Print,
    ticker=st.sampled_from(TICKERS),
    price=st.sampled_from((1.0, 2.5, 600.0)),
    size=st.sampled_from((1, 5, 300)),
    codes=st.sampled_from(((), (209,), (232,), (201,), (777,))),
)
FILTERS = st.builds(
    TapeFilter,
    tickers=st.none() | st.frozensets(st.sampled_from((SPY_C, SPY_P, NVDA))),
    roots=st.sampled_from((frozenset(), frozenset({"SPY"}), frozenset({"SPXW", "NVDA"}))),
    right=st.sampled_from(("", "C", "P")),
    min_size=st.sampled_from((None, 5)),
    min_premium=st.sampled_from((None, 1000.0)),
    not_groups=st.sampled_from((frozenset(), frozenset({"multi"}))),
)
CHANGES = st.lists(PRINTS, max_size=6) | FILTERS
MOMENTS = st.integers(0, 30).map(lambda after_ms: OPEN + after_ms)
FILLS = st.tuples(st.lists(MOMENTS, min_size=1, max_size=6), st.integers(-1, 2))


def passes(asked: TapeFilter, made: Print) -> bool:
    """A plain evaluation of a filter."""
    root = made.ticker[2:].rstrip("0123456789").rstrip("CP").rstrip("0123456789")
    return (
        (asked.tickers is None or made.ticker in asked.tickers)
        and (not asked.roots or root in asked.roots)
        and (not asked.right or made.ticker[-9] == asked.right)
        and made.size >= (asked.min_size or 0)
        and made.price * made.size * 100 >= (asked.min_premium or 0)
        and not ("multi" in asked.not_groups and 232 in made.codes)
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(CHANGES, max_size=9))
def test_any_run_of_prints_and_filters_shows_what_a_plain_evaluation_shows(
    steps: list[list[Print] | TapeFilter | str],
) -> None:
    check(Desk(), steps)


@settings(max_examples=8, deadline=None)
@given(st.lists(CHANGES | st.just("flood"), min_size=3, max_size=7))
def test_so_does_any_run_with_trims(steps: list[list[Print] | TapeFilter | str]) -> None:
    check(Desk(max_rows=1, judged=False), steps)


def check(desk: Desk, steps: list[list[Print] | TapeFilter | str]) -> None:
    """Take the steps, and compare what is shown with a plain evaluation."""
    asked, log, flooded = TapeFilter(), list[Print](), Print(NVDA)
    for step in steps:
        if isinstance(step, TapeFilter):
            asked = step
            desk.model.set_filter(step)
        elif isinstance(step, list):
            log += step
            desk.market.print(*step)
            desk.model.advance()
        else:
            log += [flooded] * BLOCK
            desk.market.flood(BLOCK)
            desk.model.advance()
    shown = {made: passes(asked, made) for made in set(log)}
    first = desk.market.tape.first
    expected = [row for row in range(len(log) - 1, first - 1, -1) if shown[log[row]]]
    assert desk.model.rowCount() == len(expected)
    some = range(len(expected)) if len(expected) < 100 else (0, 1, len(expected) // 2, len(expected) - 1)
    for at in some:
        assert desk.model.tape_row(at) == expected[at]
        assert desk.model.display_row(expected[at]) == at
        flags = Flag(int(desk.market.tape.value("flags", expected[at])))
        assert desk.model.rows(at, at + 1)[0].cells[2].struck == (Flag.CANCELLED in flags)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(MOMENTS, max_size=6) | FILLS | MOMENTS | st.just("other filter"), max_size=9))
def test_any_run_of_prints_gaps_and_fills_is_told_to_views_and_shown_as_a_new_view_shows_it(
    steps: list[list[int] | tuple[list[int], int] | int | str],
) -> None:
    desk, mirror, numbers = Desk(), list[int](), count()
    model = desk.model
    model.rowsInserted.connect(
        lambda _parent, first, last: mirror.__setitem__(slice(first, first), model.tape_rows(first, last + 1).tolist())
    )
    model.modelReset.connect(lambda: mirror.__setitem__(slice(None), desk.tape_rows()))
    for step in steps:
        if isinstance(step, list):
            desk.market.print(*[Print(time_ms=at, sequence=next(numbers)) for at in step])
        elif isinstance(step, tuple):
            gap = min(step[1], len(desk.market.gaps) - 1)
            desk.market.fill(*[Print(time_ms=at, sequence=next(numbers)) for at in sorted(step[0])], gap=gap)
        elif isinstance(step, int):
            desk.market.interrupt(step)
        else:
            model.set_filter(TapeFilter(min_size=2) if model.filter.keeps_all else TapeFilter())
        model.advance()
        assert mirror == desk.tape_rows()
    new = TapeModel(desk.market)
    new.set_filter(model.filter)
    assert [new.tape_row(row) for row in range(new.rowCount())] == desk.tape_rows()


def test_the_oldest_may_stand_on_top_and_the_newest_at_the_bottom(desk: Desk) -> None:
    desk.show(Print(sequence=1), Print(sequence=2))
    desk.model.set_newest_first(False)
    desk.show(Print(sequence=3))
    assert [desk.texts(row)["sequence"] for row in range(3)] == ["1", "2", "3"]
    assert [desk.model.display_row(row) for row in range(3)] == [0, 1, 2]
    desk.model.set_newest_first(True)
    assert desk.tape_rows() == [2, 1, 0]


def test_after_another_filter_the_newest_are_there_at_once_and_older_ones_come_at_the_old_end(qtbot: QtBot) -> None:
    market = MadeMarket()
    market.print(Print(size=7, sequence=1))
    market.flood(3 * BLOCK)
    market.print(Print(size=8, sequence=2))
    model = TapeModel(market, slice_ms=0, at_once=1)
    model.set_filter(TapeFilter(min_size=5))
    assert (model.rowCount(), model.behind) == (1, 3 * BLOCK)
    came: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: came.append((first, last)))
    market.print(Print(size=9, sequence=3))
    model.advance()
    with qtbot.waitSignal(model.looked_further):
        pass
    assert 0 < model.behind < 3 * BLOCK
    qtbot.waitUntil(lambda: not model.behind)
    assert [model.tape_row(row) for row in range(model.rowCount())] == [3 * BLOCK + 2, 3 * BLOCK + 1, 0]
    assert came == [(0, 0), (2, 2)]


def test_what_was_learned_selects_anew_without_taking_a_row_away_in_the_meantime(qtbot: QtBot) -> None:
    market = MadeMarket()
    market.print(Print(SPY_C, 2.0, 5), Print(SPY_P, 2.0, 5))
    market.flood(2 * BLOCK)
    model = TapeModel(market, slice_ms=0, at_once=1)
    model.set_filter(TapeFilter(min_premium=600))
    qtbot.waitUntil(lambda: not model.behind)
    assert model.rowCount() == 2
    mask = model.mask
    market.contracts.learn_multiplier(SPY_P, 10)
    model.advance()
    assert model.behind
    assert (model.rowCount(), model.mask) == (2, mask), "until all of the tape was looked at"
    market.print(Print(SPY_C, 3.0, 5), Print(SPY_P, 3.0, 5))
    qtbot.waitUntil(lambda: not model.behind)
    assert [model.tape_row(row) for row in range(model.rowCount())] == [2 * BLOCK + 2, 0]
    assert model.mask is not mask


def test_the_first_trade_at_a_time_or_later_is_found_also_among_late_and_filled_ones(desk: Desk) -> None:
    desk.show(*[Print(time_ms=OPEN + at) for at in (10, 30, 20, 50)])
    desk.market.interrupt(OPEN + 50)
    desk.show(Print(time_ms=OPEN + 90))
    desk.market.fill(Print(time_ms=OPEN + 60), Print(time_ms=OPEN + 70), gap=0)
    desk.model.advance()
    found = {at: desk.model.row_near_time(OPEN + at) for at in (0, 10, 11, 31, 51, 65, 71, 91)}
    ids = {at: None if row is None else desk.model.tape_row(row) for at, row in found.items()}
    assert ids == {0: 0, 10: 0, 11: 1, 31: 3, 51: 5, 65: 6, 71: 4, 91: None}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(MOMENTS, max_size=6) | FILLS | MOMENTS, max_size=9), FILTERS, st.booleans(), MOMENTS)
def test_a_time_is_found_where_a_plain_reading_finds_it(
    steps: list[list[int] | tuple[list[int], int] | int], asked: TapeFilter, newest_first: bool, time_ms: int
) -> None:
    desk = Desk()
    model = desk.model
    model.set_newest_first(newest_first)
    model.set_filter(asked)
    for number, step in enumerate(steps):
        if isinstance(step, list):
            desk.market.print(*[Print(time_ms=at, size=1 + 4 * (at % 2), sequence=number) for at in step])
        elif isinstance(step, tuple):
            prints = [Print(time_ms=at, size=5, sequence=number) for at in step[0]]
            desk.market.fill(*prints, gap=min(step[1], len(desk.market.gaps) - 1))
        else:
            desk.market.interrupt(step)
    model.advance()
    rows = sorted(range(model.rowCount()), reverse=newest_first)
    times = [(row, desk.market.tape.value("time_ms", at)) for row in rows if (at := model.tape_row(row)) >= 0]
    assert model.row_near_time(time_ms) == next((row for row, at in times if at >= time_ms), None)
