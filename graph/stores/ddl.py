"""The embedded engine's tables, made from the ontology."""

from __future__ import annotations

from collections.abc import Iterator

from graph.ontology import Kind, Property, ontology

ENGINE_TYPES: dict[Kind, str] = {
    "string": "STRING",
    "integer": "INT64",
    "float": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "STRING",
    "strings": "STRING[]",
}
"""The engine's type for each kind of property; dates stay ISO text, which both engines order alike."""


def statements() -> Iterator[str]:
    """Each statement that makes an empty graph, node tables first, in the ontology's order.

    >>> next(statement for statement in statements() if "OVERSEES" in statement).partition("(")[2][:27]
    'FROM `Official` TO `Task`, '
    """
    model = ontology()
    for node in model.nodes.values():
        columns = ["`id` STRING PRIMARY KEY", *(_column(p) for p in node.properties.values() if not p.key)]
        yield f"CREATE NODE TABLE `{node.name}` ({', '.join(columns)})"
    for kind in model.relationships.values():
        ends = [f"FROM `{start}` TO `{end}`" for start in kind.starts for end in kind.ends]
        columns = [*ends, *(_column(p) for p in kind.properties.values())]
        yield f"CREATE REL TABLE `{kind.name}` ({', '.join(columns)})"


def ladybug_schema() -> str:
    """The tables as a file (`cypher/schema/ladybug.cypher`); the store runs the same statements by itself."""
    head = "// Made from graph/ontology.yaml. LadybugDB 0.22; the store runs it by itself for each snapshot.\n"
    return head + "".join(f"{statement};\n" for statement in statements())


def _column(rule: Property) -> str:
    return f"`{rule.name}` {ENGINE_TYPES[rule.kind]}"
