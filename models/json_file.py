"""JSON files of our own that people may edit: why one cannot be read is said in words, and a broken one is kept."""

import codecs
import shutil
from pathlib import Path
from typing import TypeVar

import msgspec

from models.atomic_file import replace_file
from models.field_errors import field_error
from models.json_source import JsonSource

T = TypeVar("T")


class JsonFileError(ValueError):
    """A file that cannot be read; the message says where and why, without the file's name."""


def read_json_file(path: Path, kind: type[T]) -> T | None:
    """The content of a file; None where there is none. Raises `JsonFileError`; the file is left as it is."""
    try:
        source = JsonSource(path.read_bytes().removeprefix(codecs.BOM_UTF8))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise JsonFileError(f"the file cannot be read: {error.strerror or error}") from None
    if broken := source.syntax_problem():
        raise JsonFileError(f"line {broken.line}, column {broken.column}: {broken.reason}")
    try:
        return msgspec.json.decode(source.content, type=kind)
    except msgspec.ValidationError as error:
        raise JsonFileError(field_error(error)) from None


def write_json_file(path: Path, content: object, kind: type[object]) -> Path | None:
    """Replace a file whole; one that cannot be read as `kind` is first copied beside it: the answer is where to.

    Raises `OSError`; the old file is then still there.
    """
    kept = _keep_broken(path, kind)
    replace_file(path, msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n")
    return kept


def _keep_broken(path: Path, kind: type[object]) -> Path | None:
    try:
        read_json_file(path, kind)
    except JsonFileError:
        number = 1
        while (copy := path.with_name(f"{path.name}.broken{number if number > 1 else ''}")).exists():
            number += 1
        shutil.copy2(path, copy)
        return copy
    return None
