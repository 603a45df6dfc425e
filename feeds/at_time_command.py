"""`--at-time`: what traded at a given time, on standard output and without a window. No Qt here."""

import asyncio
import errno
import io
import os
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import stamina.instrumentation

import resources
from feeds.theta.chosen import ChosenTerminal, choose_terminal
from feeds.theta.codes import ThetaCodes
from feeds.venue.child import VenueChild, VenueError
from models.command_line import Arguments
from models.conditions import read_conditions
from models.exits import ExitStatus, say
from models.history.answer_printer import AnswerPrinter
from models.history.answers import Answers
from models.history.inquiring import Inquirer, Listener, Progress
from models.history.queries import AtTimeQuestion, HistoryError, HistoryFailure
from models.home import Home, HomeError
from models.settings import Settings, load_settings
from models.status import Source
from models.venues import Venues

_PIPE_CLOSED = (errno.EPIPE, errno.EINVAL)
"""What a system says when nobody reads any more; Windows says the second."""


class _UnwritableError(Exception):
    """Standard output takes no more."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


def run_at_time(arguments: Arguments, venue_program: Sequence[str] | None) -> int:
    """Answer the question of the command line; return the exit status.

    `venue_program`: what runs the local venue, as `VenueChild` takes it; demo and replay alone need it.
    """
    assert arguments.question
    stamina.instrumentation.set_on_retry_hooks([])  # retries are told in our words, or not at all
    if sys.stdout is None:  # closed, or a windowed Windows program
        say(sys.stderr, "There is no standard output to print the answer to.")
        return ExitStatus.FAILED
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    try:
        settings, problem = load_settings(Home(arguments.home).settings_path)
        if problem:
            say(sys.stderr, problem)
        return asyncio.run(_answer(arguments, arguments.question, settings, venue_program))
    except HomeError as error:
        say(sys.stderr, str(error))
        return ExitStatus.BAD_ARGUMENTS
    except VenueError as error:
        say(sys.stderr, str(error))
        return ExitStatus.FAILED
    except _UnwritableError as unwritable:
        return _not_written(unwritable.error)
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED


async def _answer(
    arguments: Arguments, question: AtTimeQuestion, settings: Settings, venue_program: Sequence[str] | None
) -> int:
    answers = Answers(question, _reached_ms)
    if answers.complete:  # no trading day: nobody need be there to say so
        _finish(AnswerPrinter(answers, sys.stdout, sys.stderr), None)
        return ExitStatus.NO_DATA
    async with _terminal(arguments, settings, venue_program) as terminal:
        if terminal.source is not Source.LIVE:
            say(sys.stderr, f"{terminal.source.upper()}: {terminal.name} answers, not the market.")
        error = await _asked(Inquirer(terminal, lambda: settings.theta_requests), answers)
    return _status(answers, error)


async def _asked(inquirer: Inquirer, answers: Answers) -> HistoryError | None:
    """Print what comes as it comes; return what ended it early."""
    printer = AnswerPrinter(answers, sys.stdout, sys.stderr)
    ended: asyncio.Future[HistoryError | None] = asyncio.get_running_loop().create_future()

    def changed(progress: Progress) -> None:
        if ended.done():
            return
        try:
            printer.advance()
            printer.tell(progress.text)
        except OSError as error:
            ended.set_exception(_UnwritableError(error))

    def end(error: HistoryError | None) -> None:
        if not ended.done():
            ended.set_result(error)

    inquirer.ask(answers, Listener(changed, end))
    try:
        error = await ended
    finally:
        await inquirer.close()
    _finish(printer, error)
    return error


def _finish(printer: AnswerPrinter, error: HistoryError | None) -> None:
    try:
        printer.finish(error)
    except OSError as unwritable:
        raise _UnwritableError(unwritable) from None


@asynccontextmanager
async def _terminal(
    arguments: Arguments, settings: Settings, venue_program: Sequence[str] | None
) -> AsyncIterator[ChosenTerminal]:
    """Who is asked: the simulated market or the recording where one was named, else the user's own terminal."""
    codes = ThetaCodes(
        resources.table("theta_conditions"),
        resources.table("theta_exchanges"),
        read_conditions(resources.table("massive_conditions")),
        Venues(resources.table("massive_exchanges")),
    )
    venue = None
    if (arguments.demo or arguments.replay) and not arguments.theta_url:
        venue = VenueChild(arguments.venue_arguments, program=venue_program)
    try:
        venue_url = (await venue.start()).theta if venue else None
        source = Source.REPLAY if arguments.replay else Source.SIMULATED
        choice = replace(settings.terminal, address=arguments.theta_url or settings.theta_url)
        terminal = choose_terminal(choice, venue_url, codes, source, asks_own=venue is None)
        try:
            yield terminal
        finally:
            await terminal.close()
    finally:
        if venue:
            await venue.close()


def _reached_ms(source: Source) -> int | None:
    """A market of the venue is known whole, as nobody plays it here."""
    return time.time_ns() // 1_000_000 if source is Source.LIVE else None


def _status(answers: Answers, error: HistoryError | None) -> int:
    """A root that nobody knows is no failure: there is no data."""
    failures = (failure for failure in answers.failures.values() if failure.kind is not HistoryFailure.NO_DATA)
    if error or any(failures):
        return ExitStatus.FAILED
    return ExitStatus.OK if answers.counts.trades else ExitStatus.NO_DATA


def _not_written(error: OSError) -> int:
    """What has no reader is not written, and that is no failure: whoever stopped reading has seen enough."""
    with suppress(OSError, ValueError):  # or the interpreter would try again at its end, and complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno in _PIPE_CLOSED:
        return ExitStatus.OK
    say(sys.stderr, f"The answer could not be written: {error.strerror or error}.")
    return ExitStatus.FAILED
