"""Runs the command line in this process, as a shell would: words in, exit code and both streams out."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from typing import Any
from unittest import mock

from tracker.cli.app import run as run_app

__all__ = ["Ran", "run"]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return stdout, read as JSON."""
        return json.loads(self.out)

    @property
    def items(self) -> Any:
        """Return the items of the answer."""
        return self.json["items"]


def run(*words: object, stdin: bytes = b"") -> Ran:
    """Run `tracker WORDS...`; neither stream is a terminal, and `stdin` is what comes in."""
    out, err = io.BytesIO(), io.BytesIO()
    streams = {
        "argv": ["tracker", *map(str, words)],
        "stdin": io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"),
        "stdout": io.TextIOWrapper(out, encoding="utf-8", newline=""),
        "stderr": io.TextIOWrapper(err, encoding="utf-8", newline="", errors="backslashreplace"),
        "excepthook": sys.excepthook,  # typer sets its own
    }
    with mock.patch.multiple(sys, **streams):
        code = run_app()
        sys.stdout.flush()
        sys.stderr.flush()
    return Ran(code, out.getvalue().decode(), err.getvalue().decode())
