"""Imports run down the corridor only."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "govinfo"
CORRIDOR = (
    "errors",
    "schema",
    "registry",
    "catalogue",
    "gazetteer",
    "frames",
    "model",
    "read",
    "parse",
    "collect",
    "analyse",
    "show",
    "cli",
)
# The package's own __init__ and __main__ stand outside the corridor.
MODULES = [
    path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.parent != PACKAGE or not path.name.startswith("__")
]


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imported(path: Path) -> set[str]:
    """The rooms that a module imports when it runs; imports for types alone don't count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            node.body = [ast.Pass()]
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in found if name.startswith("govinfo.")} & set(CORRIDOR)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_import_runs_up_the_corridor(path: Path) -> None:
    here = CORRIDOR.index(_room(path))
    assert {name for name in _imported(path) if CORRIDOR.index(name) > here} == set()


@pytest.mark.parametrize("room", ["analyse", "show"])
def test_analysis_and_charts_know_neither_readers_nor_parsers(room: str) -> None:
    for path in (PACKAGE / room).rglob("*.py"):
        assert not {"read", "parse"} & _imported(path), path.name


def test_readers_know_no_parser() -> None:
    for path in (PACKAGE / "read").rglob("*.py"):
        assert "parse" not in _imported(path), path.name


def _after_import(code: str) -> str:
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return result.stdout.strip()


def test_importing_govinfo_loads_nothing_heavy() -> None:
    heavy = ["matplotlib", "numpy", "opencc", "pandas", "pyarrow", "selectolax", "tqdm"]
    code = f"import sys, govinfo; print([n for n in {heavy!r} if n in sys.modules])"
    assert _after_import(code) == "[]"


def test_importing_govinfo_reads_no_file_of_the_registry() -> None:
    code = (
        "import sys; seen = []\n"
        "sys.addaudithook(lambda e, a: seen.append(str(a[0])) if e == 'open' else None)\n"
        "import govinfo\n"
        "print([name for name in seen if name.endswith(('.csv', '.toml', '.ttf', '.parquet'))])"
    )
    assert _after_import(code) == "[]"


def test_reading_reports_needs_no_matplotlib() -> None:
    code = "import sys, govinfo; govinfo.read_reports; print('matplotlib' in sys.modules)"
    assert _after_import(code) == "False"
