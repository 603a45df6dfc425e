"""Choices of a chart: what can be typed, what comes next, what is kept."""

import msgspec
import pytest

from models.chart.options import (
    BARS,
    BarsBy,
    ChartOptions,
    Style,
    bars_choice_text,
    changed,
    kept,
    next_bars,
    restored,
    typed_bars,
)


@pytest.mark.parametrize(
    ("text", "by", "number"),
    [
        ("30 s", BarsBy.TIME, 30), ("2min", BarsBy.TIME, 120), (" 1 H ", BarsBy.TIME, 3600),
        ("90 sec", BarsBy.TIME, 90), ("250", BarsBy.TICKS, 250), ("250 prints", BarsBy.TICKS, 250),
        ("1 tick", BarsBy.TICKS, 1),
    ],
)  # fmt: skip
def test_bars_are_typed_as_time_or_as_a_number_of_prints(text: str, by: BarsBy, number: int) -> None:
    options = typed_bars(ChartOptions(), text)
    assert options is not None
    assert options.bars_by is by
    assert (options.bar_s if by is BarsBy.TIME else options.bar_ticks) == number


@pytest.mark.parametrize("text", ["", "0", "0 s", "-3", "3 days", "25 h", "1.5 min", "٣", "9999999999"])
def test_what_is_no_size_of_a_bar_is_refused(text: str) -> None:
    assert typed_bars(ChartOptions(), text) is None


def test_the_usual_bars_follow_one_another_in_a_ring() -> None:
    options = ChartOptions()
    seen = []
    for _ in BARS:
        options = next_bars(options)
        seen.append(bars_choice_text(options))
    assert seen == ["1 s", "10 s", "1 min", "5 min", "100 prints", "1,000 prints", "automatic"]


def test_after_bars_that_were_typed_the_first_of_the_usual_ones_comes() -> None:
    typed = typed_bars(ChartOptions(), "7 s")
    assert typed is not None
    assert next_bars(typed).bars_by is BarsBy.AUTO


def test_what_is_kept_comes_back() -> None:
    options = ChartOptions(style=Style.CANDLES, candle_s=300, bars_by=BarsBy.TICKS, bar_ticks=7, relative=True)
    assert restored(kept(options), ChartOptions()) == options
    assert restored(msgspec.json.decode(msgspec.json.encode(kept(options))), ChartOptions()) == options


@pytest.mark.parametrize(
    "bad", [{"bar_s": 0}, {"candle_s": -1}, {"bars_by": "moon"}, {"levels": None}, {"bar_ticks": 2.5}]
)
def test_of_a_kept_state_with_nonsense_nothing_is_taken(bad: dict[str, object]) -> None:
    assert restored({"vwap": False} | bad, ChartOptions()) == ChartOptions()


def test_no_chart_is_asked_for_what_it_cannot_draw() -> None:
    with pytest.raises(msgspec.ValidationError):
        changed(ChartOptions(), candle_s=0)


@pytest.mark.parametrize("typed", ["1 s", "90 s", "2 h", "24 h", "250", "1000 ticks", "1,000,000"])
def test_bars_that_were_chosen_can_be_typed_as_they_read(typed: str) -> None:
    options = typed_bars(ChartOptions(), typed)
    assert options is not None
    assert typed_bars(ChartOptions(), bars_choice_text(options)) == options
