"""What a terminal answers in place of rows: a status of its own and a text."""

NO_DATA_V2 = "No data for the specified timeframe & contract."
NO_DATA_V3 = "No data found for your request"
NO_ROOT = "Nonexistent root symbol"
NO_DATA = 472
INVALID_V2, INVALID_V3 = 473, 400
GONE = 410
_CONSULT = "Consult API v3 documentation for more information: https://docs.thetadata.us/"
UPGRADED = (
    f"We have upgraded to API v3. Please use API v3 instead. \nUpdate your endpoint URLs to /v3/* format. \n{_CONSULT}"
)
RENAMED = {"root": "symbol", "exp": "expiration", "ivl": "interval", "use_csv": "format"}
"""Parameters of v2 that v3 calls otherwise."""


class TerminalError(Exception):
    """An error of the terminal: an HTTP status and a body of text."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(body)
        self.status, self.body = status, body


def renamed(names: list[str]) -> TerminalError:
    """What v3 says to parameters of v2."""
    lines = "".join(f"\n\t{name} -> {RENAMED[name]}" for name in names)
    said = "We have upgraded to API v3. Please use API v3 query parameters instead. \nDeprecated query parameters:"
    return TerminalError(GONE, f"{said}{lines}\n{_CONSULT}")
