"""Networks at a cut, as GraphML: parties and the issues on which they have a position, or parties and how they agree.

Node ids hold what the record calls things: `party:russia`, `issue:venue:moscow`. What has no value is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations
from math import comb
from typing import Final

from events.ticking import Tick, ticked
from events.vocabulary import CONDITIONAL, SCALE
from tracker.exchange.markup import Element, as_xml, element
from tracker.exchange.position_table import counts_cell
from tracker.exchange.stamp import Stamp, stamp_of
from tracker.exchange.tables import joined
from tracker.reading.grid import Grid
from tracker.reading.position import Position
from tracker.reading.registry import Entity
from tracker.view import View

__all__ = ["KEYS", "affiliations", "agreements"]

_Values = dict[str, str | int | bool | None]
_Node = tuple[str, _Values]
_Edge = tuple[str, str, _Values]

_NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"

_GRAPH: Final = {
    "dossier": "string",
    "as_of": "string",
    "known_at": "string",
    "seq": "int",
    "rules": "int",
    "root": "string",
}
_PARTY: Final = {"label": "string", "name": "string", "kind": "string", "party_kind": "string"}

KEYS: Final = {
    "positions": {
        "graph": _GRAPH,
        "node": {**_PARTY, "proposition": "string", "bipartite": "int"},
        "edge": {
            "stance": "string",
            "scale": "int",
            "agreement": "int",
            "weight": "int",
            "count": "int",
            "conditions": "string",
            "basis": "string",
            "inherited_from": "string",
            "statements": "string",
            "deciding": "string",
            "stale": "boolean",
            "lapsed": "boolean",
        },
    },
    "agreement": {
        "graph": _GRAPH,
        "node": _PARTY,
        "edge": {
            "weight": "int",
            "count": "int",
            "agreement": "int",
            "disagreement": "int",
            "conditional": "int",
            "agreed_issues": "string",
            "disputed_issues": "string",
        },
    },
}
"""By network, then by what bears them: every attribute, and its type in GraphML."""


def affiliations(
    view: View,
    parties: Collection[str] = (),
    issues: Collection[str] = (),
    *,
    own: bool = False,
    at_least: int = 1,
    tick: Tick | None = None,
) -> str:
    """Return the network of parties and issues; an edge is a position.

    Args:
        own: leave out positions that are inherited.
        at_least: of how many statements that count.
        tick: is told how many pairs of party and issue are done, and out of how many.

    Raises:
        UnknownNameError, AmbiguousNameError: no such party or issue.
    """
    grid = view.grid(parties, issues, tick)
    ends = [view.described(each) for each in grid.issues]
    nodes = [*_party_nodes(view, grid, bipartite=0), *map(_issue_node, ends)]
    edges = (
        (_node_id("party", each.party), _node_id("issue", each.issue), _edge(each))
        for each in _taken(grid.cells, own)
        if _count(each) >= at_least
    )
    return _document("positions", stamp_of(view), nodes, edges)


def agreements(
    view: View,
    parties: Collection[str] = (),
    issues: Collection[str] = (),
    *,
    own: bool = False,
    at_least: int = 1,
    tick: Tick | None = None,
) -> str:
    """Return the network of parties; an edge joins two that take sides on the same issues.

    Where the same statements decide for both, as for a grouping and who inherits from it, that is one voice and no
    agreement (docs/decisions/0015).

    Args:
        own: leave out positions that are inherited.
        at_least: on how many issues both take a side.
        tick: is told how many pairs of party and issue are done, and out of how many; then of parties.

    Raises:
        UnknownNameError, AmbiguousNameError: no such party or issue.
    """
    grid = view.grid(parties, issues, tick)
    sides: dict[str, dict[str, Position]] = {each.id: {} for each in grid.parties}
    for cell in _taken(grid.cells, own):
        if _side(cell):
            sides[cell.party][cell.issue] = cell
    edges = (
        (_node_id("party", one), _node_id("party", other), _meeting(sides[one], sides[other]))
        for one, other in ticked(combinations(sides, 2), tick, comb(len(sides), 2))
        if len(_shared(sides[one], sides[other])) >= at_least
    )
    return _document("agreement", stamp_of(view), _party_nodes(view, grid), edges)


def _taken(cells: Iterable[Position], own: bool) -> Iterator[Position]:
    return (each for each in cells if each.basis == "own" or not own)


def _side(position: Position) -> int:
    """Return 1 for, -1 against, 0 where the position takes no side."""
    value = SCALE.get(position.stance or "", 0)
    return (value > 0) - (value < 0)


def _count(position: Position) -> int:
    return sum(position.tally.values())


def _edge(position: Position) -> _Values:
    return {
        "stance": position.stance,
        "scale": SCALE.get(position.stance or ""),
        "agreement": {1: 1, -1: 0}.get(_side(position)),
        "weight": _count(position),
        "count": _count(position),
        "conditions": joined(position.conditions),
        "basis": position.basis,
        "inherited_from": joined(position.inherited_from),
        "statements": joined(position.statements),
        "deciding": counts_cell(position.deciding),
        "stale": position.stale,
        "lapsed": position.lapsed,
    }


def _meeting(one: dict[str, Position], other: dict[str, Position]) -> _Values:
    """Return what two parties' sides, by issue, make of an edge between them."""
    shared = _shared(one, other)
    agreed = [issue for issue in shared if _side(one[issue]) == _side(other[issue])]
    disputed = [issue for issue in shared if issue not in agreed]
    return {
        "weight": len(agreed),
        "count": len(shared),
        "agreement": len(agreed),
        "disagreement": len(disputed),
        "conditional": sum(not CONDITIONAL.isdisjoint({one[issue].stance, other[issue].stance}) for issue in agreed),
        "agreed_issues": joined(agreed),
        "disputed_issues": joined(disputed),
    }


def _shared(one: dict[str, Position], other: dict[str, Position]) -> list[str]:
    """Return the issues on which both take a side with voices of their own: one who inherits does not speak."""
    return [issue for issue in one if issue in other and _holders(one[issue]).isdisjoint(_holders(other[issue]))]


def _holders(position: Position) -> set[int]:
    return set(position.verdict.holders)


def _party_nodes(view: View, grid: Grid, bipartite: int | None = None) -> Iterator[_Node]:
    for party in (view.described(each) for each in grid.parties):
        kind = party.data.get("kind")
        values = {"label": party.label, "name": party.id, "kind": "party", "party_kind": kind, "bipartite": bipartite}
        yield _node_id("party", party.id), values


def _issue_node(issue: Entity) -> _Node:
    proposition = issue.data.get("proposition")
    values = {"label": issue.label, "name": issue.id, "kind": "issue", "proposition": proposition, "bipartite": 1}
    return _node_id("issue", issue.id), values


def _node_id(kind: str, name: str) -> str:
    """Return an id that GraphML takes: a path's slashes, which no id has, become colons, which no path has."""
    return f"{kind}:{name.replace('/', ':')}"


def _document(network: str, stamp: Stamp, nodes: Iterable[_Node], edges: Iterable[_Edge]) -> str:
    keys = KEYS[network]
    graph = element("graph", *_data("graph", stamp.as_json()), id=network, edgedefault="undirected")
    graph.extend(element("node", *_data("node", values), id=node) for node, values in nodes)
    graph.extend(element("edge", *_data("edge", values), source=one, target=other) for one, other, values in edges)
    declared = (
        element("key", id=f"{bearer}.{name}", for_=bearer, **{"attr.name": name, "attr.type": kind})
        for bearer, names in keys.items()
        for name, kind in names.items()
    )
    return as_xml(element("graphml", *declared, graph, xmlns=_NAMESPACE))


def _data(bearer: str, values: _Values) -> Iterator[Element]:
    for name, value in values.items():
        if value is not None:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            yield element("data", text, key=f"{bearer}.{name}")
