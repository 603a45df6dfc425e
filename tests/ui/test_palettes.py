"""The sets of colours: readable on every ground, and told apart by eyes that see fewer colours."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from models.appearance import Palette
from tests.ui.test_link_colours import DEUTERANOPIA, FAR_APART, FULL, PROTANOPIA, lab
from ui.palettes import PALETTES, Tokens

READABLE = 4.5
GROUNDS = ("surface", "raised", "selected", *(f"tint_{n}" for n in range(1, 7)))
ROW_INKS = ("text", "bright", "muted", "up", "down", "call", "put", "warn", "error")
"""What cells of a table are written in."""


@pytest.fixture(params=list(Palette), ids=list(Palette))
def tokens(request: pytest.FixtureRequest) -> Tokens:
    found: Tokens = PALETTES[request.param]
    return found


def linear(colour: str) -> NDArray[np.float64]:
    """Red, green and blue of `#rrggbb` as light, 0 to 1."""
    coded = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Of two colours, 1 to 21."""
    dark, bright = sorted(float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour)) for colour in (one, other))
    return (bright + 0.05) / (dark + 0.05)


def distance(one: str, other: str, eye: NDArray[np.float64]) -> float:
    """How far apart an eye sees two colours."""
    return float(np.linalg.norm(lab(eye @ linear(one)) - lab(eye @ linear(other))))


def test_what_cells_are_written_in_is_readable_on_every_ground(tokens: Tokens) -> None:
    low = {
        (ink, ground): round(found, 2)
        for ground in GROUNDS
        for ink in ROW_INKS
        if (found := contrast(getattr(tokens, ink), getattr(tokens, ground))) < READABLE
    }
    assert not low


@pytest.mark.parametrize("eye", [FULL, PROTANOPIA, DEUTERANOPIA], ids=["full", "protan", "deutan"])
def test_the_colour_blind_set_keeps_up_and_down_calls_and_puts_and_every_tint_apart(
    eye: NDArray[np.float64],
) -> None:
    tokens = PALETTES[Palette.COLOUR_BLIND]
    assert distance(tokens.up, tokens.down, eye) > 4 * FAR_APART
    assert distance(tokens.call, tokens.put, eye) > 4 * FAR_APART
    assert distance(tokens.warn, tokens.error, eye) > FAR_APART
    bars = [getattr(tokens, f"tint_{n}_bar") for n in range(1, 7)]
    assert min(distance(*pair, eye) for pair in combinations(bars, 2)) > FAR_APART


def test_a_tinted_row_is_seen_on_the_ground_and_beside_a_selected_one(tokens: Tokens) -> None:
    for number in range(1, 7):
        tint = getattr(tokens, f"tint_{number}")
        assert distance(tint, tokens.surface, FULL) > 10
        assert distance(tint, tokens.selected, FULL) > 5
        assert contrast(getattr(tokens, f"tint_{number}_bar"), tint) > 3
