"""Option venues: short names for the tape, full names for the eye that rests."""

from collections.abc import Iterable, Mapping

_SHORT = {
    300: "AMEX", 301: "BOX", 302: "CBOE", 303: "EMLD", 304: "EDGX", 307: "GEMX", 308: "ISE", 309: "MRX", 312: "MIAX",
    313: "ARCA", 314: "OPRA", 315: "PEARL", 316: "NOM", 318: "SPHR", 319: "BX", 320: "MEMX", 322: "C2", 323: "PHLX",
    325: "BZX",
}  # fmt: skip


class Venues:
    """Names of Massive's exchange ids. An unknown id shows as its number. `changes` grows with each other table."""

    def __init__(self, rows: Iterable[Mapping[str, str]] = ()) -> None:
        """Take the rows of `massive_exchanges.csv`. Raises `KeyError` or `ValueError` for a table of another shape."""
        self.changes = 0
        self._names: dict[int, str] = {}
        self.learn(rows)

    def learn(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Take another table."""
        names = {int(row["id"]): row["name"] for row in rows}
        if names != self._names:
            self._names = names
            self.changes += 1

    @property
    def numbers(self) -> list[int]:
        """Every known id, ascending."""
        return sorted(self._names)

    def number(self, name: str) -> int | None:
        """The id of a venue whose short name this is, in any case of letters; None where there is none."""
        return next((venue for venue in self.numbers if self.short(venue).lower() == name.lower()), None)

    def short(self, venue: int) -> str:
        """A few letters, `CBOE`."""
        return _SHORT.get(venue) or self._names.get(venue) or str(venue)

    def name(self, venue: int) -> str:
        """Full name and number, `Cboe Options Exchange (C1) (302)`."""
        return f"{self._names[venue]} ({venue})" if venue in self._names else f"unknown venue {venue}"
