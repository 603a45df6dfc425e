"""Where a venue is."""

import msgspec

STREAM_PATH = "/options"


class VenueUrls(msgspec.Struct, frozen=True):
    """Addresses: the stream (ends in `/options`), the REST base and the terminal base (no slash at the end)."""

    massive_ws: str
    massive_rest: str
    theta: str
