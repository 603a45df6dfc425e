"""The log file."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.logs import start_log, stop_log
from models.redaction import REDACTED, Redactor

KEY = 'secret"7/é'


@pytest.fixture
def handler(tmp_path: Path) -> Iterator[logging.Handler]:
    handler = start_log(tmp_path)
    yield handler
    stop_log(handler)


def text(folder: Path) -> str:
    return (folder / "optape.log").read_text(encoding="utf-8")


def test_what_the_program_says_is_in_the_file_once_with_level_and_name(
    tmp_path: Path, handler: logging.Handler
) -> None:
    logging.getLogger("optape.feed").info("live · %s", "“SPY”")
    logging.getLogger("optape.feed").debug("not this")
    (line,) = text(tmp_path).splitlines()
    assert line.endswith(" INFO optape.feed: live · “SPY”")


def test_of_others_only_what_is_wrong_is_written(tmp_path: Path, handler: logging.Handler) -> None:
    logging.getLogger("somebody.else").info("chatter")
    logging.getLogger("somebody.else").warning("trouble")
    assert text(tmp_path).count("\n") == 1
    assert "trouble" in text(tmp_path)


def test_the_file_is_kept_small_and_old_ones_are_few(tmp_path: Path, handler: logging.Handler) -> None:
    for _ in range(7000):
        logging.getLogger("optape").info("x" * 1000)
    files = list(tmp_path.iterdir())
    assert len(files) == 4
    assert max(f.stat().st_size for f in files) <= 1_000_000


def test_a_log_goes_on_where_the_last_run_ended(tmp_path: Path) -> None:
    for word in ("first", "second"):
        handler = start_log(tmp_path)
        logging.getLogger("optape").info(word)
        stop_log(handler)
    assert [line.split()[-1] for line in text(tmp_path).splitlines()] == ["first", "second"]


def test_when_the_log_is_stopped_the_file_is_closed_and_logging_is_as_before(tmp_path: Path) -> None:
    ours, root = logging.getLogger("optape"), logging.getLogger()
    others = list(root.handlers)
    handler = start_log(tmp_path)
    assert isinstance(handler, logging.FileHandler)
    stop_log(handler)
    assert (ours.level, ours.propagate, ours.handlers, root.handlers) == (logging.NOTSET, True, [], others)
    assert handler.stream is None
    ours.warning("too late")
    assert text(tmp_path) == ""


def test_a_folder_that_is_not_there_raises(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        start_log(tmp_path / "absent")


def test_a_key_that_was_learned_is_in_no_line_wherever_it_came_in(tmp_path: Path) -> None:
    redact = Redactor()
    handler = start_log(tmp_path, redact)
    redact.learn(KEY)
    try:
        logging.getLogger("optape.feed").info("message %s", KEY)
        logging.getLogger("optape.feed").info("%s", {"params": KEY})
        logging.getLogger("websockets.client").error("> TEXT %r", json.dumps({"params": KEY}))
        try:
            raise ValueError(KEY)  # noqa: TRY301
        except ValueError:
            logging.getLogger("optape").exception("trouble", stack_info=True)
    finally:
        stop_log(handler)
    assert "secret" not in text(tmp_path)
    assert text(tmp_path).count(REDACTED) >= 4
    assert "Traceback" in text(tmp_path)


def test_a_line_that_cannot_be_made_is_named_and_its_arguments_are_written_nowhere(
    tmp_path: Path, handler: logging.Handler, capfd: pytest.CaptureFixture[str]
) -> None:
    record = logging.LogRecord("optape.feed", logging.INFO, "feed.py", 7, "%d", (KEY,), None)
    handler.handle(record)
    assert "a line of optape.feed (feed.py:7) cannot be written: TypeError" in text(tmp_path)
    assert capfd.readouterr() == ("", "")


def test_what_no_file_can_hold_is_escaped(tmp_path: Path, handler: logging.Handler) -> None:
    # Not through a logger: pytest keeps its records, and cannot pass such a text on to another process.
    handler.handle(logging.LogRecord("optape", logging.INFO, "", 1, "half a sign: \ud83d", None, None))
    assert "half a sign: \\ud83d" in text(tmp_path)
