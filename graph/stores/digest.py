"""The digest by which stores tell whether two documents are the same."""

from __future__ import annotations

import hashlib
import json

from graph.model import Graph


def graph_digest(graph: Graph) -> str:
    """SHA-256 of one document's graph as canonical JSON, without the time of loading.

    Two graphs of one digest are the same: nodes and relationships in the same order with the same properties.
    """
    data = graph.to_dict()
    for node in data["nodes"]:
        node.pop("loaded_on", None)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
