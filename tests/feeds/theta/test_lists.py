"""Lists of roots, expiries and strikes: how they come, and how they are kept for the day."""

import json
from datetime import date
from pathlib import Path

import pytest
from aiohttp import web

from feeds.theta.bodies import Table, read_table
from feeds.theta.codes import ThetaCodes
from feeds.theta.list_store import ListStore
from feeds.theta.lists import read_expirations, read_roots, read_strikes
from feeds.theta.terminal import ThetaTerminal
from feeds.theta.wire import WireError
from models.history.queries import HistoryError, HistoryFailure
from tests.feeds.conftest import Answerer, settled
from tests.feeds.theta.asking import HASTY, Serve, only_v2, only_v3

EXPIRY = date(2024, 6, 21)


def flat(*values: object) -> Table:
    return read_table(json.dumps({"header": {"format": ["x"], "error_type": "null"}, "response": values}).encode())


def test_roots_are_sorted_and_what_is_none_is_left_out() -> None:
    assert read_roots(flat("SPY", "AAPL", "null", "SPY", "SPXW", "BRK.B", "")) == ("AAPL", "SPXW", "SPY")
    assert read_roots(read_table(b'symbol\r\n"SPY"\r\n"AAPL1"\r\n')) == ("AAPL1", "SPY")


def test_zeros_are_no_expiries_and_no_strikes() -> None:
    assert read_expirations(flat(20240621, 0, 20240119, 20240621)) == (date(2024, 1, 19), EXPIRY)
    assert read_strikes(flat(500_000, 0, 470_500), 2) == (470_500, 500_000)


@pytest.mark.parametrize(
    "body",
    [
        b'symbol,expiration\r\n"SPY","2024-06-21"\r\n"SPY","2024-01-19"\r\n',
        b'{"symbol":"SPY","expiration":"2024-06-21"}\n{"symbol":"SPY","expiration":"2024-01-19"}\n',
        b'{"response":[{"symbol":"SPY","expiration":"2024-06-21"},{"symbol":"SPY","expiration":"2024-01-19"}]}',
        b'{"header":{"format":["date"]},"response":[20240621,20240119]}',
        b"date\n20240621\n20240119\n",
    ],
)
def test_expiries_are_read_in_every_form(body: bytes) -> None:
    assert read_expirations(read_table(body)) == (date(2024, 1, 19), EXPIRY)


def test_strikes_of_v3_are_dollars_and_never_go_astray() -> None:
    assert read_strikes(read_table(b"symbol,strike\r\nSPY,4500.005\r\nSPY,0.1\r\nSPY,0\r\nSPY,220.000\r\n"), 3) == (
        100,
        220_000,
        4_500_005,
    )


@pytest.mark.parametrize("body", [b"a,b\n1,2\n", b'{"response":["x","y"]}'])
def test_what_is_no_list_is_refused(body: bytes) -> None:
    with pytest.raises(WireError, match="no such list"):
        read_strikes(read_table(body), 2)


def lists_of_v2(request: web.Request) -> web.Response:
    told = {"option": ["SPY", "AAPL"], "expirations": [0, 20240621], "strikes": [500_000]}
    response = told[request.path.rpartition("/")[2]]
    return web.json_response({"header": {"error_type": "null"}, "response": response})


def lists_of_v3(request: web.Request) -> web.Response:
    name = request.path.rpartition("/")[2]
    told = {"symbols": "symbol\r\nSPY\r\nAAPL\r\n", "expirations": "symbol,expiration\r\nSPY,2024-06-21\r\n",
            "strikes": "symbol,strike\r\nSPY,500.000\r\n"}  # fmt: skip
    return web.Response(text=told[name], content_type="text/csv")


async def asked(made: ThetaTerminal) -> tuple[object, object, object]:
    try:
        return await made.roots(), await made.expirations("SPY"), await made.strikes("SPY", EXPIRY)
    finally:
        await made.close()
        await settled()


@pytest.mark.parametrize("answerer", [only_v2(lists_of_v2), only_v3(lists_of_v3)])
async def test_lists_are_the_same_of_both_generations(serve: Serve, codes: ThetaCodes, answerer: Answerer) -> None:
    double = await serve(answerer)
    got = await asked(ThetaTerminal(double.url, codes, patience=HASTY))
    assert got == (("AAPL", "SPY"), (EXPIRY,), (500_000,))


async def test_a_list_is_asked_for_once_a_day_and_survives_the_program(
    serve: Serve, codes: ThetaCodes, tmp_path: Path
) -> None:
    double = await serve(only_v2(lists_of_v2))
    path, day = tmp_path / "cache" / "lists.json", [EXPIRY]
    for _ in range(2):
        store = ListStore(path, lambda: day[0])
        assert (await asked(ThetaTerminal(double.url, codes, patience=HASTY, kept=store)))[2] == (500_000,)
    assert len(double.asked) == 3
    day[0] = date(2024, 6, 22)
    await asked(ThetaTerminal(double.url, codes, patience=HASTY, kept=store))
    assert len(double.asked) == 6


@pytest.mark.parametrize("content", [b"", b"{", b'{"day":"2024-06-21","lists":{"x":{"y":[1]}}}', b"\xff"])
async def test_a_broken_file_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lists.json"
    path.write_bytes(content)
    store = ListStore(path, lambda: EXPIRY)
    assert await store.get("x", "y") is None
    await store.keep("x", "y", ["1"])
    assert await ListStore(path, lambda: EXPIRY).get("x", "y") == ["1"]


async def test_a_kept_value_that_cannot_be_read_is_asked_for(serve: Serve, codes: ThetaCodes, tmp_path: Path) -> None:
    double, path = await serve(only_v2(lists_of_v2)), tmp_path / "lists.json"
    store = ListStore(path, lambda: EXPIRY)
    address = double.url.removeprefix("http://")
    await store.keep(address, "expirations SPY", ["someday"])
    await store.keep(address, f"strikes SPY {EXPIRY}", ["many"])
    got = await asked(ThetaTerminal(double.url, codes, patience=HASTY, kept=ListStore(path, lambda: EXPIRY)))
    assert got == (("AAPL", "SPY"), (EXPIRY,), (500_000,))


async def test_where_nothing_can_be_written_lists_are_known_for_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = ListStore(tmp_path / "file" / "lists.json", lambda: EXPIRY)
    await store.keep("x", "roots", ["SPY"])
    assert await store.get("x", "roots") == ["SPY"]


@pytest.mark.parametrize("status", [472, 200])
async def test_no_data_is_an_empty_list_and_is_not_kept(serve: Serve, codes: ThetaCodes, status: int) -> None:
    header = {"header": {"error_type": "NO_DATA", "error_msg": "none"}, "response": []}
    double = await serve(only_v2(lambda request: web.json_response(header, status=status)))
    made = ThetaTerminal(double.url, codes, patience=HASTY)
    assert [await made.expirations("XYZ"), await made.expirations("XYZ")] == [(), ()]
    assert len(double.asked) == 2
    await made.close()
    await settled()


async def test_a_list_that_is_refused_says_why(serve: Serve, codes: ThetaCodes) -> None:
    double = await serve(only_v2(lambda request: web.Response(status=471)))
    made = ThetaTerminal(double.url, codes, patience=HASTY)
    with pytest.raises(HistoryError, match="subscription") as caught:
        await made.roots()
    assert caught.value.kind is HistoryFailure.PERMISSION
    await made.close()
    await settled()
