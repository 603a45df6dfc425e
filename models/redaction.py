"""Keys out of texts: what is written or shown passes through a `Redactor`, which finds a key in all its spellings."""

import base64
import re
from functools import lru_cache

REDACTED = "•••"
MIN_CHARS = 4
"""A shorter text is nobody's key, and is left: taken out of every word, its holes would spell it."""
_NAMED = {'"': "quot", "&": "amp", "'": "apos", "<": "lt", ">": "gt"}
_PADDING = "(?:[0-9a-z+/_-]?={1,2})?"
_ESCAPES = r"(?:\\|%(?:25)*5c)*"
_LETTERED = {"\n": "n", "\t": "t", "\r": "r", "\b": "b", "\f": "f", "\0": "0"}


class Redactor:
    """Takes the keys that it learned out of texts, also where they are escaped, quoted or encoded.

    What is to be shortened is redacted first: half a key is not found.
    """

    def __init__(self, *keys: str) -> None:
        self._patterns: dict[str, re.Pattern[str]] = {}
        for key in keys:
            self.learn(key)

    def learn(self, key: str) -> None:
        """Know a key from now on. One shorter than `MIN_CHARS` is passed over."""
        if len(key) >= MIN_CHARS:
            self._patterns[key] = _pattern(key)

    def __call__(self, text: str) -> str:
        """The text without the keys. It is looked at again after each find: what then stands together may be one."""
        count = 1
        while count:
            count = 0
            for pattern in self._patterns.values():
                text, found = pattern.subn(REDACTED, text)
                count += found
        return text

    def __repr__(self) -> str:
        return f"<Redactor of {len(self._patterns)} keys>"


@lru_cache(maxsize=16)
def _pattern(key: str) -> re.Pattern[str]:
    """Every character in any of its spellings, so that mixed and repeated escapes are found; or base64 of the whole.

    Backslashes before a character are taken to escape it.
    """
    parts = re.findall(r"\\+|[^\\]", key)
    spelled = _ESCAPES.join(_backslashes(len(p)) if p[0] == "\\" else f"(?:{_spellings(p)})" for p in parts)
    return re.compile("|".join([spelled, *_base64(key.encode("utf-8", "surrogatepass"))]), re.IGNORECASE)


def _spellings(character: str) -> str:
    """A character as itself, in a URL, in HTML, in JSON, and in Python's representations of texts and bytes."""
    octets = character.encode("utf-8", "surrogatepass")
    units = character.encode("utf-16-be", "surrogatepass")
    found = [
        re.escape(character),
        "".join(f"%(?:25)*{octet:02x}" for octet in octets),
        _html(character),
        _ESCAPES.join(f"u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2)),
        _ESCAPES.join(f"x{octet:02x}" for octet in octets),
        f"x{ord(character):02x}",
        f"u{ord(character):08x}",
    ]
    if character in _LETTERED:
        found.append(_LETTERED[character])
    if character == " ":
        found.append(r"\+|%(?:25)*2b")
    return "|".join(found)


def _backslashes(count: int) -> str:
    """A run of backslashes, which escaping makes longer."""
    encoded = rf"\\++(?:u005c|x5c)|%(?:25)*5c|{_html(chr(92))}"
    return rf"(?:\\{{{count},}}+|(?:{encoded}){{{count},}})"


def _html(character: str) -> str:
    code = ord(character)
    named = f"|{_NAMED[character]}" if character in _NAMED else ""
    return f"&(?:amp;)*(?:#0*{code}|#x0*{code:x}{named});"


def _base64(data: bytes) -> list[str]:
    """The characters that are the data's alone in base64, at each of its three places in a group."""
    found = []
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + data).decode()
        own = encoded[-(-before * 8 // 6) : (before + len(data)) * 8 // 6]
        found.append(own.replace("+", "(?:[+-]|%2b)").replace("/", r"(?:\\*+[/_]|%2f)") + _PADDING)
    return found
