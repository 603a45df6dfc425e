"""What is said of a terminal, and how it may be asked."""

import pytest

from models.history.terminal import TerminalChoice, TerminalState, TerminalStatus

OWN = TerminalStatus("Theta Terminal v2", "127.0.0.1:25510", 2, TerminalState.CONNECTED)
VENUE = TerminalStatus("Local venue", "127.0.0.1:5000", 2, TerminalState.CONNECTED)


def test_a_status_says_in_a_line_what_it_is_where_and_how() -> None:
    assert OWN.text == "Theta Terminal v2 (127.0.0.1:25510) connected"
    assert TerminalStatus(state=TerminalState.NOT_RUNNING).text == "Theta Terminal not running"


def test_a_terminal_that_runs_and_is_not_asked_is_said() -> None:
    lost = TerminalStatus(OWN.name, OWN.address, 2, TerminalState.DISCONNECTED)
    assert VENUE.passing_over(lost).text.endswith(" (Theta Terminal v2 (127.0.0.1:25510) disconnected, not asked)")
    assert VENUE.passing_over(TerminalStatus(state=TerminalState.NOT_RUNNING)) == VENUE


@pytest.mark.parametrize("at_once", [0, 9])
def test_more_requests_at_once_than_any_plan_allows_are_refused(at_once: int) -> None:
    with pytest.raises(ValueError, match="1 to 8"):
        TerminalChoice(at_once=at_once)
