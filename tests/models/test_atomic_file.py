"""Files that are replaced whole."""

from pathlib import Path

import pytest

from models.atomic_file import replace_file


def test_a_file_and_its_folder_are_made(tmp_path: Path) -> None:
    replace_file(tmp_path / "a" / "b" / "file", b"content")

    assert (tmp_path / "a" / "b" / "file").read_bytes() == b"content"


def test_the_rights_of_the_old_file_stay(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o600)

    replace_file(path, b"new")

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes() == b"new"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)

    replace_file(link, b"new")

    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_folder_in_the_place_of_the_file_is_an_error_without_litter(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()

    with pytest.raises(OSError):  # noqa: PT011 # its kind differs between systems
        replace_file(tmp_path / "file", b"new")

    assert [path.name for path in tmp_path.iterdir()] == ["file"]
