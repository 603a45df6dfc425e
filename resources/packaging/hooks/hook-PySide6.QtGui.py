"""In place of PyInstaller's own hook for QtGui: the same without the plugins that a desktop program never loads."""

from pathlib import PurePath

from PyInstaller.utils.hooks.qt import add_qt6_dependencies

FAMILIES = {"egldeviceintegrations", "generic", "wayland-graphics-integration-client", "xcbglintegrations"}
"""Embedded screens and OpenGL: our widgets are painted by the processor."""
PLATFORMS = {"qeglfs", "qlinuxfb", "qminimal", "qminimalegl", "qvkkhrdisplay", "qvnc", "qdirect2d"}
THEMES = {"qgtk3"}  # would bring all of GTK from the building machine
IMAGES = {"qgif", "qicns", "qjpeg", "qpdf", "qtga", "qtiff", "qwbmp", "qwebp"}


def _wanted(plugin: str) -> bool:
    path = PurePath(plugin)
    return path.parent.name not in FAMILIES and path.stem.removeprefix("lib") not in PLATFORMS | THEMES | IMAGES


hiddenimports, _binaries, datas = add_qt6_dependencies(__file__)
binaries = [(source, target) for source, target in _binaries if _wanted(source)]
