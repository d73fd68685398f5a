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
    # Departments that several plans share are written with the first, so their ids are kept, as `fresh` keeps them.
    public: set[str] = set()
    for graph in fresh(graphs):
        owners = _owners(graph)
        public.update(node.id for node in graph.labelled("Department") if _is_public(node))
        led = {r.end for r in graph.relationships if r.type == "LEADS" and r.start in public}
        out: dict[str, list[tuple[str, Term]]] = {}
        statements: list[Resource] = []
        for r in graph.relationships:
            rule = vocabulary()["relationships"][r.type]
            holds = {"authority": r.start in public, "services": r.start in led and r.end in led}
            term = rule["term"] if holds.get(rule.get("where"), True) else rule["otherwise"]
            start, end = (r.end, r.start) if rule.get("inverse") else (r.start, r.end)
            out.setdefault(start, []).append((term, Term("iri", iri("node", end))))
            if r.properties.keys() - {"position"}:
                statement = _statement(r, start, term, end, rule, owners)
                statements.append(statement)
                if rule.get("role"):
                    out[start].append(("cv:hasParticipation", Term("iri", statement.subject)))
        for node in graph.nodes:
            place = node.get("jurisdiction")
            if place and name_key(place) not in places:
                places.add(name_key(place))
                yield _place(str(place))
            types = [vocabulary()["led_tasks"]] if node.id in led else []
            types += [vocabulary()["public"]] if node.id in public else []
            yield Resource(iri("node", node.id), (*_node(node, types), *out.pop(node.id, ())))
        for left, links in out.items():
            yield Resource(iri("node", left), tuple(links))
        yield from statements


def _is_public(department: Node) -> bool:
    """Whether a department is what CPSV-AP calls a public organisation: one of the public sector, with its territory."""
    return department.get("kind") in vocabulary()["public_kinds"] and bool(department.get("jurisdiction"))


def _place(name: str) -> Resource:
    types = tuple(("rdf:type", Term("term", kind)) for kind in vocabulary()["place"])
    return Resource(iri("place", name_key(name)), (*types, ("rdfs:label", Term("literal", name, language="zh"))))


def _own_terms() -> Iterator[Resource]:
    model, words = ontology(), vocabulary()
    own = words["prefixes"]["z"]
    for label, kind in model.nodes.items():
        yield Resource(f"{own}{label}", (("rdf:type", Term("term", "rdfs:Class")), *_labels(kind.labels, "rdfs:label")))
    for name, rule in words["relationships"].items():
        for term in (rule["term"], rule.get("otherwise", "")):
            if term.startswith("z:"):
                yield Resource(
                    own + term[2:],
                    (
                        ("rdf:type", Term("term", "rdf:Property")),
                        ("rdfs:subPropertyOf", Term("term", rule["under"])),
                        ("rdfs:comment", Term("literal", model.relationships[name].about, language="en")),
                    ),
                )
        if rule.get("role"):
            labels = _labels(model.relationships[name].labels, "skos:prefLabel")
            yield Resource(own + name, (("rdf:type", Term("term", words["role"])), *labels))


def _labels(found: Mapping[str, str], predicate: str) -> list[tuple[str, Term]]:
    return [(predicate, Term("literal", found[language], language=language)) for language in LANGUAGES]


def _node(node: Node, types: Iterable[str]) -> Iterator[tuple[str, Term]]:
    words = vocabulary()
    yield "rdf:type", Term("term", f"z:{node.label}")
    for name in (*words["labels"][node.label]["types"], *types):
        yield "rdf:type", Term("term", name)
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
            if "unless" in rule and one == values.get(rule["unless"]):
                continue
            text = ("true" if one else "false") if isinstance(one, bool) else str(one)
            language = rule.get("language", "")
            literal = Term("literal", text, "" if language else _datatype(known[name], text), language)
            yield rule["term"], literal
            if "also" in rule:
                yield rule["also"], literal


def _datatype(rule: Property, text: str) -> str:
    if rule.kind == "date" and not (len(text) == 10 and text[4] == text[7] == "-"):
        return ""
    return _DATATYPES.get(rule.kind, "")


def _statement(
    r: Relationship, start: str, term: str, end: str, rule: Mapping[str, Any], owners: Mapping[str, str]
) -> Resource:
    """A relationship as a thing of its own, with its evidence and the document that it was read from."""
    key = fingerprint("\x1f".join(r.key), 24)
    found = [("rdf:type", Term("term", "rdf:Statement")), ("rdf:type", Term("term", "prov:Entity"))]
    if rule.get("role"):
        # The words of the plan that give the part; a part that people added by hand may have none.
        words = str(r.get("evidence") or ontology().relationships[r.type].labels["zh-Hant"])
        found += [
            ("rdf:type", Term("term", "cv:Participation")),
            ("dct:identifier", Term("literal", key)),
            ("dct:description", Term("literal", words, language="zh")),
            ("cv:role", Term("term", f"z:{r.type}")),
            ("cv:hasParticipant", Term("iri", iri("node", r.start))),
        ]
    found += [
        ("rdf:subject", Term("iri", iri("node", start))),
        ("rdf:predicate", Term("term", term)),
        ("rdf:object", Term("iri", iri("node", end))),
    ]
    document = owners.get(r.end) or owners.get(r.start)
    if document:
        found.append(("prov:wasDerivedFrom", Term("iri", iri("node", document))))
    found.extend(_properties(ontology().relationships[r.type].properties, r.properties, {}))
    return Resource(iri("statement", key), tuple(found))


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
