"""The composition root: command line -> build -> run on the qasync loop -> close in order.

The only file that sees everything, and the only importer of qasync. Qt is imported late: the venue child does
without it, and where it cannot start the user is told why in words. What brings trades and answers is imported when the
window has been painted, for it takes a third as long as the start does.
"""

import asyncio
import logging
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import resources
from feeds.loading import load_sources
from feeds.massive.key import KeyStore
from feeds.massive.key_asker import MassiveKeyAsker
from feeds.venue.child import VenueError, own_program
from models.auto_watchlist import AutoWatchlist
from models.clock import MarketClock
from models.collector import calm_collector, free_ended_run, keep_freed_memory
from models.command_line import Arguments, parse_arguments
from models.connection import VARIABLE, ConnectedKey, ConnectionChoice
from models.exits import ExitStatus, say
from models.faults import FaultWatch
from models.feed_watch import FeedWatch
from models.highlights import HighlightBook
from models.home import Home, HomeError
from models.kept_settings import KeptSettings
from models.launch import OF_VENUE, choose_source, first_watchlist, key_addresses, lag_meter, with_choice
from models.learning import Learner
from models.logs import start_log, stop_log
from models.market import Market
from models.notices import Level, Notices, Remedy
from models.redaction import Redactor
from models.status import FeedStatus, Source
from models.waiting import Tasks, all_taken, heed_signals, unless_set
from ui.display import display_problem

if TYPE_CHECKING:
    from feeds.massive.service import MassiveService
    from feeds.sources import Sources
    from models.report import Report
    from ui.history.run import HistoryRun

VENUE_CHILD = "--venue-child"
"""Hidden first argument with which the frozen program's console executable runs the local venue."""
PAINTED_S = 1.0
"""How long the feed waits for the window to be painted. One that is hidden from the start never is."""
KEYRING_S = 10.0
"""How long the start waits for the system keyring, which may wait to be unlocked."""
_log = logging.getLogger("optape")


def main(argv: Sequence[str]) -> int:
    """Run the program; return its exit status."""
    if argv[:1] == [VENUE_CHILD]:
        from feeds.venue.command import main as run_venue  # a server's libraries: not for the window to wait for

        return run_venue(argv[1:])
    arguments = parse_arguments(argv, resources.VERSION)
    if arguments.question:
        from feeds.at_time_command import run_at_time

        return run_at_time(arguments, own_program(VENUE_CHILD))
    problem = display_problem()
    if problem:
        return _refuse(problem)
    calm_collector()  # it would take a tenth of the start, and find nothing
    try:
        import qasync

        from ui.application import make_application
    except ImportError as error:
        return _refuse(f"Qt cannot be loaded ({error}). A system library is missing: “make setup” installs it.")
    with qasync.QEventLoop(make_application()) as loop:
        return int(loop.run_until_complete(_run(arguments)))


async def _run(arguments: Arguments) -> int:
    try:
        home, redact = Home(arguments.home), Redactor()
        log = start_log(home.logs_folder, redact)
    except (HomeError, OSError) as error:
        return _refuse(str(error))
    keys = KeyStore(redact.learn)
    try:
        if not (arguments.demo or arguments.replay):
            await keys.find(KEYRING_S)
            if arguments.massive_url and not keys.current.key:
                return _refuse(f"--massive-url needs a key: set {VARIABLE}.")
        while True:  # once more for each connection that the user chooses
            program = Program(arguments, home, keys, redact)
            status = await program.run()
            if program.follows is None:
                return status
            arguments = program.follows
            del program
            free_ended_run()
    finally:
        stop_log(log)


def _refuse(sentence: str) -> int:
    say(sys.stderr, sentence)
    return ExitStatus.BAD_ARGUMENTS


class Program:
    """One run: what it is made of, how it starts, and how it ends."""

    def __init__(self, arguments: Arguments, home: Home, keys: KeyStore, redact: Redactor) -> None:
        self.follows: Arguments | None = None
        """What to start with anew, after another connection was chosen."""
        self._arguments, self._home, self._keys, self._redact = arguments, home, keys, redact
        self._started_s = time.monotonic()
        self._notices = Notices(redact)
        self._faults = FaultWatch(self._notices)
        self._settings = KeptSettings(home.settings_path, self._notices)
        self._key = None if arguments.demo or arguments.replay else keys.current.key
        self._source = choose_source(arguments, self._settings.now, has_key=bool(self._key))
        self._leave, self._painted = asyncio.Event(), asyncio.Event()
        self._tasks = Tasks()
        self._market = Market(
            resources.table("massive_conditions"),
            resources.table("massive_exchanges"),
            MarketClock(lambda: time.time_ns() // 1_000_000, follows_prints=self._source in OF_VENUE),
            self._settings.now.max_rows,
            HighlightBook(home.highlights_path),
        )
        self._notices.show("highlights", Level.WARN, self._market.highlights.complaint(self._market.venues))
        self._watchlist = first_watchlist(arguments, home, self._source, self._notices)
        self._auto = AutoWatchlist(self._watchlist, self._market)
        addresses = key_addresses(arguments, self._settings.now)  # keys go to those of this run alone
        self._key_asker = MassiveKeyAsker(keys, addresses, redact.learn, self._connected)
        self._sources: Sources | None = None
        self._service: MassiveService | None = None
        self._learner: Learner | None = None
        self._history: HistoryRun | None = None

    async def run(self) -> int:
        """Live through the run; return its exit status."""
        self._faults.install(asyncio.get_running_loop())
        heed_signals(self._leave.set)
        self._open_window()
        try:
            await unless_set(self._leave, self._open_sources())
            if self._leave.is_set():
                return ExitStatus.OK
            self._connect()
            await self._leave.wait()
            return await self._end()
        except VenueError as error:
            from ui.failure_box import tell_failure

            _log.error("%s", error)
            await tell_failure(str(error))
            return ExitStatus.FAILED
        finally:
            self._feed_desk.close()
            await self._key_asker.close()
            if self._sources:
                await self._sources.close_venue()  # whatever happened: it would keep this program from ending
            self._window.let_close()
            self._faults.remove()

    # Building

    def _open_window(self) -> None:
        from ui.commands import Commands
        from ui.feed_desk import FeedDesk
        from ui.layout_store import load_layout
        from ui.main_window import MainWindow

        self._feed_desk = FeedDesk(self._key_asker, self._settings, lambda: self._window, self._choose)
        commands = Commands(
            ask_history=self._ask_history,
            show_feed=self._feed_desk.show_feed,
            connect_now=self._connect_now,
            ask_connection=self._feed_desk.ask_connection,
            ask_memory=self._ask_memory,
            ask_terminal=self._ask_terminal,
        )
        self._window = MainWindow(self._market, self._watchlist, self._notices, self._home, commands)
        self._window.setWindowTitle(f"Optape · {self._source}")
        self._layout = load_layout(self._home.layout_path)
        self._window.restore(self._layout)
        self._window.painted.connect(self._painted.set)
        self._window.close_asked.connect(self._leave.set)
        self._window.document.opened.connect(self._auto.stop)
        if len(self._arguments.watchlists) == 1 and len(self._watchlist):
            self._window.document.path = self._arguments.watchlists[0]
        self._window.show_feed(FeedStatus(source=self._source))
        if self._source is Source.SIMULATED and not self._arguments.demo:
            remedy = Remedy("Key and connection…", self._feed_desk.ask_connection)
            self._notices.show("source", Level.WARN, self._keys.why_simulated, remedy)
        self._window.show()

    async def _open_sources(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._painted.wait(), PAINTED_S)
        make = await asyncio.to_thread(load_sources)
        self._sources = make(self._arguments, self._settings.now, self._source, self._market)
        await self._sources.open(
            self._key or "",
            self._home.cache_folder,
            self._redact,
            venue_program=own_program(VENUE_CHILD),
            on_end=lambda trades: self._tasks.spawn(self._end_of_source(trades)),
            on_exit=self._venue_lost,
        )

    def _connect(self) -> None:
        """Build what brings trades and answers, and let them come."""
        from models.history.question_book import QuestionBook
        from models.qt.frame_pump import FramePump
        from ui.history.run import HistoryRun
        from ui.shown_feed import ShownFeed
        from ui.subscriber import Subscriber

        assert self._sources
        self._service, self._feed = self._sources.massive, self._sources.massive.feed
        self._notices.show("rest", Level.INFO, self._sources.what_lacks)
        lag = lag_meter(self._source, market_pace=self._arguments.has_market_pace)
        self._pump = FramePump(self._feed, self._market, lag)
        self._watch = FeedWatch(
            self._feed,
            self._market,
            lag,
            self._pump.rate,
            self._notices,
            host=self._service.host,
            clock_offset=lambda: self._service.clock_offset_ms if self._service else None,
            market_state=lambda: self._learner.market_state if self._learner else "",
        )
        self._feed_desk.details = self._watch.details
        self._shown = ShownFeed(self._feed, self._pump, self._watch, self._window, self._auto)
        self._subscriber = Subscriber(self._feed, self._window, self._takes_everything)
        book = QuestionBook(self._home.questions_path)
        self._notices.show("questions", Level.WARN, book.problem)
        self._history = HistoryRun(self._sources.terminal, self._market, self._window, self._settings, book)
        self._history.restore(self._layout.panels)
        self._start(self._history)

    # Running

    def _start(self, history: "HistoryRun") -> None:
        self._subscriber.subscribe()
        self._shown.show()
        self._tasks.spawn(self._start_feed())
        calm_collector()
        keep_freed_memory()
        self._tasks.spawn(self._shown.keep_up())
        self._tasks.spawn(history.keep_up())
        if self._arguments.exit_after_s is not None:
            asyncio.get_running_loop().call_later(self._arguments.exit_after_s, self._leave.set)

    async def _start_feed(self) -> None:
        """Let trades come once the code tables of today are known, and go on to learn while they do."""
        assert self._service
        if self._service.reference is None:
            self._feed.start()
            return
        tell = partial(self._notices.show, "reference", Level.INFO)
        self._learner = Learner(
            self._market, self._service.reference, self._subscriber.watched, tell, on_news=self._pump.show_news
        )
        await self._learner.run_from(self._feed.start)

    def _takes_everything(self) -> bool:
        """Demo and replay take everything, the watchlist only chooses what is shown."""
        return self._source in OF_VENUE or self._settings.now.everything

    def _connected(self) -> ConnectedKey | None:
        return self._service.connected if self._service else None

    def _ask_history(self) -> None:
        if self._history:
            self._history.desk.open()

    def _ask_terminal(self) -> None:
        if self._history:
            self._history.desk.choose_terminal()

    def _ask_memory(self) -> None:
        from ui.memory_dialog import ask_memory

        ask_memory(self._settings, self._market, self._window)

    def _connect_now(self) -> None:
        if self._service:
            self._feed.retry_now()

    def _choose(self, choice: ConnectionChoice) -> None:
        """Connect as the user chose: another key or source is another run, with a tape of its own."""
        wanted, settings = with_choice(self._arguments, self._settings.now, choice)
        self._settings.keep(settings)
        if choice.key and not choice.keep:
            self._keys.use_for_run(choice.key)
        key = choice.key or self._keys.current.key
        if key != self._key or choose_source(wanted, settings, has_key=bool(key)) is not self._source:
            self.follows = wanted
            self._leave.set()
            return
        if self._service:
            self._service.feed.fill(gaps=settings.fill_gaps, today=settings.load_today)
        self._connect_now()

    async def _end_of_source(self, trades: int) -> None:
        """When all that the source sent is on the tape and painted, end the feed, and perhaps the run."""
        await all_taken(self._feed, lambda: self._pump.idle, trades)
        self._feed.end()
        self._shown.show_whole()
        if self._arguments.ends_with_replay:
            self._leave.set()

    def _venue_lost(self, reason: str) -> None:
        _log.error("the local venue ended: %s", reason)
        self._notices.show("venue", Level.ERROR, f"The local venue ended, no more trades will come: {reason}")

    # Ending

    async def _end(self) -> int:
        """Keep and write what was asked for while all still stands, then close in the order of the flow of trades."""
        assert self._service
        assert self._sources
        assert self._history
        self._shown.stop()
        report = self._report()
        self._watch.close()
        status = self._write(report, self._history)
        await self._history.close()
        await self._tasks.close()
        await self._service.close()
        await self._sources.terminal.close()
        return status

    def _report(self) -> "Report":
        from models.report import report_of

        wall_s = time.monotonic() - self._started_s
        return report_of(self._feed, self._market, self._subscriber.watched(), self._pump, wall_s)

    def _write(self, report: "Report", history: "HistoryRun") -> ExitStatus:
        from ui.leaving import Wanted, write_at_end

        its_list = self._source is not Source.REPLAY and not self._auto.active
        asked = (None, None) if self.follows else (self._arguments.screenshot, self._arguments.report)
        states = self._window.panel_states() | history.states()
        problems = write_at_end(Wanted(its_list, *asked), self._window, states, self._home, report)
        for problem in problems:
            say(sys.stderr, problem)
        return ExitStatus.FAILED if problems else ExitStatus.OK


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main(sys.argv[1:]))
