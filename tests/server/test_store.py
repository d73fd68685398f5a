"""The store on a real server: what is stored, replaced, removed, shown and found."""

from __future__ import annotations

import dataclasses

import neo4j
import pytest

from graph.errors import ForeignData, NewerStore, UnknownDocument
from graph.model import Graph, Node
from graph.stores.neo4j import Neo4jStore
from tests.graphs import small_graph, two_plans
from tests.server.running import Server


def spelled(graph: Graph, old: str, new: str) -> Graph:
    """The graph with one shared node's name spelled otherwise."""
    nodes = tuple(
        Node(n.id, n.label, {**n.properties, "name": new}) if n.get("name") == old else n for n in graph.nodes
    )
    return dataclasses.replace(graph, nodes=nodes)


def count(driver: neo4j.Driver, pattern: str = "(n)") -> int:
    return int(driver.execute_query(f"MATCH {pattern} RETURN count(*) AS n").records[0]["n"])  # type: ignore[arg-type]


def test_replacing_leaves_nothing_of_the_old(store: Neo4jStore, admin: neo4j.Driver) -> None:
    store.replace([small_graph(tasks=9)])
    [old] = store.documents()
    [change] = store.replace([small_graph(tasks=4)])
    assert (change.action, change.previous_sha256, change.previous_loaded_on) == (
        "replaced",
        old.sha256,
        old.loaded_on,
    )
    small = small_graph(tasks=4)
    assert store.graph(small.document.id) == small
    assert count(admin) == len(small.nodes)
    assert count(admin, "()-[r]->()") == len(small.relationships)
    assert store.verify() == []


def test_shared_nodes_stay_until_the_last_document_goes(store: Neo4jStore, admin: neo4j.Driver) -> None:
    first, second = two_plans()
    store.replace([first, second])
    department = first.labelled("Department")[0].id
    store.remove(first.document.id)
    assert store.node(department) is not None
    assert store.graph(second.document.id) == second
    assert store.verify() == []
    store.remove(second.document.id)
    assert count(admin, "(n:Zhize)") == 0
    assert count(admin) == 2  # that both were there stays on record: a ZhizeRemoved each
    with pytest.raises(UnknownDocument):
        store.remove(second.document.id)


def test_no_answer_shows_what_the_store_keeps_for_itself(store: Neo4jStore) -> None:
    graph = small_graph()
    store.replace([graph])
    nodes = store.nodes([node.id for node in graph.nodes])
    links = store.neighbours(graph.labelled("Task")[0].id).relationships
    assert not [name for held in (*nodes, *links) for name in held.properties if name.startswith("zhize")]
    rows = store.analyst("MATCH (t:Task)-[r]->() RETURN t, r, properties(t) AS p LIMIT 3").rows
    assert rows
    assert "zhize" not in repr(rows).lower()


def test_foreign_nodes_under_our_labels_are_refused(server: Server, empty: neo4j.Driver) -> None:
    empty.execute_query("CREATE (:Task {id: 'theirs'}), (:Person {id: 'x'})")
    with pytest.raises(ForeignData, match="1 nodes Task"):
        Neo4jStore(server.url)
    assert count(empty) == 2


def test_foreign_nodes_that_come_later_are_refused_before_the_first_write(
    store: Neo4jStore, admin: neo4j.Driver
) -> None:
    admin.execute_query("CREATE (:Department {id: 'theirs'})")
    with pytest.raises(ForeignData):
        store.replace([small_graph()])
    assert count(admin) == 1


def test_others_nodes_are_never_touched(store: Neo4jStore, admin: neo4j.Driver) -> None:
    admin.execute_query("CREATE (:Person {id: 'x', name: '某人'})-[:KNOWS]->(:Person {id: 'y'})")
    plans = two_plans()
    store.replace(plans)
    for plan in plans:
        store.remove(plan.document.id)
    assert count(admin, "(n:Person)") == 2
    assert count(admin, "()-[:KNOWS]->()") == 1


def test_a_store_of_a_newer_version_is_refused(server: Server, store: Neo4jStore, admin: neo4j.Driver) -> None:
    store.replace([small_graph()])
    admin.execute_query("MATCH (d:Document) SET d.zhize_version = 99")
    with pytest.raises(NewerStore):
        Neo4jStore(server.url)


def test_what_an_older_version_stored_gets_its_dependencies_across_documents(
    store: Neo4jStore, admin: neo4j.Driver
) -> None:
    """Two plans give four of them (see `AcrossContract`); without their index the store is an older version's."""
    store.replace(two_plans())
    assert count(admin, "()-[r:DEPENDS_ON]->() WHERE r.zhize_across = r.via") == 4
    admin.execute_query("MATCH ()-[r:DEPENDS_ON]->() WHERE r.zhize_across IS NOT NULL DELETE r")
    admin.execute_query("DROP INDEX zhize_across")
    assert store.verify() == ["dependencies across documents: 4 are missing, 0 follow from nothing"]
    with Neo4jStore(store.url) as newer:
        newer.replace([small_graph("青府辦〔2026〕3號", "另一份", place="白石市")])
        assert newer.verify() == []
    assert count(admin, "()-[r:DEPENDS_ON]->() WHERE r.zhize_across IS NOT NULL") == 4
