"""The colours of the links: readable, and told apart by eyes that see fewer colours."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from models.qt.links import LETTERS
from ui import theme

FULL = np.eye(3)
PROTANOPIA = np.array(
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
)
DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
)
"""Linear light as it is seen: Machado, Oliveira and Fernandes, 2009, severity 1."""
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = TO_XYZ.sum(axis=1)
FAR_APART = 15.0
"""CIE 1976 distance; 2 can just be seen."""


def light(token: str) -> NDArray[np.float64]:
    """Linear red, green and blue of a token, 0 to 1."""
    colour = theme.ink(token)
    coded = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def lab(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lightness and two hues, in which distances are about what the eye sees."""
    ratio = TO_XYZ @ linear.clip(0, 1) / WHITE
    bent = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * bent[1] - 16, 500 * (bent[0] - bent[1]), 200 * (bent[1] - bent[2])])


@pytest.mark.parametrize("eye", [FULL, PROTANOPIA, DEUTERANOPIA])
def test_any_two_links_are_told_apart(eye: NDArray[np.float64]) -> None:
    seen = {letter: lab(eye @ light(theme.link_ink(letter))) for letter in LETTERS}
    distances = {pair: float(np.linalg.norm(seen[pair[0]] - seen[pair[1]])) for pair in combinations(LETTERS, 2)}
    assert min(distances.values()) > FAR_APART, distances


@pytest.mark.parametrize("letter", LETTERS)
def test_the_letter_is_readable_on_its_colour_and_the_colour_on_the_ground(letter: str) -> None:
    weights = np.array([0.2126, 0.7152, 0.0722])
    chip = weights @ light(theme.link_ink(letter)) + 0.05
    assert chip / (weights @ light("badge_text") + 0.05) > 4.5
    assert chip / (weights @ light("raised") + 0.05) > 4.5
