"""The fault matrix as data: what the user is shown of each fault, what is lost, and how it is recovered from."""

from dataclasses import dataclass
from enum import StrEnum

from models.gaps import GapStage


class Recovery(StrEnum):
    """How a fault is recovered from without a restart, in the page's words."""

    NOT_NEEDED = "none needed: the connection stays"
    RECONNECTS = "by itself: connects again"
    FILLS = "by itself: connects again, the gap is filled"
    COOLS_DOWN = "by itself after a cool-down, or at once with “Take over now”"
    COOLS_AND_FILLS = "by itself after a cool-down, or at once with “Take over now”; the gap is filled"
    ASKED = "not tried again; connects when asked to, once the fault is mended"
    KEEPS_TRYING = "tries again with growing delays until the fault is mended"
    FETCHED = "by itself: what was missed is fetched while the stream goes on"


AWAY = (Recovery.FILLS, Recovery.COOLS_AND_FILLS)
"""The stream was interrupted in the midst of trades."""
NOTHING = "0"


@dataclass(frozen=True, slots=True)
class Case:
    """One fault as it is asked for, and what must be seen of it.

    `state`: the beginning of what the status bar says meanwhile, empty where it stays `connected`. `notice`, `remedy`:
    the beginning of the notice, and the words on its button. `malformed`, `repeats`, `duplicates`: at least so many.
    """

    fault: str
    recovery: Recovery
    state: str = ""
    notice: str = ""
    remedy: str = ""
    lost: str = NOTHING
    malformed: int = 0
    repeats: int = 0
    duplicates: int = 0
    reconnects: int | None = None
    stage: GapStage = GapStage.FILLED

    @property
    def name(self) -> str:
        """The fault's, without its number."""
        return self.fault.partition(":")[0]

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """What the page says of it, in its last four columns."""
        return (self.state or "connected", self.notice or "none", self.lost, self.recovery)
