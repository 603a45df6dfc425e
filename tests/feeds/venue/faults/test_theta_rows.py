"""Oddities of good answers of the terminal, in all its formats."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.feeds.venue.faults.terminal import DAYS, WAYS, ask, rows, terminal

Rows = list[dict[str, Any]]


async def both(folder: Path, fault: str, way: str) -> tuple[httpx.Response, httpx.Response]:
    """The spoiled answer and the good one."""
    async with terminal(folder, f"{fault}:1") as client:
        spoiled, good = [await ask(client, way) for _ in range(2)]
    assert len(rows(good)) == len(DAYS)
    return spoiled, good


def are_reversed(found: Rows, good: Rows) -> bool:
    return found == good[::-1]


def have_strays(found: Rows, good: Rows) -> bool:
    first, *middle, last = found
    days = [str(row.get("timestamp", row.get("date"))) for row in (first, last)]
    nothing = float(last["price"]) == float(last["sequence"]) == float(last["size"]) == 0
    return middle == good and nothing and days[0][:4] == "1999" and days[1] in ("0", "1970-01-01T00:00:00")


def lack_prices(found: Rows, good: Rows) -> bool:
    return found == [{name: value for name, value in row.items() if name != "price"} for row in good]


def have_other_columns(found: Rows, good: Rows) -> bool:
    in_order = all(list(a)[1:] == list(b)[::-1] for a, b in zip(found, good, strict=True))
    return in_order and [{name: row[name] for name in good[0]} for row in found] == good


def have_wrapped(found: Rows, good: Rows) -> bool:
    numbers = [(int(a["sequence"]), int(b["sequence"])) for a, b in zip(found, good, strict=True)]
    return all(wrapped == sequence - 2**31 for wrapped, sequence in numbers)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("fault", "is_so"),
    [
        ("theta_backwards", are_reversed),
        ("theta_stray_rows", have_strays),
        ("theta_missing_column", lack_prices),
        ("theta_column_order", have_other_columns),
        ("theta_wrapped", have_wrapped),
    ],
)
async def test_rows_and_columns_are_odd_in_every_format(
    tmp_path: Path, way: str, fault: str, is_so: Callable[[Rows, Rows], bool]
) -> None:
    spoiled, good = await both(tmp_path, fault, way)
    assert spoiled.headers["Content-Type"] == good.headers["Content-Type"]
    assert is_so(rows(spoiled), rows(good)), spoiled.text


@pytest.mark.parametrize("way", ["v2 csv", "v3 csv"])
async def test_csv_may_have_quotes(tmp_path: Path, way: str) -> None:
    spoiled, good = await both(tmp_path, "theta_quoted", way)
    assert spoiled.text != good.text
    assert spoiled.text.splitlines()[0].startswith('"')
    assert rows(spoiled) == rows(good)
    if way == "v3 csv":
        assert spoiled.text.splitlines()[1].startswith('"SPY","2025-12-19",650.000,"CALL","2025-12-01T09:30:00",1,255')


async def test_the_header_of_v2_may_lack_what_it_should_have(tmp_path: Path) -> None:
    async def header(fault: str) -> dict[str, Any]:
        spoiled, good = await both(tmp_path, fault, "v2 json")
        assert spoiled.json()["response"] == good.json()["response"]
        told: dict[str, Any] = spoiled.json()["header"]
        return told

    told = await header("theta_json_nulls")
    assert [told[name] for name in ("error_type", "error_msg", "next_page")] == [None] * 3
    assert list(await header("theta_bare_header")) == ["format"]
    assert set(await header("theta_no_format")) == {"id", "latency_ms", "error_type", "error_msg", "next_page"}


@pytest.mark.parametrize(
    ("way", "body"),
    [
        ("v2 csv", ":No data for the specified timeframe & contract."),
        ("v3 csv", None),
        ("v3 json", '{"response": []}'),
        ("v3 ndjson", ""),
    ],
)
async def test_no_data_may_come_as_a_success(tmp_path: Path, way: str, body: str | None) -> None:
    spoiled, good = await both(tmp_path, "theta_no_data_200", way)
    assert spoiled.status_code == 200
    assert spoiled.text == (good.text.splitlines()[0] + "\n" if body is None else body)


async def test_no_data_may_stand_in_the_header(tmp_path: Path) -> None:
    spoiled, _ = await both(tmp_path, "theta_no_data_200", "v2 json")
    assert spoiled.status_code == 200
    assert spoiled.json()["header"]["error_type"] == "NO_DATA"
    assert spoiled.json()["response"] == [0]


@pytest.mark.parametrize(
    ("path", "odd"),
    [
        ("/v2/list/expirations?root=SPY", "[0, 20251219, 20251219]"),
        ("/v2/list/expirations?root=SPY&use_csv=true", "date\n0\n20251219\n20251219\n"),
        ("/v2/list/strikes?root=SPY&exp=20251219", "[0, 650000, 650000]"),
        (
            "/v3/option/list/strikes?symbol=SPY&expiration=20251219",
            "symbol,strike\nSPY,0.000\nSPY,650.000\nSPY,650.000\n",
        ),
        ("/v3/option/list/expirations?symbol=SPY", "symbol,expiration\nSPY,2025-12-19\nSPY,2025-12-19\n"),
        (
            "/v3/option/list/strikes?symbol=SPY&expiration=20251219&format=json",
            '"strike": 0.0}, {"symbol": "SPY", "str',
        ),
    ],
)
async def test_lists_may_be_odd(tmp_path: Path, path: str, odd: str) -> None:
    async with terminal(tmp_path, "theta_odd_lists:1") as client:
        assert odd in (await client.get(path)).text
        assert odd not in (await client.get(path)).text
        assert (await client.get("/v2/list/roots/option")).json()["response"] == ["SPY"]
