"""The documents that a page speaks of, as one graph in memory with the look-ups that pages need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graph.identity import name_key
from graph.model import Graph, Node, Relationship
from queries.matrix import department_order
from queries.plan import Chapter, Item, Plan, plans

ROLES = ("LEADS", "SUPPORTS")
# A reference in an address names a thing by what an office calls it, never by an id.
_PREFIX = {
    "Department": "department",
    "Task": "task",
    "Platform": "platform",
    "DataDomain": "data",
    "Official": "official",
    "Target": "target",
    "Section": "section",
    "Document": "document",
}
KINDS = ("Department", "Task", "Platform", "DataDomain", "Official")


@dataclass(frozen=True)
class Link:
    """One relationship seen from one of its ends: the other end and the direction."""

    relationship: Relationship
    other: Node
    outward: bool


class Scope:
    """Look-ups over the graph of one document or several.

    Args:
        graph: what the store gave back for the documents.
        defaults: the office's default deadlines, ISO, by the document's id.
    """

    def __init__(self, graph: Graph, defaults: Mapping[str, str] | None = None) -> None:
        self.graph = graph
        self.defaults: Mapping[str, str] = defaults or {}
        self.nodes = graph.by_id
        self.plans: list[Plan] = plans(graph)
        self.items: dict[str, Item] = {item.task.id: item for plan in self.plans for item in plan.items}
        self._links: dict[str, list[Link]] = defaultdict(list)
        for r in graph.relationships:
            self._links[r.start].append(Link(r, self.nodes[r.end], True))
            self._links[r.end].append(Link(r, self.nodes[r.start], False))
        # What a page computed from this graph and may ask for again.
        self.kept: dict[str, Any] = {}
        self._place: dict[str, int] = {task: place for place, task in enumerate(self.items)}

    # --- order -----------------------------------------------------------------------------------------------------

    @cached_property
    def departments(self) -> list[Node]:
        """The departments in 機構序列."""
        return sorted(self.graph.labelled("Department"), key=department_order)

    @cached_property
    def _department_place(self) -> dict[str, int]:
        return {node.id: place for place, node in enumerate(self.departments)}

    def place(self, node: Node) -> tuple[int, int, str]:
        """Where a node stands among others: departments in 機構序列, tasks in plan order, the rest by first use."""
        if node.label == "Department":
            return 0, self._department_place[node.id], ""
        if node.label == "Task":
            return 1, self._place[node.id], ""
        first = min((self._place[k.other.id] for k in self._links[node.id] if k.other.label == "Task"), default=0)
        return 2 + list(_PREFIX).index(node.label), first, self.name(node)

    # --- names -----------------------------------------------------------------------------------------------------

    def name(self, node: Node) -> str:
        """What an office calls it: a task by its title, a target by its text, the rest by name."""
        return str(node.get("name") or node.get("title") or node.get("text") or "")

    def number(self, node: Node) -> str:
        """A task's printed number, (十一)1; empty for anything else."""
        item = self.items.get(node.id)
        return item.path if item else ""

    def path(self, node: Node) -> str:
        """The number with what tells its document from the others of the scope, 2021·(十一)1; the number alone in one document."""
        item = self.items.get(node.id)
        if item is None:
            return ""
        mark = self.marks.get(item.document.id)
        return f"{mark}·{item.path}" if mark else item.path

    @cached_property
    def marks(self) -> dict[str, str]:
        """The shortest that tells several documents apart, by id: the year, the place, both, else the 發文字號 or title."""
        documents = [plan.document for plan in self.plans]
        if len(documents) < 2:
            return {}
        for properties in (("year",), ("jurisdiction",), ("jurisdiction", "year"), ("doc_number",)):
            said = ["".join(str(document.get(name) or "") for name in properties) for document in documents]
            if all(said) and len(set(said)) == len(said):
                return dict(zip((document.id for document in documents), said, strict=True))
        return {document.id: self.document_name(document) for document in documents}

    def caption(self, node: Node, *, alone: bool = False) -> str:
        """Number and name in one line; `alone` where the document is said beside it."""
        path = self.number(node) if alone else self.path(node)
        return f"{path} {self.name(node)}" if path else self.name(node)

    def reference(self, node: Node) -> str:
        """A name for addresses: `department:市公安局`, `task:11.3`; with the document or place where one is needed."""
        prefix = _PREFIX[node.label]
        if node.label in ("Task", "Section"):
            document = self._home(node)
            number = str(node.get("number") or self.name(node))
            alone = len(self.plans) == 1
            return f"{prefix}:{number}" if alone else f"{prefix}:{number}@{self.document_name(document)}"
        if node.label == "Document":
            return f"{prefix}:{self.document_name(node)}"
        text = f"{prefix}:{self.name(node)}"
        if len(self._named.get(name_key(text), ())) > 1 and node.get("jurisdiction"):
            text += f"@{node.get('jurisdiction')}"
        return text

    def _home(self, node: Node) -> Node:
        """The document that a task or a chapter stands in."""
        return self.items[node.id].document if node.label == "Task" else self.chapters[node.id].document

    @cached_property
    def chapters(self) -> dict[str, Chapter]:
        """Every chapter by its node's id, in order."""
        return {entry.node.id: entry for plan in self.plans for entry in plan.entries if isinstance(entry, Chapter)}

    def document_name(self, document: Node) -> str:
        """What an address calls a document: its 發文字號, else its title."""
        return str(document.get("doc_number") or document.get("title") or document.id)

    @cached_property
    def _named(self) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = defaultdict(list)
        for node in self.graph.nodes:
            if node.label == "Document":
                found[name_key(f"document:{self.document_name(node)}")].append(node)
            elif node.label not in ("Task", "Section"):
                found[name_key(f"{_PREFIX[node.label]}:{self.name(node)}")].append(node)
        return found

    def resolve(self, reference: str) -> Node | None:
        """The node of a reference, None when nothing in these documents bears that name.

        A task is found by its number (11.3) or its printed path ((十一)3).
        """
        kind, _, rest = reference.partition(":")
        if kind == "task":
            number, _, document = rest.partition("@")
            key = name_key(number)
            for item in self.items.values():
                if key in (name_key(item.number), name_key(item.path)) and (
                    not document or name_key(document) == name_key(self.document_name(item.document))
                ):
                    return item.task
            return None
        if kind == "section":
            number, _, document = rest.partition("@")
            for chapter in self.chapters.values():
                if name_key(number) == name_key(str(chapter.node.get("number") or self.name(chapter.node))) and (
                    not document or name_key(document) == name_key(self.document_name(chapter.document))
                ):
                    return chapter.node
            return None
        name, at, place = rest.rpartition("@")
        for key, owner in ((f"{kind}:{rest}", ""), (f"{kind}:{name}", place if at else "")):
            found = self._named.get(name_key(key), [])
            chosen = [n for n in found if not owner or name_key(str(n.get("jurisdiction"))) == name_key(owner)]
            if chosen:
                return chosen[0]
        return None

    def written(self, relationship: Relationship) -> str:
        """A name for addresses of one relationship: `LEADS~department:市公安局~task:9`."""
        ends = [self.reference(self.nodes[end]) for end in (relationship.start, relationship.end)]
        via = self.nodes.get(str(relationship.get("via") or ""))
        return "~".join([relationship.type, *ends, *([self.reference(via)] if via else [])])

    def relationship(self, text: str) -> Relationship | None:
        """The relationship of such a name, None when these documents hold none of it."""
        kind, *references = text.split("~")
        if len(references) not in (2, 3):
            return None
        found = [self.resolve(reference) for reference in references]
        if any(node is None for node in found):
            return None
        start, end, *via = [node.id for node in found if node]
        for link in self._links[start]:
            r = link.relationship
            if (r.type, r.start, r.end) == (kind, start, end) and (not via or r.get("via") == via[0]):
                return r
        return None

    # --- around a node ---------------------------------------------------------------------------------------------

    def links(self, node: Node | str, *types: str, outward: bool | None = None) -> list[Link]:
        """A node's relationships of the given types (all when none), in the order of what stands at the other end."""
        key = node if isinstance(node, str) else node.id
        found = [
            link
            for link in self._links[key]
            if (not types or link.relationship.type in types) and (outward is None or link.outward is outward)
        ]
        return sorted(found, key=lambda k: (self.place(k.other), k.relationship.type, str(k.relationship.get("via"))))

    def document_of(self, relationship: Relationship) -> Node | None:
        """The document that a relationship was read from."""
        for end in (relationship.start, relationship.end):
            if end in self.items:
                return self.items[end].document
        return None

    def chapter_of(self, task: Node) -> Chapter | None:
        """The chapter that a task stands in."""
        return self.items[task.id].chapter

    def with_subtasks(self, task: Node) -> list[Node]:
        """A task and everything below it, in plan order."""
        return [i.task for i in self.items.values() if i.task.id == task.id or task.id in i.ancestors]

    def below(self, node: Node) -> set[str]:
        """The ids of the tasks of a document, a chapter or a task, itself included."""
        if node.label == "Task":
            return {task.id for task in self.with_subtasks(node)}
        if node.label == "Section":
            return {i.task.id for i in self.items.values() if i.chapter and i.chapter.node.id == node.id}
        return {i.task.id for i in self.items.values() if i.document.id == node.id}

    def duties(self, department: Node, kind: str) -> list[Link]:
        """What a department leads (LEADS) or supports (SUPPORTS), in plan order."""
        return self.links(department, kind)

    def external(self, platform: Node) -> str:
        """Why a platform stands outside the plan: `tier`, `nobody`, both as `tier nobody`, or empty when it does not."""
        places = {str(plan.document.get("jurisdiction") or "") for plan in self.plans}
        reasons = []
        if platform.get("tier") in ("nation", "province") and str(platform.get("jurisdiction") or "") not in places:
            reasons.append("tier")
        if not self.links(platform, "DELIVERS"):
            reasons.append("nobody")
        return " ".join(reasons)

    def collective(self, node: Node) -> bool:
        """Whether a department is a collective that names nobody (市有關單位)."""
        return bool(node.get("kind") == "collective")

    def leaves(self) -> list[Item]:
        """The tasks that somebody is, or should be, named for: everything that does not only group subtasks."""
        return [item for item in self.items.values() if not item.heading_only]
