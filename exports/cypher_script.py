"""A Cypher script that makes the graph, for cypher-shell or Neo4j Browser."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from exports.base import StreamExporter, fresh
from graph.interop import MARK
from graph.model import Graph
from graph.ontology import ontology

_BATCH = 200
_CONTROL = re.compile("[\x00-\x1f\x7f\u0085\u2028\u2029]")
_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}


class CypherScript(StreamExporter):
    """Constraints, then nodes, then relationships, in statements of at most 200 rows; run twice it changes nothing.

    Relationships wait in a temporary file until every node is written.
    """

    name = "cypher"
    ending = ".cypher"

    def render(self, graphs: Iterable[Graph], stream: BinaryIO) -> None:
        """Write everything to an open stream."""
        stream.write(f"CREATE CONSTRAINT zhize_id IF NOT EXISTS FOR (n:{MARK}) REQUIRE n.id IS UNIQUE;\n".encode())
        for label in ontology().nodes:
            stream.write(
                f"CREATE CONSTRAINT zhize_{label.lower()}_id IF NOT EXISTS "
                f"FOR (n:{label}) REQUIRE n.id IS UNIQUE;\n".encode()
            )
        with tempfile.TemporaryFile() as waiting:
            for graph in fresh(graphs):
                rows: dict[str, list[str]] = defaultdict(list)
                for node in graph.nodes:
                    rows[node.label].append(_map({"id": node.id, **node.properties}))
                for label, found in rows.items():
                    for some in _pieces(found):
                        stream.write(
                            f"UNWIND [{some}] AS row MERGE (n:{label} {{id: row.id}}) SET n:{MARK} SET n += row;\n".encode()
                        )
                for statement in _relationships(graph):
                    waiting.write(statement.encode())
            waiting.seek(0)
            shutil.copyfileobj(waiting, stream)


def _relationships(graph: Graph) -> Iterator[str]:
    known = ontology().relationships
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for r in graph.relationships:
        # What tells two relationships of one type between the same nodes apart.
        key = "" if "via" not in known[r.type].properties else "via" if r.get("via") else "kind"
        groups[r.type, key].append(_map({"s": r.start, "e": r.end, "p": dict(r.properties)}))
    for (type_, key), rows in groups.items():
        own = f" {{{key}: row.p.{key}}}" if key else ""
        for some in _pieces(rows):
            yield (
                f"UNWIND [{some}] AS row MATCH (a:{MARK} {{id: row.s}}) MATCH (b:{MARK} {{id: row.e}}) "
                f"MERGE (a)-[r:{type_}{own}]->(b) SET r += row.p;\n"
            )


def _pieces(rows: Sequence[str]) -> Iterator[str]:
    for begin in range(0, len(rows), _BATCH):
        yield ",\n".join(rows[begin : begin + _BATCH])


def _map(values: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{name}: {literal(value)}" for name, value in values.items() if value is not None) + "}"


def literal(value: Any) -> str:
    """A value as Cypher writes it; nothing in a text can end its quotation.

    >>> print(literal("it's"), literal(("a", "b")), literal(True), literal({"x": 1.5}))
    'it\\'s' ['a', 'b'] true {x: 1.5}
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(literal(v) for v in value) + "]"
    if isinstance(value, Mapping):
        return _map(value)
    safe = str(value).replace("\\", "\\\\").replace("'", "\\'")
    return "'" + _CONTROL.sub(lambda m: _ESCAPES.get(m[0], f"\\u{ord(m[0]):04x}"), safe) + "'"
