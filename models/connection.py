"""The connection to Massive as the user sets it up: where the key is kept, what it can do, and what was chosen.

Facts of plans: massive.md section 1.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from models.redaction import MIN_CHARS

VARIABLE = "MASSIVE_API_KEY"
"""The environment variable that may hold the key."""
NONE_WORKS = "This system has no keyring that Optape can use."
"""Nothing to be told of before the user wants to keep a key."""
_QUOTES = "\"'“”‘’`"


class KeyPlace(StrEnum):
    """Where the key in use comes from."""

    NONE = "nowhere"
    ENVIRONMENT = "environment"
    KEYRING = "keyring"
    RUN = "this run"


@dataclass(frozen=True, slots=True)
class KeyStanding:
    """Where the key in use comes from, and how the system keyring is."""

    place: KeyPlace = KeyPlace.NONE
    keyring_problem: str = ""
    """Why the keyring cannot be used, in words; empty where it works."""
    is_kept: bool = False
    """The keyring holds a key, whichever is in use."""


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A key and its standing; the key is None where there is none, and is not shown in a representation."""

    key: str | None = field(default=None, repr=False)
    standing: KeyStanding = KeyStanding()


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a key may be sent, and nowhere else; None: not there."""

    real_time: str | None
    delayed: str | None
    rest: str | None


class KeyAbility(StrEnum):
    """What a key may be able to do, in the order in which it is tested."""

    REFERENCE = "Reference data"
    PAST_TRADES = "Past trades"
    REAL_TIME = "Real-time trades"
    DELAYED = "Delayed trades"


class Verdict(StrEnum):
    """How the test of one ability ended."""

    WAITING = "waiting"
    WORKS = "works"
    BUSY = "works, in use elsewhere"
    UNKNOWN_KEY = "key not known"
    REFUSED = "not in the plan"
    UNREACHABLE = "not reached"
    UNTESTED = "not tested"


@dataclass(frozen=True, slots=True)
class Finding:
    """One ability of a key: how its test ended, and more in words."""

    ability: KeyAbility
    verdict: Verdict = Verdict.WAITING
    words: str = ""


_ABLE = (Verdict.WORKS, Verdict.BUSY)


@dataclass(frozen=True, slots=True)
class KeyReport:
    """What a key can do, as far as it was tested: one finding for each ability, in their order."""

    findings: tuple[Finding, ...] = tuple(Finding(ability) for ability in KeyAbility)

    def with_finding(self, finding: Finding) -> "KeyReport":
        """The report with one finding in the place of the older one."""
        return replace(self, findings=tuple(finding if f.ability is finding.ability else f for f in self.findings))

    @staticmethod
    def of_all(verdict: Verdict, words: str) -> "KeyReport":
        """A report that says the same of every ability."""
        return KeyReport(tuple(Finding(ability, verdict, words) for ability in KeyAbility))

    def verdict(self, ability: KeyAbility) -> Verdict:
        """How the test of an ability ended."""
        return next(finding.verdict for finding in self.findings if finding.ability is ability)

    def is_able(self, ability: KeyAbility) -> bool:
        """Whether the test found that the key can do this."""
        return self.verdict(ability) in _ABLE

    @property
    def is_complete(self) -> bool:
        """Whether nothing is waited for."""
        return all(finding.verdict is not Verdict.WAITING for finding in self.findings)

    @property
    def summary(self) -> str:
        """What follows for the user, in a sentence or two."""
        if self.is_able(KeyAbility.REAL_TIME):
            return f"This key has real-time trades.{self._of_gaps()}"
        if self.is_able(KeyAbility.DELAYED):
            return f"This key has 15-minute delayed trades: choose Delayed.{self._of_gaps()}"
        return self._without_stream()

    def _of_gaps(self) -> str:
        past = self.verdict(KeyAbility.PAST_TRADES)
        if past in _ABLE:
            return " Gaps can be filled."
        return " Gaps cannot be filled: the plan has no past trades." if past is Verdict.REFUSED else ""

    def _without_stream(self) -> str:
        verdicts = {finding.verdict for finding in self.findings} - {Verdict.UNTESTED}
        streams = {self.verdict(KeyAbility.REAL_TIME), self.verdict(KeyAbility.DELAYED)} - {Verdict.UNTESTED}
        if Verdict.UNKNOWN_KEY in verdicts and not verdicts & {*_ABLE, Verdict.REFUSED}:
            return "Massive does not know this key. Copy it once more from the dashboard at massive.com."
        if Verdict.REFUSED in streams and Verdict.UNREACHABLE not in streams:
            return "This key’s plan has no stream of option trades. Developer has a delayed one, Advanced a live one."
        if verdicts & {*_ABLE, Verdict.REFUSED}:
            return "Massive knows this key. Whether it has a stream of trades was not found out."
        return "Massive could not be reached, so the key could not be tested. Check the network, then test again."


@dataclass(frozen=True, slots=True)
class ConnectedKey:
    """The key that the feed is connected with now, and what that shows it to be able to."""

    key: str = field(repr=False)
    ability: KeyAbility


@dataclass(frozen=True, slots=True)
class ConnectionChoice:
    """What the user chose to connect with. `key` is None where the one in use stays."""

    key: str | None = field(repr=False)
    delayed: bool
    keep: bool
    """The key was saved in the system keyring; else it is for this run only."""
    load_today: bool = True
    fill_gaps: bool = True


def trimmed_key(text: str) -> str:
    """A pasted key without the white space and quotes around it."""
    return text.strip().strip(_QUOTES).strip()


def key_problem(key: str) -> str:
    """Why a text cannot be a key, in words; empty if it can. The text is not in the answer."""
    if any(character.isspace() for character in key):
        return "a key has no spaces within: copy it alone"
    if not (key.isascii() and key.isprintable()):
        return "this has characters that no key has: copy it once more from the dashboard"
    if len(key) < MIN_CHARS:
        return "this is too short for a key: copy it whole from the dashboard"
    return ""
