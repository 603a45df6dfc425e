"""A stretch of a past day as a market of its own: its tape, figures and chart are those of any other."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np

from models.batch import NO_SEQUENCE, TradeBatch, coverage_news
from models.clock import DAY_MS, MarketClock, utc_ms
from models.conditions import ConditionSets
from models.contract import Contract
from models.coverage_news import Streamed
from models.history.queries import PastTrade, PastTrades, TradesQuery
from models.market import Market

Rows = Iterable[Mapping[str, str]]


def past_market(past: PastTrades, conditions: Rows, venues: Rows, multiplier: float) -> Market:
    """A market that holds these trades alone, in the order in which the source gave them, and says since when.

    `conditions`, `venues`: rows of Massive's code tables; what the source calls by numbers that are not in them shows
    as the number. `multiplier`: shares a contract. Its clock stands at the newest trade.
    """
    market = Market(conditions, venues, MarketClock(lambda: 0, follows_prints=True))
    contract = market.contracts.add(past.query.contract.ticker)
    market.contracts.learn_multiplier(contract, multiplier)
    query = past.query
    since_ms = utc_ms(query.day, query.from_ms)
    market.take(coverage_news(Streamed(frozenset({query.contract.ticker}), everything=False, since_ms=since_ms)))
    market.take(_batch(past.trades, contract, market.sets))
    return market


def around(contract: Contract, day: date, moments_ms: Iterable[int], margin_ms: int) -> TradesQuery:
    """The trades from `margin_ms` before the first of some moments of a day to as long after the last, all Eastern ms.

    The day's ends are not passed. Raises `QueryError`.
    """
    moments = list(moments_ms)
    return TradesQuery(contract, day, max(min(moments) - margin_ms, 0), min(max(moments) + margin_ms, DAY_MS - 1))


def row_nearest(market: Market, time_ms: int, sequence: int | None) -> int | None:
    """The tape row of a trade that is known by its time, Unix ms, and sequence; else the last one up to that time."""
    tape = market.tape
    rows = np.arange(tape.first, tape.end, dtype=np.int64)
    times = tape.take("time_ms", rows)
    same = rows[(times == time_ms) & (tape.take("sequence", rows) == (NO_SEQUENCE if sequence is None else sequence))]
    before = rows[times <= time_ms]
    found = same if len(same) else before[times[times <= time_ms] == times[times <= time_ms].max(initial=0)]
    return int(found[-1]) if len(found) else None


def _batch(trades: Sequence[PastTrade], contract: int, sets: ConditionSets) -> TradeBatch:
    time_ms = np.array([trade.time_ms for trade in trades], np.int64)
    return TradeBatch(
        time_ms=time_ms,
        sequence=np.array([NO_SEQUENCE if t.sequence is None else t.sequence for t in trades], np.int64),
        price=np.array([trade.price for trade in trades], np.float64),
        size=np.array([trade.size for trade in trades], np.int32),
        contract=np.full(len(trades), contract, np.int32),
        arrival_ms=time_ms,
        venue=np.array([trade.venue_id or 0 for trade in trades], np.uint16),
        conditions=np.array([_set(trade, sets) for trade in trades], np.uint16),
    )


def _set(trade: PastTrade, sets: ConditionSets) -> int:
    return sets[None] if trade.condition_id is None else sets[(trade.condition_id,)]
