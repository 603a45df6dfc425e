"""The notice that tells of the feed: why it does not run, and what can be done about it with one press."""

from models.notices import Level, Notices, Remedy
from models.status import FeedState, FeedStatus, Reason
from ui.commands import Commands

_KEY = "feed"
_OF_KEY = (Reason.BAD_KEY, Reason.NO_PLAN)


class FeedNotice:
    """Stands from the first trouble until all is well again, or until it is dismissed."""

    def __init__(self, notices: Notices, commands: Commands) -> None:
        self._notices, self._commands = notices, commands

    def show(self, status: FeedStatus) -> None:
        """Tell what the user should know of a status."""
        if status.detail:
            level = Level.ERROR if status.state is FeedState.REFUSED else Level.WARN
            self._notices.show(_KEY, level, status.detail, self._remedy(status))
        elif status.state is FeedState.LIVE:
            self._notices.clear(_KEY)
        else:
            self._take_remedy_back()

    def _remedy(self, status: FeedStatus) -> Remedy | None:
        match status.state:
            case FeedState.COOLDOWN:
                return Remedy("Take over now", self._commands.connect_now)
            case FeedState.REFUSED if status.reason in _OF_KEY:
                return Remedy("Key and connection…", self._commands.ask_connection)
            case FeedState.BACKOFF | FeedState.REFUSED:
                return Remedy("Connect now", self._commands.connect_now)
        return None

    def _take_remedy_back(self) -> None:
        """What was offered is being done, or has no sense any more; the reason goes on to stand."""
        for notice in self._notices:
            if notice.key == _KEY and notice.remedy:
                self._notices.show(_KEY, notice.level, notice.text)
