"""What all tests share: Qt kept out where that is asked for, nothing left behind, the recordings."""

import asyncio
import importlib.abc
import inspect
import os
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

RECORDINGS = Path(__file__).resolve().parents[2] / "shared" / "data"
NO_QT = os.environ.get("OPTAPE_NO_QT") == "1"
"""Set for the leg that shows that models and feeds stand without Qt."""


class _NoQt(importlib.abc.MetaPathFinder):
    """Makes every import of Qt fail."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        if name.partition(".")[0] in ("PySide6", "shiboken6", "qasync"):
            raise ImportError(f"{name} is imported in the leg without Qt")


if NO_QT:
    sys.meta_path.insert(0, _NoQt())


@pytest.fixture
def recordings() -> Path:
    """The folder of real recordings; a test that needs it is skipped where it is absent."""
    if not RECORDINGS.is_dir():
        pytest.skip("the folder with the real recordings is not beside the project")
    return RECORDINGS


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """Fail a test that leaves a thread or a top-level widget; let go of the keys that it held."""
    threads = set(threading.enumerate())
    yield
    left = [t for t in set(threading.enumerate()) - threads if not t.daemon and not t.name.startswith("asyncio_")]
    assert not left, f"threads left behind: {left}"
    if "PySide6.QtWidgets" in sys.modules:
        _no_widget_left()
        _release_keys()


def _release_keys() -> None:
    """After a key with Ctrl or Alt Qt takes that one for held until another event says otherwise: in the next test."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QWidget

    if QApplication.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
        QTest.keyRelease(QWidget(), Qt.Key.Key_Control)


def _no_widget_left() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication, QWidget

    if not isinstance(QApplication.instance(), QApplication):
        return
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    left: list[QWidget] = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert not left, f"top-level widgets left behind: {left}"


def pytest_itemcollected(item: pytest.Item) -> None:
    """Make every coroutine test fail if it or one of its fixtures leaves a task behind."""
    if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj):
        item.fixturenames.insert(0, "_no_stray_tasks")  # set up first, so torn down last


@pytest_asyncio.fixture
async def _no_stray_tasks() -> AsyncIterator[None]:
    before = asyncio.all_tasks()
    yield
    await asyncio.sleep(0)  # what was cancelled last may end
    left = asyncio.all_tasks() - before - {asyncio.current_task()}
    assert not left, f"tasks left behind: {left}"
