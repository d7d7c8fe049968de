"""The house: which way imports flow, and that every package says what it offers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(path for package in ("events", "tracker") for path in (ROOT / package).rglob("*.py"))

LAYERS = (
    ("tracker.cli", "tracker.web"),
    (
        "tracker.proposing",
        "tracker.reviewing",
        "tracker.coders",
        "tracker.engine_rates",
        "tracker.archive",
        "tracker.exchange",
        "tracker.seeding",
        "tracker.registering",
        "tracker.checking",
        "tracker.doctor",
        "tracker.rebuild",
        "tracker.question",
        "tracker.dates",
        "tracker.signing",
        "tracker.verifying",
    ),
    ("tracker.ledger",),
    ("tracker.intents",),
    ("tracker.desk",),
    ("tracker.admission",),
    ("tracker.present", "tracker.groupings"),
    ("tracker.searching", "tracker.sight", "tracker.store", "tracker.survey", "tracker.view"),
    ("tracker.reading",),
    ("tracker.cut", "tracker.extraction", "tracker.movement", "tracker.projections"),
    ("tracker.errors", "tracker.outward", "tracker.reliability"),
    ("events",),
)
"""From the top of the house to its ground: a module imports from its own floor and from those below."""


def _floor(module: str) -> int:
    """Return the floor a module lives on; the longest name that fits decides."""
    fitting = [(len(name), floor) for floor, names in enumerate(LAYERS) for name in names if _within(module, name)]
    assert fitting, f"{module} has no floor in LAYERS"
    return max(fitting)[1]


def _within(module: str, name: str) -> bool:
    return module == name or module.startswith(f"{name}.")


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", [each for each in MODULES if _name(each) != "tracker"], ids=_name)
def test_imports_flow_one_way(path: Path) -> None:
    """No module imports from a floor above its own."""
    own = [name for name in _imports(path) if name.split(".")[0] in {"events", "tracker"}]
    upwards = [name for name in own if _floor(name) < _floor(_name(path))]
    assert upwards == []


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_every_module_lists_what_it_offers(path: Path) -> None:
    """`__all__` is there, sorted as ruff sorts it, and names only what the module defines or imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    listed = [
        [element.value for element in node.value.elts if isinstance(element, ast.Constant)]
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id == "__all__"
    ]
    is_map = path.name == "__init__.py" and len(tree.body) == 1
    assert is_map or len(listed) == 1
    for names in listed:
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_modules_stay_small_enough_to_read(path: Path) -> None:
    """No module answers two questions: 400 lines are the limit."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
