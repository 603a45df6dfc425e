"""What makes it impossible that any trade passes a filter, in words."""

from models.contract import Contract, parse_ticker
from models.filtering.measures import MEASURES
from models.filtering.tape_filter import TapeFilter
from models.filtering.words import LISTS


def conflict(asked: TapeFilter) -> str:
    """Why two things that a filter asks for exclude one another, contracts apart; empty where none do."""
    return _limits(asked) or _lists(asked) or _groups(asked)


def contracts_conflict(asked: TapeFilter) -> str:
    """Why none of the contracts that a filter asks for can pass the rest of it; empty where one can.

    Another contract may put this right.
    """
    if not asked.tickers or any(_fits(parse_ticker(ticker), asked) for ticker in asked.tickers):
        return ""
    return "no contract that is asked for is what the other words ask for"


def _limits(asked: TapeFilter) -> str:
    for measure in MEASURES.values():
        low, high = getattr(asked, measure.low), getattr(asked, measure.high)
        if low is not None and high is not None and (low >= high if measure.open_end else low > high):
            return f"no {measure.what} is within both limits that are asked for"
    return ""


def _lists(asked: TapeFilter) -> str:
    for name, field in LISTS.items():
        if both := getattr(asked, field.wanted) & getattr(asked, field.unwanted):
            return f"{name} {min(both)} is both asked for and left out"
    return ""


def _groups(asked: TapeFilter) -> str:
    if both := asked.groups & asked.not_groups:
        return f"{min(both)} is both asked for and left out"
    if {"single", "multi"} <= asked.not_groups:
        return "every trade is either single or multi, and both are left out"
    return ""


def _fits(contract: Contract, asked: TapeFilter) -> bool:
    return (
        (not asked.roots or contract.root in asked.roots)
        and contract.root not in asked.not_roots
        and asked.right in ("", contract.right)
        and (asked.min_expiry is None or asked.min_expiry <= contract.expiry)
        and (asked.max_expiry is None or contract.expiry <= asked.max_expiry)
        and (asked.min_strike is None or asked.min_strike <= contract.strike_milli)
        and (asked.max_strike is None or contract.strike_milli <= asked.max_strike)
    )
