"""The last word of a program that cannot go on, for those who have no terminal to read it in."""

import asyncio

from PySide6.QtWidgets import QMessageBox


async def show_failure(sentence: str) -> None:
    """Show a sentence in a box and wait until it is closed."""
    box = QMessageBox(QMessageBox.Icon.Critical, "Optape", sentence)
    closed = asyncio.Event()
    box.finished.connect(lambda _result: closed.set())
    box.open()  # not exec(): a loop inside a task breaks both
    await closed.wait()
