"""The wire: what Massive documents is read, what is bad is counted, and nothing that can arrive raises."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from feeds.massive.wire import MAX_PRICE, MAX_TIME_MS, Malformed, StatusEvent, TradeDecoder, statuses
from models.batch import TradeBatch
from models.conditions import MAX_SETS, ConditionSets, read_conditions
from models.contract_index import ContractIndex

DOCUMENTED = b'{"ev":"T","sym":"O:AMC210827C00037000","x":65,"p":1.54,"s":1,"c":[233],"t":1629820676333,"q":651921857}'
SPY = "O:SPY251219C00650000"
HUGE = 10**30
QUICK = settings(deadline=None, max_examples=150)


class Reader:
    """A decoder with its own contracts and sets, read frame by frame."""

    def __init__(self) -> None:
        self.contracts = ContractIndex()
        self.sets = ConditionSets(read_conditions(resources.table("massive_conditions")))
        self.decoder = TradeDecoder(self.contracts, self.sets)

    def read(self, *frames: bytes) -> TradeBatch:
        return self.decoder.batch(frames, range(1000, 1000 + len(frames)), "here")

    @property
    def bad(self) -> int:
        return self.decoder.malformed.count

    def rows(self, batch: TradeBatch) -> list[tuple[Any, ...]]:
        tickers = [self.contracts.ticker(i) for i in batch.contract.tolist()]
        codes = [self.sets.ids(i) for i in batch.conditions.tolist()]
        numbers = (batch.venue, batch.price, batch.size, batch.time_ms, batch.sequence)
        return list(zip(tickers, *(column.tolist() for column in numbers), codes, strict=True))


def trade(**fields: Any) -> dict[str, Any]:
    known = {"ev": "T", "sym": SPY, "x": 302, "p": 1.5, "s": 3, "c": [209], "t": 1_764_600_000_123, "q": 7}
    return known | fields


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in trade().items() if key != name}


def frame(*events: Any) -> bytes:
    return json.dumps(events).encode()


GOOD = (SPY, 302, 1.5, 3, 1_764_600_000_123, 7, (209,))


def test_the_documented_example_is_read_field_by_field() -> None:
    reader = Reader()
    batch = reader.read(b"[" + DOCUMENTED + b"]")
    assert reader.rows(batch) == [("O:AMC210827C00037000", 65, 1.54, 1, 1629820676333, 651921857, (233,))]
    assert (batch.arrival_ms.tolist(), batch.position, batch.malformed, reader.bad) == ([1000], "here", 0, 0)


def test_columns_have_the_types_of_the_tape() -> None:
    batch = Reader().read(frame(trade()))
    kinds = {name: getattr(batch, name).dtype.str[1:] for name in TradeBatch.__slots__[:8]}
    assert kinds == {
        "time_ms": "i8", "sequence": "i8", "price": "f8", "size": "i4", "contract": "i4", "arrival_ms": "i8",
        "venue": "u2", "conditions": "u2",
    }  # fmt: skip


def test_events_of_several_frames_keep_their_order_and_the_arrival_of_their_frame() -> None:
    reader = Reader()
    batch = reader.read(frame(trade(q=3), trade(q=1)), frame(), frame(trade(q=2)))
    assert (batch.sequence.tolist(), batch.arrival_ms.tolist()) == ([3, 1, 2], [1000, 1000, 1002])


@pytest.mark.parametrize("name", ["q", "p", "new"])
def test_a_number_of_thousands_of_digits_spoils_its_own_event_alone(name: str) -> None:
    reader = Reader()
    text = frame(trade(q=1), trade(**{name: 7777}), {"ev": 1}).replace(b"7777", b"7" * 5000)
    batch = reader.read(b"\xef\xbb\xbf" + text)
    assert (batch.sequence.tolist(), reader.bad) == (([1, 7], 1) if name == "new" else ([1], 2))


def test_an_event_whose_kind_is_damaged_is_bad_and_not_of_another_kind() -> None:
    reader = Reader()
    batch = reader.read(frame(trade(q=1), trade(ev="T@")).replace(b"@", b"\xc3"))
    assert (batch.sequence.tolist(), reader.bad) == ([1], 1)


def test_a_frame_without_events_is_an_empty_batch() -> None:
    reader = Reader()
    assert (len(reader.read(b"[]")), reader.bad) == (0, 0)
    assert len(reader.read()) == 0


@pytest.mark.parametrize("codes", [without("c"), trade(c=None), trade(c=[])])
def test_absent_null_and_empty_conditions_are_a_print_without_any(codes: dict[str, Any]) -> None:
    reader = Reader()
    assert reader.rows(reader.read(frame(codes)))[0][-1] == ()
    assert reader.bad == 0


@pytest.mark.parametrize(
    ("event", "changed"),
    [
        (trade(x=302.0, s=3.0, t=1_764_600_000_123.0, q=7.0, c=[209.0]), GOOD),
        (trade(p=2), (SPY, 302, 2.0, 3, 1_764_600_000_123, 7, (209,))),
        (trade(p=0), (SPY, 302, 0.0, 3, 1_764_600_000_123, 7, (209,))),
        (trade(q=-5), (SPY, 302, 1.5, 3, 1_764_600_000_123, -5, (209,))),
        (trade(x=0), (SPY, 0, 1.5, 3, 1_764_600_000_123, 7, (209,))),
        (trade(x=65_535), (SPY, 65_535, 1.5, 3, 1_764_600_000_123, 7, (209,))),
        (trade(s=2**31 - 1), (SPY, 302, 1.5, 2**31 - 1, 1_764_600_000_123, 7, (209,))),
        (trade(c=[9999]), (SPY, 302, 1.5, 3, 1_764_600_000_123, 7, (9999,))),
        (trade(c=[232, 209]), (SPY, 302, 1.5, 3, 1_764_600_000_123, 7, (232, 209))),
        (trade(c=[-1]), (SPY, 302, 1.5, 3, 1_764_600_000_123, 7, (-1,))),
        (trade(new={"deep": [1, {}]}, y=None), GOOD),
        (trade(t=MAX_TIME_MS), (SPY, 302, 1.5, 3, MAX_TIME_MS, 7, (209,))),
    ],
)
def test_what_is_unusual_and_sound_is_kept(event: dict[str, Any], changed: tuple[Any, ...]) -> None:
    reader = Reader()
    assert reader.rows(reader.read(frame(event))) == [changed]
    assert reader.bad == 0


BAD_EVENTS: list[Any] = [
    *(without(name) for name in ("sym", "x", "p", "s", "t", "q", "ev")),
    *(trade(**{name: None}) for name in ("sym", "x", "p", "s", "t", "q", "ev")),
    *(trade(**{name: "1"}) for name in ("sym", "x", "p", "s", "t", "q", "c")),
    *(trade(**{name: True}) for name in ("sym", "x", "p", "s", "t", "q", "c", "ev")),
    *(trade(**{name: [1]}) for name in ("sym", "x", "p", "s", "t", "q", "ev")),
    *(trade(**{name: {}}) for name in ("sym", "x", "p", "s", "t", "q", "c", "ev")),
    *(trade(**{name: HUGE}) for name in ("x", "s", "t", "q")),
    *(trade(**{name: -HUGE}) for name in ("x", "s", "t", "q")),
    *(trade(**{name: 2**63}) for name in ("x", "s", "t", "q")),
    *(trade(**{name: 1.5}) for name in ("x", "s", "t", "q")),
    *(trade(**{name: 1e300}) for name in ("x", "s", "t", "q", "p")),
    *(trade(p=p) for p in (float("nan"), float("inf"), float("-inf"), -0.01, 10**400, MAX_PRICE * 2)),
    *(trade(s=s) for s in (0, -1, 2**31, float("nan"))),
    *(trade(t=t) for t in (0, -1, MAX_TIME_MS + 1, 2**63 - 1, float("inf"))),
    *(trade(x=x) for x in (-1, 65_536)),
    *(trade(c=c) for c in (209, "209", [None], ["209"], [[209]], [209.5], [True], [HUGE], [-HUGE], [209, 2**63])),
    *(trade(sym=s) for s in ("", "SPY", "O:SPY", SPY[2:], "O:SPY251319C00650000", "O:SPY251219X00650000")),
    *(trade(sym=s) for s in ("O:SPY251219C00000000", "O:spy251219C00650000", "O:SPY 251219C00650000", SPY + "\n")),
    *(trade(sym=s) for s in ("O:SPY251219C0065000\u0664", "\ud800", "O:" + "9" * 10_000, "I:SPX")),
    *(None, 5, "T", [], [trade()], {}, True),
]


@pytest.mark.parametrize("bad", BAD_EVENTS, ids=lambda event: str(event)[:60].encode("ascii", "replace").decode())
def test_a_bad_event_is_counted_and_its_neighbours_are_kept(bad: Any) -> None:
    reader = Reader()
    batch = reader.read(frame(trade(), bad, trade(q=8)))
    assert reader.rows(batch) == [GOOD, (*GOOD[:5], 8, (209,))]
    assert (reader.bad, batch.malformed, len(reader.decoder.malformed.samples)) == (1, 1, 1)


@pytest.mark.parametrize(
    "spoiled",
    [
        pytest.param(DOCUMENTED.replace(b"1.54", b"1e400"), id="a price beyond a float"),
        pytest.param(DOCUMENTED.replace(b"651921857", b"9" * 5000), id="a number of 5,000 digits"),
        pytest.param(DOCUMENTED.replace(b"[233]", b"[" + b"9" * 5000 + b"]"), id="a code of 5,000 digits"),
        pytest.param(DOCUMENTED.replace(b"AMC", b"A\xff\xfe"), id="a ticker in no UTF-8"),
        pytest.param(DOCUMENTED.replace(b"651921857", b"[" * 800 + b"]" * 800), id="nested"),
        pytest.param(DOCUMENTED.replace(b"651921857", b"[" * 200_000 + b"]" * 200_000), id="nested beyond reason"),
        pytest.param(DOCUMENTED.replace(b"}", b""), id="without an end"),
        pytest.param(DOCUMENTED.replace(b'"s":1', b'"s":'), id="without a value"),
        pytest.param(DOCUMENTED.replace(b'"s":1', b'"s":01'), id="with a leading zero"),
        pytest.param(DOCUMENTED[:40], id="cut in the middle"),
        pytest.param(b"garbage", id="garbage"),
    ],
)
def test_what_is_no_json_spoils_no_other_event_of_its_frame(spoiled: bytes) -> None:
    reader = Reader()
    good = frame(trade())[1:-1]
    batch = reader.read(b"[" + good + b"," + spoiled + b"," + good.replace(b'"q": 7', b'"q": 8') + b"]")
    assert reader.rows(batch) == [GOOD, (*GOOD[:5], 8, (209,))]
    assert (reader.bad, batch.malformed) == (1, 1)


def test_a_truncated_frame_gives_its_whole_events_and_counts_the_rest() -> None:
    whole = frame(trade(), trade(q=8))
    for length in range(len(frame(trade())), len(whole) - 1):
        reader = Reader()
        batch = reader.read(whole[:length])
        kept = 2 if whole[:length].count(b"}") == 2 else 1
        assert len(batch) == kept
        assert reader.bad == (0 if whole[:length].rstrip(b", ").endswith(b"}") else 1)


@pytest.mark.parametrize(
    "content",
    [b"", b"garbage", b"\xff\xfe\x00", b"[", b"5", b"null", b'"T"', b"NaN", b"[" * 300_000, b"{", b"\x00" * 50, b"]"],
    ids=lambda content: repr(content[:12]),
)
def test_a_frame_that_holds_nothing_to_read_is_one_bad_event(content: bytes) -> None:
    reader = Reader()
    assert (len(reader.read(content)), reader.bad) == (0, 1)
    assert statuses(content) == ([], True)


def test_a_single_event_without_its_array_is_read() -> None:
    reader = Reader()
    assert reader.rows(reader.read(frame(trade())[1:-1])) == [GOOD]


def test_events_of_other_kinds_and_statuses_are_passed_over_and_not_bad() -> None:
    reader = Reader()
    quote = {"ev": "Q", "sym": SPY, "bp": 1.0, "ap": 1.1}
    status = {"ev": "status", "status": "success", "message": "subscribed to: T.*"}
    batch = reader.read(frame(quote, trade(), status, {"ev": "AM", "o": None}, {"ev": "whatever"}))
    assert (reader.rows(batch), reader.bad) == ([GOOD], 0)


def test_an_event_of_another_kind_is_no_trade_even_with_all_the_fields_of_one() -> None:
    reader = Reader()
    assert (len(reader.read(frame(trade(ev="Q"), trade(ev="t"), trade(ev="")))), reader.bad) == (0, 0)


@pytest.mark.parametrize("bad", [trade(p=-1), trade(q=HUGE), trade(s=0.5)])
def test_a_bad_event_does_not_shift_the_arrival_of_others(bad: dict[str, Any]) -> None:
    reader = Reader()
    batch = reader.read(frame(trade(), bad), frame(trade(), bad, trade()), frame(bad), frame(trade()))
    assert batch.arrival_ms.tolist() == [1000, 1001, 1001, 1003]


@pytest.mark.parametrize("depth", [500, 200_000])
def test_nesting_in_a_field_that_nobody_asked_for_never_raises(depth: int) -> None:
    deep = frame(trade())[:-2] + b', "z": ' + b"[" * depth + b"]" * depth + b"}, " + frame(trade(q=8))[1:]
    reader = Reader()
    assert reader.read(deep).sequence.tolist()[-1] == 8


def test_of_a_key_that_stands_twice_the_last_value_counts() -> None:
    reader = Reader()
    twice = frame(trade())[:-2] + b', "q": 9}]'
    assert reader.read(twice).sequence.tolist() == [9]
    tolerant = frame(trade(s=3.0))[:-2] + b', "q": 9}]'
    assert reader.read(tolerant).sequence.tolist() == [9]


def test_an_unknown_venue_keeps_its_number() -> None:
    assert Reader().read(frame(trade(x=777))).venue.tolist() == [777]


def test_one_contract_has_one_id_in_every_batch() -> None:
    reader = Reader()
    first = reader.read(frame(trade(), trade(sym="O:SPXW251219P06500000"), trade()))
    second = reader.read(frame(trade(sym="O:SPXW251219P06500000")))
    assert (first.contract.tolist(), second.contract.tolist()) == ([0, 1, 0], [1])


def test_when_all_set_ids_are_taken_known_sets_go_on_and_new_ones_are_counted_as_bad() -> None:
    reader = Reader()
    events = [trade(c=[209], q=0)] + [trade(c=[number, 1], q=number) for number in range(MAX_SETS + 10)]
    batch = reader.read(frame(*events))
    known = MAX_SETS - 2  # no condition at all, and [209], are sets as well
    assert (len(batch), reader.bad) == (known + 1, len(events) - known - 1)
    assert batch.conditions.max() == MAX_SETS - 1
    assert reader.rows(reader.read(frame(trade(c=[209]), trade(c=[3, 1]), trade(c=[5, 5, 5])))) == [
        (*GOOD[:6], (209,)),
        (*GOOD[:6], (3, 1)),
    ]


def test_samples_of_bad_events_are_few_and_short_while_the_count_goes_on() -> None:
    reader = Reader()
    for _ in range(50):
        reader.read(frame(trade(p=-1, sym="O:" + "X" * 5000), {"ev": "T", "deep": "y" * 5000}), b"z" * 5000)
    malformed = reader.decoder.malformed
    assert malformed.count == 150
    assert len(malformed.samples) == Malformed.MAX_SAMPLES
    assert max(map(len, malformed.samples)) <= Malformed.SAMPLE_CHARS


def test_samples_can_be_written_to_a_log_whatever_arrived() -> None:
    class Unspeakable:
        def __str__(self) -> str:
            raise RecursionError

    malformed = Malformed()
    for event in ("\ud800 alone", Unspeakable(), {"sym": "\udfff"}, "two\nlines"):
        malformed.add(event)
    assert malformed.count == 4
    assert all("\n" not in sample and sample.encode() for sample in malformed.samples)


def test_a_batch_tells_of_the_bad_events_since_the_batch_before() -> None:
    reader = Reader()
    first = reader.read(b"garbage", frame(trade(), trade(s=0), {"ev": "T"}))
    second = reader.read(frame(trade()))
    third = reader.read(frame(trade(p=float("nan"))))
    assert [batch.malformed for batch in (first, second, third)] == [3, 0, 1]


# Statuses


def test_statuses_are_found_among_trades_and_what_else_there_is_is_told() -> None:
    success = {"ev": "status", "status": "success", "message": "subscribed to: T.*"}
    assert statuses(frame(success, success)) == ([StatusEvent("success", "subscribed to: T.*")] * 2, False)
    assert statuses(frame(trade(), success)) == ([StatusEvent("success", "subscribed to: T.*")], True)
    assert statuses(frame(success)[1:-1]) == ([StatusEvent("success", "subscribed to: T.*")], False)
    assert statuses(frame(trade())) == ([], True)
    assert statuses(frame()) == ([], False)


@pytest.mark.parametrize("nonsense", [None, 5, [], {}, True, [[[]]]])
def test_a_status_of_another_type_is_an_empty_text(nonsense: Any) -> None:
    event = {"ev": "status", "status": nonsense, "message": nonsense}
    assert statuses(frame(event, {"ev": "status"})) == ([StatusEvent("", ""), StatusEvent("", "")], False)


@pytest.mark.parametrize(
    "spoiled",
    [b'{"a":' + b"[" * 200_000, b"9" * 5000, b"garbage", b'"\xff', b'{"ev":"T"'],
    ids=["nested", "digits", "garbage", "no UTF-8", "no end"],
)
def test_a_status_is_heard_in_a_frame_that_is_no_json(spoiled: bytes) -> None:
    evicted = frame({"ev": "status", "status": "max_connections", "message": "!"})[1:-1]
    found = [StatusEvent("max_connections", "!")]
    assert statuses(b"[" + evicted + b"," + spoiled + b"]") == (found, True)
    assert statuses(b"[" + spoiled + b"," + evicted + b"]") == (found, True)


# Whatever arrives

_scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.sampled_from([SPY, "T", "status", "O:X", "\ud800"])
    | st.text(max_size=8)
)
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
_mutated = st.dictionaries(
    st.sampled_from(["ev", "sym", "x", "p", "s", "t", "q", "c", "z"]), _values, min_size=1, max_size=3
).map(lambda fields: trade(**fields))
_any_event = _mutated | _values | st.sampled_from(["ev", "sym", "p", "q"]).map(without)


def is_sound(event: Any) -> bool:
    """What massive.md says of a good trade, and the limits of the columns, without the decoder's own code."""

    def whole(value: Any, low: int, high: int) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            return False
        return low <= value <= high and value == int(value)

    if not isinstance(event, dict) or event.get("ev") != "T" or ContractIndex().add(str(event.get("sym"))) < 0:
        return False
    price, codes = event.get("p"), event.get("c")
    return (
        isinstance(price, int | float)
        and not isinstance(price, bool)
        and 0 <= price <= MAX_PRICE
        and whole(event.get("s"), 1, 2**31 - 1)
        and whole(event.get("x"), 0, 65_535)
        and whole(event.get("t"), 1, MAX_TIME_MS)
        and whole(event.get("q"), -(2**63), 2**63 - 1)
        and (codes is None or (isinstance(codes, list) and all(whole(c, -(2**63), 2**63 - 1) for c in codes)))
    )


def is_passed_over(event: Any) -> bool:
    return isinstance(event, dict) and isinstance(event.get("ev"), str) and event["ev"] != "T"


@QUICK
@given(st.lists(_any_event, max_size=5))
def test_of_any_events_the_sound_ones_are_kept_and_every_bad_one_is_counted(events: list[Any]) -> None:
    reader = Reader()
    batch = reader.read(frame(trade(q=1), *events, trade(q=2)))
    sound = [event for event in events if is_sound(event)]
    passed = sum(map(is_passed_over, events))
    assert batch.sequence.tolist() == [1, *(int(event["q"]) for event in sound), 2]
    assert reader.bad == batch.malformed == len(events) - len(sound) - passed


@QUICK
@given(st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=4)), min_size=1, max_size=6), st.booleans())
def test_a_frame_with_any_bytes_changed_never_raises_and_leaves_a_sound_batch(
    changes: list[tuple[int, bytes]], insert: bool
) -> None:
    content = frame(trade(), {"ev": "status", "status": "success"}, trade(s=2.0), trade(q=8))
    for at, new in changes:
        content = content[:at] + new + content[at if insert else at + len(new) :]
    reader = Reader()
    batch = reader.read(content, frame(trade(q=99)))
    statuses(content)
    assert batch.sequence[-1] == 99
    assert (batch.price >= 0).all()
    assert (batch.size >= 1).all()
    assert (batch.time_ms > 0).all()


@QUICK
@given(st.binary(max_size=60))
def test_any_bytes_at_all_never_raise(content: bytes) -> None:
    reader = Reader()
    reader.read(content, b"[" + content + b"]", b'[{"ev":"T"' + content)
    statuses(content)
