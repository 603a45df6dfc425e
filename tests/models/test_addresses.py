"""Which addresses may be used."""

import pytest

from models.addresses import check_rest_url, check_stream_url, check_theta_url, is_loopback


@pytest.mark.parametrize(
    "url",
    [
        "wss://socket.massive.com/options",
        "ws://127.0.0.1:8080/options",
        "ws://localhost:8080/options",
        "ws://[::1]:8080/options",
        "wss://10.0.0.5/options",
    ],
)
def test_streams_are_encrypted_or_on_this_machine(url: str) -> None:
    assert check_stream_url(f" {url}\n") == url


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ws://socket.massive.com/options", "must be encrypted: write wss://"),
        ("ws://10.0.0.5/options", "must be encrypted"),
        ("ws://localhost.evil.com/", "must be encrypted"),
        ("ws://127.0.0.1.evil.com/", "must be encrypted"),
        ("https://socket.massive.com/options", "must begin with wss://"),
        ("socket.massive.com/options", "must begin with wss://"),
        ("", "must begin with wss://"),
        ("wss:///options", "names no host"),
        ("wss://host:port/", "not an address"),
        ("wss://[::1/", "not an address"),
        ("wss://host/opt ions", "no spaces"),
        ("wss://host/#fragment", "must stand alone"),
    ],
)
def test_other_streams_are_refused_with_the_reason(url: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        check_stream_url(url)


@pytest.mark.parametrize("url", ["wss://user:sesame@host/", "wss://host/?apiKey=sesame", "https://sesame@host/x?y#z"])
def test_a_secret_in_an_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ValueError, match="“") as raised:
        check_stream_url(url)

    assert "sesame" not in str(raised.value)


def test_rest_and_theta_addresses_lose_the_slash_at_their_end() -> None:
    assert check_rest_url("https://api.massive.com/") == "https://api.massive.com"
    assert check_theta_url("http://127.0.0.1:25510/") == "http://127.0.0.1:25510"


@pytest.mark.parametrize("url", ["http://api.massive.com", "ftp://api.massive.com", "wss://api.massive.com"])
def test_rest_and_theta_need_tls_except_on_this_machine(url: str) -> None:
    with pytest.raises(ValueError, match="https://"):
        check_rest_url(url)
    with pytest.raises(ValueError, match="https://"):
        check_theta_url(url)


def test_loopback_is_this_machine_only() -> None:
    assert is_loopback("http://127.9.9.9:1/")
    assert is_loopback("ws://LOCALHOST/")
    assert not is_loopback("http://0.0.0.0/")
    assert not is_loopback("http://host/")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (" http://LOCALHOST:25503/ ", "http://127.0.0.1:25503"),
        ("https://theta.example", "https://theta.example"),
        ("  ", ""),
    ],
)
def test_a_terminal_on_this_machine_has_the_literal_address_and_none_is_found_by_itself(
    written: str, read: str
) -> None:
    assert check_theta_url(written) == read


def test_the_address_of_a_terminal_ends_after_the_port() -> None:
    with pytest.raises(ValueError, match="must end after the port"):
        check_theta_url("http://127.0.0.1:25510/v2")
