"""What the raw codes of a history source mean, by its table of flags. No Qt here."""

from collections.abc import Iterable, Mapping

from models.history.queries import RawValue


class FlagWords:
    """Puts sums of flags, and numbers of a kind, into words."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Take the rows of the table: `field`, `value_or_bit` (`0x04` is a bit, `3` a value), `name`, `meaning`."""
        self._bits: dict[str, list[tuple[int, str]]] = {}
        self._values: dict[tuple[str, int], str] = {}
        self._more: dict[str, str] = {}
        for row in rows:
            field, code = row["field"], row["value_or_bit"]
            words = f"{row['name']}: {row['meaning']}" if row["name"] else row["meaning"]
            if code.startswith("0x"):
                self._bits.setdefault(field, []).append((int(code, 16), words))
            elif code.startswith(">"):
                self._more[field] = words
            else:
                self._values[field, int(code)] = words

    def words(self, field: str, value: RawValue) -> tuple[str, ...]:
        """What a raw value says, a text for each flag; nothing where the table does not know the field."""
        if not isinstance(value, int | float) or value != int(value):
            return ()
        number = int(value)
        if field in self._bits:
            return self._flags(self._bits[field], number)
        known = self._values.get((field, number)) or (self._more.get(field) if number > 0 else None)
        return (known,) if known else ()

    def _flags(self, bits: list[tuple[int, str]], number: int) -> tuple[str, ...]:
        found = [words for bit, words in bits if number & bit]
        rest = number & ~sum(bit for bit, _ in bits)
        if rest:
            found.append(f"{rest:#04x}: unknown")
        return tuple(found) or ("none",)
