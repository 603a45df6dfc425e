"""Our own watchlist format: JSON with a schema version, a name, and items of ticker and note.

Later versions may add fields (groups, columns, filter): a reader passes over those it does not know and says so.
What an older reader would misunderstand raises `SCHEMA`, and that reader then refuses the file and says to update.
"""

from datetime import date
from typing import NoReturn, TypeVar

import msgspec

from models.contract import ContractError
from models.field_errors import field_error
from models.json_source import JsonSource
from models.symbology import parse_symbol, shorten
from models.watchlist import WatchItem, Watchlist
from models.watchlist_import import ImportReport, Problem

SCHEMA = 1
T = TypeVar("T")


class _Item(msgspec.Struct, omit_defaults=True):
    ticker: str
    note: str = ""


class _Document(msgspec.Struct):
    schema: int
    name: str
    items: list[_Item]


class _RefusedError(Exception):
    """Something cannot be used; the report has its problem already."""


def encode_json(watchlist: Watchlist) -> bytes:
    """The watchlist as a file: UTF-8, two spaces of indent, fields in the order of their declaration."""
    items = [_Item(item.contract.ticker, item.note) for item in watchlist]
    document = msgspec.json.encode(_Document(SCHEMA, watchlist.name, items))
    return msgspec.json.format(document, indent=2) + b"\n"


def read_json(content: bytes, default_name: str, report: ImportReport, today: date | None) -> str:
    """Read a file (UTF-8 without a byte order mark) into the report; answers the watchlist's name."""
    file = JsonSource(content)
    try:
        _check_syntax(file, report)
        document = _Object(file, 0, content, "", report)
        _check_schema(document)
        name = _name(document, default_name)
        _remark_unknown(document, _Document, set())
        _read_items(document, today)
    except _RefusedError:
        return default_name
    return name


class _Object:
    """One JSON object of a file, with the place of each field: a problem names its line."""

    def __init__(self, file: JsonSource, start: int, source: bytes, where: str, report: ImportReport) -> None:
        """`source` stands at byte `start` of the file; `where` begins the reasons. Raises `_RefusedError`."""
        self.file = file
        self.report = report
        self._start = start
        self._where = where
        self._places: dict[str, int] = {}
        try:
            self.fields = msgspec.json.decode(source, type=dict[str, msgspec.Raw])
        except msgspec.ValidationError as error:
            self.refuse(None, source, field_error(error))
        self._places = _places(source, self.fields)

    def place(self, field: str | None) -> int:
        """Byte of the file at which a field's value begins; the object's own if the field is not there."""
        return self._start + self._places.get(field or "", 0)

    def line(self, field: str | None) -> int:
        """Line of a field's value."""
        return self.file.line(self.place(field))

    def read(self, field: str, kind: type[T], default: T | None = None) -> T:
        """A field's value. Raises `_RefusedError` if it is missing without a default, or of another type."""
        raw = self.fields.get(field)
        if raw is None:
            if default is None:
                self.refuse(None, b"", f"field “{field}” is missing")
            return default
        try:
            return msgspec.json.decode(raw, type=kind)
        except msgspec.ValidationError as error:
            self.refuse(field, bytes(raw), field_error(error, field))

    def refuse(self, field: str | None, source: bytes, reason: str) -> NoReturn:
        """Report a problem with a field, or with the object itself, and raise `_RefusedError`."""
        self.report.refuse(Problem(self.line(field), shorten(source.decode()), self._where + reason))
        raise _RefusedError


def _check_syntax(file: JsonSource, report: ImportReport) -> None:
    if problem := file.syntax_problem():
        report.refuse(Problem(problem.line, shorten(problem.text), problem.reason, problem.column))
        raise _RefusedError


def _check_schema(document: _Object) -> None:
    if "schema" not in document.fields:
        document.refuse(None, b"", "not a watchlist of Optape: field “schema” is missing")
    schema = document.read("schema", int)
    if schema > SCHEMA:
        reason = (
            f"this watchlist was written by a newer Optape (schema {schema}, this one reads up to {SCHEMA}): update"
        )
        document.refuse("schema", bytes(document.fields["schema"]), reason)
    if schema < 1:
        document.refuse("schema", bytes(document.fields["schema"]), f"there is no schema {schema}")


def _name(document: _Object, default: str) -> str:
    try:
        return document.read("name", str, default)
    except _RefusedError:  # reported; the items may have problems too
        return default


def _read_items(document: _Object, today: date | None) -> None:
    at = document.place("items")
    remarked: set[str] = set()
    for number, raw in enumerate(document.read("items", list[msgspec.Raw]), 1):
        source = bytes(raw)
        at = document.file.content.index(source, at)  # only a comma and white space lie between the items
        try:
            item = _Object(document.file, at, source, f"item {number}: ", document.report)
            _read_item(item, today)
            _remark_unknown(item, _Item, remarked)
        except _RefusedError:
            pass  # reported; the other items may have problems too
        at += len(source)


def _read_item(item: _Object, today: date | None) -> None:
    ticker = item.read("ticker", str)
    note = item.read("note", str, "")
    try:
        contract = parse_symbol(ticker, today)
    except ContractError as error:
        item.refuse("ticker", bytes(item.fields["ticker"]), f"field “ticker”: {error}")
    item.report.take(item.line("ticker"), shorten(ticker), WatchItem(contract, note))


def _remark_unknown(read: _Object, known: type[msgspec.Struct], remarked: set[str]) -> None:
    """Say once of each field that this version does not know what will become of it."""
    for field in read.fields:
        if field in known.__struct_fields__ or field in remarked:
            continue
        remarked.add(field)
        reason = f"field “{shorten(field)}” is not known to this version; it is lost when the list is saved"
        read.report.remark(Problem(read.line(field), shorten(field), reason))


def _places(source: bytes, fields: dict[str, msgspec.Raw]) -> dict[str, int]:
    """Byte of the source at which each field's value begins; a field whose name is written with escapes is left out."""
    places: dict[str, int] = {}
    at = 0
    for field, raw in fields.items():
        name = source.find(msgspec.json.encode(field), at)
        value = source.find(bytes(raw), name + len(msgspec.json.encode(field))) if name >= 0 else -1
        if value >= 0:
            places[field] = value
            at = value + len(bytes(raw))
    return places
