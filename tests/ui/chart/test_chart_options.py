"""What the user chooses of a chart: by key, in the menu, and between starts."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu
from pytestqt.qtbot import QtBot

from models.chart.options import BarsBy, ChartOptions, Style, changed
from models.chart.series import Kind
from models.conditions import Shape
from models.times import Zone
from tests.models.tick_tapes import Print
from tests.ui.chart.chart_desk import MINUTE, OPEN, Desk, desks, minutes
from ui.chart.gap_bands import Shade
from ui.chart.legend import PRINTS, show_legend
from ui.chart.legend_pictures import HEIGHT_PX, WIDTH_PX, of_arrows, of_candles, of_compared, of_gap, of_marks
from ui.chart.menu import ChartMenu
from ui.chart.words import BAR_WORDS


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    yield from desks(qtbot, qapp, monkeypatch)


def shown_parts(desk: Desk) -> list[str]:
    return [part.text for part in desk.chart.header.shown.parts]


def menu_of(desk: Desk) -> ChartMenu:
    desk.chart.open_options()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, ChartMenu)
    return menu


def choose(menu: QMenu, *path: str) -> None:
    """Trigger an action by the texts that lead to it, without mnemonics and keys, and close the menu."""
    inner = menu
    for text in path:
        action = next(a for a in inner.actions() if a.text().replace("&", "").partition("\t")[0] == text)
        submenu = action.menu()
        if isinstance(submenu, QMenu):
            inner = submenu
    action.trigger()
    menu.close()


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (Qt.Key.Key_A, "all_prints"),
        (Qt.Key.Key_V, "vwap"),
        (Qt.Key.Key_L, "levels"),
        (Qt.Key.Key_S, "sessions"),
        (Qt.Key.Key_P, "relative"),
    ],
)
def test_a_key_switches_one_choice_and_back_and_the_chart_is_drawn_by_it(desk: Desk, key: Qt.Key, name: str) -> None:
    desk.world.print(*minutes(30))
    chart = desk.open()
    drawn, before = chart.redraws, chart.choices.options
    desk.press(key)
    assert getattr(chart.choices.options, name) is not getattr(before, name)
    assert chart.redraws == drawn + 1
    desk.press(key)
    assert chart.choices.options == before


def test_c_turns_to_candles_and_the_header_says_so(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    chart = desk.open()
    desk.press(Qt.Key.Key_C)
    assert chart.choices.options.style is Style.CANDLES
    assert shown_parts(desk)[0] == "candles of 1 min"
    chart.choices.choose(changed(chart.choices.options, candle_s=1))
    assert shown_parts(desk)[0] == "candles of 10 s (zoom in for 1 s)"
    desk.press(Qt.Key.Key_C)
    assert shown_parts(desk)[0] == "ticks"


def test_b_goes_through_the_usual_bars_and_begins_anew(desk: Desk) -> None:
    desk.world.print(*minutes(190))
    chart = desk.open()
    notes = []
    for _ in range(7):
        desk.press(Qt.Key.Key_B)
        notes.append(desk.marks.note)
    assert notes[2:6] == ["size per 1 min", "size per 5 min", "size per 100 prints", "size per 1,000 prints"]
    assert notes[0] == "size per 30 s (zoom in for 1 s)", "too narrow to be seen"
    assert chart.choices.options.bars_by is BarsBy.AUTO


def test_the_menu_shows_what_is_chosen_and_chooses(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    chart = desk.open()
    choose(menu_of(desk), "Candles", "5 min")
    assert (chart.choices.options.style, chart.choices.options.candle_s) == (Style.CANDLES, 300)
    choose(menu_of(desk), "Volume bars", "100 prints")
    assert chart.choices.options.bars_by is BarsBy.TICKS
    choose(menu_of(desk), "VWAP")
    assert not chart.choices.options.vwap
    menu = menu_of(desk)
    checked = {a.text().partition("\t")[0] for a in menu.actions() if a.isChecked()}
    menu.close()
    assert checked == {"&All prints", "Day’s &levels", "&Session shading"}


def test_other_bars_are_typed_and_nonsense_is_refused_in_words(desk: Desk, qtbot: QtBot) -> None:
    desk.world.print(*minutes(30))
    chart = desk.open()
    menu = menu_of(desk)
    with qtbot.waitSignal(menu.destroyed):
        choose(menu, "Volume bars", "Other…")
    dialog = chart.findChild(QInputDialog)
    assert dialog is not None
    dialog.setTextValue("2 min")
    dialog.accept()
    assert desk.marks.note == "size per 2 min"
    with qtbot.waitSignal(chart.said) as said:
        chart.choices._take_bars("a lot")
    assert said.args is not None
    assert said.args[0].startswith("“a lot” is no size of a volume bar.")
    assert said.args[1] is True
    assert desk.marks.note == "size per 2 min"


def test_automatic_bars_leave_the_field_empty_and_others_are_there_to_be_changed(desk: Desk) -> None:
    chart = desk.open()
    fields = []
    for _ in range(2):
        chart.choices.ask_bars()
        (dialog,) = chart.findChildren(QInputDialog)
        fields.append(dialog.textValue())
        dialog.setTextValue("1,000")
        dialog.accept()
        shiboken6.delete(dialog)
    assert fields == ["", "1,000 prints"]


def test_no_letter_of_the_menu_stands_for_two_things(desk: Desk) -> None:
    desk.world.print(*minutes(3))
    desk.open()
    desk.link.toggle_compared([desk.world.contracts.add("O:SPY251219C00651000")])
    menu = menu_of(desk)
    for each in (menu, *menu.findChildren(QMenu)):
        letters = Counter(QKeySequence.mnemonic(action.text()).toString() for action in each.actions())
        letters.pop("", None)
        assert not letters or max(letters.values()) == 1, letters
    menu.close()


def test_choices_are_kept_between_starts_and_older_ones_are_understood(desk: Desk) -> None:
    chart = desk.open()
    desk.press(Qt.Key.Key_C, Qt.Key.Key_P)
    state = chart.state()
    desk.press(Qt.Key.Key_C, Qt.Key.Key_P)
    chart.restore(state)
    assert (chart.choices.options.style, chart.choices.options.relative) == (Style.CANDLES, True)
    chart.restore({"all_prints": False})
    assert chart.choices.options.style is Style.CANDLES
    assert not chart.choices.options.all_prints


@pytest.mark.parametrize("bad", [{"candle_s": 0}, {"style": "pie"}, {"bar_ticks": "many"}, {"vwap": 3}])
def test_a_kept_state_that_makes_no_sense_changes_nothing(desk: Desk, bad: dict[str, object]) -> None:
    chart = desk.open()
    chart.restore({"all_prints": False} | bad)
    assert chart.choices.options == ChartOptions()


def test_the_header_says_what_is_shown_and_the_most_important_stays_where_room_is_short(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    desk.open()
    assert shown_parts(desk) == ["ticks", "following", "1 Dec 2025"]
    line = desk.chart.header.shown
    assert [part.text for part in line.shown()] == shown_parts(desk), "nothing is cut at first"
    desk.press(Qt.Key.Key_A, Qt.Key.Key_P, Qt.Key.Key_Left)
    assert shown_parts(desk) == ["ticks", "no other prints", "% of the first price in sight", "1 Dec 2025"]


def test_times_follow_the_zone_that_is_chosen(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    desk.open()
    desk.market.times.choose(Zone.UTC)
    desk.frame()
    desk.point(desk.pixel(OPEN + 5 * MINUTE, 10.05))
    assert desk.reading().startswith("14:35:00.000")
    desk.chart.header.time_asked.emit(14 * 3_600_000 + 40 * MINUTE)
    low, high = desk.range_ms()
    assert (low + high) / 2 == pytest.approx(OPEN + 10 * MINUTE)


def test_page_keys_go_from_trade_date_to_trade_date(desk: Desk) -> None:
    day = 86_400_000
    desk.world.print(*[Print(OPEN + n * day + m * MINUTE) for n in range(3) for m in range(10)])
    chart = desk.open()
    for key, shown in (
        (Qt.Key.Key_PageUp, 1),
        (Qt.Key.Key_PageUp, 0),
        (Qt.Key.Key_PageUp, 0),
        (Qt.Key.Key_PageDown, 1),
        (Qt.Key.Key_PageDown, 2),
    ):
        desk.press(key)
        low, high = desk.range_ms()
        assert OPEN + shown * day - MINUTE < low < OPEN + shown * day
        assert high < OPEN + shown * day + 11 * MINUTE
        assert chart.painted_ticks == 10
        assert chart._window.following is (shown == 2)


def test_every_sign_that_a_chart_draws_is_told(desk: Desk) -> None:
    desk.world.print(*minutes(3))
    legend = show_legend(desk.open())
    assert legend.width() >= legend.sizeHint().width()
    assert {(kind, shape) for kind, shape, *_ in PRINTS} == {
        *((Kind.LINE, shape) for shape in (Shape.PLAIN, Shape.AUCTION, Shape.CROSS)),
        *((kind, Shape.PLAIN) for kind in (Kind.OTHER, Kind.LATE, Kind.CANCELLED, Kind.CANCEL)),
        (Kind.PACKAGE, Shape.PACKAGE),
    }
    for words in (
        "off the scale",
        "candles",
        "average",
        "open, high and low",
        "other contracts",
        "late session",
        "filled in",
        "trades are missing",
        "nearest to the pointer",
        "chosen",
        *BAR_WORDS.values(),
    ):
        assert words in legend.text(), words  # fmt: skip
    legend.close()


def test_the_pictures_of_the_legend_differ_and_are_as_sharp_as_the_screen() -> None:
    marks = [of_marks(kind, shape, (3,), 2.0) for kind, shape, *_ in PRINTS]
    others = [of_arrows(2.0), of_candles(2.0), of_compared(2.0), of_gap(Shade.FILLED, 2.0), of_gap(Shade.MISSING, 2.0)]
    assert all(image.deviceIndependentSize().toTuple() == (WIDTH_PX, HEIGHT_PX) for image in marks + others)
    assert all(one != other for one, other in combinations(marks + others, 2))


def test_signs_and_keys_are_told_over_the_chart_until_esc(desk: Desk, qtbot: QtBot) -> None:
    desk.world.print(*minutes(3))
    desk.open()
    desk.press(Qt.Key.Key_Question)
    legend = QApplication.activePopupWidget()
    assert legend is not None
    with qtbot.waitSignal(legend.destroyed):
        QTest.keyClick(legend, Qt.Key.Key_Escape)


def test_a_right_click_opens_the_options_where_it_was_made(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    viewport = desk.open()._plot
    place = QPoint(200, 150)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, viewport.mapToGlobal(place))
    QApplication.sendEvent(viewport, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, ChartMenu)
    assert menu.pos() == viewport.mapToGlobal(place)
    menu.close()


def test_what_is_compared_is_called_so_everywhere(desk: Desk) -> None:
    other = desk.world.contracts.add("O:SPY251219C00651000")
    desk.world.print(*minutes(30), Print(OPEN, 12.5, 1, contract=other))
    desk.open()
    desk.link.toggle_compared((other,))
    assert "compared with 1" in shown_parts(desk)
    choose(menu_of(desk), "Compared with", "Stop comparing SPY 19 Dec 25 651 C")
    assert not desk.link.compared
    desk.link.toggle_compared((other,))
    choose(menu_of(desk), "Stop comparing")
    assert not desk.link.compared
