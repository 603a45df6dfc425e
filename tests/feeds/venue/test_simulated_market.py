"""The simulated market: the same for the same seed, and such as a market could be."""

from datetime import date
from itertools import islice

import msgspec
import numpy as np
import pytest

from feeds.venue.market.chain import Rows
from feeds.venue.market.columns import Prints
from feeds.venue.market.day import MarketDay
from feeds.venue.market.figures import ADJUSTED, C1_ONLY, CLASSES, EVERYWHERE, NASDAQ_ONLY, RATE, UNDERLYINGS
from feeds.venue.market.shape import CLOSE_MS, LATE_CLOSE_MS, OPEN_MS, intensity
from feeds.venue.market.simulation import Interval, interval_ms, simulate
from feeds.venue.market.source import SimulatedMarket
from feeds.venue.market.spot import spot_path
from feeds.venue.pace import PaceChoice
from feeds.venue.session import Limits
from feeds.venue.source import SourceError
from feeds.venue.venue import Venue
from models.clock import day_number
from tests.feeds.venue.massive_client import subscribed

DAY = date(2025, 12, 1)
SEED = 7
MULTI_LEG = (232, 233, 234, 235, 236, 238, 239, 246)
CANCELS, LATE = (201, 203), (202, 204)


class Sample:
    """Ninety seconds from the opening."""

    def __init__(self) -> None:
        self.day = MarketDay(CLASSES, SEED, DAY, DAY)
        intervals = list(islice(simulate(self.day, SEED, 1000.0), 90))
        self.prints = Prints.joined([interval.prints for interval in intervals])
        self.sequence = np.concatenate([interval.sequence for interval in intervals])
        self.group = self.day.chain.group[self.prints.contract // 2]
        self.option_class = self.day.chain.groups.option_class[self.group]

    def of(self, root: str) -> "np.typing.NDArray[np.bool_]":
        """Prints of a class."""
        return np.asarray(self.option_class == [c.root for c in CLASSES].index(root))

    def has(self, *conditions: int) -> "np.typing.NDArray[np.bool_]":
        """Prints with one of the conditions."""
        return np.isin(self.prints.condition, conditions)


@pytest.fixture(scope="module")
def sample() -> Sample:
    return Sample()


def events(market: SimulatedMarket, count: int) -> list[bytes]:
    found: list[bytes] = []
    for batch in market.batches():
        found += batch.events
        if len(found) >= count:
            return found[:count]
    return found


def test_the_same_seed_and_day_give_the_same_trades_and_others_do_not() -> None:
    first = events(SimulatedMarket(SEED, DAY), 5000)
    assert first == events(SimulatedMarket(SEED, DAY), 5000)
    assert first != events(SimulatedMarket(SEED + 1, DAY), 5000)
    assert first != events(SimulatedMarket(SEED, date(2025, 12, 2)), 5000)


@pytest.mark.parametrize(("speed", "frame_events"), [(60.0, 100), (1000.0, 7), (float("inf"), 1000)])
async def test_neither_speed_nor_frames_change_the_trades(speed: float, frame_events: int) -> None:
    limits = Limits(frame_events=frame_events)
    async with (
        Venue(SimulatedMarket(SEED, DAY), pace=PaceChoice(speed), limits=limits) as venue,
        subscribed(venue.urls.massive_ws, compression=None) as client,
    ):
        received = (await client.events(3000))[:3000]
    assert received == [msgspec.json.decode(event) for event in events(SimulatedMarket(SEED, DAY), 3000)]


def test_an_event_has_the_eight_fields_in_their_order() -> None:
    event = msgspec.json.decode(events(SimulatedMarket(SEED, DAY), 1)[0])
    assert list(event) == ["ev", "sym", "x", "p", "s", "c", "t", "q"]


def test_sequence_numbers_rise_with_gaps(sample: Sample) -> None:
    steps = np.diff(sample.sequence)
    assert steps.min() >= 1
    assert steps.max() > 1


def test_prints_come_in_order_and_only_late_ones_are_older(sample: Sample) -> None:
    assert (np.diff(sample.prints.sent_ms) >= 0).all()
    older = sample.prints.time_ms < sample.prints.sent_ms
    assert set(sample.prints.condition[older].tolist()) == set(LATE)
    assert older.sum() == sample.has(*LATE).sum()


def test_quoted_prices_are_on_the_ticks_of_their_class(sample: Sample) -> None:
    quoted = sample.has(209, 219)
    ticks = np.array([c.ticks for c in CLASSES])[sample.option_class[quoted]]
    cents = sample.prints.cents[quoted]
    assert (cents % np.where(cents >= 300, ticks[:, 1], ticks[:, 0]) == 0).all()
    assert (sample.prints.cents > 0).all()


def test_no_trade_is_worth_less_than_exercise_by_more_than_a_tick(sample: Sample) -> None:
    step = (sample.prints.time_ms - OPEN_MS) // 500
    paths = np.stack([spot_path(c.underlying, SEED, DAY, DAY) for c in CLASSES])
    spot = paths[sample.option_class, step]
    strike = sample.day.chain.strike[sample.prints.contract // 2]
    sign = np.where(sample.prints.contract % 2 == 0, 1, -1)
    american = ~np.array([c.european for c in CLASSES])[sample.option_class] & ~sample.has(*LATE, *CANCELS)
    tick = np.array([c.ticks[1] for c in CLASSES])[sample.option_class]
    short = sign * (spot - strike) * 100 - sample.prints.cents
    assert (short[american] <= tick[american]).all()


def test_calls_and_puts_of_a_strike_agree_with_the_forward(sample: Sample) -> None:
    chain, prints = sample.day.chain, sample.prints
    plain = ~sample.has(*LATE, *CANCELS) & sample.of("SPY")
    years = chain.groups.years[sample.group]
    slope = UNDERLYINGS["SPY"].carry
    path = spot_path("SPY", SEED, DAY, DAY)
    gaps = []
    for contract in np.unique(prints.contract[plain & (prints.contract % 2 == 0)])[:400]:
        call = np.flatnonzero(plain & (prints.contract == contract))
        put = np.flatnonzero(plain & (prints.contract == contract + 1))
        if len(put):
            spot = path[(prints.time_ms[call[-1]] - OPEN_MS) // 500], path[(prints.time_ms[put[-1]] - OPEN_MS) // 500]
            time = years[call[-1]]
            value = np.mean(spot) * np.exp((slope - RATE) * time) - chain.strike[contract // 2] * np.exp(-RATE * time)
            gaps.append((prints.cents[call[-1]] - prints.cents[put[-1]]) / 100 - value - (spot[0] - spot[1]) / 2)
    assert len(gaps) > 20
    assert np.abs(np.median(gaps)) < 0.05
    assert np.quantile(np.abs(gaps), 0.9) < 0.6


@pytest.mark.parametrize(("listing", "allowed"), [(C1_ONLY, {302}), (NASDAQ_ONLY, {307, 308, 323})])
def test_proprietary_classes_trade_where_they_are_listed(sample: Sample, listing: str, allowed: set[int]) -> None:
    mine = np.array([c.venues == listing for c in CLASSES])[sample.option_class]
    assert set(sample.prints.venue[mine].tolist()) == allowed


def test_other_classes_trade_everywhere_and_nowhere_mostly(sample: Sample) -> None:
    mine = np.array([c.venues == EVERYWHERE for c in CLASSES])[sample.option_class]
    counts = np.unique(sample.prints.venue[mine], return_counts=True)[1] / mine.sum()
    assert len(counts) == 18
    assert counts.max() < 0.2


def test_floor_trades_are_on_floors(sample: Sample) -> None:
    assert set(sample.prints.venue[sample.has(231, 235, 239, 242)].tolist()) <= {300, 301, 302, 313, 323}


def test_index_options_are_never_tied_to_stock(sample: Sample) -> None:
    tied = sample.has(240, 241, 242, 243)
    european = np.array([c.european for c in CLASSES])[sample.option_class]
    assert tied.any()
    assert not (tied & european).any()


@pytest.mark.parametrize(("root", "low", "high"), [("SPY", 0.045, 0.075), ("SPXW", 0.28, 0.36), ("NVDA", 0.09, 0.13)])
def test_the_multi_leg_share_is_that_of_the_class(sample: Sample, root: str, low: float, high: float) -> None:
    mine = sample.of(root)
    assert low < sample.has(*MULTI_LEG)[mine].mean() < high


def test_packages_have_two_to_four_contracts_of_a_class_in_proportion(sample: Sample) -> None:
    legs = sample.prints.rows(sample.has(*MULTI_LEG))
    class_of = sample.option_class[sample.has(*MULTI_LEG)]
    keys = np.stack([legs.time_ms, legs.venue, legs.condition, class_of], axis=1)
    _, package, counts = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    assert counts.min() >= 2
    assert np.mean((counts >= 2) & (counts <= 4)) > 0.95
    for number in np.flatnonzero(counts == 2)[:300]:
        sizes = np.sort(legs.size[package == number])
        assert sizes[1] in (sizes[0], 2 * sizes[0])


def test_sweeps_take_several_venues_within_milliseconds(sample: Sample) -> None:
    iso = sample.prints.rows(sample.has(219))
    together = 0
    for contract in np.unique(iso.contract)[:300]:
        mine = iso.contract == contract
        close = np.diff(iso.sent_ms[mine]) <= 5
        together += int((close & (np.diff(iso.venue[mine]) != 0)).sum())
    assert together > 100


def test_a_cancel_repeats_an_earlier_print(sample: Sample) -> None:
    prints = sample.prints
    cancels = np.flatnonzero(sample.has(*CANCELS))
    assert 0 < len(cancels) < len(prints) / 5_000
    for row in cancels:
        names = ("contract", "cents", "size", "venue")
        same = np.all([getattr(prints, name) == getattr(prints, name)[row] for name in names], axis=0)
        victims = np.flatnonzero(same[:row] & ~sample.has(*CANCELS)[:row])
        assert len(victims) >= 1


def test_sizes_are_mostly_small_with_a_heavy_tail(sample: Sample) -> None:
    size = sample.prints.size
    assert size.min() == 1
    assert 0.35 < (size == 1).mean() < 0.55
    assert 5 < size.mean() < 9
    assert size.max() >= 500


def test_same_day_and_near_the_money_contracts_lead(sample: Sample) -> None:
    mine = sample.of("SPY")
    today = sample.day.chain.groups.expiry[sample.group[mine]] == day_number(DAY)
    assert 0.45 < today.mean() < 0.65
    strike = sample.day.chain.strike[sample.prints.contract[mine] // 2]
    assert np.quantile(np.abs(strike[today] - 683.4), 0.9) < 15


def test_arrivals_are_clustered(sample: Sample) -> None:
    one = sample.prints.sent_ms[sample.of("TSLA")]
    counts = np.bincount((one - OPEN_MS) // 100)
    assert counts.var() > 2 * counts.mean()


def test_activity_is_one_on_average_and_highest_at_the_ends() -> None:
    minutes = intensity(np.arange(OPEN_MS, CLOSE_MS, 1000))
    assert abs(minutes.mean() - 1) < 0.01
    assert minutes[0] > minutes[-1] > 1.5 > 0.9 > minutes[len(minutes) // 2]


@pytest.fixture(scope="module")
def whole_day() -> tuple[MarketDay, list[Interval]]:
    market = MarketDay(CLASSES, SEED, DAY, DAY)
    return market, list(simulate(market, SEED, 10.0))


def test_a_day_has_the_rate_that_was_asked_for(whole_day: tuple[MarketDay, list[Interval]]) -> None:
    count = sum(len(interval.prints) for interval in whole_day[1])
    assert count == pytest.approx(10 * 23_400, rel=0.06)


def test_classes_stop_at_their_close(whole_day: tuple[MarketDay, list[Interval]]) -> None:
    market, intervals = whole_day
    prints = Prints.joined([interval.prints for interval in intervals])
    assert prints.sent_ms.min() >= OPEN_MS
    late: Rows = np.unique(market.chain.group[prints.contract[prints.time_ms >= CLOSE_MS + 5] // 2])
    late_classes = {CLASSES[number].root for number in market.chain.groups.option_class[late]}
    assert late_classes == {c.root for c in CLASSES if c.late_close}
    assert not market.chain.groups.stops_early[late].any()
    assert CLOSE_MS < prints.time_ms.max() < LATE_CLOSE_MS + 5


def test_a_half_day_ends_three_hours_earlier() -> None:
    day = date(2025, 11, 28)
    market = MarketDay([c for c in CLASSES if c.root == "IWM"], SEED, day, day)
    prints = Prints.joined([interval.prints for interval in simulate(market, SEED, 5.0)])
    assert 46_800_000 < prints.time_ms.max() < 47_700_000 + 5


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2025, 11, 29), "market is closed"),
        (date(2025, 12, 25), "market is closed"),
        (date(1990, 1, 2), "knows the years"),
    ],
)
def test_a_day_without_trading_is_refused(day: date, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        SimulatedMarket(SEED, day)


def test_the_market_is_made_in_pieces_that_fit_its_rate() -> None:
    rates = (1, 100, 1000, 10_000, 50_000, 10_000_000)
    assert [interval_ms(rate) for rate in rates] == [60_000, 10_000, 1000, 1000, 400, 10]


def test_adjusted_contracts_trade_a_little_and_leave_the_others_as_they_are() -> None:
    market = SimulatedMarket(SEED, DAY)
    found = [msgspec.json.decode(event) for event in events(market, 60_000)]
    adjusted = [event for event in found if event["sym"][2:-15] in {c.root for c in ADJUSTED}]
    others = [event for event in found if event not in adjusted]
    assert 0.0005 < len(adjusted) / len(found) < 0.01
    assert {market.shares(event["sym"]) for event in adjusted} == {c.delivers for c in ADJUSTED}
    assert {market.shares(event["sym"]) for event in others} == {100}
    alone = (
        row for interval in simulate(MarketDay(CLASSES, SEED, DAY, DAY), SEED, 1000.0) for row in interval.sequence
    )
    assert [event["q"] for event in others] == list(islice(alone, len(others)))


def test_adjusted_contracts_are_listed_and_known_as_they_were_streamed() -> None:
    market = SimulatedMarket(SEED, DAY)
    found = [msgspec.json.decode(event) for event in events(market, 60_000)]
    market.released(60_000)
    ticker = next(event["sym"] for event in found if event["sym"].startswith("O:F1"))
    streamed = [(event["t"], event["q"]) for event in found if event["sym"] == ticker]
    assert ticker in market.tickers()
    assert [(p.time_ms, p.sequence) for p in market.streamed(ticker, DAY, DAY)] == streamed
    assert [q for _, q in streamed] == sorted({q for _, q in streamed})
