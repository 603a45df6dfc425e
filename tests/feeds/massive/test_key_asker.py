"""Questions about keys as the connect dialog asks them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import keyring

from feeds.massive.key import KeyStore
from feeds.massive.key_asker import MassiveKeyAsker
from feeds.massive.key_check import KeyCheck
from models.connection import Addresses, ConnectedKey, KeyAbility, KeyPlace, KeyReport, KeyStanding, Verdict
from tests.feeds.massive.test_key import Ring

NOWHERE = Addresses(None, None, None)


class Check(KeyCheck):
    """Answers when it is let."""

    def __init__(self) -> None:
        super().__init__(NOWHERE)
        self.asked: list[tuple[str, KeyAbility | None]] = []
        self.gate = asyncio.Event()
        self.fault: Exception | None = None

    async def report(self, key: str, progress: Any, connected: KeyAbility | None = None) -> KeyReport:
        self.asked.append((key, connected))
        progress(KeyReport())
        await self.gate.wait()
        if self.fault:
            raise self.fault
        return KeyReport.of_all(Verdict.WORKS, "")


class Ear:
    """Notes answers."""

    def __init__(self) -> None:
        self.heard: list[Any] = []

    def __call__(self, answer: object) -> None:
        self.heard.append(answer)

    async def until(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.heard) < count:
                await asyncio.sleep(0)


class Desk:
    """An asker over a keyring in memory."""

    def __init__(self, connected: ConnectedKey | None) -> None:
        self.ring, self.check, self.learned = Ring(), Check(), list[str]()
        keyring.set_keyring(self.ring)
        self.store = KeyStore(self.learned.append, {})
        self.asker = MassiveKeyAsker(
            self.store, NOWHERE, self.learned.append, lambda: connected, lambda _addresses: self.check
        )
        self.ear = Ear()


@asynccontextmanager
async def desk(connected: ConnectedKey | None = None) -> AsyncIterator[Desk]:
    """A desk that leaves neither question nor keyring behind."""
    before = keyring.get_keyring()
    made = Desk(connected)
    try:
        yield made
    finally:
        await made.asker.close()
        keyring.set_keyring(before)


async def test_looking_storing_and_forgetting_are_answered() -> None:
    async with desk() as it:
        it.asker.look(it.ear)
        await it.ear.until(1)
        it.asker.store("new-key", it.ear)
        await it.ear.until(2)
        it.asker.look(it.ear)
        await it.ear.until(3)
        it.asker.forget(it.ear)
        await it.ear.until(4)
        assert it.ear.heard == [KeyStanding(), "", KeyStanding(KeyPlace.KEYRING, is_kept=True), ""]
        assert it.ring.kept == {}
        assert it.asker.known == KeyStanding(KeyPlace.RUN)


async def test_a_test_tells_of_progress_and_then_of_its_end() -> None:
    async with desk() as it:
        it.check.gate.set()
        it.asker.test("new-key", it.ear, it.ear)
        await it.ear.until(2)
        assert it.ear.heard == [KeyReport(), KeyReport.of_all(Verdict.WORKS, "")]
        assert "new-key" in it.learned
        assert it.check.asked == [("new-key", None)]


async def test_without_a_key_the_one_in_use_is_tested_and_the_feed_is_spared() -> None:
    async with desk(ConnectedKey("used-key", KeyAbility.DELAYED)) as it:
        it.check.gate.set()
        it.store.use_for_run("used-key")
        it.asker.test(None, it.ear, it.ear)
        it.asker.test("other-key", it.ear, it.ear)
        await it.ear.until(4)
        assert it.check.asked == [("used-key", KeyAbility.DELAYED), ("other-key", None)]


async def test_a_test_that_is_given_up_is_silent() -> None:
    async with desk() as it:
        asking = it.asker.test("new-key", it.ear, it.ear)
        await it.ear.until(1)
        asking.cancel()
        it.check.gate.set()
        await it.asker.close()
        assert it.ear.heard == [KeyReport()]


async def test_a_fault_of_ours_is_told_to_the_loop_and_the_dialog_is_not_left_waiting() -> None:
    told: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    async with desk() as it:
        it.check.fault = ZeroDivisionError()
        it.check.gate.set()
        it.asker.test("new-key", it.ear, it.ear)
        await it.ear.until(2)
    assert {finding.verdict for finding in it.ear.heard[-1].findings} == {Verdict.UNTESTED}
    assert isinstance(told[0]["exception"], ZeroDivisionError)


async def test_a_locked_keyring_can_be_given_up() -> None:
    async with desk() as it:
        it.ring.gate.clear()
        it.asker.store("new-key", it.ear).cancel()
        it.ring.gate.set()
        await it.asker.close()
        assert it.ear.heard == []


async def test_where_keys_go_is_told() -> None:
    async with desk() as it:
        assert it.asker.addresses is NOWHERE
