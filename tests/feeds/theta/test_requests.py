"""What is asked of a terminal, in the words of its generation."""

import json
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from feeds.theta.dialects import V2, V3, Dialect
from feeds.theta.wire import Request
from models.contract import Contract
from models.history.queries import AtTimeQuery, TradesQuery
from models.history.terminal import Transport

DAY = date(2024, 1, 16)
CALL = Contract("SPY", date(2024, 1, 19), "C", 470_000)
PUT = Contract("SPXW", date(2024, 1, 19), "P", 4_732_500)
T = Transport


def at_time(contract: Contract = CALL, *, at_ms: int = 44_100_000, regular_hours: bool = True) -> AtTimeQuery:
    return AtTimeQuery(contract, DAY, DAY, at_ms, regular_hours)


def test_v2_takes_the_documented_parameters(recordings: Path) -> None:
    sample = json.loads((recordings / "theta" / "v2_at_time_option_trade_doc_row.json").read_text())
    documented = urlsplit(sample["request"])
    request = Dialect(V2).at_time(at_time())
    assert request.path == documented.path
    assert request.parameters == dict(parse_qsl(documented.query)) | {"rth": "true", "use_csv": "false"}


def test_v3_takes_dollars_words_and_a_time_of_day() -> None:
    request = Dialect(V3).at_time(at_time(PUT, at_ms=44_100_125))
    assert request == Request(
        "/v3/option/at_time/trade",
        {
            "symbol": "SPXW", "expiration": "20240119", "strike": "4732.500", "right": "put", "start_date": "20240116",
            "end_date": "20240116", "time_of_day": "12:15:00.125", "format": "csv",
        },
    )  # fmt: skip


def test_all_hours_are_asked_for_in_v2_and_need_no_word_in_v3() -> None:
    late = at_time(at_ms=72_000_000, regular_hours=False)
    v2 = Dialect(V2).at_time(late).parameters
    assert (v2["ivl"], v2["rth"]) == ("72000000", "false")
    assert Dialect(V3).at_time(late).parameters["time_of_day"] == "20:00:00.000"


def test_regular_hours_are_never_asked_for_beyond_their_end() -> None:
    late = at_time(at_ms=72_000_000)
    assert Dialect(V2).at_time(late).parameters["ivl"] == "57600000"
    assert Dialect(V3).at_time(late).parameters["time_of_day"] == "16:00:00.000"


@pytest.mark.parametrize(
    ("transport", "v2", "v3"),
    [
        (T.AUTOMATIC, "false", "csv"),
        (T.JSON, "false", "json"),
        (T.CSV, "true", "csv"),
        (T.NDJSON, "false", "ndjson"),
    ],
)
def test_each_generation_is_asked_in_a_form_that_it_knows(transport: Transport, v2: str, v3: str) -> None:
    assert Dialect(V2, transport).roots().parameters["use_csv"] == v2
    assert Dialect(V3, transport).roots().parameters["format"] == v3


def test_all_trades_are_asked_for_between_two_times() -> None:
    question = TradesQuery(CALL, DAY, 1, 44_100_000)
    v2, v3 = Dialect(V2).trades(question), Dialect(V3).trades(question)
    assert (v2.path, v3.path) == ("/v2/hist/option/trade", "/v3/option/history/trade")
    assert [v2.parameters[name] for name in ("start_date", "end_date", "start_time", "end_time")] == [
        "20240116", "20240116", "1", "44100000",
    ]  # fmt: skip
    assert [v3.parameters[name] for name in ("date", "start_time", "end_time")] == [
        "20240116", "00:00:00.001", "12:15:00.000",
    ]  # fmt: skip


def test_lists_are_asked_for_by_root_and_expiry() -> None:
    v2, v3 = Dialect(V2), Dialect(V3)
    assert [v2.roots().path, v3.roots().path] == ["/v2/list/roots/option", "/v3/option/list/symbols"]
    assert v2.expirations("SPY") == Request("/v2/list/expirations", {"root": "SPY", "use_csv": "false"})
    assert v3.expirations("SPY") == Request("/v3/option/list/expirations", {"symbol": "SPY", "format": "csv"})
    assert v2.strikes("SPY", DAY).parameters == {"root": "SPY", "exp": "20240116", "use_csv": "false"}
    assert v3.strikes("SPY", DAY).parameters == {"symbol": "SPY", "expiration": "20240116", "format": "csv"}
