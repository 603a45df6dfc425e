"""What was learned about a trade after its print, in words."""

from models.tape import Flag

_WORDS = {
    Flag.FILLED: "missed by the stream, filled in later",
    Flag.CANCELLED: "cancelled later: counts for nothing",
    Flag.UNMATCHED: "no print was found that this cancel undoes: nothing was changed",
}


def printed_text(*, late: bool, cancel: bool) -> str:
    """What the conditions make of a trade that is shown fainter than others; empty of any other."""
    if cancel:
        return "a cancel: undoes an earlier print"
    return "a late report: counts for nothing" if late else ""


def learned_texts(flags: Flag) -> list[str]:
    """A sentence for each thing that was learned; none of a trade that stands as it was printed."""
    return [text for flag, text in _WORDS.items() if flag in flags]
