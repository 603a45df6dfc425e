"""Connecting to the address that was given, and to no other."""

from websockets.asyncio.client import connect


class StraightConnect(connect):
    """Follows no redirect: the key, which is sent once the connection stands, would go to the other address."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        """Let a redirect be what any other refusal is."""
        return exc
