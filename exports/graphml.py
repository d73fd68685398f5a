"""GraphML, as networkx, Gephi, yEd and Cytoscape read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from exports.base import StreamExporter, fresh
from exports.xml_text import attribute, content
from graph.model import Graph
from graph.ontology import Property, ontology

_TYPES = {
    "string": "string", "date": "string", "strings": "string", "integer": "long", "float": "double",
    "boolean": "boolean",
}  # fmt: skip


class GraphML(StreamExporter):
    """One directed graph; a node's `label` and an edge's `type` are data like its properties, nulls are left out."""

    name = "graphml"
    ending = ".graphml"

    def render(self, graphs: Iterable[Graph], stream: BinaryIO) -> None:
        """Write everything to an open stream; an edge stands behind the nodes of its own document."""
        model = ontology()
        nodes = attributes(kind.properties for kind in model.nodes.values())
        edges = attributes(kind.properties for kind in model.relationships.values())
        node_keys = {name: f"n{place}" for place, name in enumerate(["label", *nodes])}
        edge_keys = {name: f"e{place}" for place, name in enumerate(["type", *edges])}
        out = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
        for kind, keys, types in (("node", node_keys, nodes), ("edge", edge_keys, edges)):
            for name, key in keys.items():
                type_ = _TYPES[types.get(name, "string")]
                out.append(f'<key id="{key}" for="{kind}" attr.name={attribute(name)} attr.type="{type_}"/>')
        out.append('<graph id="G" edgedefault="directed">\n')
        stream.write("\n".join(out).encode())
        place = 0
        for graph in fresh(graphs):
            for node in graph.nodes:
                data = _data({"label": node.label, **node.properties}, node_keys)
                stream.write(f"<node id={attribute(node.id)}>{data}</node>\n".encode())
            for r in graph.relationships:
                data = _data({"type": r.type, **r.properties}, edge_keys)
                ends = f"source={attribute(r.start)} target={attribute(r.end)}"
                stream.write(f'<edge id="r{place}" {ends}>{data}</edge>\n'.encode())
                place += 1
        stream.write(b"</graph>\n</graphml>\n")


def attributes(groups: Iterable[Mapping[str, Property]]) -> dict[str, str]:
    """Every property of these groups with its kind, ids aside; a string where two groups differ."""
    found: dict[str, str] = {}
    for group in groups:
        for name, rule in group.items():
            if not rule.key:
                found[name] = rule.kind if found.setdefault(name, rule.kind) == rule.kind else "string"
    return found


def _data(values: Mapping[str, Any], keys: Mapping[str, str]) -> str:
    return "".join(f'<data key="{keys[k]}">{content(v)}</data>' for k, v in values.items() if v is not None)
