"""The columns of the tape: those that are shown before anybody chose, and those that can be."""

from functools import partial

from models.qt.cells import CONTRACT_CHARS, Align, Column
from models.times import Times

_LEFT, _RIGHT, _POINT = Align.LEFT, Align.RIGHT, Align.POINT
_more = partial(Column, shown=False)

COLUMNS = (
    Column("time", "Time ET", 12, _LEFT, "When the trade was reported, US Eastern"),
    Column("contract", "Contract", CONTRACT_CHARS, _LEFT, "Root, expiry, strike, call or put"),
    Column("price", "Price", 10, _POINT, "Dollars a share"),
    Column("size", "Size", 6, _RIGHT, "Contracts"),
    Column("premium", "Premium", 9, Align.UNIT, "Price x size x shares a contract, dollars; ~ where 100 are assumed"),
    Column("venue", "Venue", 5, _LEFT, "Exchange"),
    Column("condition", "Condition", 14, _LEFT, "OPRA trade condition; + was filled in later"),
    Column("session", "Sess.", 5, _LEFT, "Trading session: early, – regular, late, or out of all of its class"),
    Column("sequence", "Seq", 11, _RIGHT, "Sequence number, unique for each contract"),
    _more("dte", "DTE", 4, _RIGHT, "Calendar days from the trade date to the expiry"),
    _more("root", "Root", 6, _LEFT, "Option root: SPX and SPXW are two of one underlying"),
    _more("expiry", "Expiry", 9, _LEFT, "The last day of the contract"),
    _more("strike", "Strike", 10, _POINT, "Dollars"),
    _more("right", "C/P", 4, _LEFT, "Call or put"),
    _more("exact", "Premium $", 17, _POINT, "The whole premium in dollars; ~ where 100 shares a contract are assumed"),
    _more("date", "Date", 9, _LEFT, "The day of the time that is shown"),
    _more(
        "trade_date",
        "Trade date",
        9,
        _LEFT,
        "The day it counts for; an evening of index options is of the next",
    ),
    _more("codes", "Codes", 8, _LEFT, "Massive's numbers of the trade conditions"),
    _more("venue_number", "Venue no.", 4, _RIGHT, "Massive's number of the exchange"),
    _more("lag", "Lag", 8, _RIGHT, "From the time of the trade to its arrival; empty where it was filled in later"),
)
KEYS = tuple(column.key for column in COLUMNS)


def columns_for(times: Times) -> tuple[Column, ...]:
    """`COLUMNS`, with the name of the zone in which times are shown."""
    title, hint = f"Time {times.name}", f"When the trade was reported, {times.words}"
    return (COLUMNS[0]._replace(title=title, hint=hint), *COLUMNS[1:])
