"""JSON Lines: one node or relationship a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from exports.base import StreamExporter, fresh
from graph.model import Graph


class JsonLines(StreamExporter):
    """`{"node": {"id", "label", …}}` and `{"relationship": {"type", "start", "end", …}}`, document by document.

    A document's nodes stand before its relationships, so that a reader can go through it once.
    """

    name = "jsonl"
    ending = ".jsonl"

    def render(self, graphs: Iterable[Graph], stream: BinaryIO) -> None:
        """Write everything to an open stream."""
        for graph in fresh(graphs):
            for node in graph.nodes:
                stream.write(_line("node", node.to_dict()))
            for relationship in graph.relationships:
                stream.write(_line("relationship", relationship.to_dict()))


def _line(kind: str, entry: dict[str, Any]) -> bytes:
    return json.dumps({kind: entry}, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"
