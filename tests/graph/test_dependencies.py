"""Who waits for whom: what is derived, what is not, in which order."""

from __future__ import annotations

from graph.dependencies import derive
from graph.model import Graph, Node, Relationship


def graph(links: list[tuple[str, str, str]], tree: dict[str, list[str]] | None = None) -> Graph:
    """Tasks below one document (or as `tree` says), and links `(type, start, end)`; P… are platforms, D… data."""
    below = tree or {"doc": sorted({s for _, s, _ in links if s[0] == "t"} | {e for _, _, e in links if e[0] == "t"})}
    tasks = [t for ts in below.values() for t in ts]
    documents = [d for d in below if d.startswith("doc")]
    nodes = [Node(d, "Document", {}) for d in documents] + [Node(t, "Task", {}) for t in tasks]
    nodes += [
        Node(e, "Platform" if e[0] == "P" else "DataDomain", {})
        for e in sorted({e for _, _, e in links if e[0] in "PD"})
    ]
    order = [
        Relationship("HAS_TASK" if above in documents else "HAS_SUBTASK", above, t, {})
        for above, ts in below.items()
        for t in ts
    ]
    return Graph(
        tuple(nodes),
        tuple(order + [Relationship(k, s, e, {"evidence": f"{s}{e}", "kind": "reference"}) for k, s, e in links]),
    )


def pairs(made: Graph) -> list[tuple[str, str, str]]:
    """Start, end and kind of each derived dependency."""
    return [(r.start, r.end, str(r.get("kind"))) for r in derive(made)]


def test_who_uses_waits_for_who_delivers() -> None:
    made = graph([("DELIVERS", "t1", "P"), ("USES", "t2", "P"), ("PRODUCES", "t1", "D"), ("CONSUMES", "t3", "D")])
    assert pairs(made) == [("t2", "t1", "platform"), ("t3", "t1", "data")]
    assert [(r.get("via"), r.get("evidence")) for r in derive(made)] == [("P", "t2P"), ("D", "t3D")]


def test_every_pair_and_every_thing_between_is_one() -> None:
    made = graph([("DELIVERS", "t1", "P"), ("DELIVERS", "t2", "P"), ("DELIVERS", "t1", "Q"), ("USES", "t3", "P")])
    assert pairs(made) == [("t3", "t1", "platform"), ("t3", "t2", "platform")]


def test_never_itself_its_parent_or_its_child() -> None:
    links = [("DELIVERS", "t1", "P"), ("USES", "t1", "P"), ("USES", "t2", "P"), ("DELIVERS", "t3", "P")]
    assert pairs(graph(links, {"doc": ["t1", "t3"], "t1": ["t2"]})) == [
        ("t1", "t3", "platform"),
        ("t2", "t3", "platform"),
    ]


def test_never_across_documents() -> None:
    assert pairs(graph([("DELIVERS", "t1", "P"), ("USES", "t2", "P")], {"doc": ["t1"], "docB": ["t2"]})) == []


def test_references_are_kept_where_they_are_valid() -> None:
    links = [("DEPENDS_ON", "t2", "t1"), ("DEPENDS_ON", "t1", "t1"), ("DEPENDS_ON", "t3", "t1")]
    assert pairs(graph(links, {"doc": ["t1", "t2"], "t1": ["t3"]})) == [("t2", "t1", "reference")]


def test_the_order_is_the_documents() -> None:
    links = [("USES", "t9", "P"), ("USES", "t2", "P"), ("DELIVERS", "t5", "P"), ("DELIVERS", "t1", "P")]
    made = graph(links, {"doc": ["t9", "t5", "t2", "t1"]})
    assert [(s, e) for s, e, _ in pairs(made)] == [("t9", "t5"), ("t9", "t1"), ("t2", "t5"), ("t2", "t1")]
