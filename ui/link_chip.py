"""The small coloured letter in a panel's header: which link the panel follows, and the menu that turns it."""

from PySide6.QtGui import QAction, QIcon, QPixmap
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from models.qt.links import LETTERS, UNLINKED, FollowedLink
from ui import theme
from ui.open_menu import open_below

_PINNED = "–"
_ICON_PX = 12


class LinkChip(QToolButton):
    """Shows the letter in its colour. A click, or `choose`, opens the menu of the letters."""

    def __init__(self, link: FollowedLink, panel: str, parent: QWidget | None = None, *, may_leave: bool) -> None:
        """`panel`: what it is called in words; `may_leave`: it can stand alone, linked to nothing."""
        super().__init__(parent)
        self._link, self._panel, self._may_leave = link, panel, may_leave
        self.setProperty("role", "link")
        self.clicked.connect(self.choose)
        link.turned.connect(self._show)
        self._show(link.letter)

    def choose(self) -> None:
        """Open the menu; its entries are chosen by their letters too."""
        open_below(self, self._fill)

    def _fill(self, menu: QMenu) -> None:
        for letter in LETTERS:
            self._offer(menu, f"Link &{letter}", letter)
        if self._may_leave:
            menu.addSeparator()
            self._offer(menu, "&Keep this contract, unlinked", UNLINKED)

    def _offer(self, menu: QMenu, text: str, letter: str) -> None:
        here = letter == self._link.letter
        action = QAction(f"{text}\tnow" if here else text, menu, checkable=True, checked=here)
        if letter:
            action.setIcon(_swatch(letter, self.devicePixelRatioF()))
        action.triggered.connect(lambda: self._link.turn(letter))
        menu.addAction(action)

    def _show(self, letter: str) -> None:
        self.setText(letter or _PINNED)
        self.setProperty("link", letter)
        standing = f"Follows link {letter}" if letter else "Keeps its contract, unlinked"
        self.setToolTip(f"{standing}: click to change (Ctrl+L)")
        self.setAccessibleName(f"Link of the {self._panel}: {letter or 'none'}")
        self.style().polish(self)


def _swatch(letter: str, ratio: float) -> QIcon:
    pixmap = QPixmap(round(_ICON_PX * ratio), round(_ICON_PX * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(theme.ink(theme.link_ink(letter)))
    return QIcon(pixmap)
