"""The Qt application: its name, its look, and where Qt's own messages go."""

import logging
import sys

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from ui import theme


def make_application() -> QApplication:
    """Make the one application of the process. It does not end with its last window: the loop ends it."""
    qInstallMessageHandler(lambda _kind, _context, text: logging.getLogger("optape.qt").info("%s", text))
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Optape")
    app.setQuitOnLastWindowClosed(False)
    theme.apply(app)
    return app
