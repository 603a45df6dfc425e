"""The program's own objects on one qasync loop, put together as `main.Program` does it, against a venue in-process."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import qasync
from PySide6.QtWidgets import QApplication, QToolButton

import resources
from feeds.massive.filler import FillTiming
from feeds.massive.rest import RestTiming
from feeds.massive.rest_http import Limits as RestLimits
from feeds.massive.service import Delays, MassiveAccess, MassiveService
from feeds.massive.throttle import Pace
from feeds.massive.timing import Timing
from feeds.venue.urls import VenueUrls
from models.clock import MarketClock
from models.contract import parse_ticker
from models.faults import FaultWatch
from models.feed_watch import FeedWatch
from models.gaps import Gap
from models.learning import Learner
from models.market import Market
from models.measures import LagMeter
from models.notices import Notice, Notices
from models.qt.frame_pump import FramePump
from models.redaction import Redactor
from models.status import FeedState, FeedStatus, Source
from models.watchlist import WatchItem, Watchlist
from tests.feeds.venue.made import CALL, PUT
from ui.commands import Commands
from ui.main_window import MainWindow
from ui.notice_bar import NoticeBar

KEY = "a-key-that-nobody-may-see"
WATCHED = (CALL, PUT)
LIMIT_S = 20.0
"""Far more than any case takes: what it waits for is not coming then."""
QUICK = Delays(
    stream=Timing(
        open_s=2.0, answer_s=0.4, acknowledge_s=0.3, first_retry_s=0.05, longest_retry_s=0.1, first_cooldown_s=0.1,
        longest_cooldown_s=0.2, healthy_after_s=0.1, ping_s=0.1, silence_s=0.6, check_s=0.05, close_s=0.3, rest_s=0.01,
    ),
    fill=FillTiming(settle_s=0.05, margin_ms=300, page_rows=150, tell_s=0.02, again_s=0.05),
    rest=RestTiming(
        limits=RestLimits(connect_s=1.0, silence_s=0.2, answer_s=1.0),
        pace=Pace(usual_per_s=1000.0, slow_per_s=200.0, first_pause_s=0.02, longest_pause_s=0.05),
        attempts=3, first_retry_s=0.01, longest_retry_s=0.02,
    ),
)  # fmt: skip
T = TypeVar("T")


def on_window_loop(app: QApplication, work: Coroutine[Any, Any, T]) -> T:
    """Run to its end what the program would run, on Qt's own loop."""
    with qasync.QEventLoop(app) as loop:
        result: T = loop.run_until_complete(work)
        return result


@dataclass
class Seen:
    """All that the user was shown, each once, in order; and what nobody should ever see."""

    states: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    statuses: list[FeedStatus] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def note_state(self, text: str) -> None:
        """What the status bar says of the feed."""
        if not self.states or self.states[-1] != text:
            self.states.append(text)

    def notice(self, beginning: str) -> Notice | None:
        """The first notice with such a text."""
        return next((notice for notice in self.notices if notice.text.startswith(beginning)), None)


class Desk:
    """Window, market, feed, watch and pump of one run."""

    def __init__(self, folder: Path, urls: VenueUrls, *, load_today: bool, delays: Delays) -> None:
        self.seen = Seen()
        self.asked: list[str] = []
        self.notices = Notices(Redactor(KEY))
        self.market = Market(
            resources.table("massive_conditions"),
            resources.table("massive_exchanges"),
            MarketClock(lambda: 0, follows_prints=True),
        )
        self.list = Watchlist("Mine", [WatchItem(parse_ticker(ticker)) for ticker in WATCHED])
        self.service = MassiveService(
            MassiveAccess(urls.massive_ws, urls.massive_rest, KEY),
            self.market.contracts,
            self.market.sets,
            Source.LIVE,
            folder,
            load_today=load_today,
            redact=Redactor(KEY),
            delays=delays,
        )
        self.feed = self.service.feed
        self.window = MainWindow(self.market, self.list, self.notices, folder, self._commands())
        self._start_showing()
        self._learning: asyncio.Task[None] | None = None

    def _commands(self) -> Commands:
        return Commands(
            ask_history=lambda: self.asked.append("history"),
            show_feed=lambda: self.asked.append("feed"),
            connect_now=self.feed.retry_now,
            ask_connection=lambda: self.asked.append("connection"),
        )

    def _start_showing(self) -> None:
        lag = LagMeter(relative=True)
        self.pump = FramePump(self.feed, self.market, lag)
        self.watch = FeedWatch(
            self.feed, self.market, lag, self.pump.rate, self.notices, host=self.service.host,
            clock_offset=lambda: self.service.clock_offset_ms,
        )  # fmt: skip
        for advance, pace_ms in self.window.views():
            self.pump.add_view(advance, pace_ms)
        self.notices.observe(lambda: self.seen.notices.extend(n for n in self.notices if n not in self.seen.notices))
        self.feed.on_status = self._show_status
        self._show_status(self.feed.status)
        self.window.show()

    def _show_status(self, status: FeedStatus) -> None:
        self.watch.take(status)
        self.window.show_feed(status)
        self.seen.statuses.append(status)
        self.seen.note_state(self.window.status.line.parts[0].text)

    # Running

    def start(self, *, everything: bool = False) -> None:
        """Let trades come once the code tables are known, as the program does."""
        self.subscribe(everything=everything)
        self._learning = asyncio.get_running_loop().create_task(self._learn_and_start())

    def subscribe(self, *tickers: str, everything: bool = False) -> None:
        """Want these contracts, or the watched ones."""
        self.feed.subscribe(set(tickers or WATCHED), everything=everything)

    async def _learn_and_start(self) -> None:
        assert self.service.reference
        learner = Learner(self.market, self.service.reference, lambda: WATCHED)
        problem = await learner.learn_tables()
        if problem:
            from models.notices import Level

            self.notices.show("reference", Level.INFO, problem)
        self.feed.start()
        await learner.run()

    async def until(self, condition: Callable[[], bool], what: str = "") -> None:
        """Wait for a condition; what stands then is told where it never comes."""
        try:
            async with asyncio.timeout(LIMIT_S):
                while not condition():
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError(f"{what or 'what was waited for'} did not come: {self.account()}") from None

    def account(self) -> str:
        """How everything stands, for the message of a failed test."""
        gaps = [(gap.stage.value, gap.outcome, gap.trades) for gap in self.gaps]
        counts = {ticker: len(self.sequences(ticker)) for ticker in WATCHED}
        return f"{self.feed.status}, gaps {gaps}, on tape {counts}, shown {self.seen.states}"

    async def close(self) -> None:
        """Close in the order of the program."""
        self.pump.stop()
        self.watch.close()
        if self._learning:
            self._learning.cancel()
            await asyncio.gather(self._learning, return_exceptions=True)
        await self.service.close()
        self.window.let_close()
        self.window.deleteLater()

    # What stands

    @property
    def bar(self) -> NoticeBar:
        """Where notices are shown."""
        return next(iter(self.window.findChildren(NoticeBar)))

    def press(self, label: str) -> None:
        """Press the button that the notice bar offers."""
        button = next(b for b in self.bar.findChildren(QToolButton) if b.text() == label and b.isVisible())
        button.click()

    @property
    def gaps(self) -> list[Gap]:
        """The gaps as the market knows them."""
        return [placed.gap for placed in self.market.gaps]

    @property
    def is_live(self) -> bool:
        """Whether trades are to be expected."""
        return self.feed.status.state is FeedState.LIVE

    @property
    def is_settled(self) -> bool:
        """Whether all is taken, shown and filled, and the feed is live."""
        return self.is_live and self.pump.idle and all(gap.settled for gap in self.gaps) and not self.feed.status.filling

    def sequences(self, ticker: str) -> list[int]:
        """Sequence numbers on the tape of a contract, sorted."""
        tape, number = self.market.tape, self.market.contracts.ids.get(ticker)
        rows = np.flatnonzero(tape.column("contract", 0, tape.end) == number) if number is not None else []
        return sorted(tape.take("sequence", np.asarray(rows, np.int64)).tolist())


class _Errors(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(self.format(record))


@contextmanager
def _watched_for_faults(desk: Desk) -> Iterator[None]:
    """Nothing may reach the loop's handler, a slot's or the log as an error."""
    handler, faults, hook = _Errors(desk.seen.errors), FaultWatch(desk.notices), sys.excepthook
    faults.install(asyncio.get_running_loop())
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        faults.remove()
        sys.excepthook = hook


@asynccontextmanager
async def desk_at(
    folder: Path, urls: VenueUrls, *, load_today: bool = False, delays: Delays = QUICK
) -> AsyncIterator[Desk]:
    """A desk that is not started yet. When it closes, there must have been no fault of ours."""
    desk = Desk(folder, urls, load_today=load_today, delays=delays)
    with _watched_for_faults(desk):
        try:
            yield desk
        finally:
            await desk.close()
    assert not desk.seen.errors, desk.seen.errors
    assert not [notice for notice in desk.seen.notices if KEY in notice.text or notice.key == "fault"]
