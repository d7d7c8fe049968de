"""Where the console script begins: no garbage is looked for while modules are loaded, for they leave none.

The collector is set going again before a command runs (`deferred`).
"""

from __future__ import annotations

import gc
import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line."""
    gc.disable()
    from tracker.cli.app import run

    sys.exit(run())
