"""What tests of the terminal's client share."""

import socket
from collections.abc import Iterator

import pytest

from feeds.theta.codes import ThetaCodes
from tests.feeds.theta.asking import Terminal


@pytest.fixture
def terminal(codes: ThetaCodes) -> Terminal:
    return Terminal(codes)


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address at which nothing listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}"
