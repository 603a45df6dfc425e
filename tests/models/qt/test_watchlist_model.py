"""The watchlist as an item model."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from models.batch import coverage_news
from models.contract import parse_ticker
from models.coverage_news import Fetched, Streamed
from models.figures import count_text, price_text
from models.qt.cells import Cell
from models.qt.watch_cells import COLUMNS
from models.qt.watchlist_model import WatchlistModel
from models.times import Zone
from models.watchlist import WatchItem, Watchlist
from tests.models.made_market import OPEN, SPXW, SPY_C, SPY_P, TICKERS, MadeMarket, Print

KEYS = [column.key for column in COLUMNS]
Role = Qt.ItemDataRole


def items(*tickers: str) -> list[WatchItem]:
    return [WatchItem(parse_ticker(ticker)) for ticker in tickers]


class Desk:
    """A market, a list, a model of it, and the model's judge."""

    def __init__(self, *tickers: str) -> None:
        self.market = MadeMarket()
        self.list = Watchlist("Test", items(*tickers))
        self.model = WatchlistModel(self.list, self.market)
        self.tester = QAbstractItemModelTester(self.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        self.changed: list[tuple[int, int, int]] = []
        self.model.dataChanged.connect(
            lambda first, last: self.changed.append((first.row(), last.row(), first.column()))
        )

    def show(self, *prints: Print) -> None:
        """Let prints arrive, and the model see the figures."""
        self.market.print(*prints)
        self.model.advance()

    def tip(self, key: str, row: int = 0) -> list[str]:
        """What is told of a figure, without what is told of the contract."""
        lines: list[str] = self.model.data(self.model.index(row, KEYS.index(key)), Role.ToolTipRole).splitlines()
        return lines[3:]

    def cell(self, key: str, row: int = 0) -> Cell:
        """A cell of a row."""
        return self.model.rows(row, row + 1)[0].cells[KEYS.index(key)]

    def stream(self, since_ms: int, *tickers: str) -> None:
        """Let the feed tell what it streams, and since when."""
        self.market.take(coverage_news(Streamed(frozenset(tickers), False, since_ms)))
        self.model.advance()

    def texts(self, row: int = 0) -> dict[str, str]:
        """What a row shows, by column."""
        return {key: self.model.data(self.model.index(row, at)) for at, key in enumerate(KEYS)}


@pytest.fixture
def desk() -> Desk:
    return Desk(SPY_C, SPY_P)


def test_a_contract_without_trades_shows_no_figure(desk: Desk) -> None:
    assert desk.texts() == dict.fromkeys(KEYS, "–") | {"contract": "SPY 19 Dec 25 650 C", "since": ""}


def test_a_contract_whose_subscription_was_refused_is_marked_and_says_why(desk: Desk) -> None:
    desk.show(Print(SPY_P, 2.0))
    desk.model.rows(0, 2)
    desk.model.set_rejected({SPY_P: "not authorized", "*": "not authorized"})
    assert desk.changed[-1] == (0, 1, 0)
    assert [desk.texts(row)["contract"] for row in (0, 1)] == ["SPY 19 Dec 25 650 C", "! SPY 19 Dec 25 640 P, refused"]
    assert desk.texts(1)["last"] == "2.00", "what came before stays"
    (sign, root, *_) = desk.model.rows(1, 2)[0].cells[0].spans
    assert (sign.text, sign.ink, root.text, root.ink) == ("!", "warn", "SPY", "warn")
    tips = [desk.model.data(desk.model.index(row, 0), Role.ToolTipRole) for row in (0, 1)]
    assert "refused" not in tips[0]
    assert tips[1].endswith("the subscription was refused. not authorized")


def test_the_mark_goes_when_the_subscription_is_accepted_and_the_same_news_is_none(desk: Desk) -> None:
    desk.model.set_rejected({})
    assert desk.changed == []
    desk.model.set_rejected({SPY_C: ""})
    desk.model.set_rejected({SPY_C: ""})
    assert len(desk.changed) == 1
    desk.model.set_rejected({})
    assert desk.texts()["contract"] == "SPY 19 Dec 25 650 C"


def test_figures_follow_the_prints_that_count(desk: Desk) -> None:
    desk.show(Print(SPY_C, 2.0, 10), Print(SPY_C, 3.0, 5, (202,)), Print(SPY_C, 1.5, 30, time_ms=OPEN + 114))
    assert desk.texts() == {
        "contract": "SPY 19 Dec 25 650 C", "last": "1.50", "change": "▼0.50", "size": "30", "volume": "40",
        "trades": "2", "vwap": "1.6250", "open": "2.00", "high": "2.00", "low": "1.50", "premium": "~$6,500",
        "time": "09:30:00.114", "spark": "–", "since": "",
    }  # fmt: skip


@pytest.mark.parametrize(("price", "ink", "sign"), [(2.5, "up", "▲"), (1.5, "down", "▼"), (2.0, "text", "0")])
def test_the_change_is_told_by_colour_and_by_sign(desk: Desk, price: float, ink: str, sign: str) -> None:
    desk.show(Print(SPY_C, 2.0), Print(SPY_C, price, time_ms=OPEN + 1))
    cells = dict(zip(KEYS, desk.model.rows(0, 1)[0].cells, strict=True))
    assert cells["last"].ink == cells["change"].ink == ink
    assert cells["change"].text.startswith(sign)


def test_a_print_that_may_move_no_price_counts_volume_alone(desk: Desk) -> None:
    desk.show(Print(SPY_C, 2.0, 10, (777,)))
    texts = desk.texts()
    assert (texts["volume"], texts["vwap"], texts["last"], texts["change"], texts["high"]) == (
        "10", "2.0000", "–", "–", "–",
    )  # fmt: skip


def test_a_cancel_takes_the_figures_back(desk: Desk) -> None:
    desk.show(Print(SPY_C, 2.0, 10), Print(SPY_C, 9.0, 5))
    desk.show(Print(SPY_C, 9.0, 5, (201,)))
    assert (desk.texts()["high"], desk.texts()["volume"], desk.texts()["last"]) == ("2.00", "10", "2.00")


def test_only_rows_whose_figures_moved_are_announced_and_a_quiet_frame_announces_none(desk: Desk) -> None:
    desk.show(Print(SPY_P))
    desk.show(Print(SPXW))
    desk.model.advance()
    assert desk.changed == [(1, 1, 1)]


def test_an_equal_trade_later_moves_count_and_time(desk: Desk) -> None:
    desk.show(Print(SPY_C, 2.0))
    desk.show(Print(SPY_C, 2.0, time_ms=OPEN + 5))
    assert (desk.texts()["trades"], desk.texts()["time"]) == ("2", "09:30:00.005")


def test_a_contract_that_traded_before_it_is_added_shows_its_figures(desk: Desk) -> None:
    desk.show(Print(SPXW, 3.0, 4))
    desk.list.add(items(SPXW))
    assert desk.texts(2)["last"] == "3.00"


def test_tooltips_and_accessible_texts(desk: Desk) -> None:
    desk.list.set_note(0, "hedge")
    tip = desk.model.data(desk.model.index(0, 3), Role.ToolTipRole)
    assert tip.splitlines() == [
        "SPY 19 Dec 25 650 C", "O:SPY251219C00650000", "expires Friday 19 December 2025", "hedge",
    ]  # fmt: skip
    assert desk.model.data(desk.model.index(0, 0), Role.AccessibleTextRole) == "SPY 19 Dec 25 650 C"
    assert desk.model.data(QModelIndex()) is None


def test_headings_have_titles_and_hints(desk: Desk) -> None:
    horizontal = Qt.Orientation.Horizontal
    titles = [str(desk.model.headerData(at, horizontal)).strip("\u2007") for at in range(len(COLUMNS))]
    assert titles == [*(column.title for column in COLUMNS[:-1]), "Last trade ET"]
    assert all(desk.model.headerData(at, horizontal, Role.ToolTipRole) for at in range(len(COLUMNS)))


def test_rows_keep_their_persistent_indices_when_the_order_changes() -> None:
    desk = Desk(*TICKERS)
    held = QPersistentModelIndex(desk.model.index(0, 0))
    desk.list.move(0, 1, 3)
    assert held.row() == 2
    desk.list.remove([0, 1])
    assert held.row() == 0


def test_another_list_takes_the_place_and_the_old_one_is_followed_no_longer(desk: Desk) -> None:
    desk.model.show_list(Watchlist("Other", items(SPXW)))
    desk.list.add(items(SPXW))
    assert (desk.model.rowCount(), desk.texts()["contract"]) == (1, "SPXW 01 Dec 25 6850 C")


MOVES = st.one_of(
    st.tuples(st.just("add"), st.lists(st.integers(1, 12), max_size=4), st.integers(0, 12)),
    st.tuples(st.just("remove"), st.lists(st.integers(0, 11), max_size=4), st.just(0)),
    st.tuples(st.just("move"), st.tuples(st.integers(0, 11), st.integers(1, 3)), st.integers(0, 12)),
    st.tuples(st.just("print"), st.lists(st.integers(1, 12), max_size=5), st.integers(1, 9)),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(MOVES, max_size=14))
def test_any_run_of_changes_and_prints_shows_what_list_and_figures_say(
    moves: list[tuple[str, list[int], int]],
) -> None:
    desk = Desk()
    for what, numbers, number in moves:
        if what == "add":
            desk.list.add(items(*map(ticker, numbers)), min(number, len(desk.list)))
        elif what == "remove":
            desk.list.remove([row for row in numbers if row < len(desk.list)])
        elif what == "move" and numbers[0] + numbers[1] <= len(desk.list):
            desk.list.move(numbers[0], numbers[1], min(number, len(desk.list)))
        elif what == "print":
            desk.show(*[Print(ticker(strike), float(strike), number) for strike in numbers])
    stats = desk.market.stats
    for row, item in enumerate(desk.list):
        contract = desk.model.contract_id(row)
        assert desk.market.contracts.ticker(contract) == item.contract.ticker
        assert desk.model.row_of(contract) == row
        texts = desk.texts(row)
        traded = bool(stats.trades[contract])
        assert texts["contract"] == item.contract.label
        assert texts["volume"] == (count_text(int(stats.volume[contract])) if traded else "–")
        assert texts["last"] == (price_text(float(stats.last[contract])) if traded else "–")
    assert desk.model.rowCount() == len(desk.list)


def ticker(strike: int) -> str:
    return f"O:SPY251219C{strike * 1000:08d}"


def test_figures_that_moved_just_before_the_list_changed_are_shown(desk: Desk) -> None:
    desk.show(Print(SPY_C, 2.0))
    assert desk.texts()["last"] == "2.00"
    desk.market.print(Print(SPY_C, 3.0, time_ms=OPEN + 1))
    desk.list.add(items(SPXW))
    desk.list.move(1, 1, 3)
    desk.list.remove([2])
    desk.model.advance()
    assert desk.texts()["last"] == "3.00"


def test_a_contract_that_traded_while_it_was_off_the_list_shows_what_it_did(desk: Desk) -> None:
    desk.show(Print(SPY_C, 2.0))
    assert desk.texts()["last"] == "2.00"
    desk.list.remove([0])
    desk.show(Print(SPY_C, 3.0, time_ms=OPEN + 1))
    desk.list.add(items(SPY_C))
    assert desk.texts(1)["last"] == "3.00"


def test_a_list_that_comes_back_shows_what_its_contracts_did_meanwhile(desk: Desk) -> None:
    desk.show(Print(SPY_C, 2.0))
    assert desk.texts()["last"] == "2.00"
    desk.model.show_list(Watchlist("Other"))
    desk.show(Print(SPY_C, 3.0, time_ms=OPEN + 1))
    desk.model.show_list(desk.list)
    assert desk.texts()["last"] == "3.00"


def test_a_premium_of_assumed_shares_is_marked_until_they_are_known(desk: Desk) -> None:
    desk.show(Print(SPY_C, 2.0, 10))
    assert desk.texts()["premium"] == "~$2,000"
    assert desk.tip("premium") == ["100 shares a contract are assumed until Massive says so"]
    desk.market.contracts.learn_multiplier(SPY_C, 100)
    desk.model.advance()
    assert (desk.texts()["premium"], desk.tip("premium")) == ("$2,000", [])


MIDDAY = OPEN + 92 * 60_000


def test_what_is_known_since_midday_says_so_and_is_not_called_the_days(desk: Desk) -> None:
    desk.show(Print(SPY_C, 2.0, time_ms=MIDDAY), Print(SPY_C, 2.5, time_ms=MIDDAY + 1))
    desk.stream(MIDDAY, SPY_C, SPY_P)
    texts = desk.texts()
    assert {key: texts[key] for key in ("since", "open", "high", "low", "change", "last")} == {
        "since": "11:02", "open": "*2.00", "high": "*2.50", "low": "*2.00", "change": "*▲0.50", "last": "2.50",
    }  # fmt: skip
    assert desk.cell("high").ink == "muted"
    assert desk.tip("high") == ["Highest price since 11:02 ET, not the day’s"]
    assert desk.tip("volume") == ["Counted since 11:02 ET"]
    assert desk.tip("contract") == ["Trades are known since 11:02 ET"]
    assert desk.model.legend == "* since 11:02"


def test_the_marks_go_when_the_day_was_fetched(desk: Desk) -> None:
    desk.show(Print(SPY_C, 2.0, time_ms=MIDDAY))
    desk.stream(MIDDAY, SPY_C)
    desk.market.take(coverage_news(Fetched(SPY_C, OPEN - 34_200_000, MIDDAY)))
    desk.model.advance()
    assert (desk.texts()["since"], desk.texts()["high"], desk.tip("high")) == ("", "2.00", [])
    assert desk.model.legend == ""


def test_a_contract_with_trades_that_are_missing_says_so(desk: Desk) -> None:
    desk.show(Print(SPY_C, 2.0, time_ms=MIDDAY))
    desk.stream(OPEN - 34_200_000, SPY_P)
    assert (desk.texts()["since"], desk.cell("since").ink, desk.texts()["high"]) == ("gap", "warn", "*2.00")
    assert desk.tip("high") == ["Trades are missing here: they were not streamed, or a gap is not filled"]
    assert desk.model.legend == "* trades are missing"


def test_where_contracts_are_known_since_different_times_the_legend_names_none(desk: Desk) -> None:
    desk.show(Print(SPY_C, 2.0, time_ms=MIDDAY), Print(SPY_P, 2.0, time_ms=MIDDAY))
    desk.stream(MIDDAY, SPY_C)
    desk.stream(MIDDAY + 60_000, SPY_C, SPY_P)
    assert [desk.texts(row)["since"] for row in (0, 1)] == ["11:02", "11:03"]
    assert desk.model.legend == "* not since the open"


def test_times_are_shown_in_the_zone_that_was_chosen_and_the_heading_names_it(desk: Desk) -> None:
    desk.show(Print(SPY_C, 2.0, time_ms=MIDDAY))
    desk.stream(MIDDAY, SPY_C)
    headings: list[int] = []
    desk.model.headerDataChanged.connect(lambda _orientation, _first, last: headings.append(last))
    desk.market.times.choose(Zone.UTC)
    desk.model.advance()
    assert (desk.texts()["time"], desk.texts()["since"], desk.texts(1)["time"]) == ("16:02:00.000", "16:02", "–")
    assert desk.model.headerData(len(COLUMNS) - 1, Qt.Orientation.Horizontal) == "Last trade UTC"
    assert desk.tip("time")[-1] == "Mon 1 Dec 2025 16:02:00.000 UTC"
    assert headings == [len(COLUMNS) - 1]


def test_letters_of_links_stand_behind_the_contracts_that_they_look_at(desk: Desk) -> None:
    desk.model.set_linked({TICKERS.index(SPY_P): "BCD"})
    desk.model.set_linked({TICKERS.index(SPY_P): "BCD"})
    assert len(desk.changed) == 1
    assert [desk.texts(row)["contract"] for row in (0, 1)] == ["SPY 19 Dec 25 650 C", "SPY 19 Dec 25 640 P, link BCD"]
    assert [span[1:3] for span in desk.cell("contract", 1).spans[-2:]] == [("B", "link_b"), ("+", "muted")]
    assert desk.model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole).splitlines()[-1] == "looked at by link B, C, D"
    desk.model.set_linked({TICKERS.index(SPY_P): "BC"})
    assert [span[1:3] for span in desk.cell("contract", 1).spans[-2:]] == [("B", "link_b"), ("C", "link_c")]
    desk.model.set_linked({TICKERS.index(SPY_P): "B"})
    assert desk.cell("contract", 1).spans[-1][1:3] == ("B", "link_b")
    desk.model.set_rejected({SPY_P: ""})
    assert desk.texts(1)["contract"] == "! SPY 19 Dec 25 640 P, refused, link B"


def test_the_course_of_the_day_is_a_line_over_the_open_and_a_sentence(desk: Desk) -> None:
    desk.model.show_sparks(True)
    desk.show(Print(SPY_C, 2.0), Print(SPY_C, 1.5, time_ms=OPEN + 60_000), Print(SPY_C, 2.5, time_ms=OPEN + 120_000))
    cell = desk.cell("spark")
    assert (cell.text, cell.ink) == ("2.00 to 2.50, high 2.50, low 1.50", "up")
    assert cell.spark == ((0, 10, 20), (2.0, 1.5, 2.5), 21, 2.0)
    assert desk.tip("spark") == [cell.text]
    desk.show(Print(SPY_P, 1.0, time_ms=OPEN + 126_000))
    assert desk.cell("spark").spark == ((0, 10, 20), (2.0, 1.5, 2.5), 22, 2.0), "the market goes on, and the line too"


def test_a_line_that_nobody_sees_is_not_read_and_comes_back_whole(desk: Desk) -> None:
    desk.show(Print(SPY_C, 2.0), Print(SPXW, 7.0))
    assert desk.texts()["spark"] == "–"
    desk.model.show_sparks(True)
    desk.list.add(items(SPXW))
    desk.model.advance()
    assert [desk.texts(row)["spark"][:12] for row in (0, 2)] == ["2.00 to 2.00", "7.00 to 7.00"]
    desk.model.show_sparks(False)
    assert desk.texts()["spark"] == "–"


def test_the_base_is_the_open_also_where_a_package_made_it(desk: Desk) -> None:
    desk.model.show_sparks(True)
    desk.show(Print(SPY_C, 2.0), Print(SPY_C, 3.0, codes=(232,), time_ms=OPEN - 1))
    assert desk.cell("spark").spark == ((0,), (2.0,), 1, 3.0), "a package may be the first price of the day"


def test_by_another_table_of_conditions_a_line_is_shown_anew() -> None:
    desk = Desk(SPY_C)
    desk.model.show_sparks(True)
    desk.show(Print(price=1.0), Print(price=2.0, codes=(232,), time_ms=OPEN + 60_000, sequence=2))
    assert desk.cell("spark").text.startswith("1.00 to 1.00")
    known = desk.market.sets.known
    desk.market.learn_conditions([*known.values(), replace(known[209], id=232)])
    desk.model.advance()
    assert desk.cell("spark").text.startswith("1.00 to 2.00")
