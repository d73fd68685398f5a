"""CSV for `neo4j-admin database import`: a file for each label and type, and the arguments that import them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from exports.base import Exporter, fresh, new_folder
from graph.interop import MARK
from graph.model import Graph
from graph.ontology import Property, ontology

ARGUMENTS = "import.args"
_TYPES = {
    "string": "string", "date": "string", "strings": "string[]", "integer": "long", "float": "double",
    "boolean": "boolean",
}  # fmt: skip
# Neither a name nor a text holds it.
_LIST = "\x1f"
_ABOUT = """\
Graph of responsibilities as CSV for Neo4j (5.26 or later). In this folder, with the database stopped:

    neo4j-admin database import full neo4j --overwrite-destination @{arguments}

The graph is then there for Cypher. What a store of zhize keeps beside it (search by name, order, versions) is not: to go
on loading and asking through zhize, fill the server with `zhize copy` instead. Nodes bear their label and {mark}. Values of lists are parted by U+001F, an empty field is null.
"""


class Neo4jCsv(Exporter):
    """A folder with `nodes-LABEL.csv`, `relationships-TYPE.csv`, `import.args` and `README.txt`."""

    name = "csv"
    ending = ""
    is_folder = True

    def write(self, graphs: Iterable[Graph], path: str | Path) -> None:
        """Write the folder's files, each put in place when all are whole; every label and type has its file."""
        model = ontology()
        with new_folder(path) as folder:
            with ExitStack() as stack:
                nodes: dict[str, TextIO] = {}
                links: dict[str, TextIO] = {}
                for label, kind in model.nodes.items():
                    nodes[label] = stack.enter_context(_open(folder / f"nodes-{label}.csv"))
                    nodes[label].write(",".join(["id:ID", *_heads(kind.properties)]) + "\n")
                for type_, rule in model.relationships.items():
                    links[type_] = stack.enter_context(_open(folder / f"relationships-{type_}.csv"))
                    links[type_].write(",".join([":START_ID", ":END_ID", *_heads(rule.properties)]) + "\n")
                for graph in fresh(graphs):
                    for node in graph.nodes:
                        known = model.nodes[node.label].properties
                        nodes[node.label].write(_row([node.id], known, node.properties))
                    for r in graph.relationships:
                        known = model.relationships[r.type].properties
                        links[r.type].write(_row([r.start, r.end], known, r.properties))
            (folder / ARGUMENTS).write_text("\n".join(arguments()) + "\n", encoding="utf-8")
            (folder / "README.txt").write_text(_ABOUT.format(arguments=ARGUMENTS, mark=MARK), encoding="utf-8")


def arguments(folder: str | Path = "") -> list[str]:
    """What `neo4j-admin database import full` is told; `folder` stands before each file's name."""
    model = ontology()
    before = f"{folder}/" if folder else ""
    return [
        "--id-type=string",
        "--multiline-fields=true",
        "--array-delimiter=U+001F",
        *(f"--nodes={MARK}:{label}={before}nodes-{label}.csv" for label in model.nodes),
        *(f"--relationships={type_}={before}relationships-{type_}.csv" for type_ in model.relationships),
    ]


def _open(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")


def _heads(properties: Mapping[str, Property]) -> list[str]:
    return [f"{name}:{_TYPES[rule.kind]}" for name, rule in properties.items() if not rule.key]


def _row(ids: list[str], known: Mapping[str, Property], values: Mapping[str, Any]) -> str:
    fields = [_quoted(key) for key in ids]
    fields += [_field(values.get(name)) for name, rule in known.items() if not rule.key]
    return ",".join(fields) + "\n"


def _field(value: Any) -> str:
    """A value; nothing for null. Text is always quoted, so that an empty one is not null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    return _quoted(_LIST.join(value) if isinstance(value, tuple) else str(value))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
