"""The at-time dialog before a terminal in trouble, put together as the program does it, with short delays."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import resources
from feeds.theta.chosen import ChosenTerminal
from feeds.theta.codes import ThetaCodes
from feeds.theta.terminal import ThetaTerminal
from feeds.theta.transport import Patience
from feeds.theta.turns import Turns
from feeds.venue.faults import fault_from_text
from feeds.venue.faults.turns import VenueFaults
from feeds.venue.session import Limits
from feeds.venue.venue import Venue
from models.conditions import read_conditions
from models.contract import parse_ticker
from models.history.inquiring import Inquirer
from models.history.queries import AtTimeRow
from models.history.query_text import times_text
from models.history.terminal import TerminalChoice, Transport
from models.notices import Notices
from models.redaction import Redactor
from models.status import Source
from models.venues import Venues
from tests.fault_matrix.desk import LIMIT_S
from tests.fault_matrix.shown import Shown, watched_for_faults
from tests.fault_matrix.terminal_ways import AUTOMATIC, Way
from tests.feeds.venue.faults.terminal import DAYS, six_days
from tests.feeds.venue.made import CALL
from ui.history.at_time_dialog import AtTimeDialog
from ui.history.at_time_form import AtTimeForm
from ui.history.terminal_chip import TerminalChip

NOON_MS = 43_200_000
LONGEST_WORK_S, LONGEST_STALL_S = 0.5, 8.0
"""What the window's thread may work at one go, and be away: the machine of the tests may be busy with others."""
QUICK = Patience(
    connect_s=LIMIT_S, silence_s=LIMIT_S, answer_s=LIMIT_S, status_s=LIMIT_S, attempts=3, retry_within_s=LIMIT_S,
    first_wait_s=0.4, longest_wait_s=0.4,
)  # fmt: skip
"""What passes is soon tried again; what comes may take its time."""
IMPATIENT = replace(QUICK, silence_s=0.4)
"""What does not come is soon given up."""
_BEAT_S = 0.01


class TerminalDesk:
    """The dialog with its chip, and the terminal that it asks."""

    def __init__(self, url: str, transport: Transport, at_once: int, patience: Patience) -> None:
        turns, codes = Turns(), _codes()

        def make(address: str) -> ThetaTerminal:
            return ThetaTerminal(address, codes, source=Source.REPLAY, patience=patience, turns=turns)

        self.terminal = ChosenTerminal(make, TerminalChoice(url, transport, at_once), turns)
        self._inquirer = Inquirer(self.terminal, lambda: at_once)
        self.told: set[str] = set()
        """All that was said while asking."""
        self.form, self._chip = AtTimeForm(), TerminalChip()
        self.dialog = AtTimeDialog(self._inquirer, self.form, chip=self._chip)
        self.form.set_contracts([parse_ticker(CALL)])
        self.form.set_moment(date(2025, 12, DAYS[0]), NOON_MS)
        self.form.end.set_day(date(2025, 12, DAYS[-1]))
        self.form.times.setText(times_text(NOON_MS + ms for ms in range(at_once)))
        self.dialog.show()

    async def until_chip_says(self, state: str) -> None:
        """Look at the terminal again and again, as the program does, until its chip ends with a state."""
        deadline_s = asyncio.get_running_loop().time() + LIMIT_S
        self._chip.show_status(await self.terminal.look())
        while not self._chip.text().endswith(f") {state}"):
            assert asyncio.get_running_loop().time() < deadline_s, f"the chip never said “{state}”: {self._chip.text()}"
            await asyncio.sleep(_BEAT_S)
            self._chip.show_status(await self.terminal.look())

    async def ask(self) -> None:
        """Press “Ask”, and wait until asking has ended."""
        self.form.ask.click()
        await self._ended()

    async def ask_and_cancel(self) -> None:
        """Press “Ask”, and Esc once the question is on its way."""
        self.form.ask.click()
        await until(lambda: self.dialog._progress.text, lambda: "a question on its way")
        self.dialog.reject()
        assert self.dialog._asking is None

    async def ask_again(self) -> None:
        """Press what is offered for the rest, or “Ask” where nothing is, and wait."""
        again = self.dialog.pane.strip.again
        (again if again.isVisible() else self.form.ask).click()
        await self._ended()

    def said(self) -> str:
        """What stands above the rows or in their place: title and text; empty where there is nothing to say."""
        pane = self.dialog.pane
        if pane.message.isVisible():
            return f"{pane.message.title.text()}: {pane.message.text.text()}"
        strip = pane.strip
        if not strip.isVisible():
            return ""
        return ": ".join(label.text() for label in (strip.title, strip.text) if label.text())

    def rows(self) -> list[AtTimeRow]:
        """Trades that are shown, those of an asked time in the order of the rows."""
        entries = sorted(self.dialog.pane.shown_entries(), key=lambda entry: entry.asked_ms)
        return [entry.row for entry in entries if entry.row]

    async def close(self) -> None:
        """Close in the order of the program."""
        self.dialog.close()
        await self._inquirer.close()
        await self.terminal.close()
        self.dialog.deleteLater()

    async def _ended(self) -> None:
        def is_over() -> bool:
            self.told.add(self.said())
            return self.dialog._asking is None

        await until(is_over, lambda: f"an end of asking: {self.said()}")


class TroubledTerminal:
    """A venue whose terminal has faults, until they are mended."""

    def __init__(self, faults: VenueFaults) -> None:
        self._turns = faults.terminal

    @property
    def strikes(self) -> int:
        """How often the last of its faults acted."""
        return self._turns.faults[-1].strikes

    async def mend(self) -> None:
        """Let everything be normal from now on."""
        fault, hands = self._turns.current, self._turns._hands
        fault._times_left = 0
        self._turns._advance()
        if fault.starts_shut:
            await hands.open_terminal()


@asynccontextmanager
async def terminal_desk(
    folder: Path, fault: str, way: Way = AUTOMATIC, at_once: int = 1, patience: Patience = QUICK
) -> AsyncIterator[tuple[TerminalDesk, TroubledTerminal]]:
    """A desk before a terminal with faults. There must be no fault of ours, and no stall, until it is closed."""
    faults = fault_from_text(fault)
    shown, notices = Shown(), Notices(Redactor(""))
    venue_of_fault = Venue(six_days(folder), fault=faults, limits=Limits(close_s=0.2), generations=way.generations)
    async with venue_of_fault as venue:
        desk = TerminalDesk(venue.urls.theta, way.transport, at_once, patience)
        with watched_for_faults(shown, notices):
            try:
                async with _heartbeat():
                    yield desk, TroubledTerminal(faults)
            finally:
                await desk.close()
    assert not shown.errors, shown.errors
    assert not list(notices)


async def until(condition: Callable[[], object], what: Callable[[], str]) -> None:
    """Wait for a condition."""
    try:
        async with asyncio.timeout(LIMIT_S):
            while not condition():
                await asyncio.sleep(_BEAT_S)
    except TimeoutError:
        raise AssertionError(f"there was not {what()}") from None


@asynccontextmanager
async def _heartbeat() -> AsyncIterator[None]:
    """Fail where the loop stood still: the window with it."""
    works, stalls = [0.0], [0.0]

    async def beat() -> None:
        while True:
            since_s, worked_s = time.perf_counter(), time.thread_time()
            await asyncio.sleep(_BEAT_S)
            stalls.append(time.perf_counter() - since_s)
            works.append(time.thread_time() - worked_s)

    task = asyncio.get_running_loop().create_task(beat())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
    assert max(works) < LONGEST_WORK_S, f"the window’s thread worked {max(works):.2f} s at one go"
    assert max(stalls) < LONGEST_STALL_S, f"the window stood still for {max(stalls):.2f} s"


def _codes() -> ThetaCodes:
    return ThetaCodes(
        resources.table("theta_conditions"),
        resources.table("theta_exchanges"),
        read_conditions(resources.table("massive_conditions")),
        Venues(resources.table("massive_exchanges")),
    )
