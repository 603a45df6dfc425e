"""Any text of a filter selects and counts what a plain evaluation of each print says, in the order that is read."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from models.filtering.mask import FilterMask
from models.filtering.text import parse_filter
from models.selection import Selection
from models.tape_order import TapeOrder
from tests.models.filtering.plain_filter import kept
from tests.models.filtering.random_filters import print_lists, texts
from tests.models.made_market import MadeMarket, Print
from tests.models.plain_order import PlainOrder


class Reader:
    """A market that is read through a filter, and plainly."""

    def __init__(self, text: str) -> None:
        self.market = MadeMarket()
        self.log: list[Print] = []
        self.order = TapeOrder(self.market.tape, self.market.gaps)
        self.plain = PlainOrder(self.market.tape, self.market.gaps)
        self.choose(text)

    def choose(self, text: str) -> None:
        """Read through another filter."""
        market, self.text = self.market, text
        mask = FilterMask(parse_filter(text), market.tape, market.contracts, market.sets)
        self.selection = Selection(market.tape, mask, self.order)
        self.selection.look_older(lambda: False)
        self.selection.commit_older()

    def take(self, prints: list[Print], *, filled: bool) -> None:
        """Let prints arrive, and select from them."""
        numbered = [replace(made, sequence=len(self.log) + n) for n, made in enumerate(prints)]
        self.log += numbered
        (self.market.fill if filled else self.market.print)(*numbered)
        self.selection.look()
        self.selection.commit()
        self.selection.look_between()
        self.selection.commit_between()

    def assert_right(self) -> None:
        """What is selected is what passes plainly, and every gap, in plain order."""
        self.plain.advance()
        passing = set(kept(self.text, self.log))
        expected = [row for row in self.plain.read() if row < 0 or row in passing]
        assert self.selection.shown.rows(0, len(self.selection)).tolist() == expected


_steps = st.lists(st.tuples(print_lists, st.booleans()) | texts | st.just(None), max_size=6)


@settings(deadline=None, max_examples=150)
@given(texts, _steps)
def test_a_selection_is_what_passes_in_the_order_of_reading(
    text: str, steps: list[tuple[list[Print], bool] | str | None]
) -> None:
    reader = Reader(text)
    for step in steps:
        if step is None:
            reader.market.interrupt()
            reader.take([], filled=False)
        elif isinstance(step, str):
            reader.choose(step)
        else:
            reader.take(step[0], filled=step[1])
        reader.assert_right()
