"""What the signs of a chart mean, and its keys, for the eye that sees one for the first time."""

from base64 import b64encode
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel, QWidget

from models.chart.series import Kind
from models.chart.size_bars import BarKind
from models.conditions import Shape
from models.qt.figure_marks import MARK
from models.sessions import Session
from ui import theme
from ui.chart import legend_pictures as pictures
from ui.chart.day_levels import VWAP_INK
from ui.chart.gap_bands import Shade
from ui.chart.overlay import CHOSEN_INK, RING_INK
from ui.chart.size_drawing import BAR_INKS
from ui.chart.stamps import OWN_INK
from ui.chart.words import BAR_WORDS
from ui.layout_store import inside
from ui.png import png

_GRADES, _GRADE = (1, 3, 4), (3,)
PRINTS = (
    (Kind.LINE, Shape.PLAIN, _GRADES, "single-leg print that moves last; the larger, the more contracts"),
    (Kind.LINE, Shape.AUCTION, _GRADE, "the same, in an auction"),
    (Kind.LINE, Shape.CROSS, _GRADE, "the same, a cross or on the floor"),
    (Kind.PACKAGE, Shape.PACKAGE, _GRADE, "multi-leg or stock-tied: its price is a leg of a package"),
    (Kind.OTHER, Shape.PLAIN, _GRADE, "counts towards volume, moves no price"),
    (Kind.LATE, Shape.PLAIN, _GRADE, "late: counts for nothing"),
    (Kind.CANCELLED, Shape.PLAIN, _GRADE, "cancelled: counts for nothing"),
    (Kind.CANCEL, Shape.PLAIN, _GRADE, "the cancel itself"),
)
_KEYS = (
    ("← → + −", "pan and zoom, as dragging and the wheel do"),
    ("Home, End", "the whole day (double click, too); keep up at this width"),
    ("Page Up, Down", "the trade date before, after"),
    ("F, G", "following on or off; go to a time"),
    ("A, C, B", "all prints or the line alone; candles; volume bars"),
    ("V, L, S, P", "VWAP; the day’s levels; session shading; percent"),
    ("O", "stop comparing (a click on a contract in the list ends that one)"),
    (", .", "choose the print before, after (or click on one); Esc lets go of it"),
    ("Ctrl+C, ?", "copy the picture; these words"),
)


@theme.kept_while_worn
def legend_text(ratio: float) -> str:
    """Signs and keys as rich text, for a screen with so many device pixels a pixel."""
    prints, rest = _prints(ratio), [*_lines(ratio), *_grounds(ratio)]
    keys = [(f"<b>{key}</b>", text) for key, text in _KEYS]
    left, right = _table([*prints, _bars()]) + "<hr>" + _table(keys), _table(rest)
    return f"<table><tr><td>{left}</td><td width=24></td><td>{right}</td></tr></table>"


def show_legend(over: QWidget) -> QLabel:
    """Show signs and keys over a widget, until a key or a click."""
    legend = _Legend(legend_text(over.devicePixelRatioF()), over, Qt.WindowType.Popup)
    legend.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    legend.setTextFormat(Qt.TextFormat.RichText)
    legend.setMargin(12)
    legend.resize(legend.sizeHint())  # Qt alone would make it no larger than two thirds of the screen
    place = QRect(over.mapToGlobal(QPoint(8, 8)), legend.size())
    legend.move(inside(place, over.screen().availableGeometry()).topLeft())
    legend.show()
    return legend


class _Legend(QLabel):
    """Goes away with any key or click."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.close()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.close()


def _prints(ratio: float) -> list[tuple[str, str]]:
    marks = [(pictures.of_marks(kind, shape, grades, ratio), text) for kind, shape, grades, text in PRINTS]
    off_scale = (pictures.of_arrows(ratio), "off the scale: at the edge that it lies beyond, in its colour")
    return [(_picture(image), text) for image, text in (*marks, off_scale)]


def _bars() -> tuple[str, str]:
    parts = [f"{_ink('■', BAR_INKS[kind][0])} {BAR_WORDS[kind]}" for kind in BarKind]
    return "bars", "contracts by kind, from the foot up: " + ", ".join(parts)


def _lines(ratio: float) -> list[tuple[str, str]]:
    line = pictures.of_line
    drawn = (
        (line(OWN_INK, (), ratio), "the price: each single-leg print holds until the next"),
        (line(OWN_INK, pictures.MISSING, ratio), "the same, where trades are missing"),
        (
            pictures.of_candles(ratio),
            "candles: hollow rises, filled falls, grey stays; the line behind holds between them",
        ),
        (line(VWAP_INK, (), ratio), "volume-weighted average price of the trade date, V"),
        (
            line("text", pictures.DOTTED, ratio, steps=False),
            f"its open, high and low: O, H, L; {MARK} where not all of the day is known",
        ),
        (pictures.of_compared(ratio), "other contracts, as the list above the chart names them"),
        (pictures.of_ring(RING_INK, ratio), "the print that is nearest to the pointer"),
        (pictures.of_ring(CHOSEN_INK, ratio), "the trade that is chosen, here or on the tape"),
    )
    return [(_picture(image), text) for image, text in drawn]


def _grounds(ratio: float) -> list[tuple[str, str]]:
    outside = (Session.EARLY, Session.LATE, Session.OUTSIDE)
    drawn = (
        (pictures.of_sessions(outside, ratio), "early session, late session, outside trading hours"),
        (pictures.of_gap(Shade.FILLED, ratio), "the stream was interrupted, the trades were filled in"),
        (pictures.of_gap(Shade.MISSING, ratio), "the stream was interrupted, trades are missing"),
    )
    return [(_picture(image), text) for image, text in drawn]


def _table(rows: Sequence[tuple[str, str]]) -> str:
    cells = (
        f'<tr><td align="center" valign="middle">{sign}&nbsp;&nbsp;</td><td valign="middle">{text}</td></tr>'
        for sign, text in rows
    )
    return f"<table>{''.join(cells)}</table>"


def _ink(sign: str, name: str) -> str:
    return f'<font color="{theme.ink(name).name()}">{sign}</font>'


def _picture(image: QImage) -> str:
    """An image in rich text."""
    size = image.deviceIndependentSize().toSize()
    data = b64encode(png(image)).decode()
    return f'<img width={size.width()} height={size.height()} src="data:image/png;base64,{data}">'
