"""What the program carries with it: code tables, fonts, icons, and the one small reader for them."""

import csv
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

VERSION = "0.1.0"


def table(name: str) -> list[dict[str, str]]:
    """Rows of a code table in `resources/tables`, as texts by column name. Raises `FileNotFoundError`."""
    text = _root().joinpath("tables", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def font_data() -> list[bytes]:
    """The bundled fonts, one file each."""
    return [f.read_bytes() for f in sorted(_root().joinpath("fonts").iterdir(), key=str) if f.name.endswith("tf")]


def icon_data(name: str) -> bytes:
    """An icon of `resources/icons`, as the bytes of its file. Raises `FileNotFoundError`."""
    return _root().joinpath("icons", name).read_bytes()


@cache
def _root() -> Traversable:
    return files(__name__)
