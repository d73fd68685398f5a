"""Values of an answer as plain Python: scalars, lists and dictionaries, without what the store keeps for itself."""

from __future__ import annotations

from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import Date, DateTime, Duration, Time

from graph.stores.server.schema import HIDDEN, MARK


def plain(value: Any) -> Any:
    """A value of the driver as JSON can hold it; times as ISO text, nodes and relationships as dictionaries."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Node():
            labels = sorted(label for label in value.labels if label != MARK)
            return {"id": value.get("id"), "label": labels[0] if labels else None, **_shown(value, "id")}
        case Relationship():
            ends = [node.get("id") if node is not None else None for node in (value.start_node, value.end_node)]
            return {"type": value.type, "start": ends[0], "end": ends[1], **_shown(value)}
        case Path():
            return {
                "nodes": [plain(node) for node in value.nodes],
                "relationships": [plain(link) for link in value.relationships],
            }
        case dict():
            return {k: plain(v) for k, v in value.items() if not str(k).startswith(HIDDEN)}
        case Date() | DateTime() | Time() | Duration():
            return value.iso_format()
        case Point():
            return list(value)
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            return str(value)


def _shown(element: Node | Relationship, *skip: str) -> dict[str, Any]:
    return {k: plain(v) for k, v in sorted(element.items()) if k not in skip and not k.startswith(HIDDEN)}
