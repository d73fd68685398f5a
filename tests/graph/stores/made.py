"""Graphs made by hypothesis: every label and type, any text, nulls and lists, spellings that differ by document."""

from __future__ import annotations

import hashlib
from typing import Any

from hypothesis import strategies as st

from graph.model import Graph, Node, Relationship
from graph.ontology import Property, ontology
from graph.stores.spelling import SHARED_LABELS

DOCUMENTS = ("doc:甲", "doc:乙", "doc:丙")
_NAMES = ("市公安局", "市公安局 ", "粵省事", "粤省事", "“粵政易”", "A\u0000b", "a'b\"c\\d", "😀數據", "長" * 50)
_PLACES = ("河源市", "廣東省", "广东省", "韶關市", "某處", "", None)
texts = st.text(
    st.one_of(
        st.sampled_from("市數據局牽頭,。、\n\t'\"\\`$ 粵省事😀é\u0301\u0000\u2028"), st.characters(codec="utf-8")
    ),
    max_size=40,
)
names = st.one_of(st.sampled_from(_NAMES), texts.filter(str.strip))


def _value(rule: Property, text: str) -> st.SearchStrategy[Any]:
    if rule.values:
        return st.sampled_from(rule.values)
    passage = st.builds(lambda a, b: text[min(a, b) : max(a, b)], *[st.integers(0, len(text))] * 2)
    match rule.kind:
        case "string":
            return st.one_of(texts, passage)
        case "date":
            return st.dates().map(lambda day: day.isoformat())
        case "integer":
            return st.integers(-(2**63), 2**63 - 1)
        case "float":
            return st.floats(allow_nan=False, allow_infinity=False)
        case "boolean":
            return st.booleans()
        case "strings":
            return st.lists(names, max_size=3).map(tuple)


@st.composite
def _properties(draw: st.DrawFn, rules: dict[str, Property], passages: str, **fixed: Any) -> dict[str, Any]:
    found = dict(fixed)
    for name, rule in rules.items():
        if rule.key or name in found or name == "loaded_on":
            continue
        if rule.required:
            found[name] = draw(_value(rule, passages))
        elif draw(st.booleans()):
            found[name] = draw(st.one_of(st.none(), _value(rule, passages)))
    return {name: found[name] for name in draw(st.permutations(sorted(found)))}


@st.composite
def graphs(draw: st.DrawFn, documents: tuple[str, ...] = DOCUMENTS) -> Graph:
    """One document that keeps the ontology, and nothing but the ontology."""
    model = ontology()
    document = draw(st.sampled_from(documents))
    text = draw(st.text(st.sampled_from("市數據局牽頭,。\n😀é\u0301"), max_size=120))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    place = draw(st.sampled_from(_PLACES))
    head = draw(_properties(model.nodes["Document"].properties, text, text=text, sha256=sha256, jurisdiction=place))
    nodes = [Node(document, "Document", head)]
    for label, most in (("Section", 2), ("Task", 4), ("Target", 2)):
        for number in range(draw(st.integers(0, most))):
            held = draw(_properties(model.nodes[label].properties, text))
            nodes.append(Node(f"{document}/{label}/{number}", label, held))
    for label in sorted(SHARED_LABELS):
        for number in sorted(draw(st.sets(st.integers(0, 2), max_size=2))):
            held = draw(_properties(model.nodes[label].properties, text, name=draw(names)))
            nodes.append(Node(f"{label.lower()}:{number}", label, held))
    draw(st.randoms(use_true_random=False)).shuffle(nodes)
    links: dict[tuple[str, str, str, str], Relationship] = {}
    for kind in model.relationships.values():
        starts = [node.id for node in nodes if node.label in kind.starts]
        ends = [node.id for node in nodes if node.label in kind.ends]
        if not starts or not ends:
            continue
        for _ in range(draw(st.integers(0, 2))):
            held = draw(_properties(kind.properties, text))
            link = Relationship(kind.name, draw(st.sampled_from(starts)), draw(st.sampled_from(ends)), held)
            links.setdefault(link.key, link)
    return Graph(tuple(nodes), tuple(links.values())).validate()
