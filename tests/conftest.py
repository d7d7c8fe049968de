"""What every test has: a seed that is printed, and how many examples a law is tried on."""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import HealthCheck, core, settings

# A loaded machine is slow and the laws are not about speed, so there are no deadlines.
_COMMON = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("default", parent=_COMMON, max_examples=25)
settings.register_profile("ci", parent=_COMMON, max_examples=200)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

_SEED = int(os.environ.get("HYPOTHESIS_SEED") or random.SystemRandom().getrandbits(32))


def pytest_configure() -> None:
    """Draw all examples from one seed, so that a failure can be had again."""
    setattr(core, "global_force_seed", _SEED)  # noqa: B010 - declared as None; the plugin sets it just so


def pytest_report_header() -> str:
    """Print the seed."""
    profile = settings.get_current_profile_name()
    return f"hypothesis profile {profile}; to have the same examples again: HYPOTHESIS_SEED={_SEED}"


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the tests from whatever log, user, pager and service the caller has set."""
    for name in ("TRACKER_LOG", "TRACKER_LLM_URL", "TRACKER_LLM_MODEL", "TRACKER_LLM_KEY", "TRACKER_LLM_TIMEOUT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TRACKER_PAGER", "")
    monkeypatch.setenv("TRACKER_USER", "tester")
