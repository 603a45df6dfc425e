"""What the program carries with it."""

import csv
from pathlib import Path

import pytest

import resources


@pytest.mark.parametrize(
    ("name", "rows"),
    [("massive_conditions", 33), ("massive_exchanges", 19), ("theta_conditions", 150), ("theta_exchanges", 78)],
)
def test_code_tables_are_read_by_column_name(name: str, rows: int) -> None:
    table = resources.table(name)
    assert len(table) == rows
    assert all(None not in row and None not in row.values() for row in table), "every row has every column and no more"


@pytest.mark.parametrize("name", ["massive_conditions", "massive_exchanges", "theta_conditions", "theta_flags"])
def test_the_tables_are_the_facts_that_were_handed_over(recordings: Path, name: str) -> None:
    with (recordings / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        assert resources.table(name) == list(csv.DictReader(file))


def test_a_comma_inside_quotes_is_part_of_a_name() -> None:
    names = {row["id"]: row["name"] for row in resources.table("massive_conditions")}
    assert names["206"] == "Opening Trade, Late, and Out Of Sequence"


def test_venue_ids_follow_their_letters() -> None:
    rows = resources.table("massive_exchanges")
    assert all(int(row["id"]) == 300 + ord(row["opra_participant"]) - ord("A") for row in rows)


@pytest.mark.parametrize("name", ["absent", "../resources", ""])
def test_a_table_that_is_not_there_raises(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        resources.table(name)


def test_the_fonts_are_fonts_and_come_in_one_order() -> None:
    fonts = resources.font_data()
    assert len(fonts) >= 5
    assert {font[:4] for font in fonts} <= {b"OTTO", b"\x00\x01\x00\x00"}
    assert fonts == resources.font_data()


def test_the_licence_of_each_font_lies_beside_it() -> None:
    folder = Path(resources.__file__).parent / "fonts"
    families = {path.name.split("-")[0] for path in folder.glob("*.?tf")}
    assert families == {path.stem.removeprefix("OFL-") for path in folder.glob("OFL-*.txt")}
    assert all("SIL OPEN FONT LICENSE" in path.read_text().upper() for path in folder.glob("OFL-*.txt"))


def test_an_icon_is_the_bytes_of_its_file() -> None:
    assert b"<svg" in resources.icon_data("optape.svg")
    with pytest.raises(FileNotFoundError):
        resources.icon_data("absent.svg")


def test_the_version_is_that_of_the_project() -> None:
    project = (Path(resources.__file__).parents[1] / "pyproject.toml").read_text()
    assert f'version = "{resources.VERSION}"' in project
