"""What a run leaves behind when it ends."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from models.home import Home
from models.report import Report, write_report
from models.watchlist_files import WatchlistFileError, write_watchlist
from ui.layout_store import save_layout
from ui.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class Wanted:
    """`its_list`: the watchlist is the user's own, and opens again. `picture`, `report`: files that were asked for."""

    its_list: bool
    picture: Path | None
    report: Path | None


def write_at_end(
    wanted: Wanted, window: MainWindow, states: dict[str, dict[str, Any]], home: Home, report: Report
) -> list[str]:
    """Write what is wanted, and the layout in any case; return what could not be written, in sentences.

    `states`: what the layout keeps of each panel.
    """
    writes = [partial(save_layout, window, states, home.layout_path)]
    if wanted.its_list:
        writes.append(partial(write_watchlist, window.document.watchlist, home.last_watchlist_path))
    if wanted.picture:
        writes.append(partial(window.save_picture, wanted.picture))
    if wanted.report:
        writes.append(partial(write_report, report, wanted.report))
    return [problem for write in writes if (problem := _problem_of(write))]


def _problem_of(write: Callable[[], None]) -> str:
    try:
        write()
    except (OSError, WatchlistFileError) as error:
        return str(error)
    return ""
