"""Frames as Massive writes them -> columns, by vector code, in half the time that the typed decoder takes.

Massive writes a trade with eight fields in one order and without blanks (massive.md section 1). Every byte of such an
event is looked at here, but of all events of many frames at once. Where anything reads otherwise, in whatever way, all
of the frames are left to the decoders of `wire.py`: so what is read here needs no mercy, and gives the same numbers.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from feeds.massive.short_texts import ShortTexts
from models.contract_index import ContractIndex
from models.ticker_table import MOST_CHARS

Words = NDArray[np.uint64]
Places = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Columns = dict[str, NDArray[Any]]

_BYTES = 8


def _word(text: bytes) -> np.uint64:
    return np.uint64(int.from_bytes(text, "little"))


def _each(byte: int) -> np.uint64:
    return _word(bytes([byte]) * _BYTES)


def _first_bytes(words: int) -> Words:
    """Masks by length: the first n bytes of a row of so many words."""
    size = _BYTES * words
    return np.frombuffer(b"".join(b"\xff" * n + b"\0" * (size - n) for n in range(size + 1)), "<u8").reshape(-1, words)


_NUMBERS = {"x": 5, "p": 8, "s": 8, "t": 13, "q": 16}
"""The fields that are numbers, in their order, and how many characters of each are read (of `p` with its point)."""
_MOST = np.array([[most] for most in _NUMBERS.values()])
_PRICE, _LONG = 1, 3
"""The row of the prices, and the first of those that may be longer than a word."""
_MOST_VENUE = 65_535
_TICKER_WORDS = MOST_CHARS // _BYTES
_CODES_BITS = 10
_LEAST_MARKS = 8
"""An event has so many braces and commas, the comma behind it among them, and one more for each condition code."""
_PAD = b" " * 32
"""Behind the last frame: windows reach beyond it."""

_HEAD = b'{"ev":"T","sym":"'
_HEAD_WORDS = np.frombuffer(_HEAD[: 2 * _BYTES], "<u8")
_NAME = len(b',"x":')
_NAMES = np.array([np.frombuffer(f'"{name}":'.encode(), "<u4") for name in _NUMBERS])
_CODES = b',"c":['
_CODES_WORD, _OF_CODES = _word(_CODES), _word(b"\xff" * len(_CODES))
_FIRST_OF_TICKER, _FIRST = _first_bytes(_TICKER_WORDS), _first_bytes(1)[:, 0]
_LAST = np.array([_word(b"\0" * (_BYTES - n) + b"\xff" * n) for n in range(_BYTES + 1)], np.uint64)
"""Masks by length: the last n bytes of a word."""

_SCALE = np.array([*(10.0 ** (_BYTES - 1 - at) for at in range(_BYTES)), 1.0])
"""What a price is divided by whose point is byte `at` of its word; 8 is no point."""
_HIGH = np.uint64(10**_BYTES)
_ONE, _SEVEN, _EIGHT = np.uint64(1), np.uint64(7), np.uint64(8)
_ZEROS, _POINTS = _each(ord("0")), _each(ord("."))
_ONES, _TOPS, _BELOW_TOP = _each(1), _each(0x80), _each(0x80 - 10)
_PAIRS, _PAIR_SHIFT, _OF_PAIRS = np.uint64(1 + (10 << 8)), np.uint64(8), np.uint64(0x00FF00FF00FF00FF)
_FOURS, _FOUR_SHIFT, _OF_FOURS = np.uint64(1 + (100 << 16)), np.uint64(16), np.uint64(0x0000FFFF0000FFFF)
_EIGHTS, _EIGHT_SHIFT = np.uint64(1 + (10_000 << 32)), np.uint64(32)


class OtherwiseError(Exception):
    """Something does not read as Massive writes it."""


class CanonicalReader:
    """Reads the frames that it can."""

    def __init__(self, contracts: ContractIndex, set_of: Callable[[bytes], int], no_codes: int) -> None:
        """`set_of` gives the set of condition codes as they are written, -1 where they are none.

        `no_codes` is the set of an event without conditions.
        """
        self._contract_index = contracts
        self._codes = ShortTexts(_CODES_BITS, set_of)
        self._no_codes = no_codes

    def read(self, frames: Sequence[bytes]) -> tuple[Columns, Places] | None:
        """The trades of frames in order, as columns in the types of the tape, and how many each frame holds.

        None if one of the frames must be read otherwise.
        """
        try:
            return self._read(frames)
        except OtherwiseError:
            return None

    def _read(self, frames: Sequence[bytes]) -> tuple[Columns, Places]:
        data = np.frombuffer(b",".join([*frames, _PAD]), np.uint8)
        _demand(int(data.min()) >= ord(" "))  # texts that are looked up end with their first zero byte
        marks = np.flatnonzero((data == ord(",")) | (data == ord("{")))
        opening = np.flatnonzero(data[marks] == ord("{"))
        behind = np.concatenate((opening[1:], [len(marks)]))
        _demand(len(opening) > 0 and int((behind - opening).min()) >= _LEAST_MARKS)
        start, end = marks[opening], marks[behind - 1]
        last = np.flatnonzero(data[end - 1] == ord("]"))
        _check_frames(data, frames, start, end, last)
        end[last] -= 1
        _check(data[end - 1] == ord("}"))
        after_ticker, after_x, after_p, after_s = (marks[opening + n] for n in (2, 3, 4, 5))
        after_codes, after_t = marks[behind - 3], marks[behind - 2]
        columns = _numbers(
            data,
            np.stack((after_ticker, after_x, after_p, after_codes, after_t)),
            np.stack((after_x, after_p, after_s, after_t, end - 1)),
        )
        columns["contract"] = self._contracts(data, start, after_ticker)
        columns["conditions"] = self._conditions(data, after_s, after_codes)
        return columns, np.diff(last, prepend=-1)

    def _contracts(self, data: Bytes, start: Places, end: Places) -> NDArray[np.int32]:
        """Contracts of the events that begin at `start`; their tickers end with a quotation mark before `end`."""
        _check(_texts(data, start, 2) == _HEAD_WORDS)
        begin = start + len(_HEAD)
        length = end - 1 - begin
        _check((data[begin - 1] == ord('"')) & (data[end - 1] == ord('"')) & (length <= _TICKER_WORDS * _BYTES))
        texts = _texts(data, begin, _TICKER_WORDS) & _FIRST_OF_TICKER[length]
        found = self._contract_index.find_all(texts)
        new = np.flatnonzero(found < 0)
        if len(new):
            found[new] = [self._contract_index.add(text) for text in _ascii(texts[new])]
            _check(found >= 0)
        return found

    def _conditions(self, data: Bytes, start: Places, end: Places) -> NDArray[np.uint16]:
        """Sets of conditions; their field stands from `start` up to `end`, and is not there where both are one."""
        begin = start + len(_CODES)
        length = end - 1 - begin
        none = start == end
        whole = (_words(data, start, "<u8") & _OF_CODES == _CODES_WORD) & (data[end - 1] == ord("]"))
        _check(none | whole & (length > 0) & (length <= _BYTES))
        length[none] = 0
        found = self._codes.numbers(_words(data, begin, "<u8") & _FIRST[length])
        found[none] = self._no_codes
        _check(found >= 0)
        return found.astype(np.uint16)


def _ascii(texts: Words) -> list[str]:
    """Rows of words as texts; what is no ASCII reads as some other character that stands in no ticker."""
    return [text.decode("ascii", "replace") for text in texts.view(f"S{texts.shape[1] * _BYTES}")[:, 0].tolist()]


def _demand(is_so: bool) -> None:
    if not is_so:
        raise OtherwiseError


def _check(are_so: NDArray[np.bool_]) -> None:
    _demand(bool(are_so.all()))


def _check_frames(data: Bytes, frames: Sequence[bytes], start: Places, end: Places, last: Places) -> None:
    """Each frame is a list that ends with its `last` event, and its events follow one another without a gap."""
    bounds = np.cumsum([len(frame) + 1 for frame in frames])
    _demand(len(last) == len(frames))
    _check(end[last] == bounds - 1)
    expected = np.concatenate(([0], end[:-1] + 1))
    first = np.concatenate(([0], last[:-1] + 1))
    _check(data[expected[first]] == ord("["))
    expected[first] += 1
    _check(start == expected)


def _texts(data: Bytes, places: Places, words: int) -> Words:
    """The bytes from each place on, as rows of words."""
    size = _BYTES * words
    return np.ndarray(len(data) - size + 1, f"V{size}", data, strides=(1,))[places].view("<u8").reshape(-1, words)


def _words(data: Bytes, places: Places, kind: str) -> NDArray[Any]:
    """The bytes from each place on, as a number of that type."""
    size = np.dtype(kind).itemsize
    return np.ndarray(len(data) - size + 1, f"V{size}", data, strides=(1,))[places].view(kind)


def _numbers(data: Bytes, after: Places, end: Places) -> Columns:
    """The numbers of events, a row for each field: its name stands behind `after`, its last character before `end`."""
    _check(_words(data, after + 1, "<u4") == _NAMES)
    begin = after + _NAME
    length = end - begin
    _check((length >= 1) & (length <= _MOST))
    high = length[_LONG:] - _BYTES
    digits = np.concatenate((np.minimum(length, _BYTES), np.maximum(high, 0)))
    texts = _words(data, np.concatenate((end - _BYTES, begin[_LONG:] + (high - _BYTES))), "<u8")
    point = _take_points_out(texts[_PRICE], digits[_PRICE])
    length[_PRICE] += point
    length[_PRICE] -= _BYTES  # now of what stands before the point
    _check((length[_PRICE] >= 1) & (point != _BYTES - 1))
    _check((length == 1) | (data[begin] != ord("0")))
    x, p, s, t, q, t_high, q_high = _values(texts, digits)
    _check(x <= _MOST_VENUE)
    return {
        "x": x.astype(np.uint16),
        "p": p / _SCALE[point],
        "s": s.astype(np.int32),
        "t": (t + t_high * _HIGH).view(np.int64),
        "q": (q + q_high * _HIGH).view(np.int64),
    }


def _take_points_out(texts: Words, digits: Places) -> NDArray[np.uint8]:
    """Close the gap that the first point of each number leaves; return its byte, 8 where there is none.

    The numbers are the last `digits` characters of their words, and still are when this returns.
    """
    texts &= _LAST[digits]
    differs = texts ^ _POINTS
    hits = (differs - _ONES) & ~differs & _TOPS  # the lowest of them is exactly at the first point
    before = ((hits & (~hits + _ONE)) >> _SEVEN) - _ONE
    point: NDArray[np.uint8] = np.bitwise_count(before) >> 3
    until = before << _EIGHT | np.uint64(0xFF)
    moved = (texts & before) << _EIGHT | (texts & ~until)
    has_point = point < _BYTES
    np.copyto(texts, moved, where=has_point)
    digits -= has_point
    return point


def _values(texts: Words, digits: Places) -> Words:
    """Values of words that end with so many digits.

    Neighbours are taken together three times: digits to pairs, pairs to fours, fours to eight.
    """
    texts = (texts ^ _ZEROS) & _LAST[digits]
    _demand(not np.bitwise_or.reduce((texts + _BELOW_TOP) | texts, axis=None) & _TOPS)
    texts *= _PAIRS
    texts >>= _PAIR_SHIFT
    texts &= _OF_PAIRS
    texts *= _FOURS
    texts >>= _FOUR_SHIFT
    texts &= _OF_FOURS
    texts *= _EIGHTS
    texts >>= _EIGHT_SHIFT
    return texts
