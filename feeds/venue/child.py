"""A venue as a child process: started, watched and closed from any asyncio loop, qasync's too (no asyncio subprocess).

Two threads read the child's output; they end with it. The child ends when its standard input closes, so that it never
outlives the program, however that ends.
"""

import asyncio
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec

from feeds.venue.urls import VenueUrls

START_S = 60.0
"""A recording is checked before the venue answers: a million lines take a few seconds."""
END_S = 3.0
ERROR_LINES = 20
_ROOT = Path(__file__).resolve().parents[2]


class VenueError(RuntimeError):
    """The child did not start, or ended by itself; the message is what it wrote on standard error."""


class _Line(msgspec.Struct):
    """Either line that a venue writes."""

    massive_ws: str = ""
    massive_rest: str = ""
    theta: str = ""
    end: int | None = None


_decode_line = msgspec.json.Decoder(_Line).decode


class VenueChild:
    """A venue in a process of its own.

    `arguments` are those of the command line; `program` is what they are appended to, `None` for this interpreter.
    `on_end` is called in the loop with the number of trades when the source is exhausted; `on_exit` with a text if
    the child ends by itself.
    """

    def __init__(
        self,
        arguments: Sequence[str] = (),
        *,
        program: Sequence[str] | None = None,
        on_end: Callable[[int], None] = lambda trades: None,
        on_exit: Callable[[str], None] = lambda reason: None,
    ) -> None:
        self._command = [*(program or (sys.executable, "-m", "feeds.venue")), *arguments]
        self._environment = _environment(with_path=program is None)
        self._on_end = on_end
        self._on_exit = on_exit
        self._errors: deque[str] = deque(maxlen=ERROR_LINES)
        self._process: subprocess.Popen[str] | None = None
        self._closing = False
        self.urls: VenueUrls | None = None
        self.end: int | None = None

    async def start(self, timeout_s: float = START_S) -> VenueUrls:
        """Start the child and wait for its addresses. Raises `VenueError`; the child is then closed."""
        self._loop = asyncio.get_running_loop()
        self._ready: asyncio.Future[VenueUrls] = self._loop.create_future()
        self._exited = asyncio.Event()
        try:
            self._process = _popen(self._command, self._environment)
        except OSError as error:
            raise VenueError(f"the local venue cannot be started: {error}") from error
        self._watch(self._process)
        try:
            return await asyncio.wait_for(asyncio.shield(self._ready), timeout_s)
        except TimeoutError:
            await self.close()
            raise VenueError(f"the local venue gave no address within {timeout_s:g} s") from None
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Close the child orderly: its input first, then ask it to end, then end it. Safe to call twice."""
        process = self._process
        if process is None:
            return
        self._closing = True
        assert process.stdin is not None
        with suppress(OSError):
            process.stdin.close()
        for insist in (process.terminate, process.kill):
            if await self._has_exited(END_S):
                break
            insist()
        await self._exited.wait()
        for thread in self._threads:
            thread.join()
        self._process = None
        if self._ready.done() and not self._ready.cancelled():
            self._ready.exception()

    async def _has_exited(self, within_s: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._exited.wait(), within_s)
        return self._exited.is_set()

    def _watch(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        assert process.stderr is not None
        errors = threading.Thread(target=self._read_errors, args=(process.stderr,), name="venue-errors", daemon=True)
        # Daemons: if `close` is never reached, they must not keep this program, and so the child, from ending.
        lines = threading.Thread(
            target=self._read_lines, args=(process, process.stdout, errors), name="venue-lines", daemon=True
        )
        self._threads = (errors, lines)
        for thread in self._threads:
            thread.start()

    def _read_errors(self, errors: IO[str]) -> None:
        """In a thread of its own: keep the last lines, so that the child never waits for a reader."""
        with errors:
            self._errors.extend(line.rstrip() for line in errors)

    def _read_lines(self, process: subprocess.Popen[str], lines: IO[str], errors: threading.Thread) -> None:
        """In a thread of its own: pass on what the child says, and its end."""
        with lines:
            for line in lines:
                with suppress(msgspec.DecodeError):
                    self._tell(self._take, _decode_line(line))
        errors.join()
        self._tell(self._note_exit, process.wait())

    def _tell(self, call: Callable[..., None], value: object) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody is left to be told
            self._loop.call_soon_threadsafe(call, value)

    def _take(self, line: _Line) -> None:
        if line.end is not None:
            self.end = line.end
            self._on_end(line.end)
        elif not self._ready.done():
            self.urls = VenueUrls(line.massive_ws, line.massive_rest, line.theta)
            self._ready.set_result(self.urls)

    def _note_exit(self, status: int) -> None:
        self._exited.set()
        reason = "\n".join(self._errors) or f"the local venue ended with exit status {status}"
        if not self._ready.done():
            self._ready.set_exception(VenueError(reason))
        elif not self._closing:
            self._on_exit(reason)


def own_program(hidden_argument: str) -> list[str] | None:
    """What runs the venue: None for this interpreter, or in the frozen program its console executable."""
    if not getattr(sys, "frozen", False):
        return None
    suffix = ".exe" if sys.platform == "win32" else ""
    return [str(Path(sys.executable).with_name(f"optape-console{suffix}")), hidden_argument]


def _popen(command: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own program, no shell
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        encoding="utf-8",
        errors="replace",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        start_new_session=True,  # Ctrl-C in a terminal is for the program, which closes the venue
    )


def _environment(*, with_path: bool) -> dict[str, str]:
    """This process's environment, without the key that a venue has no use for."""
    environment = {name: value for name, value in os.environ.items() if name != "MASSIVE_API_KEY"}
    environment["PYTHONIOENCODING"] = "utf-8"
    if with_path:
        paths = [str(_ROOT), *filter(None, [environment.get("PYTHONPATH")])]
        environment["PYTHONPATH"] = os.pathsep.join(paths)
    return environment
