"""Pages of the Massive REST service: `limit`, and a `next_url` whose cursor holds the question and the place."""

import base64
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

from aiohttp import web

_OFFSET = "_offset"
_SECRETS = ("apiKey", "apikey")


class BadQueryError(ValueError):
    """A parameter that cannot be understood; the message says which."""


def question_of(request: web.Request) -> dict[str, str]:
    """The parameters of a request, or those of the question that its cursor goes on with. Raises `BadQueryError`."""
    cursor = request.query.get("cursor")
    if cursor is None:
        return dict(request.query)
    try:
        return dict(parse_qsl(base64.b64decode(cursor.encode(), b"-_", validate=True).decode(), strict_parsing=True))
    except ValueError:
        raise BadQueryError("cursor is not valid") from None


def page(
    request: web.Request, question: Mapping[str, str], rows: Sequence[object], *, default: int, most: int
) -> web.Response:
    """The page of the rows that is asked for, in the service's envelope."""
    limit, offset = whole(question, "limit", default), whole(question, _OFFSET, 0)
    if not 1 <= limit <= most:
        raise BadQueryError(f"limit must be from 1 to {most}")
    end = offset + limit
    body: dict[str, object] = {"results": rows[offset:end], "status": "OK", "request_id": uuid4().hex}
    if end < len(rows):
        rest = {name: value for name, value in question.items() if name not in _SECRETS} | {_OFFSET: str(end)}
        cursor = base64.urlsafe_b64encode(urlencode(rest).encode()).decode()
        body["next_url"] = str(request.url.with_query(cursor=cursor))
    return web.json_response(body)


def whole(question: Mapping[str, str], name: str, default: int) -> int:
    """A whole number. Raises `BadQueryError`."""
    text = question.get(name, str(default))
    if not text.isascii() or not text.isdigit():
        raise BadQueryError(f"{name} must be a whole number")
    return int(text)


def choice(question: Mapping[str, str], name: str, *allowed: str) -> str:
    """One of some words, the first if none is given. Raises `BadQueryError`."""
    text = question.get(name, allowed[0])
    if text not in allowed:
        raise BadQueryError(f"{name} must be one of {', '.join(allowed)}")
    return text
