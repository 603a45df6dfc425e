"""The page of faults says what the matrix asserts, row by row."""

from pathlib import Path

import pytest

from feeds.venue.faults import FAULTS
from tests.fault_matrix.matrix import ALL

PAGE = Path(__file__).parents[2] / "feeds" / "venue" / "FAULTS.md"


def page_with(text: str) -> str:
    """The page with the matrix in its last four columns; what else it says stays."""
    told = {f"`{FAULTS[case.name].usage}`": case.cells for case in ALL}
    lines = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        known = told.get(cells[0])
        lines.append("| " + " | ".join([*cells[:2], *known]) + " |" if known else line)
    return "\n".join(lines) + "\n"


def test_the_matrix_has_every_fault_once_and_in_order() -> None:
    assert [case.name for case in ALL] == list(FAULTS)


def test_the_page_says_what_the_matrix_asserts() -> None:
    text = PAGE.read_text("utf-8")
    assert text == page_with(text), "write it anew: python -m tests.fault_matrix.test_page"


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_no_cell_breaks_its_row(case: object) -> None:
    assert not [cell for cell in case.cells if not cell or "|" in cell or "\n" in cell]  # type: ignore[attr-defined]


if __name__ == "__main__":
    PAGE.write_text(page_with(PAGE.read_text("utf-8")), encoding="utf-8")
