"""JSON that people may have edited: which line and column a byte is on, and where the syntax breaks."""

import json
import re
from bisect import bisect_right
from dataclasses import dataclass

import msgspec


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """Where (line and column from 1) a file stops being JSON, the text of that line, and why."""

    line: int
    column: int
    text: str
    reason: str


class JsonSource:
    """The bytes of a file, which should be UTF-8 without a byte order mark."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._starts = [0, *(found.end() for found in re.finditer(b"\n", content))]

    def line(self, place: int) -> int:
        """Line, from 1, of a byte."""
        return bisect_right(self._starts, place)

    def syntax_problem(self) -> SyntaxProblem | None:
        """What keeps the whole from being JSON, if anything does."""
        try:
            # The standard library knows the exact place, msgspec knows more that is wrong (NaN, half characters).
            json.loads(self.content.decode(), parse_int=str, parse_float=str)
            msgspec.json.decode(self.content)
        except json.JSONDecodeError as error:
            return self._problem(len(error.doc[: error.pos].encode()), error.msg)
        except msgspec.DecodeError as error:
            found = re.fullmatch(r"(.*?)(?: \(byte (\d+)\))?", str(error))
            assert found is not None
            return self._problem(int(found[2] or 0), found[1])
        except UnicodeDecodeError as error:
            return self._problem(error.start, "not text in UTF-8")
        except RecursionError:
            return self._problem(0, "lists within lists without end")
        return None

    def _problem(self, place: int, reason: str) -> SyntaxProblem:
        line = self.line(place)
        start = self._starts[line - 1]
        column = len(self.content[start:place].decode(errors="replace")) + 1
        text = self.content[start:].partition(b"\n")[0].decode(errors="replace")
        return SyntaxProblem(line, column, text, f"this is not valid JSON: {reason[:1].lower()}{reason[1:]}")
