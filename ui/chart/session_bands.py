"""Which pixel columns of a chart lie in which trading session. No widget here."""

import numpy as np
from numpy.typing import NDArray

from models.contract_index import ContractIndex
from models.hours import Hours
from models.sessions import Session, session_spans


def session_columns(
    contracts: ContractIndex, contract: int, low_ms: float, high_ms: float, width: int
) -> NDArray[np.int8]:
    """The `Session` of each of `width` pixel columns that show a range of time, Unix ms, for a contract."""
    columns = np.full(width, Session.OUTSIDE, np.int8)
    px = width / max(high_ms - low_ms, 1e-9)
    hours, expiry = Hours(contracts.hours[contract]), int(contracts.expiry[contract])
    for span in session_spans(hours, expiry, int(low_ms), int(high_ms)):
        left, right = (min(max(round((at - low_ms) * px), 0), width) for at in (span.start_ms, span.end_ms))
        columns[left:right] = span.session
    return columns
