"""A graph holds against the ontology, or says what breaks it."""

from __future__ import annotations

import json

import pytest

from graph.errors import InvalidGraph
from graph.model import Graph, Node, Relationship
from tests.graphs import small_graph


def test_a_graph_comes_back_from_its_dictionary() -> None:
    graph = small_graph()
    again = Graph.from_dict(json.loads(json.dumps(graph.to_dict(), ensure_ascii=False)))
    assert again == graph
    assert again.validate() is again


def test_document_is_the_only_one() -> None:
    assert small_graph().document.label == "Document"
    with pytest.raises(InvalidGraph, match="has one document, this has 0"):
        _ = Graph((), ()).document


BREAKS = {
    "unknown label": (lambda g: (*g.nodes, Node("x", "Bureau", {})), None, "unknown label Bureau"),
    "double id": (lambda g: (*g.nodes, g.nodes[0]), None, "two nodes with one id"),
    "unknown property": (
        lambda g: (*g.nodes, Node("t", "Official", {"name": "a", "colour": "red"})),
        None,
        "unknown property colour",
    ),
    "wrong type": (
        lambda g: (*g.nodes, Node("t", "Section", {"number": "一", "title": "x", "position": "1"})),
        None,
        "position is integer, not '1'",
    ),
    "missing property": (lambda g: (*g.nodes, Node("t", "Official", {"name": None})), None, "name"),
    "unknown type": (None, lambda g: (Relationship("OWNS", g.nodes[0].id, g.nodes[1].id, {}),), "OWNS"),
    "wrong ends": (
        None,
        lambda g: (Relationship("HAS_SECTION", g.nodes[1].id, g.nodes[0].id, {"position": 1}),),
        "goes from Document to Section",
    ),
    "to nothing": (
        None,
        lambda g: (Relationship("HAS_SECTION", g.nodes[0].id, "nowhere", {"position": 1}),),
        "nothing",
    ),
    "twice": (None, lambda g: (g.relationships[0],), "the same relationship twice"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_breaks_the_ontology_is_named(name: str) -> None:
    graph = small_graph()
    nodes, relationships, message = BREAKS[name]
    broken = Graph(
        nodes(graph) if nodes else graph.nodes,
        graph.relationships + relationships(graph) if relationships else graph.relationships,
    )
    with pytest.raises(InvalidGraph, match=message):
        broken.validate()
