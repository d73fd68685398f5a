"""The embedded engine's tables are the ontology's."""

from __future__ import annotations

from pathlib import Path

from graph.ontology import ontology
from graph.stores.ddl import ENGINE_TYPES, ladybug_schema, statements

ROOT = Path(__file__).resolve().parents[3]


def test_the_schema_file_is_the_ontologys() -> None:
    text = (ROOT / "cypher" / "schema" / "ladybug.cypher").read_text(encoding="utf-8")
    assert text == ladybug_schema()


def test_every_label_type_and_property_has_its_place() -> None:
    text = ladybug_schema()
    model = ontology()
    for label in model.nodes:
        assert f"CREATE NODE TABLE `{label}` (`id` STRING PRIMARY KEY, " in text
    for kind in model.relationships.values():
        (line,) = (one for one in statements() if f"REL TABLE `{kind.name}`" in one)
        assert line.count("FROM `") == len(kind.starts) * len(kind.ends)
        for rule in kind.properties.values():
            assert f"`{rule.name}` {ENGINE_TYPES[rule.kind]}" in line
