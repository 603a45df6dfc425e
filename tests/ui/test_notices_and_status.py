"""What the bars at the top and the bottom say."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from models.feed_figures import FeedFigures
from models.notices import Level, Remedy
from models.status import FeedState, FeedStatus, Reason, Source
from tests.models.made_market import SPXW, SPY_P
from tests.ui.main_desk import Desk, desks
from tests.ui.window_desk import CONTROL, cell_rect, painted, press, texts, write
from ui.status_bar import StatusBar

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    yield from desks(qtbot, qapp, tmp_path)


def test_a_notice_is_shown_replaced_and_dismissed(desk: Desk) -> None:
    assert not desk.bar.isVisible()
    desk.notices.show("feed", Level.WARN, "Reconnecting in 5 s")
    desk.notices.show("feed", Level.WARN, "Reconnecting in 4 s")
    assert (desk.bar.isVisible(), desk.bar.text) == (True, "Reconnecting in 4 s")
    dismiss(desk)
    assert not desk.bar.isVisible()
    assert list(desk.notices) == []


def dismiss(desk: Desk) -> None:
    next(b for b in desk.bar.findChildren(QToolButton) if b.accessibleName() == "Dismiss this notice").click()


def test_errors_come_first_and_then_what_is_newest(desk: Desk) -> None:
    for key, level in (("a", Level.WARN), ("b", Level.INFO), ("c", Level.ERROR), ("d", Level.WARN)):
        desk.notices.show(key, level, f"notice {key}")
    shown = []
    while desk.bar.text:
        shown.append(desk.bar.text[-1])
        dismiss(desk)
    assert "".join(shown) == "cdba"


def test_the_notices_behind_can_be_looked_at(desk: Desk) -> None:
    desk.notices.show("a", Level.WARN, "first")
    desk.notices.show("b", Level.WARN, "second")
    more = next(b for b in desk.bar.findChildren(QToolButton) if b.text() == "+1 more")
    assert "first" in more.toolTip()
    more.click()
    assert desk.bar.text == "first"
    dismiss(desk)
    assert desk.bar.text == "second"
    assert not more.isVisible()


@pytest.mark.parametrize(("level", "token"), [(Level.INFO, "accent"), (Level.WARN, "warn"), (Level.ERROR, "error")])
def test_levels_look_different(desk: Desk, level: Level, token: str) -> None:
    desk.notices.show("a", level, "x")
    image = desk.bar.grab().toImage()
    others = {"accent", "warn", "error"} - {token}
    assert painted(image, token) > 0
    assert [painted(image, other) for other in others] == [0, 0]


def test_a_symbol_that_cannot_be_read_is_explained_though_an_older_warning_stands(desk: Desk, qtbot: QtBot) -> None:
    desk.notices.show("source", Level.WARN, "Simulated market: no key is set")
    edit = desk.watchlist.header.edit
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    write(edit, "SPY")
    press(edit, Key.Key_Return)
    assert "underlying" in desk.bar.text
    press(edit, Key.Key_A, CONTROL)
    write(edit, SPXW)
    press(edit, Key.Key_Return)
    assert desk.bar.text == "Simulated market: no key is set"


def remedy_button(desk: Desk) -> QToolButton:
    return next(b for b in desk.bar.findChildren(QToolButton) if b.property("role") == "remedy")


def test_a_remedy_is_a_button_that_the_mouse_tab_and_a_key_reach(desk: Desk, qtbot: QtBot) -> None:
    done: list[str] = []
    desk.notices.show("a", Level.WARN, "x", Remedy("Mend it", lambda: done.append("mended")))
    button = remedy_button(desk)
    assert (button.isVisible(), button.text(), button.accessibleName()) == (True, "Mend it", "Mend it")
    assert "F8" in button.toolTip()
    button.click()
    QTest.keyClick(desk.window, Key.Key_F8)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    press(button, Key.Key_Space)
    desk.actions["Do what the notice offers"].trigger()
    assert done == ["mended"] * 4


def test_a_notice_without_a_remedy_offers_nothing(desk: Desk) -> None:
    action = desk.actions["Do what the notice offers"]
    assert not action.isEnabled()
    desk.notices.show("a", Level.WARN, "x", Remedy("Mend it", lambda: None))
    assert action.isEnabled()
    desk.notices.show("b", Level.ERROR, "an error comes first")
    assert not action.isEnabled()
    assert not remedy_button(desk).isVisible()
    dismiss(desk)
    assert remedy_button(desk).isVisible()
    dismiss(desk)
    assert not action.isEnabled()


@pytest.mark.parametrize(
    ("status", "label", "asked"),
    [
        (FeedStatus(FeedState.COOLDOWN, reason=Reason.KEY_IN_USE, detail="x"), "Take over now", "connect"),
        (FeedStatus(FeedState.BACKOFF, reason=Reason.CUT, detail="x"), "Connect now", "connect"),
        (FeedStatus(FeedState.REFUSED, reason=Reason.BAD_KEY, detail="x"), "Key and connection…", "connection"),
        (FeedStatus(FeedState.REFUSED, reason=Reason.NO_PLAN, detail="x"), "Key and connection…", "connection"),
        (FeedStatus(FeedState.REFUSED, reason=Reason.FAULT, detail="x"), "Connect now", "connect"),
    ],
)
def test_trouble_of_the_feed_offers_what_helps(desk: Desk, status: FeedStatus, label: str, asked: str) -> None:
    desk.window.show_feed(status)
    assert remedy_button(desk).text() == label
    remedy_button(desk).click()
    assert desk.asked == [asked]


def test_while_it_connects_the_reason_stands_and_nothing_more_is_offered(desk: Desk) -> None:
    desk.window.show_feed(FeedStatus(FeedState.BACKOFF, reason=Reason.CUT, detail="The connection was cut."))
    desk.window.show_feed(FeedStatus(FeedState.CONNECTING))
    assert desk.bar.text == "The connection was cut."
    assert not remedy_button(desk).isVisible()
    dismiss(desk)
    desk.window.show_feed(FeedStatus(FeedState.AUTHENTICATING))
    assert desk.bar.text == "", "what was dismissed does not come back"


@pytest.mark.parametrize("source", Source)
def test_every_source_has_its_badge(desk: Desk, source: Source) -> None:
    desk.window.status.show_status(FeedStatus(FeedState.LIVE, source))
    assert desk.window.status.text.startswith(f"{source.upper()} · connected")
    assert painted(desk.window.status.grab().toImage(), source.value) > 500


@pytest.mark.parametrize("state", FeedState)
def test_every_state_has_its_words(desk: Desk, state: FeedState) -> None:
    desk.window.status.show_status(FeedStatus(state, Source.LIVE))
    assert desk.window.status.line.parts[0].text


def test_a_wait_is_counted_down_with_the_figures(desk: Desk) -> None:
    now_s = 50.0
    bar = StatusBar(lambda: now_s)
    status = FeedStatus(FeedState.BACKOFF, reason=Reason.CUT, retry_in_s=12.0)
    bar.show_status(status)
    assert "connection cut, trying again in 12 s" in bar.text
    now_s += 4.5
    bar.show_figures(status, FeedFigures())
    assert "trying again in 8 s" in bar.text
    now_s += 60
    bar.show_figures(status, FeedFigures())
    assert bar.line.parts[0].text == "connection cut, trying again"


def test_a_delayed_feed_says_so_in_words(desk: Desk) -> None:
    desk.window.show_feed(FeedStatus(FeedState.LIVE, Source.DELAYED))
    assert "15 min delayed" in desk.window.status.text


def test_what_is_missing_is_marked_and_the_last_to_give_way(desk: Desk) -> None:
    bar = desk.window.status
    status = FeedStatus(FeedState.COOLDOWN, confirmed=1, wanted=3, rejected={SPXW: "no"}, retry_in_s=90.0)
    bar.show_status(status)
    bar.show_figures(status, FeedFigures(1032.4, 41.0, 20_000_000, 61_402, 3, 1, 1234, 1234))
    bar.show_history("Theta Terminal not found")
    bad = ["! gaps 3, 1 unfilled", "! 1 of 3 subscribed, 1 refused"]
    assert [part.text for part in bar.line.parts if part.ink == "warn"][1:] == bad
    for width in (1600, 1280, 900, 760):
        bar.line.resize(width - 140, 20)
        shown = [part.text for part in bar.line.shown()]
        assert shown[0] == "key in use elsewhere, trying again in 1 min 30 s"
        assert set(bad) <= set(shown)
        assert sum(bar.line._fitting()[2]) <= bar.line.width(), "nothing is cut"
    assert all(part.text in bar.toolTip() for part in bar.line.parts)
    assert bar.text in bar.accessibleName()


def test_the_most_important_figures_are_in_sight_at_1280_pixels(desk: Desk) -> None:
    desk.window.resize(1280, 800)
    status = FeedStatus(FeedState.LIVE, Source.DELAYED, confirmed=118, wanted=120)
    desk.window.show_feed(status)
    desk.window.status.show_figures(status, FeedFigures(12_032.4, 12_300.0, 20_000_000, 1_061_402, 3, 0, 132, 12))
    desk.window.status.show_history("Theta Terminal not found")
    desk.window.grab()
    shown = " · ".join(part.text for part in desk.window.status.line.shown())
    for words in ("connected", "15 min", "trades/s", "lag", "backlog", "gaps", "118 of 120", "malformed", "duplicates"):
        assert words in shown


def test_a_click_or_enter_on_the_status_bar_opens_the_details(desk: Desk, qtbot: QtBot) -> None:
    bar = desk.window.status
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton)
    QTest.mouseClick(bar, Qt.MouseButton.RightButton)
    bar.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(bar.hasFocus)
    press(bar, Key.Key_Return)
    press(bar, Key.Key_X)
    assert desk.asked == ["feed", "feed"]


def test_a_refused_contract_is_marked_in_the_list(desk: Desk) -> None:
    desk.window.show_feed(FeedStatus(FeedState.LIVE, rejected={SPY_P: "not authorized"}))
    assert texts(desk.watchlist.table) == ["SPY 19 Dec 25 650 C", "! SPY 19 Dec 25 640 P, refused"]
    table = desk.watchlist.table
    image = table.viewport().grab().toImage()
    assert painted(image, "warn", cell_rect(table, 1, 0)) > 20
    assert painted(image, "warn", cell_rect(table, 0, 0)) == 0


def test_the_status_bar_counts(desk: Desk) -> None:
    status = FeedStatus(FeedState.BACKOFF, Source.LIVE, "cut", confirmed=3, wanted=5, retry_in_s=4.0)
    desk.window.show_feed(status)
    figures = FeedFigures(1032.4, None, 20_000_000, 61_402, gaps=2, malformed=1234)
    desk.window.status.show_figures(status, figures)
    text = desk.window.status.text
    for words in (
        "connection lost, trying again in 4 s", "1,032 trades/s", "lag –", "backlog 19 MB", "61,402 on tape", "gaps 2",
        "malformed 1,234", "3 of 5 subscribed",
    ):  # fmt: skip
        assert words in text
    assert desk.bar.text == "cut"
    desk.window.show_feed(FeedStatus(FeedState.LIVE, Source.LIVE))
    assert desk.bar.text == ""


@pytest.mark.parametrize("state", FeedState)
def test_the_badge_has_its_colour_only_while_trades_can_come(desk: Desk, state: FeedState) -> None:
    bar = desk.window.status
    bar.show_status(FeedStatus(state, Source.LIVE))
    at_work = state in (FeedState.LIVE, FeedState.STALE, FeedState.ENDED)
    assert bar._badge.property("role") == ("badge-live" if at_work else "badge-off")
    assert bar._badge.text() == "LIVE"


def test_a_day_that_could_not_be_loaded_is_a_short_mark_in_the_bar_and_a_sentence_in_the_notice(desk: Desk) -> None:
    words = "Trades since the open are missing: 4 contracts could not be fetched: The plan does not include them."
    desk.window.show_feed(FeedStatus(FeedState.LIVE, Source.LIVE, today_problem=words))
    assert "! today not loaded" in desk.window.status.text
    assert words not in desk.window.status.text
    assert desk.bar.text == words
    desk.window.show_feed(FeedStatus(FeedState.LIVE, Source.LIVE))
    assert "today" not in desk.window.status.text
    assert desk.bar.text == ""
