"""DEPENDS_ON, derived: who uses what another task delivers or produces, and who names another task.

Only within one document. A task never depends on itself, its parent or its child. An external platform counts like any
other: who extends or deploys it here is who the others wait for.
"""

from __future__ import annotations

from collections import defaultdict

from graph.model import Graph, Relationship

# which relationship needs what another gives, and what the dependency is called
_NEEDS = {"USES": ("DELIVERS", "platform"), "CONSUMES": ("PRODUCES", "data")}
_GIVES = frozenset(given for given, _ in _NEEDS.values())


def derive(graph: Graph) -> tuple[Relationship, ...]:
    """Every DEPENDS_ON of the graph, in the order of the tasks.

    Args:
        graph: one document or several; explicit references (`kind` reference) that it already holds are kept where
            they are valid, derived ones are made anew.

    Returns:
        One relationship for each pair of tasks and each platform or data domain between them (`kind`, `via`, and the
        evidence of the use), and the references. The evidence is the sentence in which the first task names the thing.
    """
    givers: dict[tuple[str, str], list[str]] = defaultdict(list)
    uses, spoken = [], []
    for r in graph.relationships:
        if r.type in _NEEDS:
            uses.append(r)
        elif r.type in _GIVES:
            givers[r.type, r.end].append(r.start)
        elif r.type == "DEPENDS_ON" and r.get("kind") == "reference":
            spoken.append(r)
    wanted = [
        Relationship("DEPENDS_ON", r.start, giver, {"kind": kind, "via": r.end, "evidence": r.get("evidence")})
        for r in uses
        for given, kind in (_NEEDS[r.type],)
        for giver in givers.get((given, r.end), ())
        if giver != r.start
    ]
    wanted += [r for r in spoken if r.start != r.end]
    if not wanted:
        return ()
    document = _documents(graph)
    near = {ends for r in graph.of_type("HAS_SUBTASK") for ends in ((r.start, r.end), (r.end, r.start))}
    found: dict[tuple[str, str, str, str], Relationship] = {}
    for r in wanted:
        same_document = r.start in document and document[r.start] == document.get(r.end)
        if same_document and (r.start, r.end) not in near:
            found.setdefault(r.key, r)
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
