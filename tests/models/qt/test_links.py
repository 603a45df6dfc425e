"""Links by their letters, and a panel's own link that can be turned from one to another."""

import pytest

from models.qt.link import NONE, Link
from models.qt.links import LETTERS, UNLINKED, FollowedLink, Links
from tests.models.made_market import SPY_C, SPY_P, MadeMarket


class Heard:
    """What a panel on a link was told, in order."""

    def __init__(self, link: Link) -> None:
        self.news: list[tuple[str, object]] = []
        link.contract_changed.connect(lambda contract: self.news.append(("contract", contract)))
        link.narrowed_changed.connect(lambda narrowed: self.news.append(("narrowed", narrowed)))
        link.row_changed.connect(lambda row: self.news.append(("row", row)))
        link.compared_changed.connect(lambda: self.news.append(("compared", link.compared)))


def test_panels_on_one_letter_look_at_the_same() -> None:
    links = Links()
    one, other, apart = FollowedLink(links, "A"), FollowedLink(links, "A"), FollowedLink(links, "B")
    heard, unheard = Heard(other), Heard(apart)
    one.set_contract(3)
    one.set_narrowed(True)
    one.toggle_compared([5, 6])
    one.set_row(70)
    assert (other.contract, other.narrowed, other.compared, other.row) == (3, True, (5, 6), 70)
    assert heard.news == [("contract", 3), ("narrowed", True), ("compared", (5, 6)), ("row", 70)]
    assert unheard.news == []


def test_a_panel_that_turns_is_told_what_differs_and_hears_the_old_link_no_longer() -> None:
    links = Links()
    panel = FollowedLink(links, "A")
    links["A"].set_contract(1)
    links["B"].set_contract(2)
    links["B"].set_narrowed(True)
    links["B"].toggle_compared([4])
    links["B"].set_row(9)
    heard = Heard(panel)
    panel.turn("B")
    assert heard.news == [("contract", 2), ("narrowed", True), ("compared", (4,)), ("row", 9)]
    heard.news.clear()
    links["A"].set_contract(7)
    panel.turn("B")
    assert heard.news == []
    links["B"].compare_none()
    assert heard.news == [("compared", ())]


def test_a_link_that_was_never_used_takes_over_what_the_panel_shows() -> None:
    links = Links()
    panel = FollowedLink(links, "A")
    panel.set_contract(1)
    panel.set_row(5)
    heard = Heard(panel)
    panel.turn("C")
    assert (links["C"].contract, links["C"].row) == (1, 5)
    assert heard.news == []


def test_an_unlinked_panel_keeps_its_contract() -> None:
    links = Links()
    panel = FollowedLink(links, "A")
    panel.set_contract(1)
    panel.set_row(5)
    panel.turn(UNLINKED)
    links["A"].set_contract(2)
    assert (panel.letter, panel.contract, panel.row) == ("", 1, 5)
    panel.set_contract(8)
    assert links["A"].contract == 2
    panel.turn("A")
    assert panel.contract == 2


def test_links_tell_of_contracts_and_of_turns() -> None:
    links, told = Links(), []
    panel = FollowedLink(links, "A")
    links.changed.connect(lambda: told.append(panel.letter))
    panel.set_contract(1)
    panel.turn("B")
    assert told[0] == "A"
    assert told[-1] == "B"


def test_what_the_links_look_at_comes_back() -> None:
    contracts = MadeMarket().contracts
    links, back = Links(), Links()
    links["A"].set_contract(0)
    links["B"].set_contract(1)
    links["B"].toggle_compared([0, 2])
    state = links.state(contracts, "AB")
    assert state["A"] == {"contract": SPY_C, "compared": []}
    back.restore(state, contracts)
    assert [back[letter].contract for letter in LETTERS] == [0, 1, *[NONE] * 4]
    assert back["B"].compared == (0, 2)


@pytest.mark.parametrize("state", [{"A": 5}, {"A": {"contract": 5}}, {"A": {"contract": "SPY"}}, {"Z": {}}])
def test_a_broken_state_changes_nothing(state: dict[str, object]) -> None:
    links = Links()
    links.restore({**state, "B": {"contract": SPY_P, "compared": ["x"]}}, MadeMarket().contracts)
    assert (links["A"].contract, links["B"].contract, links["B"].compared) == (NONE, 1, ())
