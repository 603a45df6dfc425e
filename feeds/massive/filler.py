"""Fetches what the stream missed, in the background: gaps of the watched contracts, and their day since the open."""

import asyncio
import logging
import random
from collections.abc import Callable, Iterator, Set
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace

from feeds.massive.fill_job import FillJob, Span, not_filled
from feeds.massive.inbox import Wanted, now_ms
from feeds.massive.known import Known
from feeds.massive.market_time import MarketTime
from feeds.massive.rest import MassiveRest
from feeds.massive.rest_errors import RestError
from feeds.massive.rest_trades import fill_batch, trades
from feeds.massive.timing import RETRY_SPREAD
from models.batch import TradeBatch, gap_news
from models.conditions import ConditionSets
from models.contract import ContractError, parse_ticker
from models.contract_index import ContractIndex
from models.gaps import Gap, GapStage
from models.hours import is_index
from models.sessions import day_start_ms
from models.waiting import end

_log = logging.getLogger("optape.fill")


@dataclass(frozen=True, slots=True)
class FillTiming:
    """How trades are fetched. `settle_s`: REST may know a trade a little later than the stream."""

    settle_s: float = 5.0
    margin_ms: int = 5_000
    """So much before and after a gap is fetched too: what is there twice is left out."""
    unsure_margin_ms: int = 60_000
    """The same where no trade has told the market's time yet, and the own clock stands for it."""
    at_once: int = 4
    """Contracts that are asked for side by side."""
    page_rows: int = 5_000
    """Rows of a page: more would hold the window up while they are decoded."""
    tell_s: float = 1.0
    """How often progress is told."""
    again_s: float = 30.0
    longest_again_s: float = 300.0
    """Contracts that could not be fetched are tried again for as long as that may help, after growing delays."""


class Filler:
    """Takes one job after the other; what is loaded of a day makes way for a gap.

    `deliver` gets batches of trades and news of gaps, while there is `room`; `tell` progress, and `tell_today` what
    of the day could not be loaded. `known` is told of each contract that was fetched.
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
        tell_today: Callable[[str], None],
        room: asyncio.Event,
        known: Known | None = None,
        *,
        why_not: str = "",
        today: bool = True,
        gaps: bool = True,
        timing: FillTiming | None = None,
    ) -> None:
        self._rest, self._why_not = rest, why_not
        self._contracts, self._sets, self._market_time = contracts, sets, market_time
        self._deliver, self._tell, self._tell_today, self._room = deliver, tell, tell_today, room
        self._known = known
        self._fills_today, self._fills_gaps = today, gaps
        self._timing = timing or FillTiming()
        self._wanted: frozenset[str] = frozenset()
        self._loaded: frozenset[str] = frozenset()
        self._refused: frozenset[str] = frozenset()
        self._streamed = Wanted()
        self._jobs: list[FillJob] = []
        self._work = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Work from now on."""
        self._task = asyncio.get_running_loop().create_task(self._run(), name="massive filler")

    async def close(self) -> None:
        """Leave what is not fetched yet."""
        if self._task:
            await end([self._task])
            self._task = None

    def choose(self, *, gaps: bool, today: bool) -> None:
        """Choose what is to be filled from now on."""
        self._fills_gaps, self._fills_today = gaps, today
        self._try_all_again()

    def want(self, tickers: Set[str]) -> None:
        """Take the contracts that are watched now."""
        self._wanted = frozenset(tickers)
        self._loaded &= self._wanted

    def note_streamed(self, streamed: Wanted) -> None:
        """Take what is streamed from now on: what was loaded before it was streamed has to be loaded anew."""
        before, self._streamed = self._streamed, streamed
        if not before.everything:
            late = self._loaded if streamed.everything else streamed.tickers
            self._loaded -= late - before.tickers

    def load_today(self) -> None:
        """Fetch the day since the open of the contracts that were not loaded yet; the stream is live for them."""
        new = sorted(self._wanted - self._loaded)
        if new and self._rest and self._fills_today and not self._why_not:
            self._loaded |= frozenset(new)
            self._add(FillJob(new, self._due_s(self._timing.settle_s), self._day_start_ms))

    def gap_over(self, gap: Gap, missed: Wanted) -> Gap:
        """Say what will be done about a gap that is over, and begin. What failed before is tried now too."""
        self._try_all_again()
        why_not = self._why_stays(missed)
        if why_not:
            return replace(gap, stage=GapStage.STAYS, outcome=not_filled(why_not))
        assert gap.end_ms is not None
        waiting = replace(gap, stage=GapStage.WAITING, outcome="will be filled")
        timing = self._timing
        margin_ms = timing.margin_ms if self._market_time.known else timing.unsure_margin_ms
        span = Span(gap.start_ms - margin_ms, gap.end_ms + margin_ms, waiting)
        due_s = self._due_s(timing.settle_s)
        self._add(FillJob(sorted(missed.tickers), due_s, gaps=(span,), everything=missed.everything))
        return waiting

    def _why_stays(self, missed: Wanted) -> str:
        """Why a gap cannot be filled, in words; empty where it can."""
        if not self._fills_gaps:
            return "filling is switched off"
        if self._why_not or missed.tickers:
            return self._why_not
        return "the whole market was streamed" if missed.everything else "nothing was watched"

    def _try_all_again(self) -> None:
        """The network may be back, and the plan another: what waits need not wait, what was refused may be asked."""
        due_s = self._due_s(self._timing.settle_s)
        for job in self._jobs:
            job.due_s = min(job.due_s, due_s)
        self._loaded -= self._refused
        self._refused = frozenset()

    def _add(self, job: FillJob) -> None:
        self._jobs.append(job)
        self._work.set()

    def _due_s(self, in_s: float) -> float:
        return asyncio.get_running_loop().time() + in_s

    def _day_start_ms(self, ticker: str) -> int:
        return day_start_ms(self._market_time.at(now_ms()), is_index_class=_is_index(ticker))

    async def _run(self) -> None:
        while True:
            job = await self._next_job()
            await self._fetch_all(job)
            self._conclude(job)

    async def _next_job(self) -> FillJob:
        """Wait until a job is due; one that comes meanwhile may be due earlier."""
        while True:
            self._work.clear()
            job = self._next_due() if self._jobs else None
            wait_s = job.due_s - asyncio.get_running_loop().time() if job else None
            if job and wait_s is not None and wait_s <= 0:
                self._jobs.remove(job)
                self._jobs = [other for other in self._jobs if not (self._is_due(other) and job.take_in(other))]
                return job
            with suppress(TimeoutError):
                await asyncio.wait_for(self._work.wait(), wait_s)

    def _next_due(self) -> FillJob:
        """Gaps come before days, and what is due comes before what is not."""
        due = [job for job in self._jobs if self._is_due(job)]
        return min(due, key=lambda job: not job.gaps) if due else min(self._jobs, key=lambda job: job.due_s)

    async def _fetch_all(self, job: FillJob) -> None:
        tickers = iter(job.tickers)
        telling = asyncio.create_task(self._keep_telling(job))
        workers = [asyncio.create_task(self._fetch_each(job, tickers)) for _ in range(self._timing.at_once)]
        try:
            await asyncio.gather(*workers)
        finally:
            for task in (telling, *workers):
                task.cancel()
            await asyncio.gather(telling, *workers, return_exceptions=True)

    async def _keep_telling(self, job: FillJob) -> None:
        while True:
            self._tell(job.words)
            if job.gaps:
                self._deliver(gap_news(*job.tell(GapStage.FILLING, job.words)))
            await asyncio.sleep(self._timing.tell_s)

    async def _fetch_each(self, job: FillJob, tickers: Iterator[str]) -> None:
        for ticker in tickers:
            if job.given_up:
                job.refused.append(ticker)
                continue
            if not job.gaps and self._gap_is_due():
                job.postponed.append(ticker)
                continue
            try:
                for span in job.spans(ticker):
                    await self._fetch(job, ticker, span)
            except RestError as error:
                job.note(ticker, error)
            except Exception as error:  # it must not end all filling
                asyncio.get_running_loop().call_exception_handler({"message": "a fill failed", "exception": error})
                job.note_fault(ticker)
            job.done += 1

    async def _fetch(self, job: FillJob, ticker: str, span: Span) -> None:
        assert self._rest
        asked_ms = now_ms()
        pages = trades(self._rest, ticker, span.low_ms, span.high_ms, self._timing.page_rows)
        async with aclosing(pages):
            async for page in pages:
                await self._room.wait()
                job.pages += 1
                malformed = page.malformed.count
                for rows, number in span.parted(page.rows):
                    batch = fill_batch(ticker, rows, self._contracts, self._sets, now_ms())
                    self._deliver(replace(batch, fills=number, malformed=batch.malformed + malformed))
                    malformed = 0
        if self._known:
            self._known.note_fetched(ticker, span.low_ms, span.high_ms, asked_ms)

    def _conclude(self, job: FillJob) -> None:
        again = bool(job.failed)
        if again:
            job.try_again(self._due_s(self._again_s(job.tries)))
            self._add(job)
        if job.postponed:
            self._add(FillJob(job.postponed, self._due_s(0), job.since_ms))
        words = job.waiting() if again else ", ".join(job.shortfall())
        if words:
            _log.warning("filling %s: %s", f"{len(job.gaps)} gaps" if job.gaps else "today", words)
        self._tell("")
        if not job.gaps:
            self._refused |= frozenset(job.refused)
            self._tell_today(f"Trades since the open are missing: {words}" if words else "")
            return
        self._deliver(gap_news(*(job.tell(GapStage.WAITING, words) if again else job.conclude())))

    def _gap_is_due(self) -> bool:
        return any(job.gaps and self._is_due(job) for job in self._jobs)

    def _is_due(self, job: FillJob) -> bool:
        return job.due_s <= asyncio.get_running_loop().time()

    def _again_s(self, tries: int) -> float:
        """How long to wait after so many tries more than one."""
        delay_s = min(self._timing.again_s * 2 ** min(tries, 30), self._timing.longest_again_s)
        return float(delay_s * random.uniform(*RETRY_SPREAD))  # noqa: S311


def _is_index(ticker: str) -> bool:
    try:
        return is_index(parse_ticker(ticker).root)
    except ContractError:
        return False
