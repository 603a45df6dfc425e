"""A body in whatever form it came -> a table of cells by column name. No meaning is known here.

A terminal may answer in another form than it was asked for (older ones know no CSV), so the form is read from the body.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

import msgspec

from feeds.theta.cells import csv_cells, json_cell, plain_text
from feeds.theta.wire import WireError
from models.history.queries import RawValue

Cells = Sequence[RawValue]
_NO_DATA = "no data"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; `columns` is empty where the body names none. `header`: what stands beside them."""

    columns: tuple[str, ...] = ()
    rows: Sequence[Cells] = ()
    header: Mapping[str, Any] = field(default_factory=dict)


def read_table(body: bytes, *, whole: bool = True) -> Table:
    """Read CSV, JSON of either generation, or a JSON record a line. Raises `WireError`.

    `whole`: the transport vouches that nothing was cut off at the end.
    """
    body = body.removeprefix(b"\xef\xbb\xbf")
    start = body.lstrip()[:1]
    if not start:
        raise WireError("an empty answer")
    if start == b"<":
        raise WireError("a web page")
    if no_data(body[:200].decode("utf-8", "replace")):
        return Table(header={"error_type": "NO_DATA", "error_msg": _text(body)})
    if start in b"{[":
        return _json(body)
    if not whole and not body.endswith(b"\n"):
        raise WireError("an answer that broke off")
    return _csv(_text_of(body))


def no_data(text: str) -> bool:
    """Whether a text is the sentence that there is no data: old terminals send it with status 200."""
    return plain_text(text).lower().startswith(_NO_DATA)


def _csv(text: str) -> Table:
    try:
        lines = [line for line in csv.reader(StringIO(text, newline=""), strict=True) if line]
    except csv.Error:
        raise WireError("an answer that broke off") from None
    columns = tuple(name.strip() for name in lines[0])
    if len(columns) > 1 and "\n" not in text:  # in its very heading
        raise WireError("an answer that broke off")
    if any(len(line) > len(columns) for line in lines):
        raise WireError("rows that are longer than their heading")
    if len(lines[-1]) < len(columns) and not text.endswith("\n"):
        raise WireError("an answer that broke off")
    readers = csv_cells(columns)
    return Table(columns, [[read(text) for read, text in zip(readers, line, strict=False)] for line in lines[1:]])


def _json(body: bytes) -> Table:
    try:
        document = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _of_records(_json_lines(body))
    if isinstance(document, dict) and "response" not in document and "header" not in document:
        document = [document]
    if isinstance(document, list):
        return _of_records(document)
    if not isinstance(document, dict):
        raise WireError("JSON of another kind")
    return _of_document(document)


def _json_lines(body: bytes) -> list[object]:
    try:
        return msgspec.json.Decoder().decode_lines(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise WireError("an answer that broke off") from None


def _of_document(document: dict[str, Any]) -> Table:
    header, response = document.get("header"), document.get("response")
    header = header if isinstance(header, dict) else {}
    if not isinstance(response, list):
        if json_cell(response) is not None or isinstance(response, dict | bool):
            raise WireError("JSON of another kind")
        response = []
    if any(isinstance(row, dict) for row in response):
        return _of_records([record for entry in response for record in _flat(entry)], header)
    named = header.get("format")
    columns = tuple(str(name) for name in named) if isinstance(named, list) else ()
    rows = [[json_cell(cell) for cell in (row if isinstance(row, list) else [row])] for row in response]
    return Table(columns, rows, header)


def _flat(entry: object) -> Iterable[object]:
    """The records of `{"contract": {...}, "data": [{...}]}`, each with its contract; any other is a record itself."""
    if not isinstance(entry, dict) or not isinstance(entry.get("data"), list):
        return [entry]
    contract = entry.get("contract")
    contract = contract if isinstance(contract, dict) else {}
    return [contract | record if isinstance(record, dict) else record for record in entry["data"]]


def _of_records(records: list[object], header: Mapping[str, Any] | None = None) -> Table:
    found = [record for record in records if isinstance(record, dict)]
    if len(found) < len(records) or (not records and header is None):
        raise WireError("JSON of another kind")
    columns = tuple(dict.fromkeys(str(name) for record in found for name in record))
    rows = [[json_cell(record.get(name)) for name in columns] for record in found]
    return Table(columns, rows, header or {})


def _text_of(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise WireError("an answer that is no text") from None


def _text(body: bytes) -> str:
    return plain_text(body.decode("utf-8", "replace"))
