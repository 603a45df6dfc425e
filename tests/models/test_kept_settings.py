"""Settings as they hold through a run, and from one to the next."""

from pathlib import Path

import msgspec
import pytest

from models.kept_settings import KeptSettings
from models.notices import Notices
from models.settings import Settings, load_settings


def told(notices: Notices) -> list[str]:
    return [notice.text for notice in notices]


def test_what_is_kept_holds_now_and_at_the_next_start(tmp_path: Path) -> None:
    path, notices = tmp_path / "settings.json", Notices()
    settings = KeptSettings(path, notices)
    assert settings.now == Settings()
    settings.keep(msgspec.structs.replace(settings.now, max_rows=200_000))
    assert settings.now.max_rows == 200_000
    assert load_settings(path) == (settings.now, None)
    assert told(notices) == []


def test_a_broken_file_is_told_and_the_defaults_hold(tmp_path: Path) -> None:
    path, notices = tmp_path / "settings.json", Notices()
    path.write_text("{")
    assert KeptSettings(path, notices).now == Settings()
    assert "are not used" in told(notices)[0]


def test_what_cannot_be_written_holds_for_this_run_and_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    notices = Notices()
    settings = KeptSettings(tmp_path / "file" / "settings.json", notices)
    settings.keep(Settings(delayed=True))
    assert settings.now.delayed
    assert "for this run only" in told(notices)[-1]


def test_a_value_out_of_its_range_is_refused(tmp_path: Path) -> None:
    settings = KeptSettings(tmp_path / "settings.json", Notices())
    with pytest.raises(ValueError, match="max_rows"):
        settings.keep(Settings(max_rows=1))
