"""Turtle."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import BinaryIO

from exports.base import StreamExporter
from exports.rdf import Term, rdf_resources, vocabulary
from graph.model import Graph

_CONTROL = re.compile('[\x00-\x1f"\\\\\x7f\ud800-\udfff]')
_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


class Turtle(StreamExporter):
    """RDF in Turtle, resource by resource."""

    name = "turtle"
    ending = ".ttl"

    def render(self, graphs: Iterable[Graph], stream: BinaryIO) -> None:
        """Write everything to an open stream."""
        for prefix, name in vocabulary()["prefixes"].items():
            stream.write(f"@prefix {prefix}: <{name}> .\n".encode())
        for resource in rdf_resources(graphs):
            parts = [
                f"{predicate} {', '.join(_object(term) for _, term in group)}"
                for predicate, group in groupby(resource.statements, key=lambda pair: pair[0])
            ]
            stream.write(f"\n<{resource.subject}>\n  {f' ;{chr(10)}  '.join(parts)} .\n".encode())


def _object(term: Term) -> str:
    if term.kind == "iri":
        return f"<{term.value}>"
    if term.kind == "term":
        return term.value
    text = f'"{_CONTROL.sub(_escape, term.value)}"'
    if term.language:
        return f"{text}@{term.language}"
    return f"{text}^^{term.datatype}" if term.datatype else text


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    return _ESCAPES.get(character, f"\\u{ord(character):04X}")
