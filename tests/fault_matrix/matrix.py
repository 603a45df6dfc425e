"""The fault matrix as data: what the user is shown of each fault, what is lost, and how it is recovered from."""

from dataclasses import dataclass
from enum import StrEnum

from models.gaps import GapStage
from models.status import Reason

OTHER_PROGRAM = "Another program uses this key"
BEHIND = "The code tables are not those of today."
TAKE_OVER, CONNECT, KEY = "Take over now", "Connect now", "Key and connection…"


class Recovery(StrEnum):
    """How a fault is recovered from without a restart, in the page's words."""

    STAYS = "none needed: the connection stays"
    RECONNECTS = "by itself: connects again"
    FILLS = "by itself: connects again, the gap is filled"
    COOLS_DOWN = f"by itself after a cool-down, at once with “{TAKE_OVER}”"
    ASKED = "not tried again; connects when it is asked to, with the fault mended"
    KEEPS_TRYING = "tries again with growing delays for as long as the fault lasts"
    ADDED_AGAIN = "asked for again with the next connection, or when removed and added"
    FETCHED = "by itself: fetched when the service answers again"
    NEXT_GAP = "the next gap is asked for again"


class Lost(StrEnum):
    """Which trades of watched contracts that the venue's REST knows are not on the tape in the end."""

    NOTHING = "0"
    UNTOLD = "those of the gap: the service does not give them"
    ALL = "all, until the fault is mended"


@dataclass(frozen=True, slots=True)
class Case:
    """One fault as the venue is asked for it, and what must be seen of it.

    `state`: the beginning of what the status bar says, empty where that stays `connected`. `notice`: how one notice
    begins, `HOST` for the venue's; `remedy`: the words on its button. `gap`: the reason of every gap, empty where there
    is none. `outcome`: how that begins what a gap says while the fault lasts, in this stage; empty if it is filled.
    `malformed`, `duplicates`, `repeats`: whether some are counted; none is where it is not said. `is_silence`: what is
    waited for does not come.
    """

    fault: str
    recovery: Recovery = Recovery.STAYS
    state: str = ""
    notice: str = ""
    remedy: str = ""
    lost: Lost = Lost.NOTHING
    gap: str = ""
    outcome: str = ""
    stage: GapStage = GapStage.FILLED
    malformed: bool = False
    duplicates: bool = False
    repeats: bool = False
    everything: bool = False
    is_silence: bool = False

    @property
    def name(self) -> str:
        """The fault's, without its number."""
        return self.fault.rpartition(",")[2].partition(":")[0]

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The last four columns of its row on the page."""
        shown = f"the gap: {self.outcome}" if self.outcome else self.state or "connected"
        return shown, self.notice or "none", self.lost, self.recovery


def _tries(fault: str, reason: Reason, notice: str) -> Case:
    """Before any trade came: tried again."""
    state = f"{reason}, trying again"
    return Case(fault, Recovery.RECONNECTS, state, notice, CONNECT, is_silence=reason is Reason.NO_ANSWER)


def _cut(fault: str, reason: Reason, notice: str) -> Case:
    """In the midst of trades: connected again, and the gap filled."""
    state = f"{reason}, trying again"
    return Case(
        fault, Recovery.FILLS, state, notice, CONNECT, gap=reason, duplicates=True, is_silence=reason is Reason.DEAD
    )


def _in_use(fault: str, *, streaming: bool = False) -> Case:
    reason = Reason.KEY_IN_USE
    return Case(
        fault, Recovery.COOLS_DOWN, f"{reason}, trying again", OTHER_PROGRAM, TAKE_OVER,
        gap=str(reason) if streaming else "", duplicates=streaming and ":" in fault,
    )  # fmt: skip


def _refused(fault: str, reason: Reason, notice: str) -> Case:
    return Case(fault, Recovery.ASKED, f"refused: {reason}", notice, KEY, Lost.ALL)


STREAM = (
    _tries("refuse:600", Reason.UNREACHABLE, "HOST cannot be reached"),
    _tries("http_503", Reason.UNREACHABLE, "HOST does not serve the stream at the moment (HTTP 503)."),
    _tries("wrong_path", Reason.WRONG_ADDRESS, "HOST is no Massive stream (HTTP 404). Check the address."),
    Case(
        "tls", Recovery.KEEPS_TRYING, f"{Reason.NOT_SECURE}, trying again", "No secure connection to HOST", CONNECT,
        Lost.ALL,
    ),
    Case("greeting_late:0.2"),
    _tries("greeting_missing", Reason.NO_ANSWER, "HOST connected but did not answer."),
    _in_use("max_connections"),
    _refused("auth_failed", Reason.BAD_KEY, "Massive refused the key (authentication failed)."),
    _refused("no_plan", Reason.NO_PLAN, "This plan has no access to the stream."),
    _tries("auth_timeout", Reason.AUTH_TIMEOUT, "Massive did not receive the key in time."),
    Case("auth_required"),
    _tries("auth_unanswered", Reason.NO_ANSWER, "HOST connected but did not answer."),
    _tries("accept_then_drop", Reason.CUT, "The connection was cut (without a word)."),
    _in_use("max_connections_auth"),
    _in_use("max_connections_subscribed", streaming=True),
    _in_use("newcomer_refused"),
    Case(
        "not_authorized", Recovery.ADDED_AGAIN,
        notice="2 subscriptions are not to be had: Massive says: not authorized.", lost=Lost.ALL, duplicates=True,
    ),
    Case(
        "not_authorized_wildcard", notice="All contracts are not to be had: Massive says: not authorized.",
        everything=True,
    ),
    Case(
        "acks_missing", notice="2 subscriptions are not to be had: Massive did not answer the subscription.",
        is_silence=True,
    ),
    Case("acks_repeated"),
    Case("acks_late:0.2"),
    Case("ack_one_by_one"),
    _cut("cut:300", Reason.CUT, "The connection was cut (without a word)."),
    _cut("cut_every:0.3", Reason.CUT, "The connection was cut (without a word)."),
    _cut("close_1000:300", Reason.CUT, "The connection was cut (code 1000)."),
    _in_use("close_1008:300", streaming=True),
    _cut("close_1011:300", Reason.CUT, "The connection was cut (code 1011)."),
    _cut("close_1012:300", Reason.CUT, "The connection was cut (code 1012)."),
    _in_use("evicted:300", streaming=True),
    _in_use("max_connections_streaming:300", streaming=True),
    _cut("slow_consumer:300", Reason.SLOW_CONSUMER, "Massive cut the connection because trades were not read"),
    _cut("force_disconnect:300", Reason.FORCED, "Massive ended the connection and asks to connect again."),
    _cut("silence:300", Reason.DEAD, "Nothing at all came from HOST"),
    _cut("half_open:300", Reason.DEAD, "Nothing at all came from HOST"),
    _cut("duplicate_replay:300", Reason.CUT, "The connection was cut (without a word)."),
    Case("binary"),
    Case("truncated:300", Recovery.FETCHED, gap="unreadable data", malformed=True, duplicates=True),
    Case("huge_frame:300"),
    _cut("too_huge_frame:300", Reason.BAD_FRAME, "HOST sent a frame that cannot be used"),
    Case("repeats", repeats=True),
    Case("time_backwards"),
    Case("garbage", Recovery.FETCHED, gap="unreadable data", malformed=True, duplicates=True),
    Case("wrong_types", malformed=True),
    Case("missing_fields", malformed=True),
    Case("unknown_ev"),
    Case("bundled_statuses"),
)  # fmt: skip


def _late(name: str, why: str, notice: str = BEHIND, *, is_silence: bool = False) -> Case:
    """Another try helps."""
    return Case(
        f"cut:300,{name}", Recovery.FETCHED, notice=notice, gap=Reason.CUT, duplicates=True,
        outcome=f"2 contracts will be tried again: {why}", stage=GapStage.WAITING, is_silence=is_silence,
    )  # fmt: skip


def _denied(name: str, why: str, notice: str = BEHIND) -> Case:
    """Another try does not help."""
    return Case(
        f"cut:300,{name}", Recovery.NEXT_GAP, notice=notice, lost=Lost.UNTOLD, gap=Reason.CUT,
        outcome=f"not filled: {why}", stage=GapStage.STAYS,
    )  # fmt: skip


def _whole(name: str, *, malformed: bool = False) -> Case:
    return Case(f"cut:300,{name}", Recovery.FILLS, gap=Reason.CUT, duplicates=True, malformed=malformed)


NO_TABLES = "Massive did not send its code tables in time: the bundled ones are used."
_BAD_KEY, _NO_TRADES = "Massive does not accept the key", "The plan of this key does not include past trades"
REST = (
    _denied("rest_401", _BAD_KEY),
    _denied("rest_401_bare", _BAD_KEY),
    _denied("rest_403", _NO_TRADES),
    _denied("rest_403_bare", _NO_TRADES),
    _denied("rest_404", "Massive does not have"),
    _denied("rest_404_bare", "Massive does not have"),
    _late("rest_429", "Massive refuses more requests for now", NO_TABLES),
    _late("rest_429_bare", "Massive refuses more requests for now"),
    _late("rest_500", "HOST cannot answer at the moment"),
    _late("rest_html", "HOST sent a web page instead of an answer"),
    _late("rest_html_502", "HOST cannot answer at the moment"),
    _denied("rest_trades_403", _NO_TRADES, ""),
    Case(
        "cut:300,rest_next_url", Recovery.NEXT_GAP, lost=Lost.UNTOLD, gap=Reason.CUT, duplicates=True,
        outcome="filled in part, 2 contracts could not be fetched: HOST says that its answer goes on at another",
        stage=GapStage.PARTLY,
    ),
    _late("rest_slow", "HOST did not answer within", is_silence=True),
    _late("rest_cut", "HOST cannot be reached (the answer broke off)"),
    _late("rest_broken_json", "HOST sent broken data instead of an answer"),
    _whole("rest_missing_fields", malformed=True),
    _whole("rest_no_sequence"),
    Case(
        "cut:300,rest_empty", Recovery.NEXT_GAP, notice=BEHIND, lost=Lost.UNTOLD, gap=Reason.CUT,
        outcome="filled for 2 contracts", stage=GapStage.FILLED,
    ),
)  # fmt: skip
