"""The graph as RDF resources, whatever writes them down: ORG, CPSV-AP and PROV-O where these have a term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml

from exports.base import fresh
from graph.identity import fingerprint, name_key
from graph.model import Graph, Node, Relationship
from graph.ontology import LANGUAGES, Property, ontology

_BASE = "urn:zhize:"
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:")
_DATATYPES = {"integer": "xsd:integer", "float": "xsd:double", "boolean": "xsd:boolean", "date": "xsd:date"}
_STRUCTURE = ("HAS_SECTION", "HAS_TASK", "HAS_SUBTASK", "HAS_TARGET")


@dataclass(frozen=True, slots=True)
class Term:
    """A resource (`iri`, or a prefixed name in `term`) or a literal with its datatype or language."""

    kind: Literal["iri", "term", "literal"]
    value: str
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """What is said of one subject: predicates are prefixed names."""

    subject: str
    statements: tuple[tuple[str, Term], ...]


@cache
def vocabulary() -> dict[str, Any]:
    """What `rdf.yaml` says."""
    found: dict[str, Any] = yaml.safe_load(resources.files("exports").joinpath("rdf.yaml").read_text(encoding="utf-8"))
    return found


def iri(kind: str, key: str) -> str:
    """A resource's name: letters of every script as they are, anything that an IRI gives a meaning escaped.

    >>> iri("node", "doc:河源市:x#11.3")
    'urn:zhize:node:doc:河源市:x%2311.3'
    """
    safe = "".join(c if c in _PLAIN or (c > "\x7f" and c.isalnum()) else _escaped(c) for c in key)
    return f"{_BASE}{kind}:{safe}"


def _escaped(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def rdf_resources(graphs: Iterable[Graph]) -> Iterator[Resource]:
    """Everything as resources: the project's own terms, then nodes and statements, document by document."""
    yield from _own_terms()
    places: set[str] = set()
    for graph in fresh(graphs):
        owners = _owners(graph)
        led = {r.end for r in graph.relationships if r.type == "LEADS"}
        out: dict[str, list[tuple[str, Term]]] = {}
        statements: list[Resource] = []
        for r in graph.relationships:
            rule = vocabulary()["relationships"][r.type]
            start, end = (r.end, r.start) if rule.get("inverse") else (r.start, r.end)
            link = (rule["term"], Term("iri", iri("node", end)))
            out.setdefault(start, []).append(link)
            if r.properties.keys() - {"position"}:
                statement = _statement(r, start, end, rule, owners)
                statements.append(statement)
                if rule.get("role"):
                    out[start].append(("cv:hasParticipation", Term("iri", statement.subject)))
        for node in graph.nodes:
            place = node.get("jurisdiction")
            if place and name_key(place) not in places:
                places.add(name_key(place))
                yield Resource(
                    iri("place", name_key(place)),
                    (("rdf:type", Term("term", "dct:Location")), ("rdfs:label", Term("literal", place))),
                )
            yield Resource(iri("node", node.id), (*_node(node, node.id in led), *out.pop(node.id, ())))
        for left, links in out.items():
            yield Resource(iri("node", left), tuple(links))
        yield from statements


def _own_terms() -> Iterator[Resource]:
    model, words = ontology(), vocabulary()
    for label, kind in model.nodes.items():
        yield Resource(
            f"{words['prefixes']['z']}{label}", (("rdf:type", Term("term", "rdfs:Class")), *_labels(kind.labels))
        )
    for name, rule in words["relationships"].items():
        if rule["term"].startswith("z:"):
            yield Resource(
                words["prefixes"]["z"] + rule["term"][2:],
                (
                    ("rdf:type", Term("term", "rdf:Property")),
                    ("rdfs:subPropertyOf", Term("term", rule["under"])),
                    ("rdfs:comment", Term("literal", model.relationships[name].about, language="en")),
                ),
            )


def _labels(found: Mapping[str, str]) -> list[tuple[str, Term]]:
    return [("rdfs:label", Term("literal", found[language], language=language)) for language in LANGUAGES]


def _node(node: Node, is_led: bool) -> Iterator[tuple[str, Term]]:
    words = vocabulary()
    yield "rdf:type", Term("term", f"z:{node.label}")
    for name in words["labels"][node.label]["types"]:
        yield "rdf:type", Term("term", name)
    if node.label == "Task" and is_led:
        yield "rdf:type", Term("term", words["led_tasks"])
    if node.label == "Department" and node.get("kind") in words["public_kinds"]:
        yield "rdf:type", Term("term", words["public"])
    yield "dct:identifier", Term("literal", node.id)
    own = words.get(node.label, {})
    yield from _properties(ontology().nodes[node.label].properties, node.properties, {**words["properties"], **own})


def _properties(
    known: Mapping[str, Property], values: Mapping[str, Any], terms: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, Term]]:
    for name, value in values.items():
        if value is None or name not in known:
            continue
        rule = terms.get(name, {"term": f"z:{name}"})
        if rule.get("place"):
            yield rule["term"], Term("iri", iri("place", name_key(str(value))))
            continue
        if name == "subject" or name == "via":
            yield rule["term"], Term("iri", iri("node", str(value)))
            continue
        for one in value if isinstance(value, tuple) else (value,):
            text = ("true" if one else "false") if isinstance(one, bool) else str(one)
            yield rule["term"], Term("literal", text, datatype=_datatype(known[name], text))


def _datatype(rule: Property, text: str) -> str:
    if rule.kind == "date" and not (len(text) == 10 and text[4] == text[7] == "-"):
        return ""
    return _DATATYPES.get(rule.kind, "")


def _statement(r: Relationship, start: str, end: str, rule: Mapping[str, Any], owners: Mapping[str, str]) -> Resource:
    """A relationship as a thing of its own, with its evidence and the document that it was read from."""
    subject = iri("statement", fingerprint("\x1f".join(r.key), 24))
    found = [("rdf:type", Term("term", "rdf:Statement")), ("rdf:type", Term("term", "prov:Entity"))]
    if rule.get("role"):
        found.append(("rdf:type", Term("term", "cv:Participation")))
        found.append(("cv:role", Term("literal", r.type)))
    found += [
        ("rdf:subject", Term("iri", iri("node", start))),
        ("rdf:predicate", Term("term", rule["term"])),
        ("rdf:object", Term("iri", iri("node", end))),
    ]
    document = owners.get(r.end) or owners.get(r.start)
    if document:
        found.append(("prov:wasDerivedFrom", Term("iri", iri("node", document))))
    found.extend(_properties(ontology().relationships[r.type].properties, r.properties, {}))
    return Resource(subject, tuple(found))


def _owners(graph: Graph) -> dict[str, str]:
    """The document of each chapter, task and target."""
    above = {r.end: r.start for r in graph.relationships if r.type in _STRUCTURE}
    found: dict[str, str] = {node.id: node.id for node in graph.documents}
    for key in above:
        trail = [key]
        while trail[-1] not in found and trail[-1] in above:
            trail.append(above[trail[-1]])
        if trail[-1] in found:
            found.update(dict.fromkeys(trail, found[trail[-1]]))
    return found
