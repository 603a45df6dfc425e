"""Highlight rules: which trades they mark, and the file that keeps them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.filtering.text import FilterTextError
from models.highlighting import Highlighter, bold_parts
from models.highlights import SHIPPED, HighlightBook, Rule, Tint, changed, free_name, moved, rule_filter
from tests.models.made_market import SPXW, SPY_C, MadeMarket, Print

LARGE = Rule("Large", "size>=100", Tint.BLUE)
BOLD = Rule("Bold", "size>=10 prem>=5k", bold=True)


def lit(market: MadeMarket, *rules: Rule) -> Highlighter:
    """What marks a market's trades by these rules."""
    market.highlights.put(rules)
    return Highlighter(market)


def tinted_by(highlighter: Highlighter, count: int) -> list[str]:
    """The name of the rule that tints each of the first trades; empty: none does."""
    tints = highlighter.marks(np.arange(count)).tints
    return [highlighter.rule(number).name if number >= 0 else "" for number in tints]


@pytest.fixture
def market() -> MadeMarket:
    return MadeMarket()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "highlights.json"


# Which trades are marked


def test_the_first_rule_that_fits_gives_the_tint(market: MadeMarket) -> None:
    market.print(Print(size=1000), Print(size=100), Print(size=1))
    largest = Rule("Largest", "size>=1000", Tint.RED)
    assert tinted_by(lit(market, largest, LARGE), 3) == ["Largest", "Large", ""]
    assert tinted_by(lit(market, LARGE, largest), 3) == ["Large", "Large", ""]


def test_every_rule_that_fits_makes_bold_what_it_asks_about(market: MadeMarket) -> None:
    market.print(Print(size=10, price=10.0), Print(size=1, price=90.0), Print(SPXW, size=1))
    bold = lit(market, BOLD, Rule("Index", "SPXW", bold=True)).marks(np.arange(3)).bold
    assert {part: rows.tolist() for part, rows in bold.items()} == {
        "size": [True, False, False],
        "premium": [True, False, False],
        "contract": [False, False, True],
    }


def test_a_rule_with_a_tint_comes_through_one_that_is_only_bold(market: MadeMarket) -> None:
    market.print(Print(size=100, price=10.0))
    assert tinted_by(lit(market, BOLD, LARGE), 1) == ["Large"]


@pytest.mark.parametrize("rule", [replace(LARGE, on=False), replace(LARGE, text="sized>=5"), replace(LARGE, text="")])
def test_a_rule_that_is_off_or_cannot_be_followed_marks_nothing(market: MadeMarket, rule: Rule) -> None:
    market.print(Print(size=100))
    assert tinted_by(lit(market, rule), 1) == [""]


def test_rules_are_followed_as_soon_as_they_are_others(market: MadeMarket) -> None:
    market.print(Print(size=100))
    highlighter = lit(market, LARGE)
    assert tinted_by(highlighter, 1) == ["Large"]
    market.highlights.put([replace(LARGE, text="size>=101")])
    assert tinted_by(highlighter, 1) == [""]


def test_a_rule_may_name_a_venue_that_is_learned_later(market: MadeMarket) -> None:
    market.print(Print(venue=399))
    highlighter = lit(market, Rule("New", "venue=NEWX", Tint.GREEN))
    assert tinted_by(highlighter, 1) == [""]
    market.venues.learn([{"id": "399", "name": "NEWX"}])
    assert tinted_by(highlighter, 1) == ["New"]


def test_groups_are_those_of_the_table_that_is_learned_later(market: MadeMarket) -> None:
    market.print(Print(codes=(209,)))
    highlighter = lit(market, Rule("Late", "late", Tint.GREEN))
    assert tinted_by(highlighter, 1) == [""]
    market.learn_conditions([replace(code, group="late") for code in market.sets.known.values()])
    assert tinted_by(highlighter, 1) == ["Late"]


def test_premiums_are_judged_by_the_shares_that_are_learned_later(market: MadeMarket) -> None:
    market.print(Print(price=1.0, size=100))
    highlighter = lit(market, Rule("Rich", "prem>=15k", Tint.GREEN))
    assert tinted_by(highlighter, 1) == [""]
    market.contracts.learn_multiplier(SPY_C, 150)
    assert tinted_by(highlighter, 1) == ["Rich"]


def test_all_rules_that_fit_a_trade_are_told_by_name(market: MadeMarket) -> None:
    market.print(Print(size=100, price=10.0))
    assert lit(market, LARGE, Rule("Other", "SPXW", Tint.RED), BOLD).names(0) == ["Large", "Bold"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("size>=100", ("size",)),
        ("prem>=1m dte=0", ("contract", "premium")),
        ("unusual", ("size", "premium")),
        ("iso time>=15:30 venue=302", ("venue", "condition", "time")),
        ("price<0.05 !late", ("price",)),
        ("!SPY", ("contract",)),
        (SPY_C, ("contract",)),
    ],
)
def test_bold_is_what_a_filter_asks_about(text: str, parts: tuple[str, ...]) -> None:
    assert bold_parts(rule_filter(Rule("", text))) == parts


def test_a_rule_that_asks_nothing_is_refused_for_it_would_mark_every_trade() -> None:
    with pytest.raises(FilterTextError, match="which trades"):
        rule_filter(Rule("All", " "))


def test_the_shipped_rules_can_be_followed() -> None:
    assert all(rule_filter(rule) for rule in SHIPPED)
    assert len({rule.name for rule in SHIPPED}) == len(SHIPPED)


# The list


def test_rules_move_within_the_ends() -> None:
    one, two, three = (replace(LARGE, name=name) for name in "123")
    assert moved((one, two, three), 0, 1) == (two, one, three)
    assert moved((one, two, three), 2, -1) == (one, three, two)
    assert moved((one, two, three), 0, -1) == (one, two, three)
    assert moved((one, two, three), 2, 1) == (one, two, three)


def test_a_new_rule_gets_a_name_that_is_free() -> None:
    rules = (replace(LARGE, name="New rule"), replace(LARGE, name="New rule 2"))
    assert free_name("New rule", rules) == "New rule 3"
    assert free_name("Other", rules) == "Other"


def test_one_rule_is_changed_and_the_others_stay() -> None:
    assert changed((LARGE, BOLD), 1, on=False) == (LARGE, replace(BOLD, on=False))


# The file


def test_rules_are_found_again(path: Path) -> None:
    book = HighlightBook(path)
    book.put((LARGE, BOLD))
    assert book.save() is None
    assert HighlightBook(path).rules == (LARGE, BOLD)


def test_without_a_file_the_shipped_rules_hold(path: Path) -> None:
    book = HighlightBook(path)
    assert (book.rules, book.problem) == (SHIPPED, "")


def test_no_rule_at_all_is_kept_too(path: Path) -> None:
    book = HighlightBook(path)
    book.put(())
    book.save()
    assert HighlightBook(path).rules == ()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"rules": [', "line 1, column 12"),
        ('{"rules": [{"name": "A"}]}', "rules"),
        ('{"rules": [{"name": "A", "text": "size>=5", "tint": "mauve"}]}', "mauve"),
        ("[]", "an object in braces"),
    ],
)
def test_a_broken_file_is_said_and_kept(path: Path, market: MadeMarket, content: str, reason: str) -> None:
    path.write_text(content)
    book = HighlightBook(path)
    assert book.rules == SHIPPED
    assert str(path) in book.problem
    assert reason in book.problem
    assert book.complaint(market.venues) == book.problem
    assert path.read_text() == content
    kept = book.save()
    assert kept == path.with_name("highlights.json.broken")
    assert kept.read_text() == content
    assert (HighlightBook(path).rules, book.problem) == (SHIPPED, "")


def test_a_rule_in_the_file_that_cannot_be_followed_is_said_and_stays(path: Path, market: MadeMarket) -> None:
    wrong = replace(LARGE, name="Mine", text="sized>=5")
    book = HighlightBook(path)
    book.put((wrong, BOLD))
    book.save()
    again = HighlightBook(path)
    assert again.rules == (wrong, BOLD)
    assert "“Mine”" in again.complaint(market.venues)
    assert "sized>=5" in again.complaint(market.venues)


def test_a_venue_known_to_the_tables_is_no_reason_to_complain(path: Path, market: MadeMarket) -> None:
    book = HighlightBook(path)
    book.put((replace(LARGE, text="venue=CBOE"),))
    assert book.complaint(market.venues) == ""


def test_a_book_without_a_file_keeps_nothing() -> None:
    book = HighlightBook()
    book.put((LARGE,))
    assert book.save() is None


def test_changes_grow_with_other_rules_only() -> None:
    book = HighlightBook()
    book.put(SHIPPED)
    assert book.changes == 0
    book.put(())
    assert book.changes == 1
