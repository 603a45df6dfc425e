"""Keys out of texts, in whatever spelling."""

import base64
import html
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.redaction import MIN_CHARS, REDACTED, Redactor

KEY = "Tpz9/WqL4x+secret=7\"é😀'\\end"
TEXTS = st.text(st.characters(codec="utf-8"))
ODD = st.text(st.sampled_from("aB7_/+=%&;\"'\\u05c#x<> \n\té😀•"), max_size=12)
KEYS = st.one_of(TEXTS, ODD).filter(lambda key: len(key) >= MIN_CHARS)

SPELLINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "url": lambda key: quote(key, safe=""),
    "url path": quote,
    "form": quote_plus,
    "json": lambda key: json.dumps(key)[1:-1],
    "json in utf-8": lambda key: json.dumps(key, ensure_ascii=False)[1:-1],
    "python": lambda key: repr(key)[1:-1],
    "bytes": lambda key: repr(key.encode())[2:-1],
    "html": html.escape,
    "base64": lambda key: base64.b64encode(key.encode()).decode(),
}


def spell(name: str, key: str) -> str:
    return SPELLINGS[name](key)


@given(KEYS, TEXTS, TEXTS)
def test_no_output_holds_the_key(key: str, before: str, after: str) -> None:
    assert key not in Redactor(key)(before + key + after)


@given(KEYS, ODD, ODD)
def test_nor_where_the_text_around_it_is_as_odd_as_the_key(key: str, before: str, after: str) -> None:
    assert key not in Redactor(key)(before + key + key[:3] + after + key[2:] + key)


@given(KEYS, st.sampled_from(sorted(SPELLINGS)), st.sampled_from(sorted(SPELLINGS.keys() - {"base64"})))
def test_it_is_found_in_every_spelling_also_in_a_spelling_of_a_spelling(key: str, first: str, second: str) -> None:
    assume(not (first == "html" and second in ("url", "url path", "form")))  # nobody writes this
    text = spell(second, spell(first, key))
    redacted = Redactor(key)(f"auth <{text}> ok")
    assert text not in redacted
    assert REDACTED in redacted


@pytest.mark.parametrize("name", SPELLINGS)
def test_the_text_around_the_key_stays(name: str) -> None:
    redacted = Redactor(KEY)(f"Unknown key {spell(name, KEY)}, see the log")
    assert redacted == f"Unknown key {REDACTED}, see the log"


def test_it_is_found_within_base64_of_more() -> None:
    for user in ("", "u", "us", "use"):
        text = base64.b64encode(f"{user}{KEY}:".encode()).decode()
        left = Redactor(KEY)(text).replace(REDACTED, "")
        assert len(left) <= 12


def test_what_holds_no_key_is_left_as_it_is() -> None:
    text = 'O:SPY251219C00650000 at 1.54 \\"x\\" %2F &amp; Tpz9'
    assert Redactor(KEY)(text) == text
    assert Redactor()(text) == text


@pytest.mark.parametrize("key", ["", "a", "abc"])
def test_a_text_too_short_to_be_a_key_is_not_taken_out_of_every_word(key: str) -> None:
    assert Redactor(key)("abc and a cab") == "abc and a cab"


def test_several_keys_are_known_at_once_and_learned_on_the_way() -> None:
    redact = Redactor("first-key")
    redact.learn("second-key")
    assert redact("first-key second-key") == f"{REDACTED} {REDACTED}"


def test_the_redactor_itself_does_not_show_its_keys() -> None:
    assert "first" not in repr(Redactor("first-key"))


@given(st.text(st.sampled_from("\\%25cux0&#;a"), max_size=300))
def test_no_text_makes_it_slow(text: str) -> None:
    """Hypothesis stops a case that takes longer than a fifth of a second."""
    Redactor("\\\\\\\\a\\\\%%25\\u005c" * 3)(text * 10)
