"""Another host than the venue's, for a `next_url` that must not be followed with the key."""

from aiohttp import web

from feeds.venue.faults.fault import Hands


class Elsewhere:
    """Answers every request with an empty page, and notes who came.

    `requests`: how many came; `with_key`: how many of them gave a key, in a header or in the address.
    """

    def __init__(self) -> None:
        self.requests = 0
        self.with_key = 0
        self._address = ""

    async def address(self, hands: Hands) -> str:
        """Where it is, `http://localhost:PORT`; started when first asked for."""
        if not self._address:
            app = web.Application()
            app.router.add_get("/{path:.*}", self._answer)
            port = (await hands.serve(app)).rpartition(":")[2]
            self._address = f"http://localhost:{port}"
        return self._address

    async def _answer(self, request: web.Request) -> web.Response:
        self.requests += 1
        self.with_key += "Authorization" in request.headers or "apiKey" in request.query
        return web.json_response({"results": [], "status": "OK", "request_id": "elsewhere"})
