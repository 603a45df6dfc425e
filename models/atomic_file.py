"""Files that are replaced whole or not at all, so that a crash or a full disk leaves the old content."""

import os
import shutil
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Write the content beside the file, then put it in the file's place; makes its folder. Raises `OSError`."""
    target = path.resolve()  # a link stays a link: what it points to is replaced
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        _write_through(beside, content)
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())  # else a power cut may keep the new name and lose the content
