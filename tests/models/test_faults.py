"""Faults of our own are logged with their traceback and shown."""

import asyncio
import logging
import sys

import pytest

from models.faults import FaultWatch
from models.notices import Level, Notices


async def test_what_nobody_caught_on_the_loop_is_noted_with_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    notices, loop = Notices(), asyncio.get_running_loop()
    watch = FaultWatch(notices)
    watch.install(loop)
    try:
        with caplog.at_level(logging.ERROR, "optape"):
            loop.call_exception_handler({"message": "a task failed", "exception": ValueError("why")})
    finally:
        watch.remove()
        loop.set_exception_handler(None)
    assert [(notice.level, "ValueError" in notice.text) for notice in notices] == [(Level.ERROR, True)]
    assert caplog.records[0].message == "a task failed"
    assert caplog.records[0].exc_info is not None


async def test_what_leaves_a_slot_is_noted_until_the_watch_ends() -> None:
    notices = Notices()
    watch = FaultWatch(notices)
    watch.install(asyncio.get_running_loop())
    error = KeyError("gone")
    sys.excepthook(type(error), error, None)
    watch.remove()
    asyncio.get_running_loop().set_exception_handler(None)
    assert "KeyError" in next(iter(notices)).text
    assert sys.excepthook is sys.__excepthook__
