"""Damaged frames: a short run of the fuzz bench, and that the bench sees what it is there for."""

import pytest

from feeds.massive.wire import Malformed, TradeDecoder
from tests.bench.fuzz import ViolationError, main, run
from tests.bench.wire_oracle import expected, loosely


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_no_damaged_frame_raises_and_every_bad_event_is_counted(seed: int) -> None:
    found = run(1500, seed)
    assert found.frames == 1500
    assert found.good > 1000
    assert found.bad > 1000


def test_a_bad_event_that_is_not_counted_is_a_violation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Malformed, "add", lambda _malformed, _event: None)
    with pytest.raises(ViolationError, match=r"were due|nothing was counted"):
        run(500, 11)


def test_an_exception_is_a_violation_that_names_its_frame(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_decoder: TradeDecoder, *_: object) -> None:
        raise KeyError("T")

    monkeypatch.setattr(TradeDecoder, "batch", fail)
    monkeypatch.setattr("sys.argv", ["fuzz", "--frames", "50", "--seed", "7"])
    assert main() == 1
    assert "seed 7: KeyError('T') by " in capsys.readouterr().out


def test_the_oracle_knows_a_good_trade_a_bad_one_and_what_is_none() -> None:
    good = b'{"ev":"T","sym":"O:AMC210827C00037000","x":65,"p":1.54,"s":1,"c":[233],"t":1629820676333,"q":651921857}'
    assert expected(b"[" + good + b"]") == (1, 0)
    assert expected(b"[" + good.replace(b"1.54", b"-1.54") + b',{"ev":"Q"},7]') == (0, 2)
    assert expected(b"[" + good) is None
    assert loosely(b"[" + good) == (1, 0)
    assert loosely(good[:-1]) is None
