"""What the rows of the tape read, and when they are shown anew."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt

from models.batch import NO_SEQUENCE, gap_news
from models.filtering.tape_filter import TapeFilter
from models.gaps import GapStage
from models.highlights import Rule, Tint
from models.qt.tape_columns import COLUMNS
from models.qt.tape_model import MOST_REPAINTS
from models.tape import BLOCK
from models.time_scale import HOUR_MS
from models.times import Zone
from tests.models.made_market import NVDA, OPEN, SPXW, SPY_C, Print
from tests.models.qt.desk import KEYS, Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


VIX = "O:VIX251217C00020000"
Role = Qt.ItemDataRole


def test_a_trade_shows_all_its_facts(desk: Desk) -> None:
    desk.show(Print(SPY_C, 21.4, 1250, (232,), OPEN + 62_114, 322, -5))
    assert desk.texts() == {
        "time": "09:31:02.114", "contract": "SPY 19 Dec 25 650 C", "price": "21.40", "size": "1,250",
        "premium": "~$2.67M", "venue": "C2", "condition": "Multi-leg", "session": "Regular", "sequence": "-5",
        "dte": "18", "root": "SPY", "expiry": "19 Dec 25", "strike": "650", "right": "C", "exact": "~2,675,000.00",
        "date": "01 Dec 25", "trade_date": "01 Dec 25", "codes": "232", "venue_number": "322", "lag": "0 ms",
    }  # fmt: skip


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


def test_another_table_of_conditions_changes_texts_and_what_passes_for_a_single_leg(desk: Desk) -> None:
    known = desk.market.sets.known
    desk.model.set_filter(TapeFilter(not_groups=frozenset({"multi"})))
    model = desk.show(Print(codes=(232,)), Print(codes=(999,), sequence=2))
    assert [desk.texts(row)["condition"] for row in range(model.rowCount())] == ["999"]
    learned = [replace(known[209], id=number, name="New") for number in (232, 999)]
    desk.market.learn_conditions([*known.values(), *learned])
    model.advance()
    assert [desk.texts(row)["condition"] for row in range(model.rowCount())] == ["New", "Multi-leg"]


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


def test_what_was_learned_of_many_rows_is_told_at_once(desk: Desk) -> None:
    count = MOST_REPAINTS + 1
    model = desk.show(*[Print(price=1.0 + n, sequence=n) for n in range(count)])
    assert not model.rows(0, 1)[0].cells[KEYS.index("price")].struck
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    desk.show(*[Print(price=1.0 + n, codes=(201,), sequence=count + n) for n in range(count)])
    assert changed == [(0, 2 * count - 1)]
    assert all(row.cells[KEYS.index("price")].struck for row in model.rows(count, 2 * count))
