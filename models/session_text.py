"""How a trading session is told: in a column, and in a sentence."""

from datetime import date

from models.contract import expiry_text
from models.sessions import Session

SHORT = {Session.EARLY: "Early", Session.REGULAR: "Regular", Session.LATE: "Late", Session.OUTSIDE: "Out"}
WORDS = {
    Session.EARLY: "early session",
    Session.REGULAR: "regular session",
    Session.LATE: "late session",
    Session.OUTSIDE: "outside the sessions of its class",
}


def session_text(session: Session, trade_date: date) -> str:
    """`early session, trade date 02 Dec 25`."""
    return f"{WORDS[session]}, trade date {expiry_text(trade_date)}"
