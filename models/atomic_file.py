"""Files that are replaced whole or not at all, so that a crash or a full disk leaves the old content."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Write the content beside the file, then put it in the file's place; makes its folder. Raises `OSError`."""
    path.resolve().parent.mkdir(parents=True, exist_ok=True)
    with written_beside(path) as beside:
        beside.write_bytes(content)


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """Give the path of a file to write, in a folder of its own beside `path`; at the end it takes the place of `path`.

    Whatever else is put into that folder goes away with it, as everything does after an exception. Raises `OSError`.
    """
    target = path.resolve()  # a link stays a link: what it points to is replaced
    with tempfile.TemporaryDirectory(prefix=f".{target.name[:40]}.", dir=target.parent) as folder:
        beside = Path(folder) / target.name
        yield beside
        _write_through(beside)
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)


def _write_through(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())  # else a power cut may keep the new name and lose the content
