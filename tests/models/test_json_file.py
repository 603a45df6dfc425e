"""JSON files that people may edit: read with a reason, and never lost."""

from pathlib import Path

import msgspec
import pytest

from models.json_file import JsonFileError, read_json_file, write_json_file


class Content(msgspec.Struct):
    """What the file of these tests holds."""

    names: list[str]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "names.json"


def test_what_is_written_is_read_again_and_there_is_nothing_before(path: Path) -> None:
    assert read_json_file(path, Content) is None
    assert write_json_file(path, Content(["a"]), Content) is None
    assert read_json_file(path, Content) == Content(["a"])


def test_a_file_with_a_byte_order_mark_is_read(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b'\xef\xbb\xbf{"names": ["a"]}')
    assert read_json_file(path, Content) == Content(["a"])


@pytest.mark.parametrize(
    ("content", "reason"),
    [('{"names":\n [}', "line 2, column 3"), ('{"names": [1]}', "field “names"), ("[]", "object")],
)
def test_a_file_that_cannot_be_read_says_where_and_each_is_kept_when_it_is_replaced(
    path: Path, content: str, reason: str
) -> None:
    path.parent.mkdir()
    for number in ("", "2"):
        path.write_text(content)
        with pytest.raises(JsonFileError, match=reason):
            read_json_file(path, Content)
        kept = write_json_file(path, Content([]), Content)
        assert kept == path.with_name(f"names.json.broken{number}")
        assert kept.read_text() == content
        assert read_json_file(path, Content) == Content([])


def test_a_folder_in_the_files_place_is_no_file(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(JsonFileError, match="cannot be read"):
        read_json_file(path, Content)
    with pytest.raises(OSError, match="directory"):
        write_json_file(path, Content([]), Content)
