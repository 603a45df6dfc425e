"""Theta's numbers for conditions and exchanges -> the texts that the tape shows.

Theta numbers both in its own way; the OPRA letter joins them with Massive's tables. What has no letter is shown by
Theta's own name for it, and what is in no table as its number.
"""

from collections.abc import Iterable, Mapping

from feeds.theta.wire import WireRow
from models.clock import utc_ms
from models.conditions import Condition
from models.history.queries import AtTimeRow, PastTrade
from models.venues import Venues

_OPRA_LETTERS = {
    1: "Q", 4: "A", 5: "C", 6: "I", 7: "N", 9: "X", 10: "O", 11: "B", 22: "J", 31: "H", 42: "W", 43: "M", 46: "D",
    47: "T", 60: "Z", 65: "E", 69: "P", 73: "U",
}  # fmt: skip
"""OPRA participant letters of Theta's exchanges, by the venue names of both tables. 76 is seen in real rows, but its
name is not in Theta's table: it shows as its number."""
_CANCELS = range(40, 45)
_REGULAR, _NO_CONDITION = 0, 255
_SIZE_NOTES = {1: "size not added to volume", 2: "size is total volume", 3: "size is total volume in hundreds"}


class ThetaCodes:
    """Texts of Theta's codes."""

    def __init__(
        self,
        conditions: Iterable[Mapping[str, str]],
        exchanges: Iterable[Mapping[str, str]],
        known: Iterable[Condition],
        venues: Venues,
    ) -> None:
        """Take the rows of `theta_conditions.csv` and `theta_exchanges.csv`, and the tape's conditions and venues.

        Raises `KeyError` or `ValueError` for a table of another shape.
        """
        by_letter = {condition.opra_code: condition for condition in known}
        rows = [(int(row["code"]), row["name"], row["opra_code"]) for row in conditions]
        self._condition_names = {code: name for code, name, _ in rows}
        self._conditions = {code: by_letter[letter] for code, _, letter in rows if letter in by_letter}
        self._exchanges = {int(row["code"]): (row["symbol"], row["name"]) for row in exchanges}
        self._venues = venues

    def condition(self, code: int | None) -> str:
        """Short text: the tape's where a letter joins them, else Theta's name (`Regular` is 0), else the number."""
        if code is None or code == _NO_CONDITION:
            return ""
        if code in self._conditions:
            return self._conditions[code].short
        return self._condition_names.get(code, str(code)).replace("_", " ").capitalize()

    def venue(self, code: int | None) -> str:
        """Short text: the tape's for option venues, else Theta's symbol, else the number."""
        if code is None:
            return ""
        if code in _OPRA_LETTERS:
            return self._venues.short(_massive_id(code))
        symbol, name = self._exchanges.get(code, ("", "EMPTY"))
        return str(code) if name == "EMPTY" else symbol

    def details(self, exchange: int | None, condition: int | None) -> str:
        """Full names with the codes of both vendors, a line each."""
        return "\n".join(filter(None, (self._venue_details(exchange), self._condition_details(condition))))

    def row(self, wire: WireRow, asked_ms: int) -> AtTimeRow:
        """Put a trade of the terminal into our names and texts."""
        condition, exchange = wire.code("condition"), wire.code("exchange")
        return AtTimeRow(
            day=wire.day,
            asked_ms=asked_ms,
            trade_ms=wire.ms_of_day,
            price=wire.price,
            size=wire.size,
            venue=self.venue(exchange),
            condition=self.condition(condition),
            venue_code=exchange,
            condition_code=condition,
            sequence=wire.whole("sequence"),
            cancel=condition in _CANCELS,
            size_note=_size_note(wire.whole("volume_type")),
            details=self.details(exchange, condition),
            raw=wire.columns,
        )

    def past_trade(self, wire: WireRow) -> PastTrade:
        """Put a trade into our names and Massive's ids, as far as a letter joins the vendors."""
        condition, exchange = wire.code("condition"), wire.code("exchange")
        return PastTrade(
            time_ms=utc_ms(wire.day, wire.ms_of_day),
            price=wire.price,
            size=wire.size,
            venue_id=_massive_id(exchange) if exchange in _OPRA_LETTERS else exchange or 0,
            condition_id=self._condition_id(condition),
            sequence=wire.whole("sequence"),
            raw=wire.columns,
        )

    def _condition_id(self, code: int | None) -> int | None:
        """None for a regular print: Massive tells those without a condition. A cancel is one, letter or not."""
        if code in (None, _REGULAR, _NO_CONDITION):
            return None
        known = self._conditions.get(code if code in self._conditions or code not in _CANCELS else _CANCELS[0])
        return known.id if known else code

    def _venue_details(self, code: int | None) -> str:
        if code is None:
            return ""
        if code in _OPRA_LETTERS:
            return f"{self._venues.name(_massive_id(code))}, Theta {code}"
        return f"{self._exchanges.get(code, ('', 'unknown venue'))[1]}, Theta {code}"

    def _condition_details(self, code: int | None) -> str:
        if code is None or code == _NO_CONDITION:
            return "no condition: a regular print"
        name = f"{self._condition_names.get(code, 'unknown condition')}, Theta {code}"
        known = self._conditions.get(code)
        return f"{known.name} ({known.id}), {name}" if known else name


def _massive_id(code: int) -> int:
    """Massive numbers option venues by their OPRA letter."""
    return 300 + ord(_OPRA_LETTERS[code]) - ord("A")


def _size_note(volume_type: int | None) -> str:
    return _SIZE_NOTES.get(volume_type, f"volume type {volume_type}") if volume_type else ""
