"""The short form of every series of faults: whatever happens, nothing acknowledged is lost and nothing is half done."""

from __future__ import annotations

import os
import random

import pytest

from tests.faults.series import SERIES, Series

SEED = int(os.environ.get("FAULTS_SEED") or random.randrange(10**6))


@pytest.mark.parametrize("series", SERIES, ids=lambda series: series.name)
def test_no_fault_does_harm(series: Series) -> None:
    outcome = series.run(series.short, SEED)
    if outcome is None:
        pytest.skip("cannot be made here; CONTRIBUTING.md says what it needs")
    assert outcome.tried >= series.short
    assert outcome.harmless, f"{outcome} (FAULTS_SEED={SEED})"
