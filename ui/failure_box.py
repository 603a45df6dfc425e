"""The last word of a program that cannot go on, in a box for those who have no terminal to read it in."""

import asyncio
import sys

from PySide6.QtWidgets import QMessageBox

from models.exits import say


async def tell_failure(sentence: str) -> None:
    """Say a sentence on standard error; where there is none, in a box, and wait until that is closed."""
    if sys.stderr is None:  # a windowed Windows program has none
        await _show(sentence)
    say(sys.stderr, sentence)


async def _show(sentence: str) -> None:
    box = QMessageBox(QMessageBox.Icon.Critical, "Optape", sentence)
    closed = asyncio.Event()
    box.finished.connect(lambda _result: closed.set())
    box.open()  # not exec(): a loop inside a task breaks both
    await closed.wait()
