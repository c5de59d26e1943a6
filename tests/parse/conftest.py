import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))  # for tests/variants, the generator

from variants.pages import make_page


@pytest.fixture(scope="session", name="make_page")
def _make_page():
    return make_page
