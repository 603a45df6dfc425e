"""What the market learns from reference data, and that it goes on without."""

import asyncio
from collections.abc import Iterable

import resources
from models.clock import MarketClock
from models.learning import Learner
from models.market import Market
from models.reference import MarketState, MarketStatus

SPY, ADJUSTED, OTHER = "O:SPY251219C00650000", "O:AAPL1251219C00100000", "O:QQQ251219C00600000"


class Reference:
    """A reference source with given answers."""

    def __init__(self) -> None:
        self.problem = ""
        self.lists: dict[str, list[dict[str, str]] | None] = {"conditions": None, "exchanges": None}
        self.shares: dict[str, float] = {}
        self.asked: list[set[str]] = []
        self.hangs = False

    async def conditions(self) -> list[dict[str, str]] | None:
        if self.hangs:
            await asyncio.Event().wait()
        return self.lists["conditions"]

    async def exchanges(self) -> list[dict[str, str]] | None:
        return self.lists["exchanges"]

    async def multipliers(self, tickers: Iterable[str]) -> dict[str, float]:
        self.asked.append(set(tickers))
        return {t: s for t, s in self.shares.items() if t in self.asked[-1]} if not self.problem else {}

    async def market_status(self) -> MarketStatus | None:
        return MarketStatus(MarketState.OPEN, 1)


def market() -> Market:
    return Market(
        resources.table("massive_conditions"),
        resources.table("massive_exchanges"),
        MarketClock(lambda: 0, follows_prints=True),
    )


async def test_a_condition_that_is_new_today_counts_by_its_rules_also_where_it_was_seen_before() -> None:
    made, reference = market(), Reference()
    number = made.sets[(999,)]
    assert made.sets.volume[number]
    row = dict(resources.table("massive_conditions")[0]) | {"id": "999", "name": "New", "updates_volume": "false"}
    reference.lists["conditions"] = [*resources.table("massive_conditions"), row]
    assert await Learner(made, reference, list).learn_tables() == ""
    assert not made.sets.volume[number]
    assert made.sets.known[999].name == "New"


async def test_a_venue_that_is_new_today_has_its_name() -> None:
    made, reference = market(), Reference()
    row = dict(resources.table("massive_exchanges")[0]) | {"id": "399", "name": "New Exchange"}
    reference.lists["exchanges"] = [*resources.table("massive_exchanges"), row]
    await Learner(made, reference, list).learn_tables()
    assert made.venues.short(399) == "New Exchange"


async def test_without_an_answer_the_bundled_tables_stay_and_the_reason_is_told() -> None:
    made, reference = market(), Reference()
    reference.problem = "Massive does not accept the key."
    assert "does not accept the key" in await Learner(made, reference, list).learn_tables()
    reference.hangs = True
    assert "in time" in await Learner(made, reference, list).learn_tables(within_s=0.01)
    assert made.sets.known[209].updates_volume


async def test_multipliers_of_watched_and_of_adjusted_contracts_are_asked_for_once() -> None:
    made, reference = market(), Reference()
    reference.shares = {SPY: 100.0, ADJUSTED: 10.0}
    learner = Learner(made, reference, lambda: [SPY])
    made.contracts.add(ADJUSTED)
    made.contracts.add(OTHER)
    assert await learner.learn_multipliers()
    assert await learner.learn_multipliers()
    assert reference.asked == [{SPY, ADJUSTED}]
    assert made.contracts.multiplier[made.contracts.ids[ADJUSTED]] == 10.0
    assert made.contracts.multiplier[made.contracts.ids[OTHER]] == 100.0


async def test_what_was_not_answered_is_asked_again() -> None:
    made, reference = market(), Reference()
    reference.problem = "too many requests"
    learner = Learner(made, reference, lambda: [SPY])
    assert not await learner.learn_multipliers()
    reference.problem, reference.shares = "", {SPY: 100.0}
    assert await learner.learn_multipliers()
    assert reference.asked == [{SPY}, {SPY}]
