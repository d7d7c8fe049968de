"""`tracker export graphml`: valid GraphML, every attribute declared with its type, every node there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import pytest

from tests.cli_runner import run, tracker
from tests.tracker.small import LATER, MIDWAY, expected, recorded, recorded_hostile
from tracker.exchange.graphml import KEYS

NS: Final = {"": "http://graphml.graphdrawing.org/xmlns"}
Values = dict[str, object]
TYPES: Final[dict[str, Callable[[str], object]]] = {
    "string": str,
    "int": int,
    "boolean": {"true": True, "false": False}.__getitem__,
}


class Graph:
    """A GraphML file as a program reads it: values by name, read by the types that their keys declare."""

    def __init__(self, text: str) -> None:
        root = ElementTree.fromstring(text)  # noqa: S314 - what this program wrote
        assert [each.tag for each in root][-1] == f"{{{NS['']}}}graph"
        self._keys = {str(each.get("id")): each for each in root.iterfind("key", NS)}
        self.graph = next(root.iterfind("graph", NS))
        self.stamp = self._values(self.graph, "graph")
        self.nodes = {str(each.get("id")): self._values(each, "node") for each in self.graph.iterfind("node", NS)}
        self.edges = {
            (str(each.get("source")), str(each.get("target"))): self._values(each, "edge")
            for each in self.graph.iterfind("edge", NS)
        }

    def _values(self, bearer: ElementTree.Element, kind: str) -> Values:
        found: Values = {}
        for data in bearer.iterfind("data", NS):
            key = self._keys[str(data.get("key"))]
            assert key.get("for") == kind
            found[str(key.get("attr.name"))] = TYPES[str(key.get("attr.type"))](data.text or "")
        return found


@pytest.fixture(autouse=True)
def _small(tmp_path: Path) -> None:
    recorded(tmp_path / "tracker.db", *LATER)


def graph(words: str, *more: object) -> Graph:
    return Graph(tracker(f"export graphml {words}", *more).out)


@pytest.mark.parametrize("network", ["positions", "agreement"])
def test_the_whole_file(network: str) -> None:
    assert tracker(f"export graphml --of {network}", *MIDWAY).out == expected(f"{network}.graphml")


@pytest.mark.parametrize("network", ["positions", "agreement"])
def test_ids_are_tokens_and_edges_join_nodes_that_are_there(network: str, shifts: Path) -> None:
    found = graph(f"--of {network} --as-of 2025-11-20")
    assert all(char.isalnum() or char in ":-" for node in found.nodes for char in node)
    assert {end for edge in found.edges for end in edge} <= set(found.nodes)
    assert found.graph.get("edgedefault") == "undirected"
    named = {name for each in (*found.nodes.values(), *found.edges.values()) for name in each}
    declared = {name for bearer in ("node", "edge") for name in KEYS[network][bearer]}
    assert named == declared


def test_both_sides_of_the_bipartite_graph_are_told_apart() -> None:
    found = graph("", *MIDWAY)
    assert {node: values["bipartite"] for node, values in found.nodes.items()} == {
        "party:bloc": 0,
        "party:north": 0,
        "party:south": 0,
        "issue:ceasefire": 1,
        "issue:ceasefire:monitors": 1,
    }
    assert found.stamp["seq"] == 19


def test_a_position_that_takes_no_side_has_no_agreement() -> None:
    found = graph("", *MIDWAY).edges
    assert "agreement" not in found["party:south", "issue:ceasefire:monitors"]
    assert found["party:north", "issue:ceasefire"]["agreement"] == 1


def test_own_leaves_out_what_is_inherited() -> None:
    assert set(graph("--own", *MIDWAY).edges) == {
        ("party:bloc", "issue:ceasefire"),
        ("party:north", "issue:ceasefire"),
        ("party:south", "issue:ceasefire:monitors"),
    }
    assert set(graph("--of agreement --own", *MIDWAY).edges) == {("party:bloc", "party:north")}


def test_at_least_counts_statements_of_a_position_and_issues_of_an_agreement() -> None:
    assert set(graph("--at-least 2", *MIDWAY).edges) == {("party:north", "issue:ceasefire")}
    assert graph("--of agreement --at-least 2", *MIDWAY).edges == {}


def test_who_inherits_does_not_agree_by_that(shifts: Path) -> None:
    """Neither with its grouping nor with others of it; with somebody else it does, and with all in its own words."""
    said = "--source vladivostok-report --said"
    tracker("party add league-of-two --kind grouping")
    for party in ("one", "two"):
        tracker(f"party add {party} --kind state")
        tracker(f"party join {party} league-of-two")
    tracker(f"record league-of-two lunch supports {said} 2025-11-01 --new")
    tracker(f"record russia lunch supports {said} 2025-11-01")
    words = "--of agreement --as-of 2025-11-20 --issues lunch"
    assert set(graph(words).edges) == {
        ("party:league-of-two", "party:russia"),
        ("party:one", "party:russia"),
        ("party:russia", "party:two"),
    }
    tracker(f"record one lunch opposes {said} 2025-11-02")
    edges = graph(words).edges
    assert {ends for ends, edge in edges.items() if edge["disagreement"]} == {
        ("party:league-of-two", "party:one"),
        ("party:one", "party:russia"),
        ("party:one", "party:two"),
    }


def test_a_side_is_for_or_against_and_neutral_is_none(shifts: Path) -> None:
    said = "--source vladivostok-report --said 2025-11-01"
    for party, stance in (("one", "neutral"), ("two", "opposes-unless --if rain"), ("three", "opposes")):
        tracker(f"record {party} lunch {stance} {said} --new")
    of_positions = graph("--as-of 2025-11-20 --issues lunch").edges
    told = {party[6:]: edge.get("agreement") for (party, _), edge in of_positions.items()}
    assert told == {"one": None, "two": 0, "three": 0}
    assert set(graph("--of agreement --as-of 2025-11-20 --issues lunch").edges) == {("party:three", "party:two")}


def test_agreement_is_the_side_and_not_how_firm(shifts: Path) -> None:
    """Russia and the United Kingdom in the example: on the same side in one issue, under conditions; not in others."""
    edge = graph("--of agreement --as-of 2023-09-06").edges["party:russia", "party:united-kingdom"]
    assert edge == {
        "weight": 1,
        "count": 2,
        "agreement": 1,
        "disagreement": 1,
        "conditional": 1,
        "agreed_issues": "security-guarantees",
        "disputed_issues": "troop-deployments",
    }


def test_only_some_parties_and_issues() -> None:
    assert set(graph("--parties north,bloc --issues ceasefire/monitors", *MIDWAY).nodes) == {
        "party:bloc",
        "party:north",
        "issue:ceasefire:monitors",
    }


def test_hostile_texts_are_texts(tmp_path: Path) -> None:
    (tmp_path / "tracker.db").unlink()
    recorded_hostile(tmp_path / "tracker.db")
    found = graph("")
    assert found.stamp["dossier"] == "=1+1 ]]> <b>"
    assert found.nodes["issue:talk"]["proposition"] == (
        "+=cmd|' /C calc'!A0  ]]><script>alert(\"1\")</script>[31mdesrever &amp;    \U0001f408"
    )


def test_a_network_of_something_else_is_refused() -> None:
    ran = run("export", "graphml", "--of", "parties")
    assert ran.code == 2
    assert "'parties' is not one of 'positions', 'agreement'" in ran.err
