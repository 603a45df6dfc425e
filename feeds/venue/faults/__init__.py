"""Faults on demand: how a venue misbehaves, by name. A new fault is one class, and its kind in its module's list.

A fault belongs to one venue and sees all its connections. Faults of one service (the stream, REST, the terminal) act
one after another, those of different services side by side: see `RULE`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from feeds.venue.faults import (
    access,
    acknowledgements,
    bodies,
    breaks,
    connection,
    content,
    frames,
    refusals,
    theta_delivery,
    theta_pages,
    theta_refusals,
    theta_rows,
    theta_states,
)
from feeds.venue.faults.fault import Fault
from feeds.venue.faults.kind import F_co, FaultKind, HttpKind, StreamKind
from feeds.venue.faults.turns import VenueFaults

RULE = """\
TRADES: it strikes once, after so many trades (100) since it took over.
TIMES: it spoils so many connections, messages, frames or requests; without a number it goes on for ever.
SECONDS: how long, as it says. DAYS: of one question.

Several faults are named with commas or with several --fault. Each service (stream, REST, terminal) has a sequence of
its own, and these go side by side. In a sequence each fault acts until it is spent, then the next takes over; after the
last the service is normal. What would go on for ever acts once if another fault of its service follows.
Example: --fault cut:500,rest_429:2,auth_failed:1"""

STREAM_KINDS: tuple[StreamKind, ...] = (
    *connection.KINDS,
    *access.KINDS,
    *acknowledgements.KINDS,
    *breaks.KINDS,
    *frames.KINDS,
    *content.KINDS,
)
REST_KINDS: tuple[HttpKind, ...] = (*refusals.REST_KINDS, *bodies.KINDS)
TERMINAL_KINDS: tuple[HttpKind, ...] = (
    *theta_states.KINDS,
    *theta_refusals.KINDS,
    *theta_delivery.KINDS,
    *theta_rows.KINDS,
    *theta_pages.KINDS,
)
_SERVICES: tuple[Sequence[FaultKind[Fault]], ...] = (STREAM_KINDS, REST_KINDS, TERMINAL_KINDS)
FAULTS = {kind.name: kind for kinds in _SERVICES for kind in kinds}
"""All faults by name."""


@dataclass(frozen=True, slots=True)
class Step:
    """A fault that was asked for, by its name, with its number if one was given."""

    name: str
    number: float | None


def steps_from_text(text: str) -> list[Step]:
    """Read `NAME[:N]`, or several with commas. Raises `ValueError`."""
    return [_step(part.strip()) for part in text.split(",")]


def faults_of(steps: Sequence[Step]) -> VenueFaults:
    """Faults for one venue. Raises `ValueError` where they cannot go together."""
    stream = _built(steps, STREAM_KINDS)
    if len(stream) > 1 and any(isinstance(fault, connection.PlainPort) for fault in stream):
        raise ValueError("the fault “tls” has no beginning and no end: name no other of the stream with it")
    return VenueFaults(stream, _built(steps, REST_KINDS), _built(steps, TERMINAL_KINDS))


def fault_from_text(*texts: str) -> VenueFaults:
    """Faults for one venue by their names: `cut`, `cut:500`, `cut:500,rest_429:2`. Raises `ValueError`."""
    return faults_of([step for text in texts for step in steps_from_text(text)])


def _step(text: str) -> Step:
    name, colon, number = text.partition(":")
    if name not in FAULTS:
        raise ValueError(f"no fault “{name}”; there are {', '.join(FAULTS)}")
    return Step(name, FAULTS[name].read_number(number) if colon else None)


def _built(steps: Sequence[Step], kinds: Sequence[FaultKind[F_co]]) -> list[F_co]:
    """The faults of one service."""
    by_name = {kind.name: kind for kind in kinds}
    mine = [step for step in steps if step.name in by_name]
    return [by_name[step.name].build(step.number, followed=step is not mine[-1]) for step in mine]
