"""The declared settings: each has a type, a default, a range and a description. Never a key: that is in the keyring."""

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from models.addresses import check_rest_url, check_stream_url, check_theta_url
from models.field_errors import field_error
from models.json_file import JsonFileError, read_json_file, write_json_file

LEAST_ROWS, MOST_ROWS = 100_000, 200_000_000
"""Trades that may be kept in memory."""
_CHECKS = {
    "massive_url": check_stream_url,
    "massive_delayed_url": check_stream_url,
    "massive_rest_url": check_rest_url,
    "theta_url": check_theta_url,
}


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
    theta_url: Annotated[str, Meta(description="The Theta Terminal that answers at-time queries")] = (
        "http://127.0.0.1:25510"
    )
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
            try:
                check(getattr(self, field))
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
