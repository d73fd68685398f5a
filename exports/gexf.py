"""GEXF 1.2, Gephi's own format."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from exports.base import StreamExporter, fresh
from exports.graphml import attributes
from exports.xml_text import attribute
from graph.model import Graph, Node
from graph.ontology import ontology

_TYPES = {
    "string": "string", "date": "string", "strings": "string", "integer": "long", "float": "double",
    "boolean": "boolean",
}  # fmt: skip
# A plan's whole text is no attribute of a point in a picture.
_LEFT_OUT = {"Document": ("text", "issues")}
_CAPTION = 40


class Gexf(StreamExporter):
    """Nodes with a caption, edges with their type as label; the full text of documents is left out.

    The format wants all nodes before all edges: the edges wait in a temporary file.
    """

    name = "gexf"
    ending = ".gexf"

    def render(self, graphs: Iterable[Graph], stream: BinaryIO) -> None:
        """Write everything to an open stream."""
        model = ontology()
        nodes = attributes(kind.properties for kind in model.nodes.values())
        edges = attributes(kind.properties for kind in model.relationships.values())
        node_keys = {name: str(place) for place, name in enumerate(["kind of node", *nodes])}
        edge_keys = {name: str(place) for place, name in enumerate(["type", *edges])}
        stream.write(
            b'<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
            b'<graph mode="static" defaultedgetype="directed">\n'
        )
        for kind, keys, types in (("node", node_keys, nodes), ("edge", edge_keys, edges)):
            stream.write(f'<attributes class="{kind}">\n'.encode())
            for name, key in keys.items():
                type_ = _TYPES[types.get(name, "string")]
                stream.write(f'<attribute id="{key}" title={attribute(name)} type="{type_}"/>\n'.encode())
            stream.write(b"</attributes>\n")
        with tempfile.TemporaryFile() as waiting:
            stream.write(b"<nodes>\n")
            place = 0
            for graph in fresh(graphs):
                for node in graph.nodes:
                    kept = {k: v for k, v in node.properties.items() if k not in _LEFT_OUT.get(node.label, ())}
                    values = _values({"kind of node": node.label, **kept}, node_keys)
                    caption = attribute(caption_of(node))
                    stream.write(f"<node id={attribute(node.id)} label={caption}>{values}</node>\n".encode())
                for r in graph.relationships:
                    values = _values({"type": r.type, **r.properties}, edge_keys)
                    ends = f'source={attribute(r.start)} target={attribute(r.end)} label="{r.type}"'
                    waiting.write(f'<edge id="{place}" {ends}>{values}</edge>\n'.encode())
                    place += 1
            stream.write(b"</nodes>\n<edges>\n")
            waiting.seek(0)
            shutil.copyfileobj(waiting, stream)
        stream.write(b"</edges>\n</graph>\n</gexf>\n")


def caption_of(node: Node) -> str:
    """What a picture writes beside a node: a name, a task's number and title, a target's text, cut to 40 characters."""
    words = str(node.get("name") or node.get("title") or node.get("text") or node.id)
    if node.label in ("Task", "Section") and node.get("number"):
        words = f"{node.get('number')} {words}"
    return words if len(words) <= _CAPTION else f"{words[: _CAPTION - 1]}…"


def _values(values: Mapping[str, Any], keys: Mapping[str, str]) -> str:
    found = "".join(f'<attvalue for="{keys[k]}" value={attribute(v)}/>' for k, v in values.items() if v is not None)
    return f"<attvalues>{found}</attvalues>"
