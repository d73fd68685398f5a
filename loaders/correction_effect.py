"""What a correction would change of a stored document, and the document read again with what was accepted.

A store keeps a document's text, so that it can be read again without its file. Where the text alone does not give what
was stored (a table that only the file declared, corrections given by hand), nothing is guessed: `repeatable` is false.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph.model import Graph, Node, Relationship
from loaders.correction_file import Correction, Corrections
from loaders.corrections import Applied, Refused
from loaders.load import Reading, read_text

_OWN = ("Z761", "Z762")
"""Issues that corrections themselves make."""
_MARKS = ("rule", "rank", "joint", "char_start", "char_end")
"""Properties by which one relationship differs from another of the same ends."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What differs between two readings of one document.

    Attributes:
        gone, come: relationships that only the first or only the second reading holds.
        changed: nodes that both hold with other properties: before, after.
        refused: why a correction does not fit, in plain words; empty where all do.
    """

    gone: tuple[Relationship, ...] = ()
    come: tuple[Relationship, ...] = ()
    changed: tuple[tuple[Node, Node], ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether both readings say the same."""
        return not (self.gone or self.come or self.changed)


def read_again(graph: Graph, corrections: Corrections) -> Reading:
    """A stored document's text read anew with these corrections, under the id that it has.

    Args:
        graph: one stored document.
        corrections: of any documents.

    Raises:
        NoResponsibility, EmptyFile: the stored text holds no clause.
    """
    document = graph.document
    place = document.get("jurisdiction")
    return read_text(
        str(document.get("text") or ""),
        source=str(document.get("source") or ""),
        jurisdiction=str(place) if place else None,
        document_id=document.id,
        corrections=corrections,
    )


def repeatable(graph: Graph, accepted: Corrections) -> bool:
    """Whether the stored text gives what was stored: by itself, with what was accepted, or with part of that.

    Args:
        graph: one stored document.
        accepted: corrections that may have been applied when it was stored.
    """
    stored = _facts(graph)
    applied = {str(entry.get("reason")) for entry in _issues(graph) if entry.get("code") == "Z761"}
    used = Corrections(tuple(c for c in accepted.entries if Applied(c, ()).line() in applied))
    return any(_facts(read_again(graph, some).graph) == stored for some in (accepted, Corrections(), used))


def up_to_date(graph: Graph, accepted: Corrections) -> bool:
    """Whether what was accepted stands in the stored document already."""
    return _facts(read_again(graph, accepted).graph) == _facts(graph)


def effect_of(graph: Graph, accepted: Corrections, proposed: Correction) -> Effect:
    """What one more correction would change, beside those that were accepted.

    Args:
        graph: one stored document.
        accepted: what is applied anyway.
        proposed: the correction in question.
    """
    before = read_again(graph, accepted)
    after = read_again(graph, accepted + Corrections((proposed,)))
    refused = [r.reason for r in after.corrections if isinstance(r, Refused) and r.correction.id == proposed.id]
    if not any(r.correction.id == proposed.id for r in after.corrections):
        refused.append("it names another document, or a name that this one does not print")
    return _between(before.graph, after.graph, tuple(refused))


def _between(before: Graph, after: Graph, refused: tuple[str, ...]) -> Effect:
    old, new = ({r.key: r for r in g.relationships} for g in (before, after))
    return Effect(
        tuple(r for key, r in old.items() if key not in new),
        tuple(r for key, r in new.items() if key not in old),
        tuple(
            (node, after.by_id[node.id])
            for node in before.nodes
            if node.label == "Task" and node.id in after.by_id and _due(node) != _due(after.by_id[node.id])
        ),
        refused,
    )


def _due(node: Node) -> tuple[Any, ...]:
    return node.get("due_on"), node.get("due_text"), node.get("title")


def _issues(graph: Graph) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(str(graph.document.get("issues") or "[]"))
    return found


def _facts(graph: Graph) -> tuple[Any, ...]:
    """What makes two readings the same: tasks and their deadlines, relationships and their places, what was not read."""
    tasks = sorted((n.id, str(n.get("title")), str(n.get("due_on"))) for n in graph.labelled("Task"))
    links = sorted((r.key, tuple(str(r.get(name)) for name in _MARKS)) for r in graph.relationships)
    unread = [_place(entry) for entry in _issues(graph) if entry.get("code") not in _OWN]
    return tasks, links, sorted(unread)


def _place(entry: dict[str, Any]) -> tuple[str, int, int]:
    return str(entry.get("code")), int(entry.get("char_start") or 0), int(entry.get("char_end") or 0)


def for_document(corrections: Iterable[Correction], graph: Graph) -> list[Correction]:
    """Those that name a stored document, or the place that it governs.

    Args:
        corrections: of any documents.
        graph: one stored document.
    """
    from graph.identity import name_key

    document = graph.document
    names = {name_key(str(n)) for n in (document.id, document.get("doc_number"), document.get("title")) if n}
    place = name_key(str(document.get("jurisdiction") or ""))
    return [
        c
        for c in corrections
        if (name_key(c.document) in names if c.document else name_key(c.jurisdiction or "") == place)
    ]
