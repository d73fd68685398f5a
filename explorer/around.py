"""What stands around a node, in groups that a page can list and count; the same on every page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from explorer.scope import Scope
from graph.identity import name_key
from graph.model import Node, Relationship

# The order of the groups: type and direction seen from the node.
ORDER = (
    "LEADS_out",
    "SUPPORTS_out",
    "OVERSEES_out",
    "LEADS_in",
    "SUPPORTS_in",
    "OVERSEES_in",
    "DELIVERS_out",
    "USES_out",
    "PRODUCES_out",
    "CONSUMES_out",
    "DELIVERS_in",
    "USES_in",
    "PRODUCES_in",
    "CONSUMES_in",
    "HAS_TARGET_out",
    "DEPENDS_ON_out",
    "DEPENDS_ON_in",
    "HAS_SUBTASK_out",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a group: a relationship, what stands at its far end, and the task through which it concerns the node.

    `through` is None where the node itself is an end of the relationship.
    """

    relationship: Relationship
    other: Node
    through: Node | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one kind; `key` names its label (`around.…`)."""

    key: str
    entries: tuple[Entry, ...]

    def __len__(self) -> int:
        return len(self.entries)


def around(scope: Scope, node: Node) -> list[Group]:
    """A node's own relationships by type and direction; empty groups are left out."""
    found: dict[str, list[Entry]] = {key: [] for key in ORDER}
    for link in scope.links(node):
        key = f"{link.relationship.type}_{'out' if link.outward else 'in'}"
        if key in found:
            found[key].append(Entry(link.relationship, link.other))
    for key in ("LEADS_in", "SUPPORTS_in"):
        found[key].sort(key=lambda e: int(e.relationship.get("rank") or 0))
    return [Group(key, tuple(entries)) for key, entries in found.items() if entries]


def own_duties(scope: Scope, department: Node) -> tuple[Group, Group, Group]:
    """What a department leads, supports, and may be meant in: 市有關單位 names nobody, and could mean it.

    The third holds the tasks that give a part to a collective of the department's own tier and do not name the department.
    """
    leads = tuple(Entry(k.relationship, k.other) for k in scope.links(department, "LEADS"))
    supports = tuple(Entry(k.relationship, k.other) for k in scope.links(department, "SUPPORTS"))
    named = {entry.other.id for entry in leads + supports}
    perhaps = []
    for collective in scope.departments:
        if not _could_mean(collective, department):
            continue
        perhaps += [
            Entry(k.relationship, k.other)
            for k in scope.links(collective, "LEADS", "SUPPORTS")
            if k.other.id not in named
        ]
    perhaps.sort(key=lambda e: scope.place(e.other))
    return Group("leads", leads), Group("supports", supports), Group("perhaps", tuple(perhaps))


def _could_mean(collective: Node, department: Node) -> bool:
    """Whether a collective such as 市有關單位 could mean a department: of the same place and tier, and no collective itself."""
    return (
        collective.get("kind") == "collective"
        and department.get("kind") not in ("collective", "region")
        and not any(word in name_key(str(collective.get("name"))) for word in _of_places())
        and collective.get("tier") == department.get("tier")
        and collective.get("jurisdiction") == department.get("jurisdiction")
    )


@cache
def _of_places() -> tuple[str, ...]:
    text = resources.files("explorer").joinpath("collectives.yaml").read_text(encoding="utf-8")
    return tuple(yaml.safe_load(text)["of_places"])


def needs(scope: Scope, node: Node) -> list[Group]:
    """What the tasks of a department, or a task and its subtasks, deliver, use, produce, work on and wait for."""
    if node.label == "Department":
        tasks = [link.other for link in scope.links(node, "LEADS")]
    elif node.label == "Task":
        tasks = scope.with_subtasks(node)
    else:
        return []
    found: dict[str, list[Entry]] = {}
    for task in tasks:
        for link in scope.links(task, "DELIVERS", "USES", "PRODUCES", "CONSUMES", "HAS_TARGET", "DEPENDS_ON"):
            if link.relationship.type == "DEPENDS_ON" and not link.outward:
                key = "DEPENDS_ON_in"
            else:
                key = f"{link.relationship.type}_out"
            found.setdefault(key, []).append(Entry(link.relationship, link.other, task))
    return [Group(key, tuple(found[key])) for key in ORDER if key in found]


def partners(scope: Scope, department: Node) -> list[tuple[Node, int]]:
    """With whom a department shares tasks, most first: the partner and the number of shared tasks."""
    shared: dict[str, set[str]] = {}
    for duty in scope.links(department, "LEADS", "SUPPORTS"):
        for other in scope.links(duty.other, "LEADS", "SUPPORTS", outward=False):
            if other.other.id != department.id:
                shared.setdefault(other.other.id, set()).add(duty.other.id)
    found = [(scope.nodes[key], len(tasks)) for key, tasks in shared.items()]
    return sorted(found, key=lambda pair: (-pair[1], scope.place(pair[0])))
