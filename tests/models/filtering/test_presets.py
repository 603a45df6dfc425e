"""Presets: what comes with the program, what the user saves, and files that are not as they should be."""

import json
from pathlib import Path

import pytest

import resources
from models.filtering.presets import Preset, PresetBook, PresetError
from models.filtering.text import FilterTextError, filter_text, parse_filter
from models.named import LONGEST_NAME
from models.venues import Venues


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "presets.json"


def written(path: Path) -> list[dict[str, str]]:
    presets: list[dict[str, str]] = json.loads(path.read_text("utf-8"))["presets"]
    return presets


def test_what_comes_with_optape_is_understood_and_short(path: Path) -> None:
    book = PresetBook(path)
    assert [preset.name for preset in book.shipped] == ["All", "Large", "Unusual", "Single-leg", "0DTE"]
    assert all(filter_text(parse_filter(preset.text)) == preset.text for preset in book.shipped)
    assert (book.own, book.problem, book.changes) == ((), "", 0)
    assert not path.exists(), "nothing was saved"


def test_what_is_saved_is_there_at_the_next_start_in_its_order(path: Path) -> None:
    book = PresetBook(path)
    assert book.save(" Big calls ", " C  size>=500 ") is None
    book.save("Puts", "P")
    assert book.own == PresetBook(path).own == (Preset("Big calls", "C size>=500"), Preset("Puts", "P"))
    assert book.changes == 2


def test_a_name_that_is_saved_again_has_the_new_text_at_its_old_place(path: Path) -> None:
    book = PresetBook(path)
    for name, text in (("One", "C"), ("Two", "P"), ("ONE", "SPY")):
        book.save(name, text)
    assert book.own == PresetBook(path).own == (Preset("ONE", "SPY"), Preset("Two", "P"))


def test_a_preset_is_renamed_and_removed(path: Path) -> None:
    book = PresetBook(path)
    book.save("One", "C")
    book.save("Two", "P")
    book.rename("one", "One more")
    assert written(path) == [{"name": "One more", "text": "C"}, {"name": "Two", "text": "P"}]
    book.rename("One more", "one MORE")
    book.remove("Two")
    assert book.own == PresetBook(path).own == (Preset("one MORE", "C"),)
    assert book.changes == 5


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "needs a name"),
        ("   ", "needs a name"),
        ("large", "comes with Optape"),
        ("x" * (LONGEST_NAME + 1), "no name for a preset"),
        ("two\nlines", "no name for a preset"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_changes(path: Path, name: str, said: str) -> None:
    book = PresetBook(path)
    book.save("Kept", "C")
    with pytest.raises(PresetError, match=said):
        book.save(name, "P")
    with pytest.raises(PresetError, match=said):
        book.rename("Kept", name)
    assert book.own == PresetBook(path).own == (Preset("Kept", "C"),)
    assert book.changes == 1


def test_a_name_that_another_has_is_refused(path: Path) -> None:
    book = PresetBook(path)
    book.save("One", "C")
    book.save("Two", "P")
    with pytest.raises(PresetError, match="Two presets have the name “oNe”"):
        book.rename("Two", "oNe")
    assert [preset.name for preset in book.own] == ["One", "Two"]


@pytest.mark.parametrize("name", ["None such", "Large"])
def test_only_the_users_own_are_renamed_and_removed(path: Path, name: str) -> None:
    book = PresetBook(path)
    reason = f"You have no preset of the name “{name}”"
    with pytest.raises(PresetError, match=reason):
        book.rename(name, "Other")
    with pytest.raises(PresetError, match=reason):
        book.remove(name)


def test_a_text_that_is_no_filter_is_refused_with_the_reason_and_its_place(path: Path) -> None:
    book = PresetBook(path)
    with pytest.raises(FilterTextError, match="did you mean “prem>=50k”") as caught:
        book.save("Wrong", "SPY  prm>=50k")
    assert (caught.value.start, caught.value.end) == (5, 13)
    assert (book.own, path.exists()) == ((), False)


def test_texts_may_have_names_of_venues(path: Path) -> None:
    book = PresetBook(path, Venues(resources.table("massive_exchanges")))
    book.save("Cboe", "venue=CBOE")
    with pytest.raises(FilterTextError):
        PresetBook(path).save("Cboe", "venue=CBOE")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "line 1, column 2: this is not valid JSON"),
        ("[]", "expected an object"),
        ('{"presets": [{"name": 5, "text": ""}]}', "presets[0].name"),
        (
            '{"presets": [{"name": "One", "text": "C"}, {"name": "one", "text": "P"}]}',
            "two presets have the name “one”",
        ),
        (
            '{"presets": [{"name": "One", "text": "C"}, {"name": " one ", "text": "P"}]}',
            "two presets have the name “ one ”",
        ),
        ('{"presets": [{"name": " ", "text": "C"}]}', "a preset needs a name"),
        ('{"presets": [{"name": "All", "text": "C"}]}', "comes with Optape"),
    ],
)
def test_a_broken_file_is_said_and_kept_beside_what_is_saved_then(path: Path, content: str, said: str) -> None:
    path.write_text(content, "utf-8")
    book = PresetBook(path)
    assert book.own == ()
    assert said in book.problem
    assert str(path) in book.problem
    assert path.read_text("utf-8") == content
    copy = book.save("New", "C")
    assert copy is not None
    assert copy.read_text("utf-8") == content
    assert written(path) == [{"name": "New", "text": "C"}]
    assert book.problem == ""


def test_what_a_later_version_may_have_added_is_passed_over(path: Path) -> None:
    path.write_text('{"presets": [{"name": "One", "text": "C", "colour": 5}], "more": {}}', "utf-8")
    assert PresetBook(path).own == (Preset("One", "C"),)


def test_where_the_file_cannot_be_written_nothing_has_changed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    book = PresetBook(tmp_path / "file" / "presets.json")
    with pytest.raises(OSError):  # noqa: PT011  the system names its own reason
        book.save("New", "C")
    assert (book.own, book.changes) == ((), 0)
