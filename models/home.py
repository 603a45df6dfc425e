"""Where settings, layout, watchlists and logs are kept: in one given folder, or in those of the platform."""

import tempfile
from pathlib import Path

import platformdirs

_NAME = "optape"


class HomeError(Exception):
    """A folder that cannot be made or written to; the message says which and why."""


class Home:
    """Paths of what is kept between runs. A folder is made, and tried, when a path in it is first asked for.

    Every property raises `HomeError` if its folder cannot be made or written to.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Everything lies in `folder` if one is given (`--home`)."""
        if folder is None:
            platform = platformdirs.PlatformDirs(_NAME, appauthor=False)
            self._config, self._data = platform.user_config_path, platform.user_data_path
            self._logs, self._cache = platform.user_log_path, platform.user_cache_path
        else:
            self._config = self._data = folder.expanduser().absolute()
            self._logs, self._cache = self._data / "logs", self._data / "cache"
        self._ready: set[Path] = set()

    @property
    def settings_path(self) -> Path:
        """The file of `models.settings`."""
        return self._prepared(self._config) / "settings.json"

    @property
    def layout_path(self) -> Path:
        """The file that keeps windows and panels."""
        return self._prepared(self._config) / "layout.json"

    @property
    def presets_path(self) -> Path:
        """The user's own filters."""
        return self._prepared(self._config) / "presets.json"

    @property
    def highlights_path(self) -> Path:
        """The rules by which tapes mark trades."""
        return self._prepared(self._config) / "highlights.json"

    @property
    def questions_path(self) -> Path:
        """At-time questions: those that were asked, and those that have a name."""
        return self._prepared(self._config) / "questions.json"

    @property
    def last_watchlist_path(self) -> Path:
        """The watchlist that was last shown, kept without being asked, so that the next start shows it again."""
        return self._prepared(self._data) / "last_watchlist.json"

    @property
    def watchlists_folder(self) -> Path:
        """Where dialogs open and save watchlists first."""
        return self._prepared(self._data / "watchlists")

    @property
    def cache_folder(self) -> Path:
        """Where lists of codes are kept for the day."""
        return self._prepared(self._cache)

    @property
    def logs_folder(self) -> Path:
        """Where logs go."""
        return self._prepared(self._logs)

    def _prepared(self, folder: Path) -> Path:
        if folder not in self._ready:
            _prepare(folder)
            self._ready.add(folder)
        return folder


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Permissions alone do not tell: a full disk, a read-only mount or Windows' rules show only when one writes.
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"\n")
    except OSError as error:
        reason = error.strerror or str(error)
        raise HomeError(f"The folder {folder} cannot be used: {reason}. Choose another with --home.") from None
