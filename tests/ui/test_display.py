"""What is said where no window can be opened. No Qt here."""

import ctypes
import socket
import sys
from pathlib import Path

import pytest

from ui import display
from ui.display import display_problem

VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_RUNTIME_DIR")


@pytest.fixture(autouse=True)
def _bare_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def test_without_any_display_a_sentence_says_what_to_do() -> None:
    problem = display_problem()
    assert problem is not None
    assert "neither DISPLAY nor WAYLAND_DISPLAY is set" in problem
    assert "QT_QPA_PLATFORM=offscreen" in problem


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_windows_and_macos_have_a_display(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert display_problem() is None


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600", "offscreen;xcb"])
def test_a_platform_without_a_screen_needs_none(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert display_problem() is None


@pytest.mark.parametrize("platform", ["xcb", "wayland", "xcb:nograb"])
def test_a_platform_with_a_screen_needs_one(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert display_problem() is not None


def test_a_display_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":9871")
    monkeypatch.setattr(display, "_x_answers", lambda _name: False)
    assert "The display :9871 does not answer" in str(display_problem())


def test_a_display_that_answers_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":9871")
    monkeypatch.setattr(display, "_x_answers", lambda name: name == ":9871")
    assert display_problem() is None


def test_where_the_library_is_missing_qt_is_left_to_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> None:
        raise OSError

    monkeypatch.setattr(ctypes, "CDLL", missing)
    monkeypatch.setenv("DISPLAY", ":9871")
    assert display_problem() is None


def test_nobody_listens_on_a_display_that_was_never_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    if display._x_answers(":9871"):
        pytest.skip("libxcb is not on this machine")
    monkeypatch.setenv("DISPLAY", ":9871")
    assert display_problem() is not None


def test_a_wayland_socket_is_looked_for_where_it_belongs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    assert display_problem() is not None
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "wayland-7"))
        assert display_problem() is None
    monkeypatch.setenv("WAYLAND_DISPLAY", str(tmp_path / "wayland-7"))
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    assert display_problem() is None
