"""The layout between starts: kept, broken, and on another screen."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.main_desk import Desk, desks
from tests.ui.window_desk import dressed
from ui import layout_store
from ui.layout_store import Layout, load_layout


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    yield from desks(qtbot, qapp, tmp_path)


def test_the_layout_comes_back(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.window.resize(1300, 820)
    desk.window.docks["chart"].close()
    desk.window.docks["tape"].setFloating(True)
    desk.tape.scope.set_everything(everything=True)
    desk.watchlist.table.setColumnWidth(0, 211)
    other = Desk(qtbot, tmp_path, desk.kept_layout(tmp_path / "layout.json"))
    docks = other.window.docks
    assert other.window.size() == desk.window.size()
    assert (docks["chart"].isVisible(), docks["tape"].isFloating(), docks["watchlist"].isVisible()) == (
        False,
        True,
        True,
    )
    assert (other.tape.scope.everything, other.watchlist.table.columnWidth(0)) == (True, 211)
    other.end()


BROKEN = (
    b"", b"{", b"[]", b'{"docks": 5}', b'{"docks": "%%%"}', b'{"docks": "AAAA", "panels": {"tape": {"columns": 7}}}',
    b'{"panels": {"tape": {"everything": 1}, "gone": {}}}', b'{"place": {"x": 1, "y": 1, "width": 1e99, "height": 5}}',
    b'{"place": {"x": 9999999999999, "y": -9999999999999, "width": 99999999999, "height": 5}}', b"\xff\xfe",
)  # fmt: skip


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_layout_file_gives_the_first_layout(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "layout.json"
    path.write_bytes(content)
    with dressed(qapp):
        desk = Desk(qtbot, tmp_path, load_layout(path))
        assert all(dock.isVisible() for dock in desk.window.docks.values())
        assert not desk.tape.scope.everything
        assert desk.window.width() >= desk.window.minimumSizeHint().width()
        desk.end()


def placed(x: int, y: int, width: int, height: int) -> Layout:
    return Layout(place=layout_store.Place(x, y, width, height))


@pytest.mark.parametrize(
    "layout", [placed(0, 0, 10, 10), placed(-5000, -5000, 700, 600), placed(9000, 9000, 4000, 3000)]
)
def test_a_window_is_never_off_the_screen_nor_larger_than_it(
    desk: Desk, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = QRect(100, 50, 1500, 900)

    class Screen:
        def availableGeometry(self) -> QRect:
            return room

    application = SimpleNamespace(platformName=lambda: "xcb", screens=lambda: [Screen()], primaryScreen=Screen)
    monkeypatch.setattr(layout_store, "QGuiApplication", application)
    layout_store.restore_layout(desk.window, layout)
    assert room.contains(QRect(desk.window.pos(), desk.window.size()))
    least = desk.window.minimumSizeHint()
    assert desk.window.width() >= least.width()
    assert desk.window.height() >= least.height()
