"""The characters of a cell in a column of so much room: what stands where, and what is cut where there is no room."""

from collections.abc import Sequence

from models.qt.cells import Align, Band, Cell, Span
from ui.glyphs import Glyphs

_KEEP = 1000
_DECIMALS = 2
"""Decimals of a `POINT` column that stand under one another; two further ones hang into the room kept beyond."""


class CellText(dict[Cell, str]):
    """Cells of a column on a ground, written in numbers of `Glyphs`: those `shown` of its `room` characters."""

    def __init__(self, glyphs: Glyphs, align: Align, room: int, shown: slice, ground: str) -> None:
        super().__init__()
        self._glyphs, self._align, self._room, self._shown, self._ground = glyphs, align, room, shown, ground
        self._space = self._written(" ", "text", bold=False)

    def __missing__(self, cell: Cell) -> str:
        if len(self) >= _KEEP:
            self.clear()
        made = self[cell] = self._line(cell)[self._shown]
        return made

    def placed(self, text: str) -> tuple[str, int]:
        """What of a text is shown, and at which place it begins."""
        shown, align = _fitted(text, self._align, self._room)
        return shown, 0 if align is Align.LEFT else self._room - _chars_from_right(shown, align)

    def band(self, band: Band) -> tuple[str, int]:
        """The characters of a band, cut where they do not fit, and the place behind them."""
        spans, end = list[Span](), 0
        for span in band.spans:
            if span.at >= self._room:
                break
            text, _ = _fitted(span.text, Align.LEFT, self._room - span.at)
            spans.append(span._replace(text=text))
            end = span.at + len(text)
            if text != span.text:
                break
        return self._spread(spans)[self._shown], end

    def _line(self, cell: Cell) -> str:
        text, ink, bold, _, spans, spark = cell
        if spark is not None:
            return self._space * self._room
        if spans and spans[-1].at + len(spans[-1].text) <= self._room:
            return self._spread(spans)
        shown, at = self.placed(text)
        return (self._space * at + self._written(shown, ink, bold=bold)).ljust(self._room, self._space)

    def _spread(self, spans: Sequence[Span]) -> str:
        line = ""
        for at, text, ink, bold in spans:
            line = line[:at].ljust(at, self._space) + self._written(text, ink, bold=bold)
        return line.ljust(self._room, self._space)

    def _written(self, text: str, ink: str, *, bold: bool) -> str:
        return text.translate(self._glyphs.style(ink, self._ground, bold=bold))


def _chars_from_right(text: str, align: Align) -> int:
    """How many characters before the column's right edge a text begins."""
    if align is Align.RIGHT:
        return len(text)
    if align is Align.UNIT:
        return len(text) + (not text[-1:].isalpha())
    decimals = len(text) - text.rfind(".") - 1 if "." in text else -1
    return len(text) - decimals + 2 * _DECIMALS


def _fitted(text: str, align: Align, room: int) -> tuple[str, Align]:
    """A text that stays in a column of `room` characters: words are cut, figures lose separators but never a digit."""
    if (len(text) if align is Align.LEFT else _chars_from_right(text, align)) <= room:
        return text, align
    if align is Align.LEFT:
        return text[: max(room - 1, 0)] + "…", align
    figure = text.replace(",", "")
    return figure if len(figure) <= room else "…", Align.RIGHT
