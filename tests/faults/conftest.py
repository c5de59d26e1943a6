from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))  # for this package

from faults import judging
from faults.faults import DISTRACTORS, FAULTS
from faults.panel import panel
from faults.planting import plant_all


@pytest.fixture(scope="session")
def clean():
    """Facts and sources of a clean panel."""
    return panel(2400, seed=11)


@pytest.fixture(scope="session")
def judged_clean(clean):
    """What `flag` says of it, given all its agencies and years as roster."""
    from govinfo.analyse.flags import flag

    facts, sources = clean
    return flag(facts, sources, roster=judging.roster_of(sources))


@pytest.fixture(scope="session")
def planted(clean):
    """Facts, sources and truth after every fault and distractor was planted once or twice."""
    return plant_all(*clean, [*FAULTS, *DISTRACTORS], Random(5), each=2)


@pytest.fixture(scope="session")
def judged(clean, planted):
    """What `flag` says of them."""
    from govinfo.analyse.flags import flag

    facts, sources, _ = planted
    return flag(facts, sources, roster=judging.roster_of(clean[1]))


@pytest.fixture(scope="session")
def proposed(planted):
    """What `suggest` says of them."""
    from govinfo.analyse.suggestions import suggest

    return suggest(planted[0])
