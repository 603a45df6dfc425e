"""Whether there is a screen to open a window on. Asked before Qt, which would abort the process. No Qt here."""

import ctypes
import os
import sys
from pathlib import Path

_ADVICE = (
    "Start Optape from a desktop session, log in with “ssh -X”, or run it without a screen "
    "by setting QT_QPA_PLATFORM=offscreen (with --report or --screenshot)."
)


def display_problem() -> str | None:
    """A sentence that says what to do where no window can be opened; None where one can, as far as can be told."""
    if sys.platform in ("win32", "darwin") or _chosen_platform() not in ("", "xcb", "wayland"):
        return None
    if _chosen_platform() != "xcb" and _wayland_answers():
        return None
    display = os.environ.get("DISPLAY")
    if not display:
        return f"There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set. {_ADVICE}"
    if not _x_answers(display):
        return f"The display {display} does not answer. {_ADVICE}"
    return None


def _chosen_platform() -> str:
    return os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    return bool(name) and (Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / str(name)).exists()


def _x_answers(display: str) -> bool:
    """Connect as Qt will, cookies included; if even the library is missing, Qt is left to say so."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed
