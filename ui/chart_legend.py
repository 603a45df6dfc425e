"""What the signs of a chart mean, and its keys, for the eye that sees one for the first time."""

from base64 import b64encode
from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel, QWidget

from models.conditions import Shape
from models.series import Kind
from ui import theme
from ui.tick_stamps import mark_image

_GRADE = 3
_MARKS = (
    (
        Kind.LINE,
        Shape.PLAIN,
        "single-leg print that moves last: the line goes through it; larger: more contracts",
    ),
    (Kind.LINE, Shape.AUCTION, "the same in an auction"),
    (Kind.LINE, Shape.CROSS, "a cross, or on the floor"),
    (Kind.PACKAGE, Shape.PACKAGE, "multi-leg or stock-tied: moves last, but its price is a leg of a package"),
    (Kind.OTHER, Shape.PLAIN, "counts towards volume, moves no price"),
    (Kind.LATE, Shape.PLAIN, "late: counts for nothing"),
    (Kind.CANCELLED, Shape.PLAIN, "cancelled: counts for nothing"),
    (Kind.CANCEL, Shape.PLAIN, "the cancel itself"),
)
_INKS = (
    ("vwap", "V", "volume-weighted average price of the trade date"),
    ("text", "O H L", "its open, high and low"),
    ("muted", "▲ ▼", "at the edge: a print that is off the scale"),
    ("muted", "tint", "outside the regular session"),
    ("warn", "hatch", "the stream was interrupted; the line is dashed where trades are missing"),
)
_KEYS = (
    ("← → + −", "pan and zoom, as dragging and the wheel do"),
    ("Home, End", "the whole day (double click, too); keep up at this width"),
    ("Page Up, Down", "the trade date before, after"),
    ("F, G", "following on or off; go to a time"),
    ("A, C, B", "all prints or the line alone; candles; volume bars"),
    ("V, L, S, P", "VWAP; the day’s levels; session shading; percent"),
    ("O", "the chosen contract alone (a click on another in the list takes that away)"),
    (", .", "choose the print before, after (or click on one); Esc lets go of it"),
    ("Ctrl+C, ?", "copy the picture; these words"),
)


@cache
def legend_text() -> str:
    """Signs and keys as rich text."""
    marks = [(_picture(mark_image(kind, shape, _GRADE, 1.0)), text) for kind, shape, text in _MARKS]
    words = [(f'<font color="{theme.ink(name).name()}">{sign}</font>', text) for name, sign, text in _INKS]
    keys = [(f"<b>{key}</b>", text) for key, text in _KEYS]
    return _table(marks + words) + "<hr>" + _table(keys)


def show_legend(over: QWidget) -> QLabel:
    """Show signs and keys over a widget, until a key or a click."""
    legend = _Legend(legend_text(), over, Qt.WindowType.Popup)
    legend.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    legend.setTextFormat(Qt.TextFormat.RichText)
    legend.setMargin(12)
    legend.move(over.mapToGlobal(QPoint(8, 8)))
    legend.show()
    return legend


class _Legend(QLabel):
    """Goes away with any key or click."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.close()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.close()


def _table(rows: Sequence[tuple[str, str]]) -> str:
    cells = (
        f'<tr><td align="center" valign="middle">{sign}&nbsp;&nbsp;</td><td valign="middle">{text}</td></tr>'
        for sign, text in rows
    )
    return f"<table>{''.join(cells)}</table>"


def _picture(image: QImage) -> str:
    """An image in rich text."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # its stub lacks a format that is a str
    return f'<img src="data:image/png;base64,{b64encode(buffer.data().data()).decode()}">'
