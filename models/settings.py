"""The declared settings: each has a type, a default, a range and a description. Never a key: that is in the keyring."""

import codecs
import shutil
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from models.addresses import check_rest_url, check_stream_url, check_theta_url
from models.atomic_file import replace_file
from models.field_errors import field_error
from models.json_source import JsonSource

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
            ge=100_000,
            le=200_000_000,
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
        source = JsonSource(path.read_bytes().removeprefix(codecs.BOM_UTF8))
    except FileNotFoundError:
        return Settings(), None
    except OSError as error:
        return _defaults(path, f"the file cannot be read: {error.strerror or error}")
    if broken := source.syntax_problem():
        return _defaults(path, f"line {broken.line}, column {broken.column}: {broken.reason}")
    try:
        return msgspec.json.decode(source.content, type=Settings), None
    except msgspec.ValidationError as error:
        return _defaults(path, field_error(error))


def _defaults(path: Path, reason: str) -> tuple[Settings, str]:
    return Settings(), f"The settings in {path} are not used, the defaults are: {reason}"


def save_settings(settings: Settings, path: Path) -> Path | None:
    """Replace the file whole; a broken one is first copied beside it, and where to is the answer.

    Raises `ValueError` for a value out of its range and `OSError`; the old file is then still there.
    """
    content = msgspec.json.encode(settings)
    try:
        msgspec.json.decode(content, type=Settings)
    except msgspec.ValidationError as error:
        raise ValueError(field_error(error)) from None
    kept = _keep_broken(path)
    replace_file(path, msgspec.json.format(content, indent=2) + b"\n")
    return kept


def _keep_broken(path: Path) -> Path | None:
    _, problem = load_settings(path)
    if problem is None:
        return None
    number = 1
    while (copy := path.with_name(f"{path.name}.broken{number if number > 1 else ''}")).exists():
        number += 1
    shutil.copy2(path, copy)
    return copy
