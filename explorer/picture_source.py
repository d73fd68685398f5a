"""Where a picture takes its nodes from: the documents in memory, or the store itself where they are too many for that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from explorer.scope import KINDS, Scope
from graph.identity import name_key, task_id
from graph.model import Node, Relationship
from graph.stores.base import Neighbourhood, Store
from queries.plan import printed_path

# The most relationships of a node that a picture ever looks at, of one type and direction.
DEEPEST = 20_000
PREFIX = {
    "Department": "department",
    "Task": "task",
    "Platform": "platform",
    "DataDomain": "data",
    "Official": "official",
    "Target": "target",
}


class Source(Protocol):
    """What a picture asks of its nodes."""

    def node(self, node_id: str) -> Node | None:
        """A node by its id."""

    def around(self, node_id: str, types: Sequence[str], limit: int) -> Neighbourhood:
        """A node's relationships of these types in the plan's order, at most `limit` a type and direction, with counts."""

    def path(self, node: Node) -> str:
        """A task's printed number, empty for anything else."""

    def reference(self, node: Node) -> str:
        """A name for addresses."""

    def resolve(self, reference: str) -> Node | None:
        """The node of such a name."""

    def place(self, node: Node) -> tuple[int, int, str]:
        """Sorts nodes as an office lists them."""

    def whole(self) -> list[Node] | None:
        """Every node that a picture can show, in order; None where they are too many to look at."""


def name_of(node: Node) -> str:
    """What an office calls a node."""
    return str(node.get("name") or node.get("title") or node.get("text") or "")


class ScopeSource:
    """The documents that are in memory."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def node(self, node_id: str) -> Node | None:
        return self.scope.nodes.get(node_id)

    def around(self, node_id: str, types: Sequence[str], limit: int) -> Neighbourhood:
        links = self.scope.links(node_id, *types)
        counts: Counter[tuple[str, str]] = Counter()
        kept = []
        for link in links:
            key = link.relationship.type, "out" if link.outward else "in"
            counts[key] += 1
            if counts[key] <= limit:
                kept.append(link)
        nodes = {link.other.id: link.other for link in kept}
        return Neighbourhood(
            self.scope.nodes[node_id], list(nodes.values()), [link.relationship for link in kept], dict(counts)
        )

    def path(self, node: Node) -> str:
        return self.scope.path(node)

    def reference(self, node: Node) -> str:
        return self.scope.reference(node)

    def resolve(self, reference: str) -> Node | None:
        return self.scope.resolve(reference)

    def place(self, node: Node) -> tuple[int, int, str]:
        return self.scope.place(node)

    def whole(self) -> list[Node] | None:
        nodes = [node for node in self.scope.graph.nodes if node.label in KINDS]
        return sorted(nodes, key=self.scope.place)


class StoreSource:
    """A store of any size: nothing is asked of it but single nodes and what is next to them."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._around = lru_cache(maxsize=4096)(self._asked)

    def node(self, node_id: str) -> Node | None:
        return self.store.node(node_id)

    def _asked(self, node_id: str, types: tuple[str, ...], limit: int) -> Neighbourhood:
        return self.store.neighbours(node_id, types, limit)

    def around(self, node_id: str, types: Sequence[str], limit: int) -> Neighbourhood:
        return self._around(node_id, tuple(types), min(limit, DEEPEST))

    def path(self, node: Node) -> str:
        if node.label != "Task":
            return ""
        labels = [_label(node)]
        for _ in range(int(node.get("depth") or 1) - 1):
            above = [r for r in self.around(node.id, ("HAS_SUBTASK",), 50).relationships if r.end == node.id]
            parent = self.store.node(above[0].start) if above else None
            if parent is None:
                break
            labels.insert(0, _label(parent))
            node = parent
        return printed_path(labels)

    def reference(self, node: Node) -> str:
        prefix = PREFIX[node.label]
        if node.label == "Task":
            document = node.id.rpartition("#")[0]
            return f"{prefix}:{node.get('number')}@{document}"
        owner = node.get("jurisdiction")
        # The full name: a nation has thousands of 區政數局.
        name = str(node.get("canonical") or name_of(node))
        return f"{prefix}:{name}@{owner}" if owner else f"{prefix}:{name}"

    def resolve(self, reference: str) -> Node | None:
        kind, _, rest = reference.partition(":")
        name, _, owner = rest.rpartition("@") if "@" in rest else (rest, "", "")
        if kind == "task":
            return self._task(name, owner)
        label = next((label for label, prefix in PREFIX.items() if prefix == kind), None)
        if label is None:
            return None
        hits = self.store.search(name, [label], 50)
        key = name_key(name)
        found = [
            node
            for node in self.store.nodes([hit.id for hit in hits])
            if key in (name_key(name_of(node)), name_key(str(node.get("canonical") or "")))
        ]
        near = [node for node in found if not owner or name_key(str(node.get("jurisdiction"))) == name_key(owner)]
        return near[0] if near else None

    def _task(self, number: str, document: str) -> Node | None:
        direct = self.store.node(task_id(document, number)) if document else None
        if direct is not None:
            return direct
        for entry in self.store.documents():
            if not document or name_key(document) in (name_key(entry.doc_number or ""), name_key(entry.title or "")):
                found = self.store.node(task_id(entry.id, number))
                if found is not None:
                    return found
        return None

    def place(self, node: Node) -> tuple[int, int, str]:
        if node.label == "Task":
            return 1, int(node.get("position") or 0), node.id
        return (0 if node.label == "Department" else 2 + list(PREFIX).index(node.label)), 0, name_of(node)

    def whole(self) -> list[Node] | None:
        return None


def _label(task: Node) -> str:
    number = str(task.get("number")).rsplit(".", 1)[-1]
    return f"第{number}段" if task.get("implicit") else str(task.get("printed_label") or number)


def line_id(relationship: Relationship) -> str:
    """A relationship's name within a picture."""
    return "\t".join(relationship.key)


def line_of(source: Source, line: str) -> Relationship | None:
    """The relationship of such a name; None when there is none (what a browser sends is never trusted)."""
    parts = line.split("\t")
    if len(parts) < 4 or source.node(parts[1]) is None:
        return None
    for relationship in source.around(parts[1], (parts[0],), DEEPEST).relationships:
        if line_id(relationship) == line:
            return relationship
    return None
