"""What several looks at a terminal mean together: that it is starting, or that two sessions of an account fight."""

from collections import deque
from collections.abc import Callable

from models.history.terminal import TerminalState

STARTS_WITHIN_S = 60.0
"""A terminal takes 8 to 10 s and more from its first sign of life to its connection."""
FLIPS_WITHIN_S = 180.0
FLIPS = 3
"""So many changes between connected and disconnected in so short a time are no accident."""
_S = TerminalState
_NOT_YET = frozenset({_S.DISCONNECTED, _S.UNVERIFIED})
_FLIPPING = frozenset({_S.CONNECTED, _S.DISCONNECTED})


class TerminalWatch:
    """Takes what each look saw, and says what it is."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._was_absent_s: float | None = None
        self._last: TerminalState | None = None
        self._flips: deque[float] = deque(maxlen=FLIPS)

    def judged(self, seen: TerminalState) -> TerminalState:
        """The state that the user is told."""
        now_s = self._now_s()
        self._note(seen, now_s)
        if seen in _NOT_YET and self._was_absent_s is not None and now_s - self._was_absent_s <= STARTS_WITHIN_S:
            return _S.STARTING
        if seen in _FLIPPING and len(self._flips) == FLIPS and now_s - self._flips[0] <= FLIPS_WITHIN_S:
            return _S.FIGHTING
        return seen

    def _note(self, seen: TerminalState, now_s: float) -> None:
        if seen is _S.NOT_RUNNING:
            self._was_absent_s = now_s
            self._flips.clear()
        elif seen is _S.CONNECTED:
            self._was_absent_s = None
        if {self._last, seen} == _FLIPPING:
            self._flips.append(now_s)
        if seen in _FLIPPING:
            self._last = seen
