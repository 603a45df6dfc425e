"""Reference data: from Massive, else kept, else bundled; and never an error that leaves."""

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

import resources
from feeds.massive.reference import MassiveReference
from feeds.massive.rest import MassiveRest
from feeds.venue.recording import Recording
from feeds.venue.venue import Venue
from models.ports import ReferenceSource
from models.reference import MarketState
from tests.feeds.massive.rest_desk import KEY, Double, Serve, asking, settled, told
from tests.feeds.venue.made import CALL, OPEN_MS, PUT, recording, trades

CONDITIONS, EXCHANGES = resources.table("massive_conditions"), resources.table("massive_exchanges")
DAY_MS = 86_400_000
FILE = "massive_conditions.json"


def live_row(row: dict[str, str]) -> dict[str, Any]:
    rules = {name: row[name] == "true" for name in ("updates_volume", "updates_high_low", "updates_open_close")}
    names = {"id": int(row["id"]), "name": row["name"], "abbreviation": row["abbreviation"]}
    return names | {"sip_mapping": {"OPRA": row["opra_code"]}, "update_rules": {"consolidated": rules}}


LIVE = [live_row(row) for row in CONDITIONS]
BUSTED = [{name: value for name, value in row.items() if name != "group"} | {"name": "Busted"} for row in CONDITIONS]


def answering(*results: dict[str, Any]) -> Callable[[web.Request], web.Response]:
    return lambda request: told(json.dumps({"results": results, "status": "OK"}))


class Clock:
    """Unix ms that a test moves."""

    now_ms = OPEN_MS

    def __call__(self) -> int:
        return self.now_ms


async def conditions_of(server: Double, folder: Path, now_ms: int = OPEN_MS) -> tuple[list[dict[str, str]] | None, str]:
    """The conditions as a new start asks for them, and the problem."""
    async with asking(server.url) as rest:
        reference = MassiveReference(rest, folder, lambda: now_ms)
        return await reference.conditions(), reference.problem


async def test_the_venue_tells_the_bundled_tables_and_the_rest(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "optape")
    async with Venue(Recording(recording(tmp_path, trades(10)))) as venue, asking(venue.urls.massive_rest) as rest:
        reference: ReferenceSource = MassiveReference(rest, tmp_path, lambda: OPEN_MS)
        assert await reference.conditions() == CONDITIONS
        assert await reference.exchanges() == EXCHANGES
        assert await reference.multipliers([CALL, PUT, "O:SPY251219C00001000"]) == {CALL: 100.0, PUT: 100.0}
        assert await reference.market_state() is MarketState.OPEN
        assert reference.problem == ""
    assert caplog.records == []


async def test_a_list_is_asked_for_once_a_day(serve: Serve, tmp_path: Path) -> None:
    server = await serve(answering(*LIVE))
    for _ in range(3):
        assert await conditions_of(server, tmp_path) == (CONDITIONS, "")
    assert len(server.asked) == 1
    assert dict(server.asked[0].query) == {"asset_class": "options", "data_type": "trade", "limit": "1000"}
    assert await conditions_of(server, tmp_path, OPEN_MS + DAY_MS) == (CONDITIONS, "")
    assert len(server.asked) == 2
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


async def test_a_change_is_used_kept_and_logged_once(
    serve: Serve, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "optape")
    server = await serve(answering(LIVE[0] | {"name": "Busted"}, *LIVE[1:]))
    for _ in range(2):
        rows, problem = await conditions_of(server, tmp_path)
        assert rows == [CONDITIONS[0] | {"name": "Busted"}, *CONDITIONS[1:]]
        assert problem == ""
    line = "massive_conditions differs from the bundled table: 201: name was “Canceled”, is “Busted”"
    assert [record.getMessage() for record in caplog.records] == [line]


async def test_without_an_answer_the_list_of_an_earlier_day_is_used(serve: Serve, tmp_path: Path) -> None:
    answers = iter([answering(LIVE[0] | {"name": "Busted"}, *LIVE[1:])])
    server = await serve(lambda request: next(answers, lambda _: told("", 403))(request))
    await conditions_of(server, tmp_path)
    rows, problem = await conditions_of(server, tmp_path, OPEN_MS + DAY_MS)
    assert rows is not None
    assert rows[0]["name"] == "Busted"
    assert "plan of this key does not include" in problem


@pytest.mark.parametrize("answer", [[], LIVE[:5], [7] * 40, [*LIVE, LIVE[0]]])
async def test_an_absurd_list_is_not_used_and_not_kept(
    serve: Serve, tmp_path: Path, caplog: pytest.LogCaptureFixture, answer: list[Any]
) -> None:
    server = await serve(answering(*answer))
    rows, problem = await conditions_of(server, tmp_path)
    assert rows is None
    assert problem.endswith("where 33 are known. It is not used.")
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"date":"2025-12-01"}',
        json.dumps({"date": "2025-12-01", "source": "{url}", "rows": []}).encode(),
        json.dumps({"date": "2025-12-01", "source": "{url}", "rows": [{"id": "x"}]}).encode(),
        json.dumps({"date": "2025-12-01", "source": "https://elsewhere", "rows": BUSTED}).encode(),
    ],
)
async def test_a_kept_list_that_cannot_be_used_is_asked_for_again(serve: Serve, tmp_path: Path, content: bytes) -> None:
    server = await serve(answering(*LIVE))
    (tmp_path / FILE).write_bytes(content.replace(b"{url}", server.url.encode()))
    assert await conditions_of(server, tmp_path) == (CONDITIONS, "")
    assert await conditions_of(server, tmp_path) == (CONDITIONS, "")
    assert len(server.asked) == 1


async def test_a_folder_that_cannot_be_written_to_costs_only_another_question(
    serve: Serve, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server = await serve(answering(*LIVE))
    (tmp_path / "file").write_text("in the way")
    for _ in range(2):
        assert await conditions_of(server, tmp_path / "file") == (CONDITIONS, "")
    assert len(server.asked) == 2
    assert sum("cannot be written" in record.getMessage() for record in caplog.records) == 2


async def test_problems_are_told_and_nothing_is_raised_or_says_the_key(
    serve: Serve, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server = await serve(lambda request: told(json.dumps({"error": f"Unknown API Key {KEY}"}), 401))
    async with asking(server.url) as rest:
        reference = MassiveReference(rest, tmp_path, lambda: OPEN_MS)
        for answer, empty in (
            (reference.conditions(), None),
            (reference.exchanges(), None),
            (reference.market_state(), None),
            (reference.multipliers([CALL]), {}),
        ):
            assert await answer == empty
            assert "does not accept the key (it says “Unknown API Key •••”)" in reference.problem
    assert KEY not in caplog.text + repr(reference.problem)


async def test_a_market_status_in_other_words_is_told(serve: Serve, tmp_path: Path) -> None:
    answers = iter([told('{"market":"ajar","serverTime":"2025-12-01T09:30:00-05:00"}')])
    server = await serve(lambda request: next(answers))
    async with asking(server.url) as rest:
        reference = MassiveReference(rest, tmp_path, lambda: OPEN_MS)
        assert await reference.market_state() is None
        assert reference.problem == "Massive sent something that is no market status."
    await settled()


async def test_nothing_is_asked_before_a_question(tmp_path: Path) -> None:
    rest = MassiveRest("https://api.massive.invalid", KEY)
    MassiveReference(rest, tmp_path, lambda: OPEN_MS)
    await rest.close()
    assert rest.requests == 0
