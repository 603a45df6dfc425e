"""What the menus of a window set off and the window itself does not own."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Commands:
    """`ask_history`: open the at-time dialog. `show_feed`: open the details of the feed. `connect_now`: connect without
    waiting, taking the connection over. `ask_connection`: open the dialog for key and connection. `ask_memory`: let the
    user choose how many trades are kept. `ask_terminal`: open the dialog for the Theta Terminal.
    """

    ask_history: Callable[[], object]
    show_feed: Callable[[], object]
    connect_now: Callable[[], object]
    ask_connection: Callable[[], object]
    ask_memory: Callable[[], object]
    ask_terminal: Callable[[], object]
