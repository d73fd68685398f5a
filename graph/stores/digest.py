"""The digest by which stores tell whether two documents are the same."""

from __future__ import annotations

import hashlib
import json

from graph.model import Graph


def graph_digest(graph: Graph) -> str:
    """SHA-256 of one document's graph as canonical JSON, without the time of loading.

    Two graphs of one digest are the same: nodes and relationships in the same order with the same properties.
    """
    nodes = [{"id": node.id, "label": node.label, **node.properties} for node in graph.nodes]
    for node in nodes:
        node.pop("loaded_on", None)
    links = [{"type": r.type, "start": r.start, "end": r.end, **r.properties} for r in graph.relationships]
    data = {"nodes": nodes, "relationships": links}
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
