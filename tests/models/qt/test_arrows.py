"""Import arrows that are below the grain of import-linter."""

import ast
from pathlib import Path

import models.qt

ROOT = Path(models.qt.__file__).parents[2]


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_item_models_use_qtcore_alone() -> None:
    for path in (ROOT / "models" / "qt").glob("*.py"):
        qt = {name for name in _imported(path) if name.startswith("PySide6")}
        assert all(name.startswith("PySide6.QtCore") for name in qt), (path.name, qt)


def test_only_main_imports_qasync() -> None:
    for room in ("models", "feeds", "ui", "resources"):
        for path in (ROOT / room).rglob("*.py"):
            assert "qasync" not in _imported(path), path
