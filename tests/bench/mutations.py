"""Frames of trades, damaged in all the ways that can be thought of; always the same for the same chance."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

TICKERS = (
    "O:SPY251219C00650000", "O:SPY251219P00650000", "O:SPXW251219C06500000", "O:AAPL1251219C00200000",
    "O:VIX251217C00020000", "O:BRKB260116P00470500",
)  # fmt: skip
STRANGE_TICKERS = (
    "", "O:", "SPY", "SPY251219C00650000", "O:spy251219C00650000", "O:SPY251319C00650000", "O:SPY251219X00650000",
    "O:SPY251219C00000000", "O:SPY251219C0065000", "O:SPY 251219C00650000", "O:SPY251219C٠٠٦٥٠٠٠٠", "X:BTCUSD",
    "O:TOOLONG251219C00650000", "O:A12251219C00650000", "O:SPY240229C00650000", "O:SPY250229C00650000", "\ud800",
)  # fmt: skip
CODES: tuple[Any, ...] = (
    *([209], [219], [233], [], [202], [999], [209, 232], None) * 15, [201], [203], [205], [207],
)  # fmt: skip
START_MS = 1_764_599_400_000
NUMBERS: tuple[Any, ...] = (
    0, -1, 1, 1.0, 2.5, -0.0, 1e9, 1e9 + 1, 1e300, -1e300, float("nan"), float("inf"), float("-inf"), 2**31 - 1, 2**31,
    2**32, 2**53, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64, 10**30, 10**400, 65_535, 65_536, True,
    4_102_444_800_000, 4_102_444_800_001,
)  # fmt: skip
WRONG: tuple[Any, ...] = (None, True, False, "", "1", "T", [], [1], {}, {"ev": "T"}, [[]], "\ud83d", "é€😀", "\x00")
PIECES = (
    b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"\\u", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x00", b"NaN",
    b"Infinity", b"-", b"1e999", b"null", b'{"ev":"T"}', b'{"ev":', b"9" * 5000, b"\xef\xbb\xbf", b" ", b"\n", b"/*",
)  # fmt: skip
WHOLE = (
    b"", b" ", b"[]", b"{}", b"null", b"[", b"nonsense", b"\xef\xbb\xbf[]", b"\xff\xfe", b"[" * 9000, b'{"a":' * 9000,
    b"[[]]", b"[null,1,true,\"T\"]", b"<html><body>502 Bad Gateway</body></html>", b"[" * 9000 + b"]" * 9000,
    b'[{"ev":"status","status":"connected","message":"Connected Successfully"}]', b"9" * 5000, b'"', b"[1e999]",
)  # fmt: skip


class Mutations:
    """An endless source of frames."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._sequence = 0
        self._before = b"[]"

    def frame(self) -> bytes:
        """The next frame: now and then whole, mostly damaged, at times by several hands."""
        if self._chance.random() < 0.02:
            return self._chance.choice(WHOLE)
        events: list[Any] = [self._trade() for _ in range(self._chance.choice((1, 1, 2, 3, 8)))]
        for _ in range(self._chance.choice((0, 1, 1, 2, 4))):
            self._chance.choice(_IN_EVENTS)(self, events)
        value: Any = events[0] if events and self._chance.random() < 0.03 else events
        text = json.dumps(value, ensure_ascii=self._chance.random() < 0.8)
        frame = text.encode(*self._chance.choice((("utf-8", "surrogatepass"),) * 40 + (("utf-16", "replace"),)))
        for _ in range(self._chance.choice((0, 0, 0, 1, 1, 3))):
            frame = self._chance.choice(_IN_BYTES)(self, frame)
        self._before = frame
        return frame

    def _trade(self) -> dict[str, Any]:
        chance, self._sequence = self._chance, self._sequence + 1
        event = {
            "ev": "T", "sym": chance.choice(TICKERS), "x": chance.choice((302, 308, 322)),
            "p": chance.choice((1.5, 2, 0.05, 0)), "s": chance.choice((1, 2, 100)), "c": chance.choice(CODES),
            "t": START_MS + self._sequence + chance.randint(-50, 50), "q": self._sequence,
        }  # fmt: skip
        if chance.random() < 0.1:
            del event["c"]
        return event

    # In the events

    def _any(self, events: list[Any]) -> dict[str, Any]:
        found = [event for event in events if isinstance(event, dict)]
        return self._chance.choice(found) if found else {}

    def _number(self, events: list[Any]) -> None:
        self._any(events)[self._chance.choice("xpstq")] = self._chance.choice(NUMBERS)

    def _whole_float(self, events: list[Any]) -> None:
        event, name = self._any(events), self._chance.choice("xstq")
        if isinstance(event.get(name), int) and abs(event[name]) < 2**53:
            event[name] = float(event[name])

    def _type(self, events: list[Any]) -> None:
        self._any(events)[self._chance.choice(("ev", "sym", "x", "p", "s", "c", "t", "q"))] = self._chance.choice(WRONG)

    def _leave_out(self, events: list[Any]) -> None:
        self._any(events).pop(self._chance.choice(("ev", "sym", "x", "p", "s", "c", "t", "q")), None)

    def _swap(self, events: list[Any]) -> None:
        event = self._any(events)
        if len(event) > 1:
            a, b = self._chance.sample(sorted(event), 2)
            event[a], event[b] = event[b], event[a]

    def _ticker(self, events: list[Any]) -> None:
        self._any(events)["sym"] = self._chance.choice(STRANGE_TICKERS)

    def _codes(self, events: list[Any]) -> None:
        self._any(events)["c"] = self._chance.choices((*NUMBERS, *WRONG, 209, 219), k=self._chance.randint(0, 3))

    def _other_event(self, events: list[Any]) -> None:
        status = {"ev": "status", "status": self._chance.choice(("success", "max_connections")), "message": "…"}
        others: tuple[Any, ...] = (status, {"ev": "Q", "sym": 1}, {"ev": "AM"}, None, 7, "T", [], {}, {"ev": ["T"]})
        events.insert(self._chance.randint(0, len(events)), self._chance.choice(others))

    def _extra(self, events: list[Any]) -> None:
        deep: Any = 1
        for _ in range(self._chance.choice((1, 3, 60))):
            deep = [deep] if self._chance.random() < 0.5 else {"ev": deep}
        self._any(events)[self._chance.choice(("new", "", "evil", "T"))] = deep

    def _again(self, events: list[Any]) -> None:
        events.append(self._any(events))

    # In the bytes

    def _place(self, frame: bytes) -> int:
        return self._chance.randint(0, len(frame))

    def _flip(self, frame: bytes) -> bytes:
        if not frame:
            return frame
        at = self._chance.randrange(len(frame))
        return frame[:at] + bytes([frame[at] ^ (1 << self._chance.randrange(8))]) + frame[at + 1 :]

    def _cut(self, frame: bytes) -> bytes:
        return frame[: self._place(frame)] if self._chance.random() < 0.7 else frame[self._place(frame) :]

    def _double(self, frame: bytes) -> bytes:
        low, high = sorted((self._place(frame), self._place(frame)))
        return frame[:high] + frame[low:high] + frame[high:]

    def _take_out(self, frame: bytes) -> bytes:
        low = self._place(frame)
        return frame[:low] + frame[low + self._chance.randint(1, 20) :]

    def _put_in(self, frame: bytes) -> bytes:
        at = self._place(frame)
        return frame[:at] + self._chance.choice(PIECES) + frame[at:]

    def _join(self, frame: bytes) -> bytes:
        return self._chance.choice(
            (frame + self._before, frame[: self._place(frame)] + self._before, b"\xef\xbb\xbf" + frame)
        )


_IN_EVENTS: tuple[Callable[[Mutations, list[Any]], None], ...] = (
    Mutations._number, Mutations._number, Mutations._whole_float, Mutations._type, Mutations._leave_out,
    Mutations._swap, Mutations._ticker, Mutations._codes, Mutations._other_event, Mutations._extra, Mutations._again,
)  # fmt: skip
_IN_BYTES: tuple[Callable[[Mutations, bytes], bytes], ...] = (
    Mutations._flip, Mutations._cut, Mutations._double, Mutations._take_out, Mutations._put_in, Mutations._join,
)  # fmt: skip
