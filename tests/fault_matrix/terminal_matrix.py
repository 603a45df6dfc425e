"""The faults of the terminal as data: what its chip and the at-time dialog say while they last."""

from dataclasses import dataclass

from tests.fault_matrix.matrix import Lost
from tests.fault_matrix.terminal_ways import ALL_WAYS, AUTOMATIC, V2_WAYS, V3_WAYS, Way

_V2_JSON, _V2_CSV = V2_WAYS
_V3_CSV = V3_WAYS[0]
_BUT_NDJSON = (*V2_WAYS, *V3_WAYS[:2])


@dataclass(frozen=True, slots=True)
class Question:
    """A fault of the terminal, and what is seen of it by who asks an at-time question.

    `answer`: how the dialog begins to say what is wrong, `HOST` for the address of the terminal; empty where all rows
    come. `state`: what the chip says of the terminal. `ways`: in which the question is asked. `may_pass`: whether it is
    asked again by itself first. `before`: the fault that the terminal had before it was restarted with this one.
    `at_once`: how many questions are asked side by side. `is_silence`: what is waited for does not come.
    """

    fault: str
    answer: str = ""
    state: str = "connected"
    ways: tuple[Way, ...] = (AUTOMATIC,)
    may_pass: bool = False
    before: str = ""
    at_once: int = 1
    is_silence: bool = False

    @property
    def name(self) -> str:
        """The fault's, without its number."""
        return self.fault.partition(":")[0]

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The last four columns of its row on the page."""
        state = f"the terminal: {self.state}"
        if not self.answer:
            return state, "none", Lost.NOTHING, "none needed: all rows come"
        by_itself = "by itself within some tries, which are counted on the screen; after them " if self.may_pass else ""
        return state, f"in the dialog: {self.answer}", Lost.NOTHING, f"{by_itself}the question is asked again"


_LOST = "The Theta Terminal has lost its connection to ThetaData."
_STARTING = "The Theta Terminal is still starting."
_SUBSCRIPTION = "This needs an Options Standard or Pro subscription of ThetaData"
_NOT_ACCEPTED = "The Theta Terminal does not accept the question"
_NO_DATA = "No trade was found"
_NOWHERE = "HOST sent pages that lead nowhere"
TERMINAL = (
    Question("theta_refuse:600", "The Theta Terminal is not running: nothing answers at HOST.", "not running"),
    Question("theta_starting_up:600", _STARTING, "starting", may_pass=True),
    Question("theta_unverified", state="unverified"),
    Question("theta_status_disconnected", _LOST, "disconnected", may_pass=True),
    Question("theta_status_error", state="error"),
    Question("theta_fights", state="losing its connection again and again"),
    Question("theta_v3"),
    Question("theta_v2", before="theta_v3:1000"),
    Question("theta_bad_request", f"{_NOT_ACCEPTED} (400: Invalid right: *)."),
    Question("theta_forbidden", _SUBSCRIPTION),
    Question("theta_not_implemented", "HOST does not know such questions (404: NO_IMPL)."),
    Question("theta_os_limit", "The Theta Terminal has too many requests at once.", may_pass=True),
    Question("theta_general", "The Theta Terminal reports an error (470:"),
    Question("theta_permission", _SUBSCRIPTION),
    Question("theta_no_data", _NO_DATA, ways=ALL_WAYS),
    Question("theta_no_data_colon", _NO_DATA, ways=ALL_WAYS),
    Question("theta_invalid_params", f"{_NOT_ACCEPTED} (473: Invalid parameters"),
    Question("theta_disconnected", _LOST, may_pass=True),
    Question("theta_parse", "The Theta Terminal could not read the question (475:"),
    Question("theta_wrong_ip", "The Theta Terminal refuses the address that it is asked from."),
    Question("theta_large:2", ways=ALL_WAYS),
    Question("theta_starting", _STARTING, may_pass=True),
    Question("theta_uncaught", "The Theta Terminal failed inside (572: java.lang.NullPointerException"),
    Question("theta_html_500", "HOST answered with status 500, which no Theta Terminal should."),
    Question("theta_one_at_once", at_once=2),
    Question("theta_hang", "HOST accepted the question but did not answer within", is_silence=True),
    Question("theta_slow:0.2"),
    Question("theta_cut", "HOST sent an answer that broke off", ways=ALL_WAYS),
    Question("theta_torn", "HOST sent an answer that broke off", ways=ALL_WAYS),
    Question("theta_html", "HOST sent a web page", ways=ALL_WAYS),
    Question("theta_endless", "HOST sent an answer without an end", ways=(_V2_JSON, _V3_CSV)),
    Question("theta_no_data_200", _NO_DATA, ways=ALL_WAYS),
    Question("theta_json_nulls", ways=(_V2_JSON,)),
    Question("theta_bare_header", ways=(_V2_JSON,)),
    Question("theta_no_format", ways=(_V2_JSON,)),
    Question("theta_stray_rows", ways=ALL_WAYS),
    Question("theta_backwards", ways=ALL_WAYS),
    Question("theta_column_order", ways=ALL_WAYS),
    Question("theta_missing_column", "HOST sent rows without the column “price”", ways=ALL_WAYS),
    Question("theta_quoted", ways=(_V2_CSV, _V3_CSV)),
    Question("theta_wrapped", ways=ALL_WAYS),
    Question("theta_odd_lists", ways=_BUT_NDJSON),
    Question("theta_pages", ways=V2_WAYS),
    Question("theta_pages_endless", _NOWHERE, ways=V2_WAYS),
    Question("theta_pages_elsewhere", _NOWHERE, ways=V2_WAYS),
    Question("theta_pages_same", _NOWHERE, ways=V2_WAYS),
    Question("theta_pages_lost", "The Theta Terminal lost its place in a long answer twice.", ways=V2_WAYS),
)
