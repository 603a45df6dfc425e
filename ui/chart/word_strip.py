"""Where words stand above a chart's prices: the contracts side by side, then what is told, a line each. No widget here.

Words over the prices would hide what was traded there.
"""

from PySide6.QtCore import QPointF, QRectF

from ui.chart.overlay_text import line_px
from ui.theme import scaled

EDGE_PX = 8
_TOP_PX = 3
_ENTRY_PX = 360
"""Room for a contract with its price and percent, at the standard size of text."""
_MOST_SHARE = 0.3
"""Of the height of a chart, however many contracts it has: the rest of the words lie over the prices."""


def strip_px(contracts: int, told: int, width: float, height: float) -> int:
    """Height of the strip for so many contracts and lines, in a chart of that size."""
    lines = _rows(contracts, width) + told
    return round(min(_TOP_PX + lines * line_px(), _MOST_SHARE * height))


def contract_box(number: int, width: float) -> QRectF:
    """Where the contract with a number stands."""
    columns = _columns(width)
    row, column = divmod(number, columns)
    each = (width - 2 * EDGE_PX) / columns
    return QRectF(EDGE_PX + column * each, _TOP_PX + row * line_px(), each, line_px())


def told_corner(number: int, contracts: int, width: float) -> QPointF:
    """Top left of a line that is told, beneath so many contracts."""
    return QPointF(EDGE_PX, _TOP_PX + (_rows(contracts, width) + number) * line_px())


def _rows(contracts: int, width: float) -> int:
    return -(-contracts // _columns(width))


def _columns(width: float) -> int:
    return max(int((width - 2 * EDGE_PX) // scaled(_ENTRY_PX)), 1)
