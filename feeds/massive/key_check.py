"""What a key can do: asked of REST and of the streams, one after the other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from textwrap import shorten
from typing import Protocol

import msgspec

from feeds.massive.handshake import TRIAL_TICKER, HandshakeTiming, try_stream
from feeds.massive.rest import MassiveRest, RestTiming
from feeds.massive.rest_errors import RestError, RestProblem
from models.connection import Addresses, Finding, KeyAbility, KeyReport, Verdict, key_problem
from models.contract import ContractError, parse_ticker
from models.redaction import Redactor

CONTRACTS_PATH = "/v3/reference/options/contracts"
WORDS_CHARS = 300
TRADES_PATH = "/v3/trades/{ticker}"
_NO_REST = "no REST address is set for this stream"
_NO_STREAM = "no address is set for it"
_CONNECTED = "Optape is connected with this key now"
_IN_USE = "Optape is connected with this key: a second connection would end the first"
_VERDICTS = {
    RestProblem.BAD_KEY: Verdict.UNKNOWN_KEY,
    RestProblem.NOT_ENTITLED: Verdict.REFUSED,
    RestProblem.NOT_FOUND: Verdict.WORKS,  # the contract is gone, and saying so needs the plan
    RestProblem.TOO_MANY: Verdict.BUSY,
}


@dataclass(frozen=True, slots=True)
class CheckTiming:
    """How long a test waits for what. REST is asked once more where that may help; the user waits."""

    stream: HandshakeTiming = field(default_factory=HandshakeTiming)
    rest: RestTiming = field(default_factory=lambda: RestTiming(attempts=2, longest_wait_s=15.0))


class _Row(msgspec.Struct):
    ticker: str


class _Contracts(msgspec.Struct):
    results: list[_Row] = []


class KeyCheck:
    """Tests keys against given addresses. Keys go nowhere else, and stand in no finding."""

    def __init__(self, addresses: Addresses, timing: CheckTiming | None = None) -> None:
        self.addresses = addresses
        self._timing = timing or CheckTiming()

    async def report(
        self, key: str, progress: Callable[[KeyReport], None], connected: KeyAbility | None = None
    ) -> KeyReport:
        """Find out what a key can do. `progress` is told after each finding.

        `connected`: the stream that the feed is connected to with this key. Then no stream is tried: an account has
        one connection.
        May be cancelled at any time; never raises for what the other side does.
        """
        problem = key_problem(key)
        if problem:
            return KeyReport.of_all(Verdict.UNKNOWN_KEY, problem)
        run = _Run(key, progress)
        await self._ask_rest(run)
        streams = {KeyAbility.REAL_TIME: self.addresses.real_time, KeyAbility.DELAYED: self.addresses.delayed}
        for ability, url in streams.items():
            if ability is connected:
                run.found(ability, Verdict.WORKS, _CONNECTED)
            elif connected or not url:
                run.found(ability, Verdict.UNTESTED, _IN_USE if url else _NO_STREAM)
            else:
                run.found(ability, *await try_stream(url, key, self._timing.stream))
        return run.report

    async def _ask_rest(self, run: "_Run") -> None:
        url = self.addresses.rest
        try:
            rest = MassiveRest(url, run.key, self._timing.rest) if url else None
        except ValueError as error:
            rest, why = None, str(error)
        else:
            why = _NO_REST
        if rest is None:
            for ability in (KeyAbility.REFERENCE, KeyAbility.PAST_TRADES):
                run.found(ability, Verdict.UNTESTED, why)
            return
        try:
            path = TRADES_PATH.format(ticker=await _ask_for_contract(run, rest))
            await run.ask(rest, KeyAbility.PAST_TRADES, path, {"limit": "1"})
        finally:
            await rest.close()


class _Rest(Protocol):
    async def get(self, path: str, params: Mapping[str, str] | None = None) -> bytes: ...


class _Run:
    """One test: the report as far as it is known, without the key."""

    def __init__(self, key: str, progress: Callable[[KeyReport], None]) -> None:
        self.key = key
        self.report = KeyReport()
        self._redact = Redactor(key)
        self._progress = progress

    def found(self, ability: KeyAbility, verdict: Verdict, words: str = "") -> None:
        """Take note of a finding, and tell."""
        words = shorten(self._redact(words), WORDS_CHARS, placeholder=" …")
        self.report = self.report.with_finding(Finding(ability, verdict, words))
        self._progress(self.report)

    async def ask(self, rest: _Rest, ability: KeyAbility, path: str, params: Mapping[str, str]) -> bytes:
        """Ask REST for something; the body is empty where that failed."""
        try:
            content = await rest.get(path, params)
        except RestError as error:
            verdict = _VERDICTS.get(error.problem, Verdict.UNREACHABLE)
            self.found(ability, verdict, "" if verdict is Verdict.WORKS else str(error))
            return b""
        self.found(ability, Verdict.WORKS)
        return content


async def _ask_for_contract(run: _Run, rest: _Rest) -> str:
    """Ask for one contract that lives; a known one stands in where there was no answer."""
    params = {"underlying_ticker": "SPY", "limit": "1"}
    content = await run.ask(rest, KeyAbility.REFERENCE, CONTRACTS_PATH, params)
    try:
        first = next(iter(msgspec.json.decode(content, type=_Contracts).results))
        return parse_ticker(first.ticker).ticker
    except (msgspec.DecodeError, StopIteration, ContractError):
        return TRIAL_TICKER
