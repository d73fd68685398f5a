"""The ontology, read once from `ontology.yaml`: labels, relationship types and their typed properties."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml

Kind = Literal["string", "integer", "float", "boolean", "date", "strings"]
LANGUAGES = ("zh-Hant", "zh-Hans", "en")


@dataclass(frozen=True, slots=True)
class Property:
    """One typed property of a label or relationship type."""

    name: str
    kind: Kind
    about: str
    labels: dict[str, str]
    key: bool = False
    required: bool = False
    search: bool = False
    values: tuple[str, ...] = ()

    def accepts(self, value: object) -> bool:
        """Whether `value` is of this property's type (null only where it is not required)."""
        if value is None:
            return not (self.required or self.key)
        if self.values and value not in self.values:
            return False
        match self.kind:
            case "string" | "date":
                return isinstance(value, str)
            case "integer":
                return isinstance(value, int) and not isinstance(value, bool)
            case "float":
                return isinstance(value, (int, float)) and not isinstance(value, bool)
            case "boolean":
                return isinstance(value, bool)
            case "strings":
                return isinstance(value, (list, tuple)) and all(isinstance(v, str) for v in value)

    def plain_types(self) -> frozenset[type]:
        """Types of which every value is accepted, for a quick check; none where the value itself decides."""
        if self.values or self.kind == "strings":
            return frozenset()
        types: dict[str, tuple[type, ...]] = {
            "string": (str,),
            "date": (str,),
            "integer": (int,),
            "float": (int, float),
            "boolean": (bool,),
        }
        nothing = () if self.required or self.key else (type(None),)
        return frozenset((*types[self.kind], *nothing))


@dataclass(frozen=True, slots=True)
class NodeType:
    """One label with its properties, in the order of the file."""

    name: str
    about: str
    labels: dict[str, str]
    properties: dict[str, Property]


@dataclass(frozen=True, slots=True)
class RelationshipType:
    """One relationship type: where it may start and end, and its properties."""

    name: str
    about: str
    labels: dict[str, str]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    properties: dict[str, Property]

    @property
    def from_text(self) -> bool:
        """Whether each relationship of this type must carry the place that it was read from."""
        return "evidence" in self.properties and self.properties["evidence"].required


@dataclass(frozen=True, slots=True)
class Ontology:
    """Every label and relationship type."""

    version: int
    nodes: dict[str, NodeType]
    relationships: dict[str, RelationshipType]


def _labels(entry: dict[str, Any]) -> dict[str, str]:
    return {language: str(entry[language]) for language in LANGUAGES}


def _properties(entries: dict[str, Any]) -> dict[str, Property]:
    return {
        name: Property(
            name=name,
            kind=entry["type"],
            about=entry["about"],
            labels=_labels(entry),
            key=entry.get("key", False),
            required=entry.get("required", False),
            search=entry.get("search", False),
            values=tuple(entry.get("values", ())),
        )
        for name, entry in entries.items()
    }


@cache
def ontology() -> Ontology:
    """The ontology of this version.

    >>> sorted(ontology().relationships["LEADS"].starts)
    ['Department']
    """
    text = resources.files("graph").joinpath("ontology.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader either way
    groups = raw["groups"]
    nodes = {
        name: NodeType(name, entry["about"], _labels(entry), _properties(entry["properties"]))
        for name, entry in raw["nodes"].items()
    }
    relationships = {}
    for name, entry in raw["relationships"].items():
        merged = dict(entry.get("properties", {}))
        for group in entry.get("uses", ()):
            merged.update(groups[group])
        relationships[name] = RelationshipType(
            name, entry["about"], _labels(entry), tuple(entry["from"]), tuple(entry["to"]), _properties(merged)
        )
    return Ontology(raw["version"], nodes, relationships)
