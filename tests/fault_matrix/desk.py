"""The program's own objects on one qasync loop, put together as `main.Program` does it, with short delays."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import qasync
from PySide6.QtWidgets import QApplication, QToolButton

import resources
from feeds.massive.filler import FillTiming
from feeds.massive.rest import RestTiming
from feeds.massive.rest_http import Limits
from feeds.massive.service import Delays, MassiveAccess, MassiveService
from feeds.massive.throttle import Pace
from feeds.massive.timing import Timing
from feeds.venue.urls import VenueUrls
from models.clock import MarketClock
from models.contract import parse_ticker
from models.feed_watch import FeedWatch
from models.gaps import Gap
from models.home import Home
from models.learning import Learner, LearnTiming
from models.market import Market
from models.measures import LagMeter
from models.notices import Level, Notices
from models.qt.frame_pump import FramePump
from models.redaction import Redactor
from models.status import FeedState, FeedStatus, Source
from models.watchlist import WatchItem, Watchlist
from tests.fault_matrix.shown import Shown, watched_for_faults
from tests.feeds.venue.made import CALL, PUT
from ui.commands import Commands
from ui.main_window import MainWindow
from ui.notice_bar import NoticeBar

KEY = "a-key-that-nobody-may-see"
WATCHED = (CALL, PUT)
LIMIT_S = 20.0
"""Far more than any case takes: what is waited for then does not come."""
QUICK = Delays(
    stream=Timing(
        open_s=LIMIT_S, answer_s=LIMIT_S, acknowledge_s=LIMIT_S, first_retry_s=0.05, longest_retry_s=0.1,
        first_cooldown_s=0.1, longest_cooldown_s=0.2, healthy_after_s=0.1, ping_s=0.1, silence_s=LIMIT_S, check_s=0.05,
        close_s=0.3, rest_s=0.01, flow_rest_s=0.02,
    ),
    fill=FillTiming(settle_s=0.05, margin_ms=300, page_rows=150, tell_s=0.02, again_s=0.05, longest_again_s=0.2),
    rest=RestTiming(
        limits=Limits(connect_s=LIMIT_S, silence_s=LIMIT_S, answer_s=LIMIT_S),
        pace=Pace(usual_per_s=1000.0, slow_per_s=200.0, first_pause_s=0.02, longest_pause_s=0.05),
        attempts=2, first_retry_s=0.01, longest_retry_s=0.02,
    ),
)  # fmt: skip
"""What is tried again is so at once; what comes may take its time, for the machine may be busy with other tests."""
SILENT_STREAM = replace(QUICK, stream=replace(QUICK.stream, answer_s=0.4, acknowledge_s=0.3, silence_s=0.6))
SILENT_REST = replace(
    QUICK, rest=replace(QUICK.rest, limits=Limits(connect_s=LIMIT_S, silence_s=0.2, answer_s=LIMIT_S))
)
"""What does not come is soon given up: on the stream, or of REST."""
PATIENT = replace(QUICK, stream=replace(QUICK.stream, first_cooldown_s=600.0, longest_cooldown_s=600.0))
"""A cool-down that nobody waits for."""
T = TypeVar("T")


def on_window_loop(app: QApplication, work: Coroutine[Any, Any, T]) -> T:
    """Run to its end what the program would run, on Qt's own loop."""
    app.setQuitOnLastWindowClosed(False)
    with qasync.QEventLoop(app) as loop:
        result: T = loop.run_until_complete(work)
        return result


class Desk:
    """Window, market, feed, watch and pump of one run."""

    def __init__(self, folder: Path, urls: VenueUrls, delays: Delays, *, load_today: bool, tables_s: float) -> None:
        self.shown, self.notices = Shown(), Notices(Redactor(KEY))
        self.asked: list[str] = []
        self._tables_s = tables_s
        self.market = Market(
            resources.table("massive_conditions"),
            resources.table("massive_exchanges"),
            MarketClock(lambda: 0, follows_prints=True),
        )
        self.service = MassiveService(
            MassiveAccess(urls.massive_ws, urls.massive_rest, KEY), self.market.contracts, self.market.sets,
            Source.LIVE, folder, load_today=load_today, redact=Redactor(KEY), delays=delays,
        )  # fmt: skip
        self.feed = self.service.feed
        watchlist = Watchlist("Mine", [WatchItem(parse_ticker(ticker)) for ticker in WATCHED])
        self.window = MainWindow(self.market, watchlist, self.notices, Home(folder), self._commands())
        self._learning: asyncio.Task[None] | None = None
        self._start_showing(LagMeter(relative=True))

    def _commands(self) -> Commands:
        names = ("history", "feed", "connection", "memory", "terminal")
        history, details, *rest = (partial(self.asked.append, name) for name in names)
        return Commands(history, details, self.feed.retry_now, *rest)

    def _start_showing(self, lag: LagMeter) -> None:
        self.pump = FramePump(self.feed, self.market, lag)
        self._watch = FeedWatch(
            self.feed, self.market, lag, self.pump.rate, self.notices, host=self.service.host,
            clock_offset=lambda: self.service.clock_offset_ms,
        )  # fmt: skip
        for advance, pace_ms in [*self.window.views(), (self._note_gaps, 1)]:
            self.pump.add_view(advance, pace_ms)
        self.notices.observe(lambda: self.shown.note_notices(self.notices))
        self.feed.on_status = self._show_status
        self._show_status(self.feed.status)
        self.window.show()

    def _show_status(self, status: FeedStatus) -> None:
        self._watch.take(status)
        self.window.show_feed(status)
        self.shown.note_status(status, self.window.status.line.parts[0].text)

    def _note_gaps(self) -> None:
        self.shown.gaps += [gap for gap in self.gaps if gap not in self.shown.gaps]

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
        timing = LearnTiming(tables_s=self._tables_s)
        learner = Learner(self.market, self.service.reference, lambda: WATCHED, self._show_tables, timing)
        self._show_tables(await learner.learn_tables())
        self.feed.start()
        await learner.run()

    def _show_tables(self, problem: str) -> None:
        if problem:
            self.notices.show("reference", Level.INFO, problem)
        else:
            self.notices.clear("reference")

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for a condition; how all stands is told where it never comes."""
        try:
            async with asyncio.timeout(LIMIT_S):
                while not condition():
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError(f"{what} did not come: {self.account()}") from None

    def account(self) -> str:
        """How everything stands, for the message of a failed test."""
        gaps = [(gap.stage.value, gap.outcome, gap.trades) for gap in self.gaps]
        notices = [notice.text for notice in self.shown.notices]
        return f"{self.feed.status}, {gaps}, {len(self.sequences())} on tape, {self.shown.states}, {notices}"

    def press(self, label: str) -> None:
        """Press the button of the notice bar."""
        (bar,) = self.window.findChildren(NoticeBar)
        next(button for button in bar.findChildren(QToolButton) if button.text() == label).click()

    async def close(self) -> None:
        """Close in the order of the program."""
        self.pump.stop()
        self._watch.close()
        if self._learning:
            self._learning.cancel()
            await asyncio.gather(self._learning, return_exceptions=True)
        await self.service.close()
        self.window.let_close()
        self.window.deleteLater()

    # What stands

    @property
    def gaps(self) -> list[Gap]:
        """The gaps as the market knows them."""
        return [placed.gap for placed in self.market.gaps]

    @property
    def is_settled(self) -> bool:
        """Whether the feed is live, and all is taken, shown and filled."""
        is_done = self.pump.idle and not self.feed.status.filling and all(gap.settled for gap in self.gaps)
        return is_done and self.feed.status.state is FeedState.LIVE

    def column(self, name: str) -> list[int]:
        """A column of the whole tape."""
        return [int(value) for value in self.market.tape.column(name, 0, self.market.tape.end)]

    def sequences(self) -> list[int]:
        """Sequence numbers on the tape, sorted; each contract has its own."""
        return sorted(self.column("sequence"))


@asynccontextmanager
async def desk_at(
    folder: Path,
    urls: VenueUrls,
    delays: Delays = QUICK,
    *,
    load_today: bool = False,
    tables_s: float = LIMIT_S,
) -> AsyncIterator[Desk]:
    """A desk that is not started yet. Until it is closed there must have been no fault of ours."""
    desk = Desk(folder, urls, delays, load_today=load_today, tables_s=tables_s)
    with watched_for_faults(desk.shown, desk.notices):
        try:
            yield desk
        finally:
            await desk.close()
    assert not desk.shown.errors, desk.shown.errors
    assert not [notice for notice in desk.shown.notices if notice.key == "fault"]
    assert KEY not in repr(desk.shown)
