"""The dialog in which people say how many trades are kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from models.tape import BLOCK
from tests.models.made_market import MadeMarket
from tests.ui.main_desk import Desk
from tests.ui.window_desk import CONTROL, dressed, press
from ui.memory_dialog import MemoryDialog


@pytest.fixture
def market() -> MadeMarket:
    made = MadeMarket(max_rows=BLOCK)
    made.flood(4 * BLOCK)
    return made


@pytest.fixture
def dialog(qtbot: QtBot, qapp: QApplication, market: MadeMarket) -> Iterator[MemoryDialog]:
    with dressed(qapp):
        parent = QWidget()
        made = MemoryDialog(15_000_000, market, parent)
        made.show()
        qtbot.waitExposed(made)
        yield made
        parent.deleteLater()


def test_it_says_what_so_many_trades_take_and_what_has_left(dialog: MemoryDialog) -> None:
    assert dialog.told.text().startswith("15,000,000 trades take up to 0.72 GB. It holds from now on")
    assert any("older trades left memory" in label.text() for label in dialog.findChildren(QLabel))


def test_it_says_what_would_leave_memory(dialog: MemoryDialog, market: MadeMarket) -> None:
    market.tape.keep(10_000_000)
    market.flood(2 * BLOCK)
    dialog.rows.setValue(100_000)
    assert "96,608 trades that are in memory leave it" in dialog.told.text()
    assert dialog.rows.accessibleDescription() == dialog.told.text()


def test_enter_chooses_and_esc_leaves_all_as_it_is(dialog: MemoryDialog, qtbot: QtBot) -> None:
    chosen: list[int] = []
    dialog.chosen.connect(chosen.append)
    dialog.rows.setValue(2_000_000)
    press(dialog.rows, Qt.Key.Key_Return)
    assert chosen == [2_000_000]
    assert not dialog.isVisible()


def test_esc_chooses_nothing(dialog: MemoryDialog) -> None:
    chosen: list[int] = []
    dialog.chosen.connect(chosen.append)
    press(dialog, Qt.Key.Key_Escape)
    assert not chosen
    assert not dialog.isVisible()


def test_a_key_asks_for_it(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    with dressed(qapp):
        desk = Desk(qtbot, tmp_path)
        desk.press(Qt.Key.Key_M, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        assert desk.asked == ["memory"]
        desk.end()
