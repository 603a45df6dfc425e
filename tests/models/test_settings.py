"""Declared settings: ranges, broken files, and what saving keeps."""

from pathlib import Path

import msgspec
import pytest

from models.history.terminal import TerminalChoice, Transport
from models.settings import Settings, load_settings, save_settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def problem(path: Path, content: str | bytes) -> str:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    loaded, problem = load_settings(path)
    assert loaded == Settings()
    assert problem is not None
    assert str(path) in problem
    return problem


def test_a_missing_file_is_the_defaults_and_no_problem(path: Path) -> None:
    assert load_settings(path) == (Settings(), None)
    assert not path.exists()


def test_settings_come_back_as_they_were_saved(path: Path) -> None:
    chosen = Settings(delayed=True, everything=True, max_rows=100_000, massive_url="ws://127.0.0.1:9/options")

    assert save_settings(chosen, path) is None
    assert load_settings(path) == (chosen, None)
    assert path.read_bytes().endswith(b"\n}\n")


def test_fields_that_are_missing_or_unknown_do_no_harm(path: Path) -> None:
    path.write_text('\ufeff{"delayed": true, "of_another_version": [1]}', "utf-8")

    assert load_settings(path) == (Settings(delayed=True), None)


def test_every_setting_has_a_description_and_a_valid_default() -> None:
    declared = msgspec.inspect.type_info(Settings)
    assert isinstance(declared, msgspec.inspect.StructType)

    for field in declared.fields:
        assert isinstance(field.type, msgspec.inspect.Metadata), field.name
        assert (field.type.extra_json_schema or {}).get("description"), field.name
    assert msgspec.json.decode(msgspec.json.encode(Settings()), type=Settings) == Settings()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"max_rows": 99999}', "field “max_rows”: expected a whole number >= 100000"),
        ('{"max_rows": 10000000000}', "field “max_rows”: expected a whole number <= "),
        ('{"max_rows": "many"}', "field “max_rows”: expected a whole number, got text"),
        ('{"delayed": 1}', "field “delayed”: expected true or false"),
        (
            '{"massive_url": "ws://socket.massive.com/"}',
            "field “massive_url”: “ws://socket.massive.com/” is not on this",
        ),
        ('{"massive_rest_url": "wss://x"}', "field “massive_rest_url”"),
        ('{"theta_url": "http://theta.example"}', "field “theta_url”"),
        ('{\n  "delayed": tru\n}', "line 2, column 14: this is not valid JSON"),
        (b'{"theta_url": "\xff"}', "not text in UTF-8"),
        ("[]", "expected an object in braces, got a list"),
        ("", "line 1, column 1: this is not valid JSON"),
    ],
)
def test_a_broken_file_is_the_defaults_and_a_message_that_names_the_field(
    path: Path, content: str | bytes, reason: str
) -> None:
    assert reason in problem(path, content)


def test_a_file_that_cannot_be_read_is_a_problem(path: Path) -> None:
    path.mkdir()

    _, problem = load_settings(path)

    assert problem is not None
    assert "cannot be read" in problem


def test_a_broken_file_is_left_as_it_is_and_copied_before_it_is_replaced(path: Path) -> None:
    problem(path, '{"max_rows": 1}')
    assert path.read_text() == '{"max_rows": 1}'

    copy = save_settings(Settings(), path)

    assert copy == path.with_name("settings.json.broken")
    assert copy.read_text() == '{"max_rows": 1}'
    assert load_settings(path) == (Settings(), None)


def test_an_earlier_copy_is_not_overwritten(path: Path) -> None:
    for content in ("first", "second"):
        problem(path, content)
        save_settings(Settings(), path)

    assert path.with_name("settings.json.broken").read_text() == "first"
    assert path.with_name("settings.json.broken2").read_text() == "second"


def test_a_value_out_of_range_is_not_saved(path: Path) -> None:
    save_settings(Settings(delayed=True), path)

    with pytest.raises(ValueError, match="field “max_rows”"):
        save_settings(Settings(max_rows=1), path)

    assert load_settings(path) == (Settings(delayed=True), None)


def test_an_address_that_may_not_be_used_makes_no_settings() -> None:
    with pytest.raises(ValueError, match="field “massive_delayed_url”"):
        Settings(massive_delayed_url="ws://delayed.massive.com/options")


@pytest.mark.parametrize("old", ["http://127.0.0.1:25510", "http://localhost:25510/", ""])
def test_the_address_that_was_once_the_default_means_that_the_terminal_is_found_by_itself(path: Path, old: str) -> None:
    path.write_text(f'{{"theta_url": "{old}"}}')

    assert load_settings(path) == (Settings(), None)
    assert Settings().terminal.address == ""


def test_the_choice_of_a_terminal_is_kept(path: Path) -> None:
    choice = TerminalChoice("http://127.0.0.1:9", Transport.NDJSON, 4)
    save_settings(Settings(delayed=True).with_terminal(choice), path)

    loaded, problem = load_settings(path)
    assert (loaded.terminal, loaded.delayed, problem) == (choice, True, None)


@pytest.mark.parametrize("content", ['{"theta_requests": 9}', '{"theta_transport": "xml"}'])
def test_a_terminal_is_asked_in_known_ways_only(path: Path, content: str) -> None:
    assert "field “theta_" in problem(path, content)
