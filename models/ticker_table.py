"""Tickers by number and numbers by ticker, in about 30 bytes each; found for whole columns at once.

A dictionary of texts would take 150, and a market has 0.4 million contracts.
"""

import struct

import numpy as np
from numpy.typing import NDArray

from models.columns import GrowingColumns

MOST_CHARS = 24
Texts = NDArray[np.uint64]
"""Tickers as rows of three words of eight bytes, filled up with zeros."""
_WORDS = struct.Struct("=3Q")
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
"""Odd numbers: the high bits of a product depend on every bit of what is multiplied."""
_MIX = np.array(_FACTORS, np.uint64)
_64_BITS = 2**64 - 1
_FIRST_BITS = 20
_FULL = 0.7


class TickerTable:
    """Numbers count from 0, in the order of coming. Open addressing: who finds a place taken goes on to the next."""

    def __init__(self, bits: int = _FIRST_BITS) -> None:
        """`bits`: so many places as a power of two there are at first; memory is taken for those in use."""
        self._texts = GrowingColumns({"words": ("(3,)u8", 0)})
        self._spread(bits)

    def __len__(self) -> int:
        return len(self._texts)

    def ticker(self, number: int) -> str:
        """The ticker of a number. Raises `IndexError`."""
        return self._text(number).rstrip(b"\0").decode()

    def find(self, ticker: bytes) -> int:
        """The number of a ticker, -1 if it is not there."""
        if len(ticker) > MOST_CHARS:
            return -1
        return int(self._numbers[self._place(ticker.ljust(MOST_CHARS, b"\0"))]) - 1

    def find_all(self, texts: Texts) -> NDArray[np.int32]:
        """The number of each ticker, -1 of those that are not there."""
        places, words = self._first_places(texts), self._texts.words
        found = self._numbers[places] - 1
        left = np.flatnonzero(found >= 0)
        while len(left):
            differs = words[found[left]] ^ texts[left]
            left = left[(differs[:, 0] | differs[:, 1] | differs[:, 2]) != 0]
            places[left] = self._next(places[left])
            found[left] = self._numbers[places[left]] - 1
            left = left[found[left] >= 0]
        return found

    def add(self, ticker: bytes) -> int:
        """Give a ticker that is not there the next number. Raises `ValueError` for one of too many characters."""
        if len(ticker) > MOST_CHARS:
            raise ValueError(f"a ticker of {len(ticker)} characters")
        if len(self) >= _FULL * len(self._numbers):
            self._spread(self._bits + 1)
        text = ticker.ljust(MOST_CHARS, b"\0")
        place = self._place(text)
        self._texts.append(words=_WORDS.unpack(text))
        self._numbers[place] = len(self)
        return len(self) - 1

    def _text(self, number: int) -> bytes:
        text: bytes = self._texts.words[number].tobytes()
        return text

    def _place(self, text: bytes) -> int:
        """Where a text stands, or would. In plain Python: for one of them that is a tenth of what numpy takes."""
        mixed = 0
        for word, factor in zip(_WORDS.unpack(text), _FACTORS, strict=True):
            mixed ^= word * factor
        place = (mixed & _64_BITS) >> (64 - self._bits)
        while (number := self._numbers[place]) and self._text(number - 1) != text:
            place = (place + 1) & (len(self._numbers) - 1)
        return place

    def _first_places(self, texts: Texts) -> NDArray[np.int64]:
        mixed = texts * _MIX
        places: NDArray[np.uint64] = (mixed[:, 0] ^ mixed[:, 1] ^ mixed[:, 2]) >> np.uint64(64 - self._bits)
        return places.view(np.int64)

    def _next(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        return (places + 1) & (len(self._numbers) - 1)

    def _spread(self, bits: int) -> None:
        """Give all tickers their places, `bits` being how many there are as a power of two."""
        self._bits = bits
        self._numbers = np.zeros(1 << bits, np.int32)
        """The number of the ticker in each place, and one more; 0 is none."""
        left, places = np.arange(len(self)), self._first_places(self._texts.words)
        while len(left):  # who finds a place taken, or loses it to another, goes on to the next
            free = self._numbers[places] == 0
            self._numbers[places[free]] = left[free] + 1
            out = self._numbers[places] != left + 1
            left, places = left[out], self._next(places[out])
