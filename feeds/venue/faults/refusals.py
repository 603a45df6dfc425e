"""HTTP faults that answer in place of the service: a status and a body."""

from collections.abc import Callable, Mapping

from aiohttp import web

from feeds.venue.faults.fault import Handler, HttpFault, with_part
from feeds.venue.faults.kind import HttpKind, Number

TRADES_PATH = "/v3/trades/"
_JSON, _HTML = "application/json", "text/html"
_UNKNOWN_KEY = '{"status":"ERROR","request_id":"f1","error":"Unknown API Key"}'
_NOT_ENTITLED = (
    '{"status":"NOT_AUTHORIZED","request_id":"f1","message":"You are not entitled to this data. Please upgrade your '
    'plan at https://massive.com/pricing"}'
)
_NOT_FOUND = '{"status":"NOT_FOUND","request_id":"f1","message":"Data not found."}'
_TOO_MANY = (
    '{"status":"ERROR","request_id":"f1","error":"You\'ve exceeded the maximum requests per minute, please wait or '
    'upgrade your subscription to continue."}'
)
_BROKEN = '{"status":"ERROR","request_id":"f1","error":"Internal server error"}'
PAGE = "<html><head><title>Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"


class Refuse(HttpFault):
    """Requests are refused, whatever they ask."""

    def __init__(
        self,
        times: float,
        status: int,
        body: str = "",
        *,
        content_type: str = _JSON,
        headers: Mapping[str, str] | None = None,
        concerns: Callable[[str], bool] = lambda path: True,
    ) -> None:
        super().__init__(times, concerns=concerns)
        self._status, self._body, self._type = status, body, content_type
        self._headers = headers

    async def spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """The refusal; a bare one has neither body nor type."""
        self._struck()
        if not self._body:
            return web.Response(status=self._status)
        return web.Response(status=self._status, text=self._body, content_type=self._type, headers=self._headers)


def _bare(status: int) -> HttpKind:
    return HttpKind(
        f"rest_{status}_bare", f"answers {status} with no body", Number.TIMES, lambda _, times: Refuse(times, status)
    )


REST_KINDS: tuple[HttpKind, ...] = (
    HttpKind("rest_401", "answers 401, unknown key", Number.TIMES, lambda _, n: Refuse(n, 401, _UNKNOWN_KEY)),
    _bare(401),
    HttpKind("rest_403", "answers 403, not entitled", Number.TIMES, lambda _, n: Refuse(n, 403, _NOT_ENTITLED)),
    _bare(403),
    HttpKind("rest_404", "answers 404, not found", Number.TIMES, lambda _, n: Refuse(n, 404, _NOT_FOUND)),
    _bare(404),
    HttpKind("rest_429", "answers 429, too many requests, with Retry-After: 1", Number.TIMES,
             lambda _, n: Refuse(n, 429, _TOO_MANY, headers={"Retry-After": "1"})),
    HttpKind("rest_429_bare", "answers 429 with no body and no Retry-After", Number.TIMES,
             lambda _, n: Refuse(n, 429)),
    HttpKind("rest_500", "answers 500 with an error of its own", Number.TIMES, lambda _, n: Refuse(n, 500, _BROKEN)),
    HttpKind("rest_html", "answers 200 with a gateway's page of HTML", Number.TIMES,
             lambda _, n: Refuse(n, 200, PAGE, content_type=_HTML)),
    HttpKind("rest_html_502", "answers 502 with a gateway's page of HTML", Number.TIMES,
             lambda _, n: Refuse(n, 502, PAGE, content_type=_HTML)),
    HttpKind("rest_trades_403", "answers 403 for trades alone: the plan has only the reference", Number.TIMES,
             lambda _, n: Refuse(n, 403, _NOT_ENTITLED, concerns=with_part(TRADES_PATH))),
)  # fmt: skip
