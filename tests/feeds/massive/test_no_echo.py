"""A server that sends the key back, or sends us elsewhere, gets it into nothing that is shown."""

import json
from http import HTTPStatus

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

import resources
from feeds.massive.wire import Malformed, StatusEvent, TradeDecoder, statuses
from models.conditions import ConditionSets, read_conditions
from models.contract_index import ContractIndex
from models.redaction import REDACTED, Redactor
from models.status import Reason
from tests.feeds.massive.stream_desk import desk_at

KEY = "Tpz9/WqL4x+secret=7"


def test_statuses_are_redacted() -> None:
    frame = json.dumps([{"ev": "status", "status": KEY, "message": f"no key {KEY}"}]).encode()
    assert statuses(frame, Redactor(KEY)) == ([StatusEvent(REDACTED, f"no key {REDACTED}")], False)


@pytest.mark.parametrize("before", range(Malformed.SAMPLE_CHARS - len(KEY) - 20, Malformed.SAMPLE_CHARS, 7))
def test_a_sample_is_redacted_before_it_is_cut_short(before: int) -> None:
    malformed = Malformed(Redactor(KEY))
    malformed.add("x" * before + KEY + "y" * 400)
    assert KEY[:4] not in malformed.samples[0]
    assert len(malformed.samples[0]) <= Malformed.SAMPLE_CHARS


def test_every_malformed_event_is_redacted() -> None:
    sets = ConditionSets(read_conditions(resources.table("massive_conditions")))
    decoder = TradeDecoder(ContractIndex(), sets, Redactor(KEY))
    for event in ({"ev": "T", "sym": KEY}, KEY, [KEY], {KEY: 1}):
        decoder.batch([json.dumps([event]).encode()], [0], None)
    assert decoder.malformed.count == 4
    assert KEY not in "".join(decoder.malformed.samples)


@pytest.mark.parametrize("last", ["auth_failed", "strange", "force_disconnect"])
async def test_no_status_of_the_feed_holds_the_key(last: str) -> None:
    async def talk(connection: ServerConnection) -> None:
        await connection.send(json.dumps([{"ev": "status", "status": "connected"}]))
        await connection.recv()
        await connection.send(json.dumps([{"ev": "status", "status": last, "message": f"you said {KEY}"}]))
        await connection.close(1011, KEY)

    async with (
        serve(talk, "127.0.0.1", 0) as server,
        desk_at(f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/options", KEY) as desk,
    ):
        desk.stream.start()
        await desk.until(lambda: desk.stream.status.reason is not Reason.NONE)
    assert KEY not in repr(desk.said)


async def test_a_redirect_is_not_followed() -> None:
    met: list[str] = []

    async def elsewhere(connection: ServerConnection) -> None:
        met.append(str(connection.remote_address))

    async with serve(elsewhere, "127.0.0.1", 0) as other:
        port = next(iter(other.sockets)).getsockname()[1]

        def redirect(connection: ServerConnection, _: Request) -> Response:
            response = connection.respond(HTTPStatus.FOUND, "")
            response.headers["Location"] = f"ws://127.0.0.1:{port}/options"
            return response

        async with (
            serve(elsewhere, "127.0.0.1", 0, process_request=redirect) as server,
            desk_at(f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/options", KEY) as desk,
        ):
            desk.stream.start()
            await desk.until(lambda: desk.stream.status.reason is Reason.WRONG_ADDRESS)
    assert met == []
