"""The times of gaps, told from arrivals."""

from feeds.massive.gaps import TORN, TORN_EVERY_MS, Gaps
from feeds.massive.market_time import MarketTime

LAG_MS = 900_000
START = 1_764_600_000_000


def test_torn_trades_are_missed_when_their_frames_arrived_however_late_they_are_read() -> None:
    gaps = Gaps(MarketTime(LAG_MS))
    assert gaps.at_trades(0, START, START + 10) == ()
    (gap,) = gaps.at_trades(2, START + 20, START + 50)
    assert (gap.start_ms, gap.end_ms, gap.reason) == (START + 20 - LAG_MS, START + 50 - LAG_MS, TORN)


def test_torn_frames_that_follow_one_another_are_one_gap_more() -> None:
    gaps = Gaps(MarketTime())
    assert len(gaps.at_trades(1, START, START)) == 1
    assert gaps.at_trades(2, START + 1_000, START + 1_000) == ()
    assert gaps.at_trades(3, START + 9_000, START + 9_000) == ()
    (gap,) = gaps.at_trades(3, START + TORN_EVERY_MS, START + TORN_EVERY_MS)
    assert (gap.number, gap.start_ms, gap.end_ms) == (1, START + 1_000, START + TORN_EVERY_MS)
