"""What a task is tied to beside departments and goals: who oversees it, which platforms and data it works with, what it waits for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.model import Graph, Relationship
from queries.plan import Item

TIES = {
    "oversees": "OVERSEES", "delivers": "DELIVERS", "uses": "USES", "produces": "PRODUCES", "consumes": "CONSUMES",
    "depends": "DEPENDS_ON",
}  # fmt: skip
"""Kinds of changes → the relationship type that changed. Leads, supports, goals and places have their own rules."""
_INTO = "OVERSEES"


@dataclass(frozen=True, slots=True)
class TieChange:
    """What one kind of tie of a task was and is: names of what is gone and come, and the relationships that say so."""

    kind: str
    gone: Mapping[str, str]
    come: Mapping[str, str]
    old: tuple[Relationship, ...]
    new: tuple[Relationship, ...]

    @property
    def texts(self) -> tuple[str, str]:
        """The sentences in which one can read it; none for what is derived, and not read."""
        return _evidence(self.kind, self.old), _evidence(self.kind, self.new)

    @property
    def named(self) -> tuple[list[str], list[str]]:
        """The words of the old and of the new text that name what is gone or come, the longest first."""
        return _mentions(self.kind, self.old), _mentions(self.kind, self.new)


class Ties:
    """The ties of every task of a plan.

    Args:
        graph: of one document.
        items: its tasks.
    """

    def __init__(self, graph: Graph, items: list[Item]) -> None:
        self._names = {node.id: str(node.get("name") or "") for node in graph.nodes}
        self._names |= {item.task.id: f"{item.path} {item.title}" for item in items}
        self._of: dict[tuple[str, str], list[Relationship]] = defaultdict(list)
        wanted = set(TIES.values())
        for r in graph.relationships:
            if r.type in wanted:
                self._of[r.type, r.end if r.type == _INTO else r.start].append(r)

    def of(self, kind: str, task: str, known_as: Mapping[str, str]) -> dict[str, tuple[str, list[Relationship]]]:
        """What a task is tied to, by what both plans know it as.

        Args:
            kind: a key of `TIES`.
            task: the task's id.
            known_as: of the tasks that both plans have, the id in the other one.

        Returns:
            By id its name and the relationships to it, in the plan's order.
        """
        found: dict[str, tuple[str, list[Relationship]]] = {}
        for r in self._of[TIES[kind], task]:
            other = r.start if r.type == _INTO else r.end
            key = known_as.get(other, other)
            found.setdefault(key, (self._names.get(other) or other, []))[1].append(r)
        return found


def changed_ties(
    old: Ties, new: Ties, pair: tuple[str, str], partner: Mapping[str, str], own: str
) -> Iterator[TieChange]:
    """Hold the ties of two tasks that count as one against each other, by identity and never by spelling.

    Args:
        old, new: the ties of both plans.
        pair: the ids of the old and of the new task.
        partner: for each old task that the new plan has, the id of its partner there.
        own: put before the id of a task that only the old plan has: both plans may number different tasks alike.

    Yields:
        The kinds that differ, in the order of `TIES`.
    """
    for kind in TIES:
        before = old.of(kind, pair[0], partner)
        if kind == "depends":
            kept = set(partner.values())
            before = {key if key in kept else own + key: value for key, value in before.items()}
        after = new.of(kind, pair[1], {})
        gone, come = before.keys() - after.keys(), after.keys() - before.keys()
        if gone or come:
            yield TieChange(
                kind,
                {key: name for key, (name, _) in before.items() if key in gone},
                {key: name for key, (name, _) in after.items() if key in come},
                tuple(r for key, (_, found) in before.items() if key in gone for r in found),
                tuple(r for key, (_, found) in after.items() if key in come for r in found),
            )


def _evidence(kind: str, found: tuple[Relationship, ...]) -> str:
    if kind == "depends":
        return ""
    return "\n".join(dict.fromkeys(filter(None, (str(r.get("evidence") or "").strip() for r in found))))


def _mentions(kind: str, found: tuple[Relationship, ...]) -> list[str]:
    if kind == "depends":
        return []
    return sorted({str(r.get("mention") or "") for r in found} - {""}, key=len, reverse=True)
