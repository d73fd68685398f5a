"""py2neo both ways, on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import neo4j
import pytest

from graph.errors import UnknownDocument
from graph.interop import from_py2neo, merge_py2neo, parallel, result_graph, result_to_py2neo, to_py2neo
from graph.model import Graph, Node, Relationship
from graph.stores.neo4j import Neo4jStore
from tests.graphs import small_graph, two_plans
from tests.server.running import Server

# py2neo is at the end of its life and says so in several ways as soon as it is imported or used.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:py2neo"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:interchange"),
    pytest.mark.filterwarnings("ignore::SyntaxWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def connected(server: Server) -> Iterator[Any]:
    import py2neo

    graph = py2neo.Graph(f"bolt://127.0.0.1:{urlsplit(server.url).port}", auth=(server.user, server.password))
    yield graph
    graph.service.connector.close()


@pytest.fixture
def theirs(connected: Any, empty: neo4j.Driver) -> Any:
    """A py2neo user's own, empty database."""
    return connected


def without_nulls(graph: Graph) -> tuple[dict[str, Any], list[Any]]:
    """What py2neo can hold: properties that are not null, in no order."""

    def held(one: Node | Relationship) -> dict[str, Any]:
        return {k: v for k, v in one.properties.items() if v is not None}

    nodes = {node.id: (node.label, held(node)) for node in graph.nodes}
    links = sorted((link.key, sorted(held(link).items(), key=str)) for link in graph.relationships)
    return nodes, links


def test_a_subgraph_holds_the_whole_document() -> None:
    graph = small_graph()
    subgraph = to_py2neo(graph)
    assert (len(subgraph.nodes), len(subgraph.relationships)) == (len(graph.nodes), len(graph.relationships))
    assert without_nulls(from_py2neo(subgraph)) == without_nulls(graph)


def test_a_user_merges_a_document_twice_into_their_own_graph(theirs: Any) -> None:
    graph = small_graph()
    theirs.run("CREATE (:Person {name: '某人'})")
    for _ in range(2):
        theirs.merge(to_py2neo(graph))
    assert theirs.evaluate("MATCH (n) RETURN count(n)") == len(graph.nodes) + 1
    lost = sum(1 for _ in parallel(graph))
    assert theirs.evaluate("MATCH ()-[r]->() RETURN count(r)") == len(graph.relationships) - lost
    back = from_py2neo(theirs)
    assert without_nulls(back)[0] == without_nulls(graph)[0]


def test_merging_by_our_own_hand_keeps_parallel_dependencies(theirs: Any) -> None:
    graph = small_graph()
    for _ in range(2):
        merge_py2neo(graph, theirs)
    assert without_nulls(from_py2neo(theirs)) == without_nulls(graph)
    assert theirs.evaluate("MATCH ()-[r:DEPENDS_ON]->() RETURN count(r)") == 2


def test_a_merge_that_fails_leaves_nothing(theirs: Any) -> None:
    graph = small_graph()
    bad = Relationship("LEADS", graph.labelled("Department")[0].id, graph.labelled("Task")[0].id, {"rank": object()})  # type: ignore[dict-item]
    with pytest.raises(Exception, match=r".*"):
        merge_py2neo(Graph(graph.nodes, (*graph.relationships, bad)), theirs)
    assert theirs.evaluate("MATCH (n) RETURN count(n)") == 0


def test_one_of_two_documents_comes_out(theirs: Any) -> None:
    first, second = two_plans()
    for plan in (first, second):
        merge_py2neo(plan, theirs)
    assert without_nulls(from_py2neo(theirs, second.document.id)) == without_nulls(second)
    assert without_nulls(from_py2neo(theirs, first.document.id)) == without_nulls(first)
    with pytest.raises(UnknownDocument):
        from_py2neo(theirs, "nothing")


def test_our_own_database_is_read_by_py2neo_and_stored_again(theirs: Any, store: Neo4jStore) -> None:
    graph = small_graph()
    store.replace([graph])
    back = from_py2neo(theirs, graph.document.id)
    nodes, links = without_nulls(back)
    assert nodes[graph.document.id][1].pop("loaded_on")
    assert (nodes, links) == without_nulls(graph)
    [change] = store.replace([back])
    assert change.action == "replaced"
    assert store.verify() == []


def test_an_answer_becomes_a_subgraph(theirs: Any, store: Neo4jStore) -> None:
    graph = small_graph()
    store.replace([graph])
    rows = store.query(
        "MATCH (d:Department {name: $name})-[:LEADS]->(t:Task)<-[:HAS_TASK|HAS_SUBTASK]-() "
        "MATCH (c:Document) RETURN d.id AS department, c.id AS document, t.number AS number",
        {"name": "市公安局"},
    )
    part = result_graph(store, rows)
    numbers = sorted(node.get("number") for node in part.labelled("Task"))
    assert numbers == ["2", "3.1"]
    assert {link.type for link in part.relationships} == {"LEADS"}
    subgraph = result_to_py2neo(store, rows)
    assert (len(subgraph.nodes), len(subgraph.relationships)) == (4, 2)
    assert without_nulls(from_py2neo(subgraph))[1] == without_nulls(part)[1]
