"""What msgspec finds wrong with a value, in words for people who edit files by hand."""

import re

import msgspec

_TYPES = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "null": "nothing (null)",
    "array": "a list",
    "object": "an object in braces",
}


def field_error(error: msgspec.ValidationError, field: str = "") -> str:
    """`field “max_rows”: expected a whole number >= 100000`; `field` is where the value stood that was decoded."""
    message, _, path = str(error).partition(" - at `$")
    path = (field + path.rstrip("`")).lstrip(".")
    words = re.sub(r"`(\w+)`", lambda found: _TYPES.get(found[1], f"“{found[1]}”"), message)
    words = words[:1].lower() + words[1:]
    return f"field “{path}”: {words}" if path else words
