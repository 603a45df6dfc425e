"""Where things are kept."""

from pathlib import Path

import pytest

from models.home import Home, HomeError


def test_one_given_folder_holds_everything(tmp_path: Path) -> None:
    home = Home(tmp_path / "here")

    assert home.settings_path == tmp_path / "here" / "settings.json"
    assert home.layout_path == tmp_path / "here" / "layout.json"
    assert home.last_watchlist_path == tmp_path / "here" / "last_watchlist.json"
    assert home.watchlists_folder == tmp_path / "here" / "watchlists"
    assert home.logs_folder == tmp_path / "here" / "logs"


def test_folders_are_made_when_first_needed_and_stay_empty(tmp_path: Path) -> None:
    home = Home(tmp_path / "here")
    assert not (tmp_path / "here").exists()

    _ = home.settings_path
    assert list((tmp_path / "here").iterdir()) == []

    assert home.logs_folder.is_dir()
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["logs"]


def test_without_a_folder_the_platform_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path))

    home = Home()

    for path in (home.settings_path, home.last_watchlist_path, home.watchlists_folder, home.logs_folder):
        assert "optape" in str(path)


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(HomeError, match=r"The folder .*file.* cannot be used: .*--home"):
        _ = Home(tmp_path / "file").settings_path
    with pytest.raises(HomeError, match="cannot be used"):
        _ = Home(tmp_path / "file" / "below").watchlists_folder


def test_a_folder_that_cannot_be_written_to_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)

    with pytest.raises(HomeError, match="cannot be used: Permission denied"):
        _ = Home(tmp_path).layout_path
