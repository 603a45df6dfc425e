"""The options of the command line that ask what traded at a given time."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import NoReturn

from models.contract import Contract, ContractError
from models.history.queries import AtTimeQuestion, FieldName, QueryError
from models.history.query_text import parse_times
from models.symbology import parse_symbol

_OPTIONS: dict[FieldName, str] = {"contracts": "--at-time", "start": "--from", "end": "--to", "times": "--at"}
_BESIDE = {"from_day": "--from", "to_day": "--to", "at": "--at", "all_hours": "--all-hours"}
"""What goes with a question alone."""
_OF_THE_WINDOW = {
    "watchlist": "--watchlist",
    "screenshot": "--screenshot",
    "exit_after_s": "--exit-after",
    "report": "--report",
}
"""What a question on the command line has no use for."""


def add_at_time_options(parser: argparse.ArgumentParser) -> None:
    """Let the parser know them."""
    group = parser.add_argument_group(
        "what traded at a given time",
        "Prints CSV to standard output and opens no window: the last trade at or before each time of each trading day. "
        "Exit status: 0 with rows, 3 without data, 1 failed, 2 bad arguments.",
    )
    add = group.add_argument
    add("--at-time", type=_contract, action="append", metavar="CONTRACT", help="any usual symbol; may be repeated")
    add("--from", type=_day, dest="from_day", metavar="DATE", help="first day, YYYY-MM-DD")
    add("--to", type=_day, dest="to_day", metavar="DATE", help="last day; the first, where it is not given")
    add("--at", type=_times, metavar="TIME[,TIME...]", help="times of day, Eastern: HH:MM:SS[.mmm]")
    add("--all-hours", action="store_true", help="also trades before 09:30 and after 16:00")


def take_question(found: argparse.Namespace, refuse: Callable[[str], NoReturn]) -> AtTimeQuestion | None:
    """Make a question of what was found, whose at-time options are taken away; None where nothing was asked.

    `refuse` is called with a sentence that names the option which is wrong.
    """
    options = vars(found)
    contracts = options.pop("at_time")
    beside = {name: options.pop(name) for name in _BESIDE}
    if contracts is None:
        for name, option in _BESIDE.items():
            if beside[name]:
                refuse(f"{option} goes with --at-time CONTRACT")
        return None
    for name, option in _OF_THE_WINDOW.items():
        if options[name]:
            refuse(f"{option} is for the window: --at-time opens none")
    for name in ("from_day", "at"):
        if beside[name] is None:
            refuse(f"--at-time needs {_BESIDE[name]}")
    try:
        return AtTimeQuestion(
            tuple(contracts),
            beside["from_day"],
            beside["to_day"] or beside["from_day"],
            beside["at"],
            not beside["all_hours"],
            latest=found.date,
        )
    except QueryError as error:
        refuse(f"argument {_OPTIONS[error.field]}: {error.message}")


def _contract(text: str) -> Contract:
    try:
        return parse_symbol(text)
    except ContractError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _times(text: str) -> tuple[int, ...]:
    try:
        return parse_times(text)
    except QueryError as error:
        raise argparse.ArgumentTypeError(error.message) from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date (YYYY-MM-DD)") from None
