"""The example dossier and the fixed clock, as in tests/tracker."""

from tests.tracker.conftest import _here_and_now, demo, example_file

__all__ = ["_here_and_now", "demo", "example_file"]
