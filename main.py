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

import msgspec

import resources
from feeds.massive.key import NO_KEY, KeyStore
from feeds.venue.child import VenueError, own_program
from models.auto_watchlist import AutoWatchlist
from models.clock import MarketClock
from models.collector import calm_collector, free_ended_run, keep_freed_memory
from models.command_line import Arguments, parse_arguments
from models.connection import NONE_WORKS, VARIABLE, ConnectedKey, ConnectionChoice, KeyAbility
from models.faults import FaultWatch
from models.feed_watch import FeedWatch
from models.highlights import HighlightBook
from models.home import Home, HomeError
from models.inquiring import Inquirer
from models.launch import (
    OF_VENUE,
    choose_source,
    first_watchlist,
    key_addresses,
    lag_meter,
    with_choice,
    with_terminal,
)
from models.learning import Learner
from models.logs import start_log, stop_log
from models.market import Market, load_ahead
from models.notices import Level, Notices, Remedy
from models.question_book import QuestionBook
from models.redaction import Redactor
from models.settings import Settings, load_settings, save_settings
from models.status import PROVEN, FeedStatus, Source
from models.terminal import TerminalChoice, TerminalStatus
from models.terminal_look import TerminalLook
from models.waiting import Tasks, all_taken, heed_signals, unless_set
from models.watchlist import Watchlist
from models.watchlist_files import WatchlistFileError, write_watchlist
from ui.display import display_problem

if TYPE_CHECKING:
    from feeds.massive.key_asker import MassiveKeyAsker
    from feeds.massive.service import MassiveService
    from feeds.sources import Sources
    from models.report import Report
    from ui.history_desk import HistoryDesk

VENUE_CHILD = "--venue-child"
"""Hidden first argument with which the frozen program's console executable runs the local venue."""
STATUS_OK, STATUS_FAILED, STATUS_BAD_ARGUMENTS = 0, 1, 2
PAINTED_S = 1.0
"""How long the feed waits for the window to be painted. One that is hidden from the start never is."""
HISTORY = "history"
"""Under this name the layout keeps the look of the at-time dialog."""
KEYRING_S = 10.0
"""How long the start waits for the system keyring, which may wait to be unlocked."""
FILL_MS = 100
"""How often a watchlist that makes itself is looked at while trades arrive."""
STATUS_S = 1.0
"""How often the status bar is brought up to date while nothing arrives."""
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
        from PySide6.QtCore import qInstallMessageHandler
        from PySide6.QtWidgets import QApplication
    except ImportError as error:
        return _refuse(f"Qt cannot be loaded ({error}). A system library is missing: “make setup” installs it.")
    from ui import theme

    qInstallMessageHandler(lambda _kind, _context, text: logging.getLogger("optape.qt").info("%s", text))
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Optape")
    app.setQuitOnLastWindowClosed(False)
    theme.apply(app)
    with qasync.QEventLoop(app) as loop:
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


def _refuse(sentence: str, status: int = STATUS_BAD_ARGUMENTS) -> int:
    if sys.stderr:  # a windowed Windows program has none
        sys.stderr.write(f"optape: {sentence}\n")
    return status


async def _fail(sentence: str) -> int:
    """Say why the program cannot go on, in a box where there is no standard error."""
    _log.error("%s", sentence)
    if sys.stderr is None:
        from ui.failure_box import show_failure

        await show_failure(sentence)
    return _refuse(sentence, STATUS_FAILED)


def _load_sources() -> "type[Sources]":
    """Import what speaks to the outside, and what the first trade needs. Takes 0.4 s, in a thread beside the window."""
    import httpcore  # noqa: F401 - httpx imports it for its first client, which is made in the window's thread
    import stamina.instrumentation

    from feeds.sources import Sources

    stamina.instrumentation.set_on_retry_hooks([])  # retries are told to the user, not to standard error
    load_ahead()
    return Sources


class Program:
    """One run: what it is made of, how it starts, and how it ends."""

    def __init__(self, arguments: Arguments, home: Home, keys: KeyStore, redact: Redactor) -> None:
        self.follows: Arguments | None = None
        """What to start with anew, after another connection was chosen."""
        self._arguments, self._home, self._keys, self._redact = arguments, home, keys, redact
        self._started_s = time.monotonic()
        self._notices = Notices(redact)
        self._faults = FaultWatch(self._notices)
        self._settings = self._load_settings()
        self._key = None if arguments.demo or arguments.replay else keys.current.key
        self._source = choose_source(arguments, self._settings, has_key=bool(self._key))
        self._leave = asyncio.Event()
        self._tasks = Tasks()
        self._market = Market(
            resources.table("massive_conditions"),
            resources.table("massive_exchanges"),
            MarketClock(lambda: time.time_ns() // 1_000_000, follows_prints=self._source in OF_VENUE),
            self._settings.max_rows,
            HighlightBook(home.highlights_path),
        )
        self._notices.show("highlights", Level.WARN, self._market.highlights.complaint(self._market.venues))
        self._watchlist = first_watchlist(arguments, home, self._source, self._notices)
        self._auto = AutoWatchlist(self._watchlist, self._market)
        self._key_asker: MassiveKeyAsker | None = None
        self._painted = asyncio.Event()
        self._sources: Sources | None = None
        self._service: MassiveService | None = None
        self._learner: Learner | None = None
        self._desk: HistoryDesk | None = None

    async def run(self) -> int:
        """Live through the run; return its exit status."""
        self._faults.install(asyncio.get_running_loop())
        heed_signals(self._leave.set)
        self._open_window()
        try:
            return await self._live()
        except VenueError as error:
            return await _fail(str(error))
        finally:
            self._feed_desk.close()
            if self._key_asker:
                await self._key_asker.close()
            if self._sources:
                await self._sources.close_venue()  # whatever happened: it would keep this program from ending
            self._window.let_close()
            self._faults.remove()

    async def _live(self) -> int:
        await unless_set(self._leave, self._open_sources())
        if self._leave.is_set():
            return STATUS_OK
        self._connect()
        await self._leave.wait()
        return await self._end()

    def _load_settings(self) -> Settings:
        settings, problem = load_settings(self._home.settings_path)
        self._notices.show("settings", Level.WARN, problem or "")
        return settings

    # Building

    async def _open_sources(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._painted.wait(), PAINTED_S)
        make = await asyncio.to_thread(_load_sources)
        self._sources = make(self._arguments, self._settings, self._source, self._market)
        await self._sources.open(
            self._key or "",
            self._home.cache_folder,
            self._redact,
            venue_program=own_program(VENUE_CHILD),
            on_end=self._source_ended,
            on_exit=self._venue_lost,
        )

    def _ask_keys(self) -> "MassiveKeyAsker":
        """What the connect dialog asks; keys go to the addresses of this run alone."""
        from feeds.massive.key_asker import MassiveKeyAsker
        from feeds.massive.key_check import KeyCheck

        if self._key_asker is None:
            addresses = key_addresses(self._arguments, self._settings)
            self._key_asker = MassiveKeyAsker(self._keys, KeyCheck(addresses), self._redact.learn, self._connected)
        return self._key_asker

    def _connected(self) -> ConnectedKey | None:
        """The key that the feed has a connection with, which a test would end."""
        if self._service is None or self._source in OF_VENUE or self._feed.status.state not in PROVEN:
            return None
        ability = KeyAbility.DELAYED if self._source is Source.DELAYED else KeyAbility.REAL_TIME
        return ConnectedKey(self._key or "", ability)

    def _open_window(self) -> None:
        from ui.commands import Commands
        from ui.feed_desk import FeedDesk
        from ui.layout_store import load_layout
        from ui.main_window import MainWindow

        self._feed_desk = FeedDesk(self._ask_keys, lambda: self._settings, lambda: self._window, self._choose)
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
        layout = load_layout(self._home.layout_path)
        self._window.restore(layout)
        self._kept_history = layout.panels.get(HISTORY, {})
        self._window.painted.connect(self._painted.set)
        self._window.close_asked.connect(self._leave.set)
        self._window.document.opened.connect(self._list_opened)
        if len(self._arguments.watchlists) == 1 and len(self._watchlist):
            self._window.document.path = self._arguments.watchlists[0]
        self._window.show_feed(FeedStatus(source=self._source))
        if self._source is Source.SIMULATED and not self._arguments.demo:
            connect = Remedy("Key and connection…", self._feed_desk.ask_connection)
            problem = self._keys.current.standing.keyring_problem
            words = NO_KEY if problem in ("", NONE_WORKS) else f"{NO_KEY} {problem}"
            self._notices.show("source", Level.WARN, words, connect)
        self._window.show()

    def _connect(self) -> None:
        """Build what brings trades and answers, and let them come."""
        from models.qt.frame_pump import FramePump

        assert self._sources
        self._service, self._terminal = self._sources.massive, self._sources.terminal
        self._feed = self._service.feed
        why_no_rest = self._sources.why_no_rest
        if why_no_rest and self._source not in OF_VENUE:
            words = f"Gaps are not filled, and the code tables are bundled: {why_no_rest}."
            self._notices.show("rest", Level.INFO, words)
        self._inquirer = Inquirer(self._terminal, lambda: self._terminal.choice.at_once)
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
        self._desk = self._build_desk()
        self._start()

    def _build_desk(self) -> "HistoryDesk":
        """What asks for past trades."""
        from ui.history_desk import HistoryDesk, TerminalAccess
        from ui.history_subject import HistorySubject

        book = QuestionBook(self._home.questions_path)
        self._notices.show("questions", Level.WARN, book.problem)
        subject = HistorySubject(self._market, self._window.panels)
        self._look = TerminalLook(self._terminal.look, self._show_terminal, lambda: desk.is_shown)
        access = TerminalAccess(lambda: self._terminal.choice, self._use_terminal, self._look.hurry)
        desk = HistoryDesk(self._inquirer, self._market, book, access, subject, lambda: self._window)
        desk.restore(self._kept_history)
        return desk

    # Running

    def _start(self) -> None:
        self._follow_views()
        for family in (self._window.panels.tapes, self._window.panels.charts):
            family.changed.connect(self._follow_views)
        self._feed.on_status = self._show_status
        self._subscribe()
        model, tapes = self._window.watchlist.model, self._window.panels.tapes
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset, tapes.everything_changed):
            changed.connect(self._subscribe)
        self._show_status(self._feed.status)
        self._tasks.spawn(self._start_feed())
        calm_collector()
        keep_freed_memory()
        self._tasks.spawn(self._keep_status())
        self._tasks.spawn(self._look.run())
        if self._arguments.exit_after_s is not None:
            asyncio.get_running_loop().call_later(self._arguments.exit_after_s, self._leave.set)

    async def _start_feed(self) -> None:
        """Let trades come once the code tables of today are known, and go on to learn while they do."""
        assert self._service
        if self._service.reference is None:
            self._feed.start()
            return
        say = partial(self._notices.show, "reference", Level.INFO)
        self._learner = Learner(self._market, self._service.reference, self._watched, say, on_news=self._pump.show_news)
        say(await self._learner.learn_tables())
        self._feed.start()
        await self._learner.run()

    def _ask_history(self) -> None:
        if self._desk:
            self._desk.open()

    def _ask_terminal(self) -> None:
        if self._desk:
            self._desk.choose_terminal()

    def _follow_views(self) -> None:
        self._pump.follow([(self._fill_watchlist, FILL_MS), *self._window.views()])

    def _ask_memory(self) -> None:
        from ui.memory_dialog import MemoryDialog

        dialog = MemoryDialog(self._settings.max_rows, self._market, self._window)
        dialog.chosen.connect(self._keep_rows)
        dialog.open()

    def _keep_rows(self, rows: int) -> None:
        """Keep so many trades in memory, now and in the runs to come."""
        self._market.tape.keep(rows)
        self._save(msgspec.structs.replace(self._settings, max_rows=rows))

    def _save(self, settings: Settings) -> None:
        self._settings = settings
        try:
            save_settings(settings, self._home.settings_path)
        except OSError as error:
            self._notices.show("settings", Level.WARN, f"The choice is for this run only: {error}")

    def _connect_now(self) -> None:
        if self._service:
            self._feed.retry_now()

    def _choose(self, choice: ConnectionChoice) -> None:
        """Connect as the user chose: another key or source is another run, with a tape of its own."""
        wanted, settings = with_choice(self._arguments, self._settings, choice)
        self._save(settings)
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

    def _fill_watchlist(self) -> None:
        if self._auto.advance(time.monotonic()):
            self._window.watchlist.say_name()

    def _subscribe(self) -> None:
        """Demo and replay take everything, the watchlist only chooses what is shown; live, the tape's switch does."""
        everything = self._source in OF_VENUE or self._settings.everything or self._window.panels.tapes.everything
        self._feed.subscribe(self._watched(), everything=everything)

    def _watched(self) -> set[str]:
        return {item.contract.ticker for item in self._window.document.watchlist}

    def _list_opened(self, watchlist: Watchlist) -> None:
        self._auto.stop()
        self._auto = AutoWatchlist(watchlist, self._market)
        self._auto.active = False

    def _show_status(self, status: FeedStatus) -> None:
        self._watch.take(status)
        self._window.show_feed(status)

    def _show_figures(self) -> None:
        self._window.status.show_figures(self._feed.status, self._watch.look())

    async def _keep_status(self) -> None:
        while True:
            self._show_figures()
            await asyncio.sleep(STATUS_S)

    def _show_terminal(self, status: TerminalStatus) -> None:
        self._window.status.show_history(status.text)
        if self._desk:
            self._desk.show_terminal(status)

    def _use_terminal(self, choice: TerminalChoice) -> None:
        """Ask another terminal, or in another way, in this run and those to come."""
        before = self._terminal.choice
        self._terminal.use(choice)
        self._look.hurry()
        self._save(with_terminal(self._settings, before, choice))

    def _source_ended(self, trades: int) -> None:
        self._tasks.spawn(self._end_of_source(trades))

    async def _end_of_source(self, trades: int) -> None:
        """When all that the source sent is on the tape and painted, end the feed, and perhaps the run."""
        await all_taken(self._feed, lambda: self._pump.idle, trades)
        self._feed.end()
        self._auto.finish()
        self._window.watchlist.say_name()
        self._window.advance()
        self._show_figures()
        if self._arguments.ends_with_replay:
            self._leave.set()

    def _venue_lost(self, reason: str) -> None:
        _log.error("the local venue ended: %s", reason)
        self._notices.show("venue", Level.ERROR, f"The local venue ended, no more trades will come: {reason}")

    # Ending

    async def _end(self) -> int:
        """Keep and write what was asked for while all still stands, then close in the order of the flow of trades."""
        self._pump.stop()
        self._window.advance()
        self._show_figures()
        report = self._report()
        self._watch.close()
        status = self._write(report)
        if self._desk:
            self._desk.close()
        await self._tasks.close()
        assert self._service
        await self._service.close()
        await self._inquirer.close()
        await self._terminal.close()
        return status

    def _report(self) -> "Report":
        from models.report import Report, feed_figures, market_figures, own_figures, pace_figures

        return Report(
            **feed_figures(self._feed.status, self._feed.counters, self._feed.backlog_bytes()),
            **market_figures(self._market, sorted(self._watched())),
            **own_figures(time.monotonic() - self._started_s),
            **pace_figures(self._pump),
        )

    def _write(self, report: "Report") -> int:
        from models.report import write_report
        from ui.layout_store import save_layout

        states = self._window.panel_states()
        if self._desk:
            states[HISTORY] = self._desk.state()
        jobs = [partial(save_layout, self._window, states, self._home.layout_path)]
        if self._source is not Source.REPLAY and not self._auto.active:
            jobs.append(partial(write_watchlist, self._window.document.watchlist, self._home.last_watchlist_path))
        if self._arguments.screenshot and not self.follows:
            jobs.append(partial(self._window.save_picture, self._arguments.screenshot))
        if self._arguments.report and not self.follows:
            jobs.append(partial(write_report, report, self._arguments.report))
        status = STATUS_OK
        for job in jobs:
            try:
                job()
            except (OSError, WatchlistFileError) as error:
                status = _refuse(str(error), STATUS_FAILED)
        return status


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main(sys.argv[1:]))
