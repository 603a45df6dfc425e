"""A slow, plain recomputation of figures, written from the rules on prints, cancels and days alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tests.models.plain_hours import plain_session
from tests.models.plain_prints import Fact


@dataclass
class Figures:
    """What is known of a contract on its trade date; None where no print gave it."""

    day: date
    trades: int
    volume: int
    premium: float
    vwap: float | None
    size: int | None
    time_ms: int | None
    last: float | None
    open: float | None
    high: float | None
    low: float | None
    sessions: list["Sums"]
    """Early, regular, late; what traded in none of them is in none."""

    @property
    def change(self) -> float | None:
        return None if self.last is None or self.open is None else self.last - self.open


@dataclass
class Sums:
    """Prints, contracts and dollars."""

    trades: int = 0
    volume: int = 0
    premium: float = 0.0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.trades + other.trades, self.volume + other.volume, self.premium + other.premium)


def undone(facts: Sequence[Fact], memory: Sequence[int] | None = None) -> tuple[set[int], set[int]]:
    """Numbers of the prints that cancels took back, and of the cancels that found none.

    `memory`: the first print that was still known when each arrived; what is known no more is not taken back.
    """
    victims: set[int] = set()
    unmatched: set[int] = set()
    for number, cancel in enumerate(facts):
        if not cancel.is_cancel:
            continue
        known = memory[number] if memory else 0
        mine = [
            n for n, fact in enumerate(facts[:number]) if (fact.contract, fact.day) == (cancel.contract, cancel.day)
        ]
        left = [n for n in mine if n not in victims]
        fitting = [n for n in left if _takes_back(cancel, facts[n]) and n >= known]
        if fitting and not (205 in cancel.codes and left[0] < known):
            victims.add(fitting[0] if 205 in cancel.codes else fitting[-1])
        else:
            unmatched.add(number)
    return victims, unmatched


def _takes_back(cancel: Fact, fact: Fact) -> bool:
    facts, wanted = (fact.price, fact.size, fact.venue), (cancel.price, cancel.size, cancel.venue)
    return facts == wanted and not fact.is_cancel


def figures(
    facts: Sequence[Fact], shares: Mapping[str, float] | None = None, memory: Sequence[int] | None = None
) -> dict[str, Figures]:
    """Figures by contract, each of the newest trade date that it printed on.

    `shares`: of contracts that have not 100. `memory`: as for `undone`.
    """
    victims, _ = undone(facts, memory)
    found = {}
    for contract in {fact.contract for fact in facts}:
        day = max(fact.day for fact in facts if fact.contract == contract)
        mine = [
            (fact.time_ms, number, fact)
            for number, fact in enumerate(facts)
            if fact.contract == contract and fact.day == day and fact.counts and number not in victims
        ]
        in_time = [fact for _, _, fact in sorted(mine, key=lambda entry: entry[:2])]
        found[contract] = _figures(day, in_time, (shares or {}).get(contract, 100.0))
    return found


def _figures(day: date, in_time: list[Fact], shares: float) -> Figures:
    moving = [fact.price for fact in in_time if fact.moves]
    volume = sum(fact.size for fact in in_time)
    value = sum(fact.price * fact.size for fact in in_time)
    return Figures(
        day=day,
        trades=len(in_time),
        volume=volume,
        premium=value * shares,
        vwap=value / volume if volume else None,
        size=in_time[-1].size if in_time else None,
        time_ms=in_time[-1].time_ms if in_time else None,
        last=moving[-1] if moving else None,
        open=moving[0] if moving else None,
        high=max(moving, default=None),
        low=min(moving, default=None),
        sessions=[sums([fact for fact in in_time if plain_session(fact) == n], shares) for n in range(3)],
    )


def sums(facts: Sequence[Fact], shares: float) -> Sums:
    """What some prints add up to."""
    value = sum(fact.price * fact.size for fact in facts)
    return Sums(len(facts), sum(fact.size for fact in facts), value * shares)


def underlyings(found: Mapping[str, Figures]) -> dict[str, tuple[Sums, Sums]]:
    """Calls and puts of each underlying, of the newest trade date of index options and of that of all others."""
    newest = {
        is_index: max((day.day for contract, day in found.items() if _is_index(contract) == is_index), default=None)
        for is_index in (False, True)
    }
    totals: dict[str, tuple[Sums, Sums]] = {}
    for contract, day in found.items():
        name = {"SPXW": "SPX"}.get(contract[2:-15], contract[2:-15])
        calls, puts = totals.get(name, (Sums(), Sums()))
        if day.day == newest[_is_index(contract)]:
            mine = Sums(day.trades, day.volume, day.premium)
            calls, puts = (calls + mine, puts) if contract[-9] == "C" else (calls, puts + mine)
        totals[name] = calls, puts
    return totals


def _is_index(contract: str) -> bool:
    return contract[2:-15] in {"SPX", "SPXW", "NDX", "VIX"}
