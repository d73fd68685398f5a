"""Plans changed a little, and what a store is asked about them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from graph.model import Graph, Node, Relationship
from graph.stores.base import Store

DEPENDS = (
    "MATCH (a:Task)-[r:DEPENDS_ON]->(b:Task) RETURN a.id AS a, b.id AS b, r.kind AS kind, r.via AS via, "
    "r.evidence AS evidence"
)


def spelled(graph: Graph, old: str, new: str) -> Graph:
    """The graph with one shared node's name spelled otherwise."""
    nodes = tuple(
        Node(n.id, n.label, {**n.properties, "name": new}) if n.get("name") == old else n for n in graph.nodes
    )
    return dataclasses.replace(graph, nodes=nodes)


def without(graph: Graph, name: str) -> Graph:
    """The graph without the node of that name and its relationships."""
    gone = {node.id for node in graph.nodes if node.get("name") == name}
    return Graph(
        tuple(node for node in graph.nodes if node.id not in gone),
        tuple(link for link in graph.relationships if not gone & {link.start, link.end}),
    )


def count(store: Store, pattern: str = "(n)") -> int:
    """How often Cypher finds a pattern."""
    return int(store.query(f"MATCH {pattern} RETURN count(*) AS n").rows[0][0])


def dependencies(*plans: Graph) -> list[tuple[Any, ...]]:
    """Every DEPENDS_ON of the plans, as the store is asked for them."""
    found = ((r.start, r.end, r.get("kind"), r.get("via"), r.get("evidence")) for r in _of_all(plans))
    return sorted(found, key=repr)


def _of_all(plans: tuple[Graph, ...]) -> Iterator[Relationship]:
    return (r for plan in plans for r in plan.of_type("DEPENDS_ON"))


def asked_dependencies(store: Store) -> list[tuple[Any, ...]]:
    """Every DEPENDS_ON that Cypher finds."""
    return sorted(store.query(DEPENDS).rows, key=repr)
