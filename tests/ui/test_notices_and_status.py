"""What the bars at the top and the bottom say."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from models.feed_figures import FeedFigures
from models.notices import Level
from models.status import FeedState, FeedStatus, Source
from tests.models.made_market import SPXW
from tests.ui.main_desk import Desk
from tests.ui.window_desk import CONTROL, dressed, painted, press, write

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    with dressed(qapp):
        made = Desk(qtbot, tmp_path)
        yield made
        made.end()


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


@pytest.mark.parametrize("source", Source)
def test_every_source_has_its_badge(desk: Desk, source: Source) -> None:
    desk.window.status.show_status(FeedStatus(FeedState.LIVE, source))
    assert desk.window.status.text.startswith(f"{source.upper()} · connected")
    assert painted(desk.window.status.grab().toImage(), source.value) > 500


@pytest.mark.parametrize("state", FeedState)
def test_every_state_has_its_words(desk: Desk, state: FeedState) -> None:
    desk.window.status.show_status(FeedStatus(state, Source.LIVE))
    assert desk.window.status._state.text()


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
