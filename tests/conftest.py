from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def samples() -> Path:
    return ROOT / "data" / "reports"


@pytest.fixture(scope="session")
def goldens() -> Path:
    """Real reports with confirmed facts, where they lie beside the project."""
    folder = ROOT.parent / "shared" / "reports"
    if not folder.is_dir():
        pytest.skip("the golden reports are not here")
    return folder
