"""JSON-LD 1.1."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from exports.base import StreamExporter
from exports.rdf import Resource, Term, rdf_resources, vocabulary
from graph.model import Graph


class JsonLd(StreamExporter):
    """RDF in JSON-LD: a context of prefixes and a flat `@graph`, one resource a line."""

    name = "jsonld"
    ending = ".jsonld"

    def render(self, graphs: Iterable[Graph], stream: BinaryIO) -> None:
        """Write everything to an open stream."""
        stream.write(f'{{"@context": {_json(vocabulary()["prefixes"])},\n"@graph": ['.encode())
        between = "\n"
        for resource in rdf_resources(graphs):
            stream.write(f"{between}{_json(_entry(resource))}".encode())
            between = ",\n"
        stream.write(b"\n]}\n")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _entry(resource: Resource) -> dict[str, Any]:
    entry: dict[str, Any] = {"@id": resource.subject}
    for predicate, term in resource.statements:
        if predicate == "rdf:type":
            entry.setdefault("@type", []).append(term.value)
        else:
            entry.setdefault(predicate, []).append(_value(term))
    return {k: v[0] if k != "@type" and len(v) == 1 else v for k, v in entry.items()}


def _value(term: Term) -> Any:
    if term.kind in ("iri", "term"):
        return {"@id": term.value}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    return {"@value": term.value, "@type": term.datatype} if term.datatype else term.value
