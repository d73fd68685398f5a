"""The ontology file is whole: every entry has its labels, types are known, and the model agrees with it."""

from __future__ import annotations

import re

import pytest

from graph.ontology import LANGUAGES, Property, ontology

LABELS = {"Document", "Section", "Task", "Department", "Official", "Platform", "DataDomain", "Target"}
TYPES = {
    "HAS_SECTION",
    "HAS_TASK",
    "HAS_SUBTASK",
    "LEADS",
    "SUPPORTS",
    "OVERSEES",
    "DELIVERS",
    "USES",
    "PRODUCES",
    "CONSUMES",
    "HAS_TARGET",
    "DEPENDS_ON",
}


def test_every_label_and_type_is_there() -> None:
    assert set(ontology().nodes) == LABELS
    assert set(ontology().relationships) == TYPES


def test_labels_in_three_languages() -> None:
    entries = [*ontology().nodes.values(), *ontology().relationships.values()]
    for entry in entries:
        assert all(entry.labels[language] for language in LANGUAGES), entry.name
        for p in entry.properties.values():
            assert all(p.labels[language] for language in LANGUAGES), (entry.name, p.name)
            assert p.about, (entry.name, p.name)


def test_no_property_bears_a_reserved_name() -> None:
    for entry in [*ontology().nodes.values(), *ontology().relationships.values()]:
        assert not {"label", "type", "start", "end", "order"} & set(entry.properties), entry.name
        assert all(re.fullmatch("[a-z][a-z0-9_]*", name) for name in entry.properties)


def test_what_is_read_from_text_carries_its_place() -> None:
    for name in ("LEADS", "SUPPORTS", "OVERSEES", "DELIVERS", "USES", "PRODUCES", "CONSUMES", "HAS_TARGET"):
        properties = ontology().relationships[name].properties
        assert {"evidence", "char_start", "char_end"} <= set(properties), name
        assert ontology().relationships[name].from_text, name


def test_relationships_join_known_labels() -> None:
    for kind in ontology().relationships.values():
        assert set(kind.starts) | set(kind.ends) <= LABELS


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("string", "a", 1),
        ("integer", 1, True),
        ("integer", 1, 1.5),
        ("float", 1.5, "1.5"),
        ("boolean", False, 0),
        ("date", "2021-12-31", 2021),
        ("strings", ("a",), "a"),
        ("strings", (), (1,)),
    ],
)
def test_values_are_held_to_their_type(kind: str, good: object, bad: object) -> None:
    rule = Property("p", kind, "", {})  # type: ignore[arg-type]
    assert rule.accepts(good)
    assert rule.accepts(None)
    assert not rule.accepts(bad)
