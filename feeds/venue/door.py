"""A port on loopback that can refuse connections for a while, and keep its address."""

import os
import socket

from aiohttp import web

HOST = "127.0.0.1"


class Door:
    """Where an application listens: bound at once, listening from `open` on. Raises `OSError` if the port is taken."""

    def __init__(self, runner: web.AppRunner, port: int) -> None:
        self._runner = runner
        self._socket: socket.socket | None = _bound(port)
        self._port = int(self._socket.getsockname()[1])
        self._site: web.SockSite | None = None

    @property
    def address(self) -> str:
        """As `host:port`."""
        return f"{HOST}:{self._port}"

    async def open(self) -> None:
        """Listen."""
        if self._site is None:
            self._socket = self._socket or _bound(self._port)
            site = web.SockSite(self._runner, self._socket)
            await site.start()
            self._site, self._socket = site, None

    async def shut(self) -> None:
        """Refuse new connections; those that are open stay."""
        if self._site is not None:
            await self._site.stop()
            self._site, self._socket = None, _bound(self._port)

    def close(self) -> None:
        """Give up the port; what listens is the runner's to close."""
        if self._socket is not None:
            self._socket.close()


def _bound(port: int) -> socket.socket:
    """A socket that holds the port and does not listen: the system refuses those who call."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # connections of before must not keep the port from being bound again
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((HOST, port))
    except OSError:
        sock.close()
        raise
    return sock
