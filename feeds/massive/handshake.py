"""One handshake with Massive's stream, to see what a key can do there: nothing is kept connected."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import WebSocketException

from feeds.massive.endings import Ending, ending_of_error, ending_of_status
from feeds.massive.straight import StraightConnect
from feeds.massive.wire import StatusEvent, statuses
from models.addresses import check_stream_url, is_loopback
from models.connection import Verdict
from models.status import Reason

TRIAL_TICKER = "O:SPY251219C00650000"
"""Subscribed to see whether the plan has the channel: whether the contract trades, or lives, makes no difference."""
_VERDICTS = {
    Reason.BAD_KEY: Verdict.UNKNOWN_KEY,
    Reason.NO_PLAN: Verdict.REFUSED,
    Reason.KEY_IN_USE: Verdict.BUSY,
}


@dataclass(frozen=True, slots=True)
class HandshakeTiming:
    """Seconds. What an unknown channel is answered with is silence, so that wait is short."""

    open_s: float = 10.0
    answer_s: float = 10.0
    channel_s: float = 3.0
    close_s: float = 2.0


async def try_stream(url: str, key: str, timing: HandshakeTiming) -> tuple[Verdict, str]:
    """Connect, show the key, ask for the trades' channel, and close politely, which frees the account's connection.

    The answer is how that ended, with Massive's words where it refused. The key goes to this address alone.
    """
    try:
        check_stream_url(url)
    except ValueError as error:
        return Verdict.UNTESTED, f"{error}."
    try:
        socket = await _connect(url, timing)
        try:
            return await _talk(socket, key, timing)
        finally:
            await socket.close()
    except (OSError, WebSocketException, ImportError) as error:
        ending = ending_of_error(error, urlsplit(url).hostname or url)
        return _VERDICTS.get(ending.reason, Verdict.UNREACHABLE), ending.words


def _connect(url: str, timing: HandshakeTiming) -> StraightConnect:
    return StraightConnect(
        url, open_timeout=timing.open_s, close_timeout=timing.close_s, proxy=None if is_loopback(url) else True
    )


async def _talk(socket: ClientConnection, key: str, timing: HandshakeTiming) -> tuple[Verdict, str]:
    async with asyncio.timeout(timing.answer_s):
        refusal = await _until(socket, "connected")
        if refusal is None:
            await _send(socket, "auth", key)
            refusal = await _until(socket, "auth_success")
    if refusal is None:
        await _send(socket, "subscribe", f"T.{TRIAL_TICKER}")
        with suppress(TimeoutError):  # silence refuses nothing that one could name
            async with asyncio.timeout(timing.channel_s):
                refusal = await _until(socket, "success")
    return refusal or (Verdict.WORKS, "")


async def _until(socket: ClientConnection, wanted: str) -> tuple[Verdict, str] | None:
    """Read until a status comes, or one that refuses, which is the answer."""
    while True:
        for event in statuses(await socket.recv(decode=False))[0]:
            if event.status == wanted:
                return None
            refusal = _refusal(event)
            if refusal:
                return refusal


def _refusal(event: StatusEvent) -> tuple[Verdict, str] | None:
    if event.status == "error":
        return Verdict.REFUSED, _says(event)
    ending: Ending | None = ending_of_status(event.status, event.message)
    if ending is None:
        return None
    verdict = _VERDICTS.get(ending.reason, Verdict.UNREACHABLE)
    return verdict, "another program uses this key now" if verdict is Verdict.BUSY else _says(event)


def _says(event: StatusEvent) -> str:
    return f"Massive says “{event.message or event.status}”"


async def _send(socket: ClientConnection, action: str, params: str) -> None:
    await socket.send(json.dumps({"action": action, "params": params}))
