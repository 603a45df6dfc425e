"""The simulated market as a source: it plays its day, and answers for that day as far as it has been streamed.

Earlier days are answered too, made for each contract when it is asked for (`past`): they fit the walk that leads up
to the day, and are the same for the same seed.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from feeds.venue.market.adjusted import mixed
from feeds.venue.market.day import MarketDay
from feeds.venue.market.figures import ADJUSTED, CLASSES
from feeds.venue.market.log import Found, StreamLog
from feeds.venue.market.past import REACH, Past
from feeds.venue.market.simulation import Interval, simulate
from feeds.venue.source import STANDARD_SHARES, Batch, Print, SourceError, TradeEvent, encode_event
from feeds.venue.trading_days import FIRST_YEAR, LAST_YEAR
from models.clock import utc_ms
from models.contract import Contract, ContractError, parse_ticker
from models.trading_days import is_trading_day, trading_days

PRINTS_PER_S = 1000.0
"""On average over the session; the open is twice as busy."""
_KEPT_DAYS = 64
"""Earlier days of a contract that are at hand: one question after another is about the same month."""
_DELIVERS = {c.root: c.delivers for c in ADJUSTED}


class SimulatedMarket:
    """One day of a market that never was. Raises `SourceError` for a day without trading."""

    def __init__(self, seed: int, day: date, per_s: float = PRINTS_PER_S) -> None:
        if not is_trading_day(day):
            raise SourceError(f"{day}: the market is closed on that day (weekend or NYSE holiday); choose another date")
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise SourceError(f"{day}: the simulated market knows the years {FIRST_YEAR} to {LAST_YEAR}")
        self._seed, self._day, self._per_s = seed, day, per_s
        self._market = MarketDay(CLASSES, seed, day, day)
        self._adjusted = MarketDay(ADJUSTED, seed, day, day)
        self._names = (*self._market.chain.tickers, *self._adjusted.chain.tickers)
        self._past = Past(seed, day, per_s)
        self._log = StreamLog()
        self._midnight_ms = utc_ms(day, 0)
        self._past_prints = lru_cache(maxsize=_KEPT_DAYS)(self._make_past_prints)

    @property
    def day(self) -> date:
        """The simulated trade date."""
        return self._day

    def batches(self) -> Iterator[Batch]:
        """The day from 09:30 Eastern, a batch for each second of the market or less."""
        main = simulate(self._market, self._seed, self._per_s)
        adjusted = simulate(self._adjusted, self._seed, self._per_s, part=1)
        for interval in mixed(main, adjusted, len(self._market.chain.tickers)):
            self._log.add(interval)
            yield self._batch(interval)

    def released(self, events: int) -> None:
        """So much of the day is known to those who ask."""
        self._log.streamed = events

    def tickers(self) -> Sequence[str]:
        """The whole chain of the day."""
        return sorted(self._names)

    def prints(self, ticker: str, first: date, last: date) -> Sequence[Print]:
        """Trades on earlier days as they would have been; on the market's own day as they were streamed."""
        try:
            contract = parse_ticker(ticker)
        except ContractError:
            return []
        found: list[Print] = []
        for day in trading_days(max(first, self._day - REACH), min(last, self._day)):
            found += self._past_prints(contract, day)
        number = self._number(ticker)
        if number is not None and first <= self._day <= last:
            found += _prints_found(self._log.find(number), self._midnight_ms)
        return found

    def streamed(self, ticker: str, first: date, last: date) -> Sequence[Print]:
        """All trades of a contract on those days: what has not been streamed has not happened."""
        return self.prints(ticker, first, last)

    def shares(self, ticker: str) -> int:
        """By the root."""
        return _DELIVERS.get(ticker[2:-15], STANDARD_SHARES)

    def _make_past_prints(self, contract: Contract, day: date) -> Sequence[Print]:
        interval = self._past.prints(contract, day)
        return _prints_of(interval, utc_ms(day, 0)) if interval else ()

    def _number(self, ticker: str) -> int | None:
        """A contract's number: those of the adjusted come after the others."""
        number = self._adjusted.chain.number(ticker)
        return self._market.chain.number(ticker) if number is None else number + len(self._market.chain.tickers)

    def _batch(self, interval: Interval) -> Batch:
        prints, names = interval.prints, self._names
        tickers = [names[number] for number in prints.contract.tolist()]
        columns = zip(
            tickers,
            prints.venue.tolist(),
            (prints.cents / 100).tolist(),
            prints.size.tolist(),
            prints.condition.tolist(),
            (prints.time_ms + self._midnight_ms).tolist(),
            interval.sequence.tolist(),
            strict=True,
        )
        events = [encode_event(TradeEvent("T", sym, x, p, s, [c], t, q)) for sym, x, p, s, c, t, q in columns]
        return Batch(prints.sent_ms + self._midnight_ms, tickers, events, len(events))


def _prints_of(interval: Interval, midnight_ms: int) -> list[Print]:
    p = interval.prints
    return _prints_found(Found(p.time_ms, p.cents, p.size, p.venue, p.condition, interval.sequence), midnight_ms)


def _prints_found(found: Found, midnight_ms: int) -> list[Print]:
    columns = zip(
        ((found.time_ms + midnight_ms) * 1_000_000).tolist(),
        (found.cents / 100).tolist(),
        found.size.tolist(),
        found.venue.tolist(),
        found.condition.tolist(),
        found.sequence.tolist(),
        strict=True,
    )
    return [Print(time_ns, p, s, x, (c,), q) for time_ns, p, s, x, c, q in columns]
