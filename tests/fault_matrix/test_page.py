"""The page of faults says what the matrix asserts, row by row."""

from pathlib import Path

import pytest

from feeds.venue.faults import FAULTS, REST_KINDS, STREAM_KINDS, TERMINAL_KINDS
from tests.fault_matrix.matrix import REST, STREAM
from tests.fault_matrix.terminal_matrix import TERMINAL

ALL = (*STREAM, *REST, *TERMINAL)
PAGE = Path(__file__).parents[2] / "feeds" / "venue" / "FAULTS.md"


def page_with(text: str) -> str:
    """The page with its tables written anew; what stands around them stays."""
    tables = iter((STREAM_KINDS, REST_KINDS, TERMINAL_KINDS))
    told = {case.name: case.cells for case in ALL}
    lines: list[str] = []
    for line in text.splitlines():
        if not line.startswith("| `"):
            lines.append(line)
        if line.startswith("|---"):
            lines += [_row(f"`{kind.usage}`", kind.does, *told[kind.name]) for kind in next(tables)]
    return "\n".join(lines) + "\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


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
