"""DEPENDS_ON, derived: who uses what another task delivers or produces, and who names another task.

A task never depends on itself, its parent or its child. An external platform counts like any other: who extends or
deploys it here is who the others wait for.

Within one document a loader derives them (`derive`), and they are part of the document. Across documents a store does,
of all that it holds, from what tasks share: only from a task to one of a document of the same place, or of a place that
contains it (`reaches`). They belong to no document, so that one replaced document never changes another; each is made
from one USES (or CONSUMES) and one DELIVERS (or PRODUCES) alone, so that none of the rest is made again.

Hubs. What n tasks use and m deliver would make n × m of them, for a platform that a whole province builds on billions.
Where n × m is more than `MOST`, all documents counted, there are none across documents through that platform or
data domain: it is a hub, and the way from one task to the other goes through its own node (USES, then DELIVERS). So a
store never holds more than `MOST` of them for each platform or data domain, and one replaced document changes at most
as many for each that it names. And since what a task gives leads on through what it needs itself, two steps multiply the
ways by `MOST` at most, and the six steps that a question walks by its third power: 262,144 ways, which the
embedded engine still walks in its memory; at a million it gives up.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from graph.identity import name_key
from graph.model import Graph, Relationship
from graph.places import contains

NEEDS = {"USES": ("DELIVERS", "platform"), "CONSUMES": ("PRODUCES", "data")}
"""Which relationship needs what another gives, and what the dependency is called."""

_GIVES = frozenset(given for given, _ in NEEDS.values())

MOST = 64
"""Tasks that need a thing, times tasks that give it, up to which they depend on each other across documents."""


def is_hub(needing: int, giving: int) -> bool:
    """Whether so many tasks share a platform or data domain that no dependency across documents is made through it.

    >>> is_hub(32, 2), is_hub(33, 2), is_hub(50_000, 0)
    (False, True, False)
    """
    return needing * giving > MOST


@lru_cache(maxsize=65_536)
def reaches(place: str | None, giver: str | None) -> bool:
    """Whether a task of a plan of `place` can depend on one of a plan of `giver`: the same place, or one that contains it.

    A plan of no known place depends on no other, and no other on it.

    >>> reaches("河源市", "广东省"), reaches("河源市", "河源市"), reaches("廣東省", "河源市"), reaches(None, None)
    (True, True, False, False)
    """
    if not place or not giver:
        return False
    key = name_key(place)
    return (key != "" and key == name_key(giver)) or contains(giver, place)


def hubs(graph: Graph) -> list[str]:
    """The platforms and data domains of a graph that are hubs and that tasks of several documents share, sorted."""
    document = _documents(graph)
    found = []
    for need, (gift, _) in NEEDS.items():
        needing: dict[str, list[str]] = defaultdict(list)
        giving: dict[str, list[str]] = defaultdict(list)
        for r in graph.of_type(need, gift):
            (needing if r.type == need else giving)[r.end].append(r.start)
        for node, tasks in needing.items():
            sharing = {document.get(task) for task in (*tasks, *giving[node])}
            if is_hub(len(tasks), len(giving[node])) and len(sharing) > 1:
                found.append(node)
    return sorted(found)


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
        if r.type in NEEDS:
            uses.append(r)
        elif r.type in _GIVES:
            givers[r.type, r.end].append(r.start)
        elif r.type == "DEPENDS_ON" and r.get("kind") == "reference":
            spoken.append(r)
    wanted = [
        Relationship("DEPENDS_ON", r.start, giver, {"kind": kind, "via": r.end, "evidence": r.get("evidence")})
        for r in uses
        for given, kind in (NEEDS[r.type],)
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
