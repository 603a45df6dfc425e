"""An option contract and its standard spellings."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MAX_STRIKE_MILLI = 99_999_999
"""Eight digits of a thousandth of a dollar: the largest strike that an OSI symbol can hold."""
_MILLI = Decimal("0.001")
_OSI_TAIL = 15  # YYMMDD, C or P, eight strike digits


class ContractError(ValueError):
    """A text or a value that is not an option contract; the message says why."""


@dataclass(frozen=True, slots=True, order=True)
class Contract:
    """One listed option: root, expiry, right (`C` or `P`), strike in 1/1000 dollar.

    The root is not the underlying: SPX and SPXW are both on SPX. Raises `ContractError` for what cannot be listed.
    """

    root: str
    expiry: date
    right: str
    strike_milli: int

    def __post_init__(self) -> None:
        if not is_root(self.root):
            raise ContractError(f"“{self.root}” is not an option root: 1 to 5 letters and at most one digit")
        if not 2000 <= self.expiry.year <= 2099:
            raise ContractError(f"{self.expiry} is no expiry: an OSI symbol has two digits for years from 2000 on")
        if self.right not in ("C", "P"):
            raise ContractError(f"“{self.right}” is neither C (call) nor P (put)")
        if not 0 < self.strike_milli <= MAX_STRIKE_MILLI:
            raise ContractError(f"strike {Decimal(self.strike_milli) / 1000} is outside 0.001 to 99,999.999")

    @property
    def osi(self) -> str:
        """Compact OSI symbol, `SPY251219C00650000`."""
        day = self.expiry  # not strftime: it takes 10 us, and a watchlist of 10,000 asks for all
        return f"{self.root}{day.year % 100:02d}{day.month:02d}{day.day:02d}{self.right}{self.strike_milli:08d}"

    @property
    def ticker(self) -> str:
        """Massive's ticker, `O:SPY251219C00650000`."""
        return "O:" + self.osi

    @property
    def strike(self) -> Decimal:
        """Strike in dollars."""
        return Decimal(self.strike_milli) / 1000

    @property
    def label(self) -> str:
        """Readable form, `SPY 19 Dec 25 650 C`."""
        return f"{self.root} {expiry_text(self.expiry)} {strike_text(self.strike_milli)} {self.right}"


def is_root(text: str) -> bool:
    """Whether the text is an option root: `[A-Z]{1,5}` and an optional digit (adjusted `AAPL1`, mini `SPY7`)."""
    letters = text[:-1] if text[-1:].isdigit() else text
    return text.isascii() and letters.isalpha() and letters.isupper() and len(letters) <= 5


def expiry_text(expiry: date) -> str:
    """`19 Dec 25`, whatever the locale."""
    return f"{expiry.day:02d} {MONTHS[expiry.month - 1]} {expiry.year % 100:02d}"


def strike_text(strike_milli: int) -> str:
    """`650`, `470.5`, `0.05`: dollars with no needless zero."""
    whole, milli = divmod(strike_milli, 1000)
    return f"{whole}.{milli:03d}".rstrip("0") if milli else str(whole)


def strike_from_text(text: str) -> int:
    """Strike in 1/1000 dollar from dollars as text. Raises `ContractError`; never goes through a float."""
    try:
        dollars = Decimal(text)
        exact = dollars == dollars.quantize(_MILLI)
    except InvalidOperation:  # no number, or one of too many digits
        raise ContractError(f"“{text}” is not a strike") from None
    if not exact:
        raise ContractError(f"“{text}” is not a strike in tenths of a cent")
    return int(dollars * 1000)


def parse_osi(text: str) -> Contract:
    """Read an OSI symbol, compact or with its root padded to six. Raises `ContractError`.

    Read from the right, for roots may end in a digit: 8 strike digits, C or P, 6 date digits, the rest is the root.
    """
    root, tail = text[:-_OSI_TAIL].rstrip(" "), text[-_OSI_TAIL:]
    ymd, strike = tail[:6], tail[7:]
    if len(text) <= _OSI_TAIL or not (ymd + strike).isascii() or not (ymd + strike).isdigit():
        raise ContractError(f"“{text}” is not an OSI symbol (root, YYMMDD, C or P, strike x 1000 in 8 digits)")
    try:
        expiry = date(2000 + int(ymd[:2]), int(ymd[2:4]), int(ymd[4:]))
    except ValueError:
        raise ContractError(f"“{text}” has no valid expiry: {ymd} is not a date (YYMMDD)") from None
    return Contract(root, expiry, tail[6], int(strike))


def parse_ticker(text: str) -> Contract:
    """Read Massive's ticker, `O:` and a compact OSI symbol. Raises `ContractError`."""
    if not text.startswith("O:") or " " in text:
        raise ContractError(f"“{text}” is not an option ticker (O: and a compact OSI symbol)")
    return parse_osi(text[2:])
