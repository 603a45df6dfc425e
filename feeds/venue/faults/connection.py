"""Faults before anything is said: the port, the handshake, the first frame."""

from collections.abc import Callable

from aiohttp import web

from feeds.venue.acts import GREETING, Act, Close, Later, status
from feeds.venue.faults.fault import Hands, StreamFault
from feeds.venue.faults.kind import Number, StreamKind

TOO_MANY: tuple[Act, ...] = (status("max_connections", "Maximum number of connections exceeded."), Close(1008))
_GATEWAY_HTML = "<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>"


class RefuseConnections(StreamFault):
    """Nothing listens on the port for some seconds, so that the system refuses."""

    starts_shut = True

    def __init__(self, seconds: float) -> None:
        super().__init__(1)
        self._seconds = seconds

    def begin(self, hands: Hands, when_spent: Callable[[], None]) -> None:
        """Shut the port, and open it in time."""
        super().begin(hands, when_spent)
        self._start(self._keep_shut(self._seconds, hands.shut, hands.open))


class RefuseUpgrade(StreamFault):
    """The handshake is answered as plain HTTP."""

    def __init__(self, times: float, status_code: int, body: str, content_type: str) -> None:
        super().__init__(times)
        self._status, self._body, self._type = status_code, body, content_type

    def on_upgrade(self) -> web.Response:
        """A status and a body."""
        self._struck()
        return web.Response(status=self._status, text=self._body, content_type=self._type)


class PlainPort(StreamFault):
    """The address promises TLS, and the port speaks none."""

    scheme = "wss"


class Greeting(StreamFault):
    """Other acts in place of the greeting."""

    def __init__(self, times: float, *acts: Act) -> None:
        super().__init__(times)
        self._acts = acts

    def on_connect(self) -> list[Act]:
        """Those acts."""
        self._struck()
        return list(self._acts)


KINDS: tuple[StreamKind, ...] = (
    StreamKind(
        "refuse",
        "nothing listens on the Massive port (stream and REST) for some seconds (3), once",
        Number.SECONDS,
        lambda seconds, _: RefuseConnections(seconds),
        3,
    ),
    StreamKind(
        "http_503",
        "answers the handshake with HTTP 503 and a page of HTML",
        Number.TIMES,
        lambda _, times: RefuseUpgrade(times, 503, _GATEWAY_HTML, "text/html"),
    ),
    StreamKind(
        "wrong_path",
        "answers the handshake with HTTP 404",
        Number.TIMES,
        lambda _, times: RefuseUpgrade(times, 404, "404: Not Found", "text/plain"),
    ),
    StreamKind(
        "tls",
        "tells an address with wss:// while its port speaks no TLS; the only fault of the stream",
        Number.NONE,
        lambda _, __: PlainPort(),
    ),
    StreamKind(
        "greeting_late",
        "greets some seconds (3) late",
        Number.SECONDS,
        lambda seconds, times: Greeting(times, Later(seconds, (GREETING,))),
        3,
    ),
    StreamKind("greeting_missing", "does not greet, and goes on", Number.TIMES, lambda _, times: Greeting(times)),
    StreamKind(
        "max_connections",
        "refuses with max_connections in its first frame, and closes with 1008",
        Number.TIMES,
        lambda _, times: Greeting(times, *TOO_MANY),
    ),
)
