"""From one point of a chart of answers to another, as keys go. No Qt here."""

import numpy as np

from models.history.answer_columns import Ids
from models.history.answer_series import AnswerPoints


def along(points: AnswerPoints, row: int, step: int) -> int:
    """The trade before (-1) or after (1) on the same line, also from a day without one; the same point at its end."""
    rows = _line(points, int(points.of_series[row]))
    at = int(np.searchsorted(rows, row, "right")) if step > 0 else int(np.searchsorted(rows, row)) - 1
    return int(rows[at]) if 0 <= at < len(rows) else row


def across(points: AnswerPoints, row: int, step: int) -> int:
    """The trade that is nearest in time on the line before (-1) or after (1); the same one where there is none."""
    series = int(points.of_series[row]) + step
    while 0 <= series < len(points.series):
        rows = _line(points, series)
        if len(rows):
            return int(rows[int(np.argmin(np.abs(points.time_ms[rows] - points.time_ms[row])))])
        series += step
    return row


def line_end(points: AnswerPoints, row: int, end: int) -> int:
    """The first (0) or the last (-1) trade of the same line; the same point where the line has none."""
    rows = _line(points, int(points.of_series[row]))
    return int(rows[end]) if len(rows) else row


def first(points: AnswerPoints) -> int | None:
    """The first trade of the first line."""
    rows = np.flatnonzero(points.traded)
    return int(rows[0]) if len(rows) else None


def _line(points: AnswerPoints, series: int) -> Ids:
    return np.asarray(np.flatnonzero((points.of_series == series) & points.traded))
