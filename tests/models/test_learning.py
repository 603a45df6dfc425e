"""What the market learns from reference data, and that it goes on without."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

import resources
from models.clock import MarketClock
from models.learning import Learner, LearnTiming
from models.market import Market
from models.reference import MarketState

QUICK = LearnTiming(look_s=0.002, first_retry_s=0.001, longest_retry_s=0.004, tables_again_s=0.002)
SPY, ADJUSTED, OTHER = "O:SPY251219C00650000", "O:AAPL1251219C00100000", "O:QQQ251219C00600000"


class Reference:
    """A reference source with given answers."""

    def __init__(self) -> None:
        self.problem = ""
        self.lists: dict[str, list[dict[str, str]] | None] = {"conditions": None, "exchanges": None}
        self.shares: dict[str, float] = {}
        self.asked: list[set[str]] = []
        self.hangs = False
        self.tables_asked = 0

    async def conditions(self) -> list[dict[str, str]] | None:
        self.tables_asked += 1
        if self.hangs:
            await asyncio.Event().wait()
        return self.lists["conditions"]

    async def exchanges(self) -> list[dict[str, str]] | None:
        return self.lists["exchanges"]

    async def multipliers(self, tickers: Iterable[str]) -> dict[str, float]:
        self.asked.append(set(tickers))
        return {t: s for t, s in self.shares.items() if t in self.asked[-1]} if not self.problem else {}

    async def market_state(self) -> MarketState | None:
        return MarketState.OPEN


@asynccontextmanager
async def running(learner: Learner) -> AsyncIterator[Callable[[Callable[[], object]], Awaitable[None]]]:
    """A learner at work, and a way to wait for what it learns."""

    async def until(condition: Callable[[], object]) -> None:
        async with asyncio.timeout(5):
            while not condition():
                await asyncio.sleep(0.001)

    task = asyncio.create_task(learner.run())
    try:
        yield until
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


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
    assert "in time" in await Learner(made, reference, list, timing=LearnTiming(tables_s=0.01)).learn_tables()
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
    assert made.contracts.multiplier[made.contracts.find(ADJUSTED)] == 10.0
    assert made.contracts.multiplier[made.contracts.find(OTHER)] == 100.0


async def test_what_was_not_answered_is_asked_again() -> None:
    made, reference = market(), Reference()
    reference.problem = "too many requests"
    learner = Learner(made, reference, lambda: [SPY])
    assert not await learner.learn_multipliers()
    reference.problem, reference.shares = "", {SPY: 100.0}
    assert await learner.learn_multipliers()
    assert reference.asked == [{SPY}, {SPY}]


async def test_tables_that_could_not_be_had_at_the_start_are_learned_later_and_that_is_told() -> None:
    made, reference, told = market(), Reference(), list[str]()
    reference.problem = "Massive cannot be reached."
    learner = Learner(made, reference, list, told.append, QUICK)
    assert "cannot be reached" in await learner.learn_tables()
    row = dict(resources.table("massive_conditions")[0]) | {"id": "999", "name": "New", "updates_volume": "false"}
    async with running(learner) as until:
        await until(lambda: learner.market_state)
        reference.lists["conditions"] = [*resources.table("massive_conditions"), row]
        reference.problem = ""
        await until(lambda: told)
    assert told == [""]
    assert made.sets.known[999].name == "New"


async def test_a_table_that_is_the_same_again_changes_nothing() -> None:
    made, reference = market(), Reference()
    reference.lists["conditions"] = resources.table("massive_conditions")
    async with running(Learner(made, reference, list, timing=QUICK)) as until:
        await until(lambda: reference.tables_asked > 2)
    assert made.sets.changes == 0


async def test_those_who_show_what_was_learned_are_told_and_only_then() -> None:
    made, reference, told = market(), Reference(), list[tuple[int, ...]]()
    reference.lists["conditions"] = resources.table("massive_conditions")
    learner = Learner(made, reference, lambda: [SPY], timing=QUICK, on_news=lambda: told.append(made.learned))
    async with running(learner) as until:
        await until(lambda: reference.tables_asked > 2 and reference.asked)
        assert told == []
        row = dict(resources.table("massive_exchanges")[0]) | {"id": "399", "name": "New Exchange"}
        reference.lists["exchanges"] = [*resources.table("massive_exchanges"), row]
        await until(lambda: told)
        reference.lists["conditions"] = resources.table("massive_conditions")[:-1]
        await until(lambda: len(told) == 2)
    assert told[-1] == made.learned


async def test_contracts_that_are_watched_later_are_learned_then_and_that_is_announced() -> None:
    made, reference, watched = market(), Reference(), [SPY]
    reference.shares = {SPY: 100.0, OTHER: 10.0}
    async with running(Learner(made, reference, lambda: watched, timing=QUICK)) as until:
        await until(lambda: made.contracts.multipliers_learned == 1)
        watched.append(OTHER)
        await until(lambda: made.contracts.multipliers_learned == 2)
    assert made.contracts.multiplier_known[made.contracts.find(OTHER)]
    assert made.contracts.multiplier[made.contracts.find(OTHER)] == 10.0
    assert reference.asked == [{SPY}, {OTHER}]
