"""Vector reading: it gives what the typed decoder gives, or leaves it to that."""

import json
import random
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from feeds.massive.canonical import CanonicalReader
from feeds.massive.short_texts import ShortTexts
from feeds.massive.wire import TradeDecoder
from models.batch import TradeBatch
from models.conditions import ConditionSets, read_conditions
from models.contract_index import ContractIndex

COLUMNS = ("time_ms", "sequence", "price", "size", "contract", "arrival_ms", "venue", "conditions")
TICKERS = ("O:SPY251219C00650000", "O:F251219P00012500", "O:BRKB251219C00500000", "O:SPXW1251219P05000000")
QUICK = settings(deadline=None, max_examples=300)


class Readers:
    """A decoder that reads canonically whatever comes, and one that never does, over the same contracts and sets."""

    def __init__(self) -> None:
        contracts, sets = ContractIndex(), ConditionSets(read_conditions(resources.table("massive_conditions")))
        self.quick = TradeDecoder(contracts, sets, many_bytes=0)
        self.typed = TradeDecoder(contracts, sets, many_bytes=sys.maxsize)
        self.reader = CanonicalReader(contracts, lambda text: int(text or b"0"), sets[None])

    def both(self, *frames: bytes) -> tuple[TradeBatch, TradeBatch]:
        quick, typed = (reader.batch(frames, range(len(frames)), None) for reader in (self.quick, self.typed))
        return quick, typed


def event(**fields: Any) -> dict[str, Any]:
    known = {"ev": "T", "sym": TICKERS[0], "x": 302, "p": 1.5, "s": 3, "c": [209], "t": 1_764_600_000_123, "q": 7}
    return {key: value for key, value in (known | fields).items() if value is not None}


def frame(*events: dict[str, Any]) -> bytes:
    return json.dumps(events, separators=(",", ":")).encode()


def same(one: TradeBatch, other: TradeBatch) -> bool:
    return one.malformed == other.malformed and all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in COLUMNS
    )


prices = st.one_of(
    st.integers(0, 10**7).map(lambda cents: cents / 100),
    st.integers(0, 99_999_999),
    st.decimals(0, 9999, places=3).map(float),
)
events = st.builds(
    event,
    sym=st.sampled_from(TICKERS),
    x=st.integers(0, 65_535),
    p=prices,
    s=st.integers(1, 99_999_999),
    c=st.one_of(st.none(), st.integers(0, 99_999).map(lambda code: [code]), st.just([209, 232])),
    t=st.integers(1, 4_102_444_799_999),
    q=st.integers(0, 10**16 - 1),
)


@QUICK
@given(st.lists(st.lists(events, min_size=1, max_size=5), min_size=1, max_size=4))
def test_what_massive_writes_is_read_as_the_typed_decoder_reads_it(wanted: list[list[dict[str, Any]]]) -> None:
    readers = Readers()
    frames = [frame(*events) for events in wanted]
    quick, typed = readers.both(*frames)
    assert same(quick, typed)
    assert len(quick) == sum(map(len, wanted))


def test_what_massive_writes_is_not_left_to_the_typed_decoder() -> None:
    reader = Readers().reader
    frames = [frame(event(), event(c=None, p=0.05)), frame(event(sym=TICKERS[1], p=12, q=10**15, c=[1]))]
    found = reader.read(frames)
    assert found is not None
    columns, counts = found
    assert counts.tolist() == [2, 1]
    assert columns["p"].tolist() == [1.5, 0.05, 12.0]
    assert columns["q"].tolist() == [7, 7, 10**15]
    assert columns["contract"].tolist() == [0, 0, 1]


def test_no_single_byte_changes_what_is_read() -> None:
    readers, chance = Readers(), random.Random(3)
    good = frame(event(c=[209, 232], p=12, q=10**15), event(c=None, p=0.05))
    for at in range(len(good)):
        for byte in {*b'"05.,:{]-e \\\0\xff', chance.randrange(256)}:
            text = bytes([byte])
            for bad in (good[:at] + text + good[at + 1 :], good[:at] + text + good[at:]):
                quick, typed = readers.both(bad)
                assert same(quick, typed), bad


@pytest.mark.parametrize(
    "fields",
    [
        '"x":302.0', '"x":65536', '"x":070', '"p":-1', '"p":.5', '"p":5.', '"p":1.2.3', '"p":1e3', '"p":01.5', '"s":0',
        '"s":100000000', '"s":-3', '"s":3.0', '"t":0', '"t":12345678901234', '"q":-7', '"q":12345678901234567',
        '"c":[]',
        '"c":[209,]', '"c":null', '"c":[2x9]', '"sym":"O:NONE"', '"sym":""', '"sym":"O:SPY251219C00650000000000000"',
        '"ev":"Q"', '"p":123456.78',
    ],
)  # fmt: skip
def test_what_is_written_otherwise_is_read_by_the_typed_decoder(fields: str) -> None:
    name = fields.split(":")[0]
    good = frame(event(), event(), event())
    parts = good.decode().split("},{")
    before = parts[1]
    start = before.index(name)
    following = [
        p for p in (before.find(f',"{key}":', start + 1) for key in ("sym", "x", "p", "s", "c", "t", "q")) if p >= 0
    ]
    parts[1] = before[:start] + fields + (before[min(following) :] if following else "")
    odd = "},{".join(parts).encode()
    quick, typed = Readers().both(good, odd)
    assert same(quick, typed)
    assert len(quick) + quick.malformed >= 5


def test_frames_do_not_run_into_one_another() -> None:
    good = frame(event(), event())
    halves = (good[:40], good[40:])
    for frames in (
        halves,
        (good[:-1], good[1:]),
        (good + good,),
        (good[1:-1],),
        (b"", good),
        (b"[]", good),
        (good, b"["),
    ):
        quick, typed = Readers().both(*frames)
        assert same(quick, typed), frames


short = st.binary(min_size=1, max_size=8).map(lambda text: text.replace(b"\0", b"x"))


@QUICK
@given(st.lists(st.lists(short, min_size=1), max_size=6))
def test_texts_have_their_own_numbers_though_many_share_a_place(asked: list[list[bytes]]) -> None:
    numbers: dict[bytes, int] = {}
    texts = ShortTexts(2, lambda text: -1 if text[0] % 7 == 0 else numbers.setdefault(text, len(numbers)))
    for wanted in asked:
        found = texts.numbers(np.array(wanted, "S8").view("<u8")).tolist()
        assert found == [-1 if text[0] % 7 == 0 else numbers[text] for text in wanted]
