"""The declared settings: each has a type, a default, a range and a description. Never a key: that is in the keyring."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from models.addresses import check_rest_url, check_stream_url, check_theta_url
from models.field_errors import field_error
from models.history.terminal import LEAST_REQUESTS, MOST_REQUESTS, TerminalChoice, Transport
from models.json_file import JsonFileError, read_json_file, write_json_file

LEAST_ROWS, MOST_ROWS = 100_000, 200_000_000
"""Trades that may be kept in memory."""
_CHECKS = {
    "massive_url": check_stream_url,
    "massive_delayed_url": check_stream_url,
    "massive_rest_url": check_rest_url,
}
_ONCE_THE_DEFAULT = "http://127.0.0.1:25510"
"""The terminal's address in files of older versions, which knew no other: nobody chose it."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What people may choose. Fields of other versions are passed over.

    Raises `ValueError` for an address that may not be used; ranges are checked where settings are read and written.
    """

    massive_url: Annotated[str, Meta(description="Massive's stream of trades as they happen")] = (
        "wss://socket.massive.com/options"
    )
    massive_delayed_url: Annotated[str, Meta(description="Massive's stream of trades 15 minutes late")] = (
        "wss://delayed.massive.com/options"
    )
    massive_rest_url: Annotated[str, Meta(description="Massive's reference data and past trades")] = (
        "https://api.massive.com"
    )
    delayed: Annotated[bool, Meta(description="Use the delayed stream: for plans without real-time trades")] = False
    theta_url: Annotated[
        str, Meta(description="The Theta Terminal that answers at-time queries; empty: found at its usual addresses")
    ] = ""
    theta_transport: Annotated[
        Transport, Meta(description="The form in which the Theta Terminal answers; the rows are the same in all")
    ] = Transport.AUTOMATIC
    theta_requests: Annotated[
        int,
        Meta(
            ge=LEAST_REQUESTS,
            le=MOST_REQUESTS,
            description="Requests in flight to the Theta Terminal: v2 Standard allows 2, Pro 4; v3 4 and 8",
        ),
    ] = LEAST_REQUESTS
    max_rows: Annotated[
        int,
        Meta(
            ge=LEAST_ROWS,
            le=MOST_ROWS,
            description="Trades kept in memory, at 48 bytes each; the oldest go first",
        ),
    ] = 15_000_000
    fill_gaps: Annotated[bool, Meta(description="Fetch what an interrupted stream missed of watched contracts")] = True
    load_today: Annotated[bool, Meta(description="Fetch the day since the open of newly watched contracts")] = True
    everything: Annotated[bool, Meta(description="Subscribe to every option trade, not to the watchlist's only")] = (
        False
    )

    def __post_init__(self) -> None:
        for field, check in _CHECKS.items():
            _checked(field, check, getattr(self, field))
        theta_url = _checked("theta_url", check_theta_url, self.theta_url)
        msgspec.structs.force_setattr(self, "theta_url", "" if theta_url == _ONCE_THE_DEFAULT else theta_url)

    @property
    def terminal(self) -> TerminalChoice:
        """Which Theta Terminal is asked, and how."""
        return TerminalChoice(self.theta_url, self.theta_transport, self.theta_requests)

    def with_terminal(self, choice: TerminalChoice) -> "Settings":
        """The same settings with another choice of terminal. Raises `ValueError` for its address."""
        return msgspec.structs.replace(
            self, theta_url=choice.address, theta_transport=choice.transport, theta_requests=choice.at_once
        )


def _checked(field: str, check: Callable[[str], str], address: str) -> str:
    try:
        return check(address)
    except ValueError as error:
        raise ValueError(f"field “{field}”: {error}") from None


def load_settings(path: Path) -> tuple[Settings, str | None]:
    """Settings of a file and no problem, or the defaults and what is wrong with the file, which is left as it is.

    A file that is not there is no problem.
    """
    try:
        return read_json_file(path, Settings) or Settings(), None
    except JsonFileError as error:
        return Settings(), f"The settings in {path} are not used, the defaults are: {error}"


def save_settings(settings: Settings, path: Path) -> Path | None:
    """Replace the file whole; a broken one is first copied beside it, and where to is the answer.

    Raises `ValueError` for a value out of its range and `OSError`; the old file is then still there.
    """
    content = msgspec.json.encode(settings)
    try:
        msgspec.json.decode(content, type=Settings)
    except msgspec.ValidationError as error:
        raise ValueError(field_error(error)) from None
    return write_json_file(path, settings, Settings)
