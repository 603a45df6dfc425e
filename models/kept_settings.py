"""The settings of a run: loaded once, and kept whenever the user chooses something."""

from pathlib import Path

from models.notices import Level, Notices
from models.settings import Settings, load_settings, save_settings

_NOTICE = "settings"


class KeptSettings:
    """`now`: those that hold. What is wrong with their file, or with writing it, stands as a notice."""

    def __init__(self, path: Path, notices: Notices) -> None:
        self._path, self._notices = path, notices
        self.now, problem = load_settings(path)
        notices.show(_NOTICE, Level.WARN, problem or "")

    def keep(self, settings: Settings) -> None:
        """Let these hold, now and in the runs to come. Raises `ValueError` for a value out of its range."""
        self.now = settings
        try:
            save_settings(settings, self._path)
        except OSError as error:
            self._notices.show(_NOTICE, Level.WARN, f"The choice is for this run only: {error}")
