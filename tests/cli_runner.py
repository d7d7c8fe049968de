"""Runs the command line in this process, as a shell would: words in, exit code and both streams out."""

from __future__ import annotations

import functools
import io
import json
import shlex
import sys
import types
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from unittest import mock

import typer.main

from tracker.cli.app import run as run_app

__all__ = ["Ran", "items", "run", "tracker"]


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


# Typer builds the whole tree of commands for every run, which takes several times as long as most commands do.
_built = functools.cache(typer.main.get_command)


def run(*words: object, stdin: bytes = b"", terminal: bool = False) -> Ran:
    """Run `tracker WORDS...`; `stdin` is what comes in, `terminal` whether stdout is one."""
    out, err = io.BytesIO(), io.BytesIO()
    stdout = io.TextIOWrapper(out, encoding="utf-8", newline="")
    if terminal:
        stdout.isatty = lambda: True  # type: ignore[method-assign] # a stream that says so
    patched = {
        "argv": ["tracker", *map(str, words)],
        "stdin": io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"),
        "stdout": stdout,
        "stderr": io.TextIOWrapper(err, encoding="utf-8", newline="", errors="backslashreplace"),
        "excepthook": sys.excepthook,  # typer sets its own
    }
    with ExitStack() as stack:
        for name, value in patched.items():
            stack.enter_context(mock.patch.object(sys, name, value))
        # Usage names the program; nothing of the test runner's own name belongs there.
        stack.callback(sys.modules.__setitem__, "__main__", sys.modules["__main__"])
        sys.modules["__main__"] = types.ModuleType("__main__")
        stack.enter_context(mock.patch.object(typer.main, "get_command", _built))
        code = run_app()
        sys.stdout.flush()
        sys.stderr.flush()
    return Ran(code, out.getvalue().decode(), err.getvalue().decode())


def tracker(words: str, *more: object, stdin: bytes = b"") -> Ran:
    """Run a command that goes well; `words` as typed in a shell, `more` as they are."""
    ran = run(*shlex.split(words), *more, stdin=stdin)
    assert ran.code == 0, ran.err
    return ran


def items(words: str) -> Any:
    """Return the items of what a command answers as JSON."""
    return tracker(words, "--format", "json").items
