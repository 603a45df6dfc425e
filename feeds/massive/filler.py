"""Fetches what the stream missed, in the background: gaps of the watched contracts, and their day since the open."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from feeds.massive.inbox import now_ms
from feeds.massive.market_time import MarketTime
from feeds.massive.rest import MassiveRest
from feeds.massive.rest_errors import RestError, RestProblem
from feeds.massive.rest_trades import fill_batch, trades
from models.batch import TradeBatch, gap_news
from models.conditions import ConditionSets
from models.contract import ContractError, parse_ticker
from models.contract_index import ContractIndex
from models.gaps import Gap, GapStage
from models.sessions import day_start_ms, is_index

_FINAL = (RestProblem.BAD_KEY, RestProblem.NOT_ENTITLED)
"""What is refused for one contract with these will be refused for every other."""
_log = logging.getLogger("optape.fill")


@dataclass(frozen=True, slots=True)
class FillTiming:
    """How trades are fetched. `settle_s`: REST may know a trade a little later than the stream."""

    settle_s: float = 5.0
    margin_ms: int = 10_000
    """So much before and after a gap is fetched too: what is there twice is left out."""
    at_once: int = 4
    """Contracts that are asked for side by side."""
    page_rows: int = 5_000
    """Rows of a page: more would hold the window up while they are decoded."""
    tell_s: float = 1.0
    """How often progress is told."""
    tries: int = 3
    """How often contracts that could not be fetched are tried again, with `again_s` between, growing."""
    again_s: float = 30.0


@dataclass(slots=True)
class _Job:
    """What is still to be fetched: of which contracts, since when and until when (Unix ms, market time), for which gap.

    `due_s`: not before, by the loop's clock. `total`: contracts at the beginning. `problem`: why some failed.
    """

    tickers: Sequence[str]
    since_ms: Callable[[str], int]
    due_s: float
    until_ms: int | None = None
    gap: Gap | None = None
    total: int = 0
    tries: int = 0
    done: int = 0
    failed: list[str] = field(default_factory=list)
    problem: str = ""

    def __post_init__(self) -> None:
        self.total = len(self.tickers)

    @property
    def words(self) -> str:
        """How far it is."""
        what = "of the gap" if self.gap else "of today"
        return f"fetching the trades {what}: {self.done} of {self.total} contracts"

    def try_again(self, due_s: float) -> None:
        """Turn to what failed."""
        self.tickers, self.failed, self.due_s = self.failed, [], due_s
        self.tries += 1


class Filler:
    """Takes one job after the other, gaps first. `deliver` gets batches of trades and news of gaps, `tell` progress.

    `rest` is None where no REST service may be asked; `why_not` says why. `today`: whether contracts that are newly
    wanted are loaded since the open; `gaps`: whether gaps are filled.
    """

    def __init__(
        self,
        rest: MassiveRest | None,
        contracts: ContractIndex,
        sets: ConditionSets,
        market_time: MarketTime,
        deliver: Callable[[TradeBatch], None],
        tell: Callable[[str], None],
        *,
        why_not: str = "",
        today: bool = True,
        gaps: bool = True,
        timing: FillTiming | None = None,
    ) -> None:
        self._rest, self._why_not = rest, why_not
        self._contracts, self._sets, self._market_time = contracts, sets, market_time
        self._deliver, self._tell = deliver, tell
        self._fills_today, self._fills_gaps = today, gaps
        self._timing = timing or FillTiming()
        self._wanted: frozenset[str] = frozenset()
        self._everything = False
        self._loaded: frozenset[str] = frozenset()
        self._jobs: list[_Job] = []
        self._work = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Work from now on."""
        self._task = asyncio.get_running_loop().create_task(self._run(), name="massive filler")

    async def close(self) -> None:
        """Leave what is not fetched yet."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    def choose(self, *, gaps: bool, today: bool) -> None:
        """Choose what is to be filled from now on."""
        self._fills_gaps, self._fills_today = gaps, today

    def want(self, tickers: Set[str], *, everything: bool) -> None:
        """Take the contracts that are wanted now."""
        self._wanted, self._everything = frozenset(tickers), everything
        self._loaded &= self._wanted

    def load_today(self) -> None:
        """Fetch the day since the open of the contracts that were not loaded yet; the stream is live for them."""
        new = sorted(self._wanted - self._loaded)
        if new and self._rest and self._fills_today and not self._why_not:
            self._loaded |= frozenset(new)
            self._add(_Job(new, self._day_start_ms, self._due_s(self._timing.settle_s)))

    def gap_over(self, gap: Gap) -> Gap:
        """Say what will be done about a gap that is over, and begin."""
        if not self._fills_gaps:
            return _staying(gap, "filling is switched off")
        if self._why_not:
            return _staying(gap, self._why_not)
        if not self._wanted:
            return _staying(gap, "the whole market was streamed" if self._everything else "nothing was watched")
        assert gap.end_ms is not None
        margin_ms = self._timing.margin_ms
        since_ms = gap.start_ms - margin_ms
        waiting = replace(gap, stage=GapStage.WAITING, outcome="will be filled")
        due_s = self._due_s(self._timing.settle_s)
        job = _Job(sorted(self._wanted), lambda _: since_ms, due_s, gap.end_ms + margin_ms, waiting)
        self._add(job)
        return waiting

    def _add(self, job: _Job) -> None:
        self._jobs.append(job)
        self._work.set()

    def _due_s(self, in_s: float) -> float:
        return asyncio.get_running_loop().time() + in_s

    def _day_start_ms(self, ticker: str) -> int:
        return day_start_ms(self._market_time.at(now_ms()), is_index_class=_is_index(ticker))

    async def _run(self) -> None:
        while True:
            await self._work.wait()
            self._work.clear()
            while self._jobs:
                job = self._next_due()
                await asyncio.sleep(max(0.0, job.due_s - asyncio.get_running_loop().time()))
                self._jobs.remove(job)
                await self._fetch_all(job)
                self._conclude(job)

    def _next_due(self) -> _Job:
        """Gaps come before days, and what is due comes before what is not."""
        now_s = asyncio.get_running_loop().time()
        due = [job for job in self._jobs if job.due_s <= now_s]
        return min(due, key=lambda job: job.gap is None) if due else min(self._jobs, key=lambda job: job.due_s)

    async def _fetch_all(self, job: _Job) -> None:
        tickers = iter(job.tickers)
        telling = asyncio.create_task(self._keep_telling(job))
        workers = [asyncio.create_task(self._fetch_each(job, tickers)) for _ in range(self._timing.at_once)]
        try:
            await asyncio.gather(*workers)
        finally:
            for task in (telling, *workers):
                task.cancel()
            await asyncio.gather(telling, *workers, return_exceptions=True)

    async def _keep_telling(self, job: _Job) -> None:
        while True:
            self._tell(job.words)
            if job.gap:
                self._deliver(gap_news(replace(job.gap, stage=GapStage.FILLING, outcome=job.words)))
            await asyncio.sleep(self._timing.tell_s)

    async def _fetch_each(self, job: _Job, tickers: Iterator[str]) -> None:
        for ticker in tickers:
            if self._why_not:
                job.failed.append(ticker)
                continue
            try:
                await self._fetch(job, ticker)
            except RestError as error:
                self._note_refusal(job, ticker, error)
            job.done += 1

    async def _fetch(self, job: _Job, ticker: str) -> None:
        assert self._rest
        pages = trades(self._rest, ticker, job.since_ms(ticker), job.until_ms, self._timing.page_rows)
        async with aclosing(pages):
            async for page in pages:
                batch = fill_batch(ticker, page.rows, self._contracts, self._sets, now_ms())
                number = job.gap.number if job.gap else -1
                self._deliver(replace(batch, fills=number, malformed=batch.malformed + page.malformed.count))

    def _note_refusal(self, job: _Job, ticker: str, error: RestError) -> None:
        if error.problem is RestProblem.NOT_FOUND:  # nothing is known of the contract: nothing is missing
            return
        _log.warning("trades of %s: %s", ticker, error)
        job.failed.append(ticker)
        job.problem = str(error)
        if error.problem in _FINAL:
            self._why_not = str(error)

    def _conclude(self, job: _Job) -> None:
        if job.failed and not self._why_not and job.tries < self._timing.tries:
            job.done = job.total - len(job.failed)
            job.try_again(self._due_s(self._timing.again_s * 2**job.tries))
            self._add(job)
            words = f"{len(job.tickers)} contracts will be tried again: {job.problem}"
        elif job.failed:
            words = f"{len(job.failed)} contracts could not be fetched: {self._why_not or job.problem}"
            self._loaded -= frozenset(job.failed)
        else:
            words = ""
        self._tell(f"today: {words}" if words and not job.gap else "")
        if job.gap:
            job.gap = self._concluded(job, job.gap, words)
            self._deliver(gap_news(job.gap))
            self._tell("")

    def _concluded(self, job: _Job, gap: Gap, problem: str) -> Gap:
        left = len(job.failed or job.tickers) if problem else 0
        if problem and not job.failed:
            return replace(gap, stage=GapStage.WAITING, outcome=problem)
        if left == job.total:
            return _staying(gap, self._why_not or job.problem)
        words = ", ".join(filter(None, [f"filled for {_contracts(job.total - left)}", problem]))
        if self._everything:
            words += ", the rest of the market is missing"
        stage = GapStage.PARTLY if problem or self._everything else GapStage.FILLED
        return replace(gap, stage=stage, outcome=words)


def _contracts(count: int) -> str:
    return "1 contract" if count == 1 else f"{count} contracts"


def _staying(gap: Gap, why: str) -> Gap:
    return replace(gap, stage=GapStage.STAYS, outcome=f"not filled: {why}")


def _is_index(ticker: str) -> bool:
    try:
        return is_index(parse_ticker(ticker).root)
    except ContractError:
        return False
