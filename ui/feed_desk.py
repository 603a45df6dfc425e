"""The dialogs of the feed when they are asked for: its details, and key and connection. Opened once, and kept."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from models.connection import ConnectionChoice
from models.feed_details import FeedDetails
from models.kept_settings import KeptSettings
from models.key_asking import KeyAsker
from ui.bring_up import bring_up

if TYPE_CHECKING:
    from ui.connect_dialog import ConnectDialog
    from ui.feed_details import FeedDetailsDialog


class FeedDesk:
    """`window`: whose dialogs they are. `chosen` is called with what the user wants to connect with."""

    def __init__(
        self,
        asker: KeyAsker,
        settings: KeptSettings,
        window: Callable[[], QWidget],
        chosen: Callable[[ConnectionChoice], None],
    ) -> None:
        self.details: Callable[[], FeedDetails] | None = None
        """Tells all of the feed; None until there is one."""
        self._asker, self._settings, self._window, self._chosen = asker, settings, window, chosen
        self._connect: ConnectDialog | None = None
        self._details: FeedDetailsDialog | None = None

    def show_feed(self) -> None:
        """Show the details of the feed."""
        if self._details is None and self.details is not None:
            from ui.feed_details import FeedDetailsDialog

            self._details = FeedDetailsDialog(self.details, self._window())
        if self._details is not None:
            self._details.bring_up()

    def ask_connection(self) -> None:
        """Show key and connection as they are chosen now."""
        if self._connect is None:
            from ui.connect_dialog import ConnectDialog

            self._connect = ConnectDialog(self._asker, self._window())
            self._connect.chosen.connect(self._chosen)
        settings = self._settings.now
        self._connect.show_choice(
            delayed=settings.delayed, load_today=settings.load_today, fill_gaps=settings.fill_gaps
        )
        bring_up(self._connect)

    def close(self) -> None:
        """Close both."""
        for dialog in (self._connect, self._details):
            if dialog is not None:
                dialog.close()
