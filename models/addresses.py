"""Which addresses the program may talk to: TLS everywhere but on this machine, and no secret inside an address."""

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit


def check_stream_url(url: str) -> str:
    """The address of a trade stream, `wss://host/path`, or `ws://` on this machine.

    Raises `ValueError` with a reason.
    """
    return _check(url, plain="ws", secure="wss")


def check_rest_url(url: str) -> str:
    """The address of a REST service, `https://host`, or `http://` on this machine, without a slash at its end.

    Raises `ValueError` with a reason.
    """
    return _check(url, plain="http", secure="https").rstrip("/")


def check_theta_url(url: str) -> str:
    """The address of a Theta Terminal, which asks for no key; empty where it is to be found by itself.

    The rules are those of `check_rest_url`; `localhost` becomes 127.0.0.1, for a terminal that is asked both ways
    refuses one of them. Raises `ValueError` with a reason.
    """
    if not url.strip():
        return ""
    parts = urlsplit(check_rest_url(url))
    if parts.path:
        raise ValueError(f"“{parts.geturl()}” must end after the port: http://127.0.0.1:25510 is such an address")
    if parts.hostname != "localhost":
        return parts.geturl()
    return parts._replace(netloc=parts.netloc.lower().replace("localhost", "127.0.0.1")).geturl()


def is_loopback(url: str) -> bool:
    """Whether an address is one of this machine: `localhost`, 127.0.0.0/8 or ::1."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _check(url: str, *, plain: str, secure: str) -> str:
    url = url.strip()
    parts = _split(url)
    if parts.scheme not in (plain, secure):
        raise ValueError(f"“{_without_secrets(parts)}” must begin with {secure}://, or with {plain}:// on this machine")
    if not parts.hostname:
        raise ValueError(f"“{_without_secrets(parts)}” names no host")
    if parts.username is not None or parts.query or parts.fragment:
        shown = _without_secrets(parts)
        raise ValueError(f"“{shown}” must stand alone: a user, a key or a query does not belong in an address")
    if parts.scheme == plain and not is_loopback(url):
        raise ValueError(f"“{url}” is not on this machine and must be encrypted: write {secure}://")
    return url


def _split(url: str) -> SplitResult:
    if any(character.isspace() or not character.isprintable() for character in url):
        raise ValueError("an address has no spaces and no control characters")
    try:
        parts = urlsplit(url)
        _ = parts.port  # looked at only here: a port that is no number raises
    except ValueError as error:
        raise ValueError(f"this is not an address: {error}") from None
    return parts


def _without_secrets(parts: SplitResult) -> str:
    """The address as a message may show it: what a key could stand in is left out."""
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
