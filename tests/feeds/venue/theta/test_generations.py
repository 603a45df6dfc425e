"""A terminal may be of one generation, and does not know the other's paths."""

from pathlib import Path

import httpx
import pytest

from feeds.venue.recording import Recording
from feeds.venue.venue import Venue
from tests.feeds.venue.made import recording, trade

V2_PATHS = ("/v2/at_time/option/trade", "/v2/system/mdds/status", "/v2/list/roots/option")
V3_PATHS = ("/v3/option/at_time/trade", "/v3/terminal/mdds/status", "/v3/option/list/symbols")


@pytest.mark.parametrize(
    ("generations", "v2", "v3"), [({2, 3}, [473, 200, 200], [400, 200, 200]), ({2}, [473, 200, 200], [404] * 3),
                                  ({3}, [410] * 3, [400, 200, 200])],
)  # fmt: skip
async def test_paths_of_another_generation_are_refused_in_its_way(
    tmp_path: Path, generations: set[int], v2: list[int], v3: list[int]
) -> None:
    source = Recording(recording(tmp_path, [trade(1)]))
    async with (
        Venue(source, generations=generations) as venue,
        httpx.AsyncClient(base_url=venue.urls.theta) as client,
    ):
        assert [(await client.get(path)).status_code for path in V2_PATHS] == v2
        assert [(await client.get(path)).status_code for path in V3_PATHS] == v3


async def test_a_v3_terminal_says_that_it_is_one(tmp_path: Path) -> None:
    async with (
        Venue(Recording(recording(tmp_path, [trade(1)])), generations={3}) as venue,
        httpx.AsyncClient(base_url=venue.urls.theta) as client,
    ):
        for path in ("/", *V2_PATHS):
            answer = await client.get(path)
            assert (answer.status_code, answer.text[:27]) == (410, "We have upgraded to API v3.")
