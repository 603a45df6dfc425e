"""Answers of v2 in pages: good ones, and such that lead nowhere. The generation v3 knows no pages."""

import json
from collections.abc import Callable
from itertools import count

from aiohttp import web

from feeds.venue.faults.bodies import body_of
from feeds.venue.faults.elsewhere import Elsewhere
from feeds.venue.faults.fault import Handler, HttpFault
from feeds.venue.faults.kind import HttpKind, Number
from feeds.venue.faults.theta_refusals import is_trades
from feeds.venue.faults.theta_tables import CSV

PAGE_PATH = "/v2/page/"
NO_PAGE = (477, "Page not found.")
_PAGES = 3


class Pages(HttpFault):
    """Answers come in three pages, each with the address of the next.

    It has acted when the last page was asked for.
    """

    def __init__(self, times: float) -> None:
        super().__init__(times)
        self._ids = count(1)
        self._waiting: dict[str, list[str]] = {}

    async def spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """The first page of a question, or the one that its address names."""
        if request.path.startswith(PAGE_PATH):
            return self._next(request)
        answer = await handler(request)
        if answer.status != 200 or not is_trades(request.path) or request.path.startswith("/v3/"):
            return answer
        is_csv = answer.content_type == CSV
        return await self._first(request, (_csv_pages if is_csv else _json_pages)(body_of(answer).decode()))

    async def _first(self, request: web.Request, pages: list[str]) -> web.StreamResponse:
        return self._page(request, pages)

    def _next(self, request: web.Request) -> web.StreamResponse:
        pages = self._waiting.pop(request.path.removeprefix(PAGE_PATH), None)
        if pages is None:
            status, body = NO_PAGE
            return web.Response(status=status, text=body)
        if len(pages) == 1:
            self._struck()
        return self._page(request, pages)

    def _page(self, request: web.Request, pages: list[str]) -> web.StreamResponse:
        """The first of some pages; the others wait."""
        return with_next(pages[0], self._address(request, pages[1:]))

    def _address(self, request: web.Request, pages: list[str]) -> str:
        if not pages:
            return "null"
        page_id = str(next(self._ids))
        self._waiting[page_id] = pages
        return f"http://{request.host}{PAGE_PATH}{page_id}"


class EndlessPages(Pages):
    """There is always another page, with the same rows."""

    def _address(self, request: web.Request, pages: list[str]) -> str:
        return super()._address(request, pages or [self._last])

    def _page(self, request: web.Request, pages: list[str]) -> web.StreamResponse:
        self._last = pages[0]
        return super()._page(request, pages)


class SamePage(Pages):
    """The next page is the first."""

    async def _first(self, request: web.Request, pages: list[str]) -> web.StreamResponse:
        self._struck()
        return with_next(pages[0], str(request.url))


class PagesElsewhere(Pages):
    """The next page is on another host, which keeps count of who comes."""

    def __init__(self, times: float) -> None:
        super().__init__(times)
        self.elsewhere = Elsewhere()

    async def _first(self, request: web.Request, pages: list[str]) -> web.StreamResponse:
        assert self._hands is not None
        self._struck()
        return with_next(pages[0], f"{await self.elsewhere.address(self._hands)}{PAGE_PATH}1")


class LostPages(Pages):
    """The next page is not found; a question that is asked anew after that has other pages."""

    def _next(self, request: web.Request) -> web.StreamResponse:
        self._struck()
        status, body = NO_PAGE
        return web.Response(status=status, text=body)


def with_next(body: str, address: str) -> web.Response:
    """A page and the address of the next, in the header of its kind."""
    if not body.startswith("{"):
        return web.Response(text=body, content_type=CSV, headers={"Next-Page": address})
    page = json.loads(body)
    return web.json_response(page | {"header": page["header"] | {"next_page": address}})


def _json_pages(text: str) -> list[str]:
    body = json.loads(text)
    return [json.dumps(body | {"response": rows}) for rows in _parts(body["response"])]


def _csv_pages(text: str) -> list[str]:
    headings, *lines = text.splitlines(keepends=True)
    return [headings + "".join(part) for part in _parts(lines)]


def _parts(rows: list[str]) -> list[list[str]]:
    """In order; the last are empty where there are too few."""
    size = -(-len(rows) // _PAGES)
    return [rows[start * size : (start + 1) * size] for start in range(_PAGES)]


def _kind(name: str, does: str, make: Callable[[float], HttpFault]) -> HttpKind:
    return HttpKind(f"theta_pages{name}", does, Number.TIMES, lambda _, times: make(times))


KINDS: tuple[HttpKind, ...] = (
    _kind("", "answers in three pages (v2)", Pages),
    _kind("_endless", "answers in pages that do not end (v2)", EndlessPages),
    _kind("_elsewhere", "names a next page on another host (v2)", PagesElsewhere),
    _kind("_same", "names the first page as the next (v2)", SamePage),
    _kind("_lost", "does not find the next page (477, v2)", LostPages),
)
