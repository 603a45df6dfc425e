"""Where a run's data come from: what a local venue is asked, and what not."""

from pathlib import Path

import resources
from feeds.sources import Sources
from models.clock import MarketClock
from models.command_line import parse_arguments
from models.market import Market
from models.settings import Settings
from models.status import Source


def sources(source: Source, *arguments: str) -> Sources:
    tables = resources.table("massive_conditions"), resources.table("massive_exchanges")
    market = Market(*tables, MarketClock(lambda: 0, follows_prints=True))
    return Sources(parse_arguments(arguments, "test"), Settings(), source, market)


async def opened(made: Sources, cache: Path) -> Sources:
    await made.open("", cache, str, venue_program=None, on_end=lambda _: None, on_exit=lambda _: None)
    return made


async def test_the_simulated_market_tells_the_shares_a_contract_and_leaves_the_real_tables_alone(
    tmp_path: Path,
) -> None:
    made = sources(Source.SIMULATED, "--demo", "--speed", "1")
    try:
        reference = (await opened(made, tmp_path)).massive.reference
        assert reference
        assert await reference.multipliers(["O:SPY251219C00650000"]) == {"O:SPY251219C00650000": 100}
        assert await reference.conditions()
        assert not [path for path in tmp_path.iterdir() if path.is_file()]
        await made.massive.close()
    finally:
        await made.close_venue()


async def test_a_recording_is_not_asked_for_what_it_does_not_hold(tmp_path: Path) -> None:
    event = '{"ev":"T","sym":"O:SPY251219C00650000","x":302,"p":1.0,"s":1,"c":[209],"t":1764599400000,"q":1}\n'
    (tmp_path / "day.jsonl").write_text(event)
    made = sources(Source.REPLAY, "--replay", str(tmp_path / "day.jsonl"))
    try:
        assert (await opened(made, tmp_path)).massive.reference is None
        await made.massive.close()
    finally:
        await made.close_venue()
