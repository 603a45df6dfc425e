"""Numbers of short texts, looked up for whole columns: a table before a slow answer."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Places = NDArray[np.int64]
Numbers = NDArray[np.int32]

_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)
"""Odd numbers: the high bits of a product depend on every bit of the factor."""


class ShortTexts:
    """Each text has two places in a table.

    A third that belongs there takes the first of them; the text that was there is asked for anew when it comes again,
    which costs time and nothing else.
    """

    def __init__(self, words: int, bits: int, number_of: Callable[[bytes], int]) -> None:
        """Texts have up to `words` * 8 bytes, and 2 ** `bits` places.

        `number_of`: the number of a text, -1 where it has none; such a text is asked for each time.
        """
        self._texts = np.zeros((1 << bits, words), np.uint64)
        self._numbers = np.full(1 << bits, -1, np.int32)
        self._shift = np.uint64(64 - bits)
        self._number_of = number_of

    def numbers(self, texts: Words) -> Numbers:
        """Numbers of texts, which are rows of words, filled up with zeros."""
        mixed = _joined(texts * _MIX[: texts.shape[1]], np.bitwise_xor)
        places = (mixed >> self._shift).view(np.int64)
        found = self._found(places, texts)
        missing = np.flatnonzero(found < 0)
        if len(missing):
            found[missing] = self._look_further(places[missing], texts[missing])
        return found

    def _found(self, places: Places, texts: Words) -> Numbers:
        """The numbers of the texts that stand at these places, -1 of the others."""
        found = self._numbers[places]
        found[_joined(self._texts[places] ^ texts, np.bitwise_or) != 0] = -1
        return found

    def _look_further(self, places: Places, texts: Words) -> Numbers:
        found = self._found(places ^ 1, texts)
        left = np.flatnonzero(found < 0)
        if len(left):
            found[left] = self._ask(texts[left])
            self._keep(places[left], texts[left], found[left])
        return found

    def _ask(self, texts: Words) -> list[int]:
        known: dict[bytes, int] = {}
        asked = texts.view(f"S{texts.shape[1] * texts.itemsize}")[:, 0].tolist()
        for text in asked:
            if text not in known:
                known[text] = self._number_of(text)
        return [known[text] for text in asked]

    def _keep(self, places: Places, texts: Words, numbers: Numbers) -> None:
        """Put texts in their places; of two that have the same, numpy keeps the last, and its number."""
        is_taken = (self._numbers[places] >= 0) & (self._numbers[places ^ 1] < 0)
        places = places ^ is_taken
        self._texts[places] = texts
        self._numbers[places] = numbers


def _joined(words: Words, how: np.ufunc) -> Words:
    """One word of each row; numpy's own reduction of short rows is slow."""
    joined: Words = words[:, 0]
    for column in range(1, words.shape[1]):
        joined = how(joined, words[:, column])
    return joined
