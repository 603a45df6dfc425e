"""The trade that linked panels point at, where it is a tick of the chart."""

from collections.abc import Sequence

from models.chart.nearest import Found, neighbour
from models.chart.series import Kind, TickSeries
from models.qt.link import NONE, Link
from models.tape import Tape


class ChosenTick:
    """The link's row among the ticks of a series. `found` is None when it is not there."""

    def __init__(self, tape: Tape, link: Link) -> None:
        self._tape = tape
        self._link = link
        self.found: Found | None = None

    def look(self, series: TickSeries) -> None:
        """Find the row anew; indices move with every print that is inserted."""
        row, tape, self.found = self._link.row, self._tape, None
        if row == NONE:
            return
        if tape.first <= row < tape.end and tape.value("contract", row) != series.contract:
            return
        if place := series.find(row):
            self.found = Found(*place, 0.0)

    def time_ms(self, series: TickSeries) -> int | None:
        """When the chosen tick was traded, Unix ms."""
        return int(series.layers[self.found.kind].time_ms[self.found.index]) if self.found else None

    def step(self, series: TickSeries, kinds: Sequence[Kind], *, later: bool) -> None:
        """Point the link at the tick after or before this one; at the newest if there is none."""
        time_ms = self.time_ms(series)
        if time_ms is None:
            found = neighbour(series, series.last_ms or 0, self._tape.end, kinds, later=False)
        else:
            found = neighbour(series, time_ms, self._link.row, kinds, later=later)
        if found is not None:
            self.point_at(series, found)

    def point_at(self, series: TickSeries, found: Found) -> None:
        """Point every linked panel at a tick."""
        self._link.set_row(int(series.layers[found.kind].row[found.index]))
