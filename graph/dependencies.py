"""DEPENDS_ON, derived: who uses what another task delivers or produces, and who names another task.

Only within one document. A task never depends on itself, its parent or its child. An external platform counts like any
other: who extends or deploys it here is who the others wait for.
"""

from __future__ import annotations

from collections import defaultdict

from graph.model import Graph, Relationship

# which relationship needs what another gives, and what the dependency is called
_NEEDS = {"USES": ("DELIVERS", "platform"), "CONSUMES": ("PRODUCES", "data")}


def derive(graph: Graph) -> tuple[Relationship, ...]:
    """Every DEPENDS_ON of the graph, in the order of the tasks.

    Args:
        graph: one document or several; explicit references (`kind` reference) that it already holds are kept where
            they are valid, derived ones are made anew.

    Returns:
        One relationship for each pair of tasks and each platform or data domain between them (`kind`, `via`, and the
        evidence of the use), and the references. The evidence is the sentence in which the first task names the thing.
    """
    document = _documents(graph)
    near = {frozenset((r.start, r.end)) for r in graph.of_type("HAS_SUBTASK")}
    givers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for r in graph.of_type("DELIVERS", "PRODUCES"):
        givers[r.type, r.end].append(r.start)
    found: dict[tuple[str, str, str, str], Relationship] = {}

    def add(relationship: Relationship) -> None:
        first, second = relationship.start, relationship.end
        same_document = first in document and document[first] == document.get(second)
        if first != second and same_document and frozenset((first, second)) not in near:
            found.setdefault(relationship.key, relationship)

    for r in graph.of_type("USES", "CONSUMES"):
        given, kind = _NEEDS[r.type]
        for giver in givers[given, r.end]:
            add(Relationship("DEPENDS_ON", r.start, giver, {"kind": kind, "via": r.end, "evidence": r.get("evidence")}))
    for r in graph.of_type("DEPENDS_ON"):
        if r.get("kind") == "reference":
            add(r)
    order = {task: place for place, task in enumerate(document)}
    return tuple(
        sorted(found.values(), key=lambda r: (order[r.start], order[r.end], str(r.get("kind")), str(r.get("via"))))
    )


def _documents(graph: Graph) -> dict[str, str]:
    """Each task's document, tasks in the documents' own order."""
    below: dict[str, list[str]] = defaultdict(list)
    for r in graph.of_type("HAS_SECTION", "HAS_TASK", "HAS_SUBTASK"):
        below[r.start].append(r.end)
    tasks = {node.id for node in graph.labelled("Task")}
    found: dict[str, str] = {}
    for document in graph.documents:
        ahead = list(reversed(below[document.id]))
        seen = {document.id}
        while ahead:
            node = ahead.pop()
            if node in seen:
                continue
            seen.add(node)
            if node in tasks:
                found.setdefault(node, document.id)
            ahead.extend(reversed(below[node]))
    return found
