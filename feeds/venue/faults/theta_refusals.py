"""Errors of the terminal by its table of statuses: questions and lists are refused, its status is told as it is."""

import asyncio
from datetime import date

from aiohttp import web

from feeds.venue.faults.fault import Handler, HttpFault
from feeds.venue.faults.kind import HttpKind, Number
from feeds.venue.faults.refusals import PAGE, Refuse
from feeds.venue.faults.theta_states import DISCONNECTED, IS_STATUS, STARTING, refusal
from feeds.venue.theta.errors import NO_DATA, NO_DATA_V2

_TIER = (
    "Requesting an option endpoint requiring a standard subscription, but you only have a FREE subscription. "
    "Please consider upgrading!"
)
_UNCAUGHT = (
    'java.lang.NullPointerException: Cannot invoke "net.thetadata.types.TickType.ordinal()" because "type" is null'
)
_TOO_MANY = (429, "Too many concurrent requests.")
_ANSWER_S = 0.05
"""How long a question is answered at least, so that another can come meanwhile."""
_TOO_LARGE = (570, "The request is too large. Reduce the date range.")


def is_question(path: str) -> bool:
    """Whether something is asked for other than how the terminal is."""
    return not IS_STATUS(path)


def is_trades(path: str) -> bool:
    """Whether trades are asked for, at a time or all."""
    return path.endswith("/trade")


class TooLarge(HttpFault):
    """Ranges of more than so many days are too large."""

    def __init__(self, days: float, times: float) -> None:
        super().__init__(times, concerns=is_trades)
        self._days = days

    async def spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse, or let what is short enough through."""
        try:
            first, last = (_day(request.query[name]) for name in ("start_date", "end_date"))
        except (KeyError, ValueError):
            return await handler(request)
        if (last - first).days < self._days:
            return await handler(request)
        self._struck()
        status, body = _TOO_LARGE
        return web.Response(status=status, text=body)


class OneAtOnce(HttpFault):
    """A question that comes while another is being answered is one too many."""

    def __init__(self, times: float) -> None:
        super().__init__(times, concerns=is_trades)
        self._busy = False

    async def spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse it, or answer."""
        if self._busy:
            self._struck()
            status, body = _TOO_MANY
            return web.Response(status=status, text=body)
        self._busy = True
        try:
            await asyncio.sleep(_ANSWER_S)
            return await handler(request)
        finally:
            self._busy = False


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _kind(name: str, does: str, status: int, body: str) -> HttpKind:
    return HttpKind(
        f"theta_{name}",
        f"{does} ({status})",
        Number.TIMES,
        lambda _, times: refusal(times, (status, body), is_question),
    )


KINDS: tuple[HttpKind, ...] = (
    _kind("bad_request", "the terminal does not accept a parameter", 400, "Invalid right: *"),
    _kind("forbidden", "the account's tier is too low, as v3 says it", 403, _TIER),
    _kind("not_implemented", "the terminal does not know the question", 404, "NO_IMPL"),
    _kind("os_limit", "too many questions at once", *_TOO_MANY),
    _kind("general", "a general error", 470, "An error occurred while processing your request."),
    _kind("permission", "the account has no permission", 471, "You do not have permission to access this data."),
    _kind("no_data", "there is no data", NO_DATA, NO_DATA_V2),
    _kind("no_data_colon", "there is no data, said with a colon before it", NO_DATA, f":{NO_DATA_V2}"),
    _kind("invalid_params", "the parameters are invalid", 473, "Invalid parameters syntax or an unknown parameter."),
    _kind("disconnected", "the terminal has lost its servers", *DISCONNECTED),
    _kind("parse", "the terminal could not parse the question", 475, "There was an issue parsing the request."),
    _kind("wrong_ip", "the address is another than that of the first question", 476, "The IP address does not match."),
    HttpKind("theta_large", "answers to more than so many days (5) are too large (570)", Number.DAYS, TooLarge, 5),
    _kind("starting", "the terminal is starting", *STARTING),
    _kind("uncaught", "the terminal failed inside", 572, _UNCAUGHT),
    HttpKind("theta_html_500", "a page of HTML with 500", Number.TIMES,
             lambda _, n: Refuse(n, 500, PAGE, content_type="text/html", concerns=is_question)),
    HttpKind("theta_one_at_once", "a question that comes while another is answered is refused (429)", Number.TIMES,
             lambda _, n: OneAtOnce(n)),
)  # fmt: skip
