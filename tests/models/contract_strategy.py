"""Contracts of all shapes for property tests, among them the ones that trip parsers."""

from datetime import date

from hypothesis import strategies as st

from models.contract import MAX_STRIKE_MILLI, Contract

TRAP_ROOTS = ("C", "P", "F", "US", "DEC", "MAY", "CALL", "PUTS", "SPX", "SPXW", "BRKB", "AAPL1", "SPY7", "GOOGL", "DES")
TRAP_STRIKES = (1, 50, 780, 1150, 4_800_000, 27_500, 12_000, 25_000, 2_025_000, MAX_STRIKE_MILLI)

roots = st.sampled_from(TRAP_ROOTS) | st.from_regex(r"[A-Z]{1,5}[0-9]?", fullmatch=True)
strikes = st.sampled_from(TRAP_STRIKES) | st.integers(1, MAX_STRIKE_MILLI)
contracts = st.builds(
    Contract, roots, st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(("C", "P")), strikes
)
