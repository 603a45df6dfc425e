"""Numbers of texts of up to eight characters, looked up for whole columns: a table before a slow answer."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
"""Texts, each in a word of eight bytes, filled up with zeros."""
Places = NDArray[np.int64]
Numbers = NDArray[np.int32]

_MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd number: the high bits of a product depend on every bit of the factor."""


class ShortTexts:
    """Each text has one place in a table.

    Another that belongs there takes it, and the text that was there is asked for anew when it comes again: that costs
    time and nothing else.
    """

    def __init__(self, bits: int, number_of: Callable[[bytes], int]) -> None:
        """There are 2 ** `bits` places.

        `number_of`: the number of a text, -1 where it has none; such a text is asked for each time.
        """
        self._texts = np.zeros(1 << bits, np.uint64)
        self._numbers = np.full(1 << bits, -1, np.int32)
        self._shift = np.uint64(64 - bits)
        self._number_of = number_of

    def numbers(self, texts: Words) -> Numbers:
        """Numbers of texts."""
        places = (texts * _MIX >> self._shift).view(np.int64)
        found = np.where(self._texts[places] == texts, self._numbers[places], np.int32(-1))
        missing = np.flatnonzero(found < 0)
        if len(missing):
            found[missing] = self._ask(texts[missing])
            # of two that have the same place, numpy keeps the last, and its number
            self._texts[places[missing]] = texts[missing]
            self._numbers[places[missing]] = found[missing]
        return found

    def _ask(self, texts: Words) -> list[int]:
        known: dict[bytes, int] = {}
        asked = texts.view("S8").tolist()
        for text in asked:
            if text not in known:
                known[text] = self._number_of(text)
        return [known[text] for text in asked]
