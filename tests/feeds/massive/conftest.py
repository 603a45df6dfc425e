"""Small servers on real sockets, as the terminal's tests have them."""

from tests.feeds.theta.conftest import serve, talk

__all__ = ["serve", "talk"]
