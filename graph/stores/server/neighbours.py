"""Single nodes as they are shown, and what stands around one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import neo4j

from graph.errors import UnknownName
from graph.model import Node, Relationship
from graph.ontology import ontology
from graph.stores.base import Neighbourhood
from graph.stores.server.form import visible
from graph.stores.server.write import known_labels, statement


def shown_label(labels: Sequence[str]) -> str:
    """Our label among a node's; none for one that was deleted while it was read."""
    return next((label for label in known_labels() if label in labels), "")


def shown_node(labels: Sequence[str], stored: Mapping[str, Any]) -> Node:
    """A stored node as it is shown: its visible properties in the ontology's order."""
    label = shown_label(labels)
    held = visible(stored)
    return Node(stored["id"], label, {k: held[k] for k in ontology().nodes[label].properties if k in held})


def read_neighbours(tx: neo4j.Transaction, url: str, node_id: str, types: Sequence[str], limit: int) -> Neighbourhood:
    """A node's relationships, at most `limit` a type and direction, and how many there are of each."""
    head = tx.run("MATCH (n:Zhize {id: $id}) RETURN labels(n), properties(n)", id=node_id).single()
    if head is None:
        raise UnknownName(f"no node {node_id}", where=url)
    hood = Neighbourhood(shown_node(*head.values()))
    nodes: dict[str, Node] = {}
    order = {name: place for place, name in enumerate(ontology().relationships)}
    for direction, pattern in (("out", "(n)-[r]->(m:Zhize)"), ("in", "(n)<-[r]-(m:Zhize)")):
        counted = tx.run(
            statement(f"MATCH (n:Zhize {{id: $id}}) MATCH {pattern} RETURN type(r) AS type, count(r) AS n"), id=node_id
        )
        found = {record["type"]: record["n"] for record in counted}
        for kind in sorted((k for k in found if k in order and (not types or k in types)), key=order.__getitem__):
            hood.counts[kind, direction] = found[kind]
            text = (
                f"MATCH (n:Zhize {{id: $id}}) MATCH {pattern.replace('[r]', f'[r:{kind}]')} "
                "RETURN labels(m), properties(m), properties(r) ORDER BY m.zhize_document, r.zhize_ordinal, m.id "
                "LIMIT $limit"
            )
            for labels, stored, link in (
                record.values() for record in tx.run(statement(text), id=node_id, limit=limit)
            ):
                if not shown_label(labels):
                    continue
                other = shown_node(labels, stored)
                nodes.setdefault(other.id, other)
                ends = (node_id, other.id) if direction == "out" else (other.id, node_id)
                hood.relationships.append(Relationship(kind, *ends, visible(link)))
    hood.nodes.extend(nodes.values())
    return hood
