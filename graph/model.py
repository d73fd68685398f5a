"""What a responsibility graph is made of: nodes, relationships, and a graph of one or more documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

from graph.errors import InvalidGraph
from graph.ontology import Property, ontology

Value = str | int | float | bool | tuple[str, ...] | None
Properties = Mapping[str, Value]


class Node(NamedTuple):
    """One node: `label` is one of the ontology's, `properties` hold everything but the id.

    A tuple, like a relationship: a graph has thousands, and a frozen dataclass takes three times as long to make.
    """

    id: str
    label: str
    properties: Properties

    def get(self, name: str) -> Any:
        """The value of a property, or None."""
        return self.properties.get(name)

    def to_dict(self) -> dict[str, Any]:
        """`{"id", "label", …properties}`, as in the JSON that `zhize extract` writes."""
        return {"id": self.id, "label": self.label, **{k: _listed(v) for k, v in self.properties.items()}}


class Relationship(NamedTuple):
    """One directed relationship between two node ids."""

    type: str
    start: str
    end: str
    properties: Properties

    def get(self, name: str) -> Any:
        """The value of a property, or None."""
        return self.properties.get(name)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it one: type, start, end and, for a dependency, the node it runs through."""
        return relationship_key(self.type, self.start, self.end, self.properties)

    def to_dict(self) -> dict[str, Any]:
        """`{"type", "start", "end", …properties}`."""
        return {
            "type": self.type,
            "start": self.start,
            "end": self.end,
            **{k: _listed(v) for k, v in self.properties.items()},
        }


def relationship_key(kind: str, start: str, end: str, properties: Properties) -> tuple[str, str, str, str]:
    """`Relationship.key` of a relationship that is not made yet."""
    via = properties.get("via")
    return kind, start, end, str(via) if via else ""


def _listed(value: Value) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _frozen(value: Any) -> Value:
    return tuple(value) if isinstance(value, list) else value


@dataclass(frozen=True)
class Graph:
    """Nodes and relationships in a fixed order: same input, same bytes out.

    A graph made by a loader holds exactly one document. Node ids are unique; a relationship is unique by its `key`.
    """

    nodes: tuple[Node, ...]
    relationships: tuple[Relationship, ...]

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """Each node by its id."""
        return {node.id: node for node in self.nodes}

    @property
    def documents(self) -> list[Node]:
        """The graph's documents, in order."""
        return [node for node in self.nodes if node.label == "Document"]

    @property
    def document(self) -> Node:
        """The one document of a loader's graph.

        Raises:
            InvalidGraph: when there is none, or more than one.
        """
        found = self.documents
        if len(found) != 1:
            raise InvalidGraph(f"a graph of one plan has one document, this has {len(found)}")
        return found[0]

    def labelled(self, label: str) -> list[Node]:
        """The nodes of one label, in order."""
        return [node for node in self.nodes if node.label == label]

    def of_type(self, *types: str) -> list[Relationship]:
        """The relationships of the given types, in order."""
        return [r for r in self.relationships if r.type in types]

    def to_dict(self) -> dict[str, list[dict[str, Any]]]:
        """Node-link form: `{"nodes": […], "relationships": […]}`."""
        return {
            "nodes": [node.to_dict() for node in self.nodes],
            "relationships": [r.to_dict() for r in self.relationships],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Iterable[Mapping[str, Any]]]) -> Graph:
        """The inverse of `to_dict`; the result is not validated."""
        nodes = tuple(
            Node(n["id"], n["label"], {k: _frozen(v) for k, v in n.items() if k not in ("id", "label")})
            for n in data["nodes"]
        )
        relationships = tuple(
            Relationship(
                r["type"],
                r["start"],
                r["end"],
                {k: _frozen(v) for k, v in r.items() if k not in ("type", "start", "end")},
            )
            for r in data["relationships"]
        )
        return cls(nodes, relationships)

    def validate(self) -> Graph:
        """Hold the graph against the ontology.

        Returns:
            The graph itself.

        Raises:
            InvalidGraph: naming the first node or relationship that breaks it, and how.
        """
        model = ontology()
        labels: dict[str, str] = {}
        for node in self.nodes:
            kind = model.nodes.get(node.label)
            if kind is None:
                raise InvalidGraph(f"unknown label {node.label}", where=node.id)
            if node.id in labels:
                raise InvalidGraph("two nodes with one id", where=node.id)
            labels[node.id] = node.label
            if not _plainly_right(kind.name, kind.properties, node.properties):
                _check(kind.properties, node.properties, f"{node.label} {node.id}", skip="id")
        seen: set[tuple[str, str, str, str]] = set()
        for r in self.relationships:
            rule = model.relationships.get(r.type)
            if rule is None:
                raise InvalidGraph(f"unknown relationship type {r.type}", where=_where(r))
            if labels.get(r.start) not in rule.starts or labels.get(r.end) not in rule.ends:
                raise InvalidGraph(
                    f"{r.type} goes from {'/'.join(rule.starts)} to {'/'.join(rule.ends)}, "
                    f"not from {labels.get(r.start, 'nothing')} to {labels.get(r.end, 'nothing')}",
                    where=_where(r),
                )
            key = r.key
            if key in seen:
                raise InvalidGraph("the same relationship twice", where=_where(r))
            seen.add(key)
            if not _plainly_right(rule.name, rule.properties, r.properties):
                _check(rule.properties, r.properties, _where(r))
        return self


def _where(relationship: Relationship) -> str:
    return f"{relationship.start} -{relationship.type}-> {relationship.end}"


@cache
def _plain(kind: str) -> tuple[dict[str, frozenset[type]], frozenset[str]]:
    """A label's or type's properties: for each the types that need no further look, and those that must be there."""
    model = ontology()
    properties = (model.nodes.get(kind) or model.relationships[kind]).properties
    known = {name: rule.plain_types() for name, rule in properties.items() if name != "id"}
    return known, frozenset(n for n, rule in properties.items() if rule.required and n != "id")


# shapes (the names of the properties and the types of their values) that are right but for the values of these
_right: dict[tuple[Any, ...], tuple[str, ...]] = {}


def _plainly_right(kind: str, rules: Mapping[str, Property], found: Properties) -> bool:
    """Whether every property is of a type that settles it, or its value is right; False: `_check` has to say what is not.

    A plan has hundreds of relationships of few shapes, so the shapes that are right are remembered.
    """
    shape = (kind, *found, *map(type, found.values()))
    open_ones = _right.get(shape)
    if open_ones is None:
        open_ones = _open(kind, found)
        if open_ones is None:
            return False
        if len(_right) < 10_000:
            _right[shape] = open_ones
    return not open_ones or all(rules[name].accepts(found[name]) for name in open_ones)


def _open(kind: str, found: Properties) -> tuple[str, ...] | None:
    """The properties that their types do not settle; None where one is unknown or missing."""
    known, required = _plain(kind)
    if not (found.keys() <= known.keys() and required <= found.keys()):
        return None
    if any(found[name] is None for name in required):
        return None
    return tuple(name for name, value in found.items() if type(value) not in known[name])


def _check(known: Mapping[str, Any], found: Properties, where: str, skip: str = "") -> None:
    for name, value in found.items():
        if name not in known or name == skip:
            raise InvalidGraph(f"unknown property {name}", where=where)
        if not known[name].accepts(value):
            raise InvalidGraph(f"property {name} is {known[name].kind}, not {value!r}", where=where)
    for name, rule in known.items():
        if rule.required and name != skip and found.get(name) is None:
            raise InvalidGraph(f"property {name} is missing", where=where)
