"""A run against a service that sends the key back wherever it can leaves the key in no file and no output."""

import asyncio
import base64
import html
import json
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from aiohttp import web
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

ROOT = Path(__file__).parents[1]
LIMIT_S = 60.0
LONG = "Tpz9WqL4x_secret_7_" + "aB3" * 15
ODD = "Tpz9/WqL4x+secret=7\"'<&>\\%2Fu00e9?"
TICKER = "O:SPY251219P00640000"
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def spellings(key: str) -> set[bytes]:
    """The key as it may stand in a file, and each half of it, which is a secret too."""
    found: set[str] = set()
    for part in (key, key[: len(key) // 2], key[len(key) // 2 :]):
        found |= {
            part,
            quote(part),
            quote(part, safe=""),
            quote_plus(part),
            json.dumps(part)[1:-1],
            repr(part)[1:-1],
            html.escape(part),
            part.encode().hex(),
        }
    found |= {base64.b64encode(text.encode()).decode().rstrip("=")[:-1] for text in (key, f"{key}:")}
    return {text.encode() for text in found}


@dataclass
class Talkative:
    """A service that sends every key that it is shown back, in each of its texts."""

    key: str
    refuse: bool
    stream_url: str = ""
    rest_url: str = ""
    shown: list[str] = field(default_factory=list)

    @property
    def echo(self) -> str:
        """The key in all spellings."""
        key = self.key
        return (
            f"no {key} nor {quote(key, safe='')} nor {base64.b64encode(key.encode()).decode()} nor {html.escape(key)}"
        )

    async def talk(self, socket: ServerConnection) -> None:
        """Greet, and answer."""
        await socket.send(_status("connected", self.echo))
        async for message in socket:
            asked = json.loads(message)
            if asked["action"] == "auth":
                self.shown.append(asked["params"])
                await socket.send(_status("auth_failed" if self.refuse else "auth_success", self.echo))
            else:
                await self._echo_everywhere(socket, asked["params"])

    async def _echo_everywhere(self, socket: ServerConnection, channels: str) -> None:
        for status in ("error", self.key, "strange"):
            await socket.send(_status(status, self.echo))
        await socket.send(_status("success", f"subscribed to: {channels}"))
        long = "x" * 250  # the key stands where a sample is cut off
        for event in ({"ev": "T", "sym": self.key}, {"ev": "T", long: self.key}, self.key, [self.key], {self.key: 1}):
            await socket.send(json.dumps([event]))
        await socket.send(f'[{{"ev":"T","sym":"{self.key}')
        await socket.send(self.key.encode())
        await socket.send(_status("force_disconnect", self.echo))
        await socket.close(1011, self.key)

    async def answer(self, request: web.Request) -> web.Response:
        """Refuse with the key in the text: as JSON, as a page, or in an address elsewhere."""
        self.shown.append(request.headers.get("Authorization", ""))
        if "trades" in request.path:
            return web.json_response({"results": [], "next_url": f"http://127.0.0.1:9/{quote(self.key)}"})
        if "contracts" in request.path:
            return web.Response(text=f"<html>{html.escape(self.key)}</html>", content_type="text/html")
        status = 401 if self.refuse else 400
        return web.json_response({"status": "ERROR", "error": self.echo, "message": self.key}, status=status)


def _status(status: str, message: str) -> str:
    return json.dumps([{"ev": "status", "status": status, "message": message}])


def _redirected(key: str) -> Callable[[ServerConnection, Request], Response]:
    def redirect(connection: ServerConnection, _: Request) -> Response:
        response = connection.respond(HTTPStatus.FOUND, key)
        response.headers["Location"] = f"ws://127.0.0.1:9/{quote(key)}"
        return response

    return redirect


@asynccontextmanager
async def talkative(key: str, *, refuse: bool, redirect: bool = False) -> AsyncIterator[Talkative]:
    """The service on real sockets."""
    service = Talkative(key, refuse)
    app = web.Application()
    app.router.add_get("/{path:.*}", service.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    service.rest_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    first = _redirected(key) if redirect else None
    async with serve(service.talk, "127.0.0.1", 0, process_request=first) as server:
        service.stream_url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/options"
        yield service
    await runner.cleanup()


async def run(service: Talkative, folder: Path, seconds: float) -> tuple[int | None, bytes]:
    """Run the program with all that it writes in a folder; its exit status and output."""
    (folder / "mine.txt").write_text(TICKER + "\n")
    bare = {name: value for name, value in os.environ.items() if name not in DISPLAYS}
    started = {"QT_QPA_PLATFORM": "offscreen", "MASSIVE_API_KEY": service.key, "PYTHONASYNCIODEBUG": "1"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(ROOT / "main.py"), "--home", str(folder / "home"),
        "--massive-url", service.stream_url, "--massive-rest-url", service.rest_url,
        "--watchlist", "mine.txt", "--exit-after", str(seconds), "--report", "r.json", "--screenshot", "s.png",
        env=bare | started, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        async with asyncio.timeout(LIMIT_S):
            output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode, output


def holders(folder: Path, output: bytes, key: str) -> list[str]:
    """Who holds the key: files with the spelling that was found, and the output."""
    texts = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()} | {"output": output}
    names = {str(path): str(path).encode() for path in folder.rglob("*")}
    return [
        f"{where}: {spelling!r}"
        for where, text in [*texts.items(), *names.items()]
        for spelling in spellings(key)
        if spelling.lower() in text.lower()
    ]


@pytest.mark.parametrize(
    ("key", "refuse"), [(LONG, False), (ODD, False), (ODD, True)], ids=["long", "odd", "odd and refused"]
)
async def test_a_key_that_the_service_sends_back_is_in_no_file_and_no_output(
    tmp_path: Path, key: str, refuse: bool
) -> None:
    async with talkative(key, refuse=refuse) as service:
        status, output = await run(service, tmp_path, 3)
    assert status == 0, output.decode()
    assert key in service.shown
    assert f"Bearer {key}" in service.shown
    log = (tmp_path / "home" / "logs" / "optape.log").read_text(encoding="utf-8")
    assert "•••" in log
    assert (tmp_path / "r.json").exists()
    assert (tmp_path / "s.png").exists()
    assert holders(tmp_path, output, key) == []


async def test_a_redirect_of_the_stream_shows_the_key_to_nobody(tmp_path: Path) -> None:
    async with talkative(ODD, refuse=False, redirect=True) as service:
        status, output = await run(service, tmp_path, 2)
    assert status == 0, output.decode()
    assert ODD not in service.shown
    assert holders(tmp_path, output, ODD) == []


def test_the_search_finds_a_key_in_every_spelling(tmp_path: Path) -> None:
    for spelling in sorted(spellings(ODD)):
        (tmp_path / "file").write_bytes(b"before " + spelling + b" after")
        assert holders(tmp_path, b"", ODD)
