"""What a document keeps beside its nodes and relationships, so that it comes back exactly as it was stored.

The server keeps no order, no property that is null, and of a shared node only the spelling that is shown. A document's
*form* holds what is lost thereby: for each place in its order the names of the properties (null ones included), and
for each shared node which of the spellings on that node is its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.model import Graph, Node, Relationship, Value
from graph.stores.server.schema import HIDDEN
from graph.stores.spelling import SHARED_LABELS, spelling_key


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _frozen(value: Any) -> Value:
    return tuple(value) if isinstance(value, list) else value


def spelling_text(properties: Mapping[str, Value]) -> str:
    """A shared node's properties as one document gives them, as compact JSON."""
    return _json({name: list(value) if isinstance(value, tuple) else value for name, value in properties.items()})


def spelling_properties(text: str) -> dict[str, Value]:
    """The inverse of `spelling_text`."""
    return {name: _frozen(value) for name, value in json.loads(text).items()}


def spelling_mark(text: str) -> str:
    """What a document keeps to name one spelling among those on the node."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def shown(spellings: list[str]) -> dict[str, Value]:
    """The properties that the store shows: the smallest spelling's."""
    return min((spelling_properties(text) for text in spellings), key=spelling_key)


@dataclass(frozen=True, slots=True)
class Form:
    """A document's form.

    Attributes:
        shapes: the distinct lists of property names in it.
        nodes: for each node in order, its shape's index.
        relationships: for each relationship in order, its shape's index.
        shared: for each shared node its place, label, id and spelling's mark.
    """

    shapes: tuple[tuple[str, ...], ...]
    nodes: tuple[int, ...]
    relationships: tuple[int, ...]
    shared: tuple[tuple[int, str, str, str], ...]

    @classmethod
    def of(cls, graph: Graph) -> Form:
        """The form of a loader's graph."""
        shapes: dict[tuple[str, ...], int] = {}

        def shape(properties: Mapping[str, Value]) -> int:
            return shapes.setdefault(tuple(name for name in properties if name != "loaded_on"), len(shapes))

        nodes = tuple(shape(node.properties) for node in graph.nodes)
        relationships = tuple(shape(r.properties) for r in graph.relationships)
        shared = tuple(
            (place, node.label, node.id, spelling_mark(spelling_text(node.properties)))
            for place, node in enumerate(graph.nodes)
            if node.label in SHARED_LABELS
        )
        return cls(tuple(shapes), nodes, relationships, shared)

    def to_json(self) -> str:
        """Compact JSON for the document's hidden property."""
        return _json([self.shapes, self.nodes, self.relationships, self.shared])

    @classmethod
    def from_json(cls, text: str) -> Form:
        """The inverse of `to_json`."""
        shapes, nodes, relationships, shared = json.loads(text)
        return cls(
            tuple(tuple(names) for names in shapes),
            tuple(nodes),
            tuple(relationships),
            tuple((place, label, key, mark) for place, label, key, mark in shared),
        )

    def _shaped(self, shape: int, stored: Mapping[str, Any]) -> dict[str, Value]:
        return {name: _frozen(stored.get(name)) for name in self.shapes[shape]}

    def rebuild(
        self,
        own: list[tuple[str, dict[str, Any]]],
        links: list[tuple[str, str, str, dict[str, Any]]],
        spellings: Mapping[str, list[str]],
    ) -> Graph | None:
        """The graph as it was stored, or None where what the server holds does not fit the form.

        Args:
            own: label and stored properties of each node that the document owns.
            links: type, start, end and stored properties of each of its relationships.
            spellings: for each shared node's id the spellings on it.
        """
        places: dict[int, Node] = {}
        for label, stored in own:
            place = stored.get("zhize_ordinal", -1)
            if not 0 <= place < len(self.nodes) or not label or "id" not in stored:
                return None
            places[place] = Node(stored["id"], label, self._shaped(self.nodes[place], stored))
        for place, label, key, mark in self.shared:
            mine = [text for text in spellings.get(key, []) if spelling_mark(text) == mark]
            if not mine:
                return None
            places[place] = Node(key, label, spelling_properties(mine[0]))
        joined: dict[int, Relationship] = {}
        for kind, start, end, stored in links:
            place = stored.get("zhize_ordinal", -1)
            if not 0 <= place < len(self.relationships):
                return None
            joined[place] = Relationship(kind, start, end, self._shaped(self.relationships[place], stored))
        whole = len(places) == len(own) + len(self.shared) == len(self.nodes)
        if not whole or not len(joined) == len(links) == len(self.relationships):
            return None
        return Graph(tuple(places[i] for i in sorted(places)), tuple(joined[i] for i in sorted(joined)))


def visible(properties: Mapping[str, Any]) -> dict[str, Value]:
    """A stored element's properties without the id and what the store keeps for itself."""
    return {k: _frozen(v) for k, v in properties.items() if k != "id" and not k.startswith(HIDDEN)}
