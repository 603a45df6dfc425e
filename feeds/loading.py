"""What the first picture of the window does not wait for: all that speaks to the outside. Imported beside it."""

from typing import TYPE_CHECKING

from models.market import load_ahead

if TYPE_CHECKING:
    from feeds.sources import Sources


def load_sources() -> "type[Sources]":
    """Import `Sources`, and what the first trade needs. Takes 0.4 s: to be called in a thread."""
    import httpcore  # noqa: F401 - httpx imports it for its first client, which is made in the window's thread
    import stamina.instrumentation

    from feeds.sources import Sources

    stamina.instrumentation.set_on_retry_hooks([])  # retries are told to the user, not to standard error
    load_ahead()
    return Sources
