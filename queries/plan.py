"""A plan in its own order: chapters, tasks with their printed path, who leads and supports, by when.

Matrices, ledgers and comparisons all read a plan this way, so that they agree on order, numbers and dates.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from graph.identity import name_key
from graph.model import Graph, Node, Relationship
from graph.office import RULE

DueSource = Literal["own", "target", "none"]
_TRAILING = re.compile(r"[\s..、。,,::;;]+$")
_OPENING = re.compile(r"^[\s。.::]+")
_STRUCTURE = ("HAS_SECTION", "HAS_TASK", "HAS_SUBTASK")


@dataclass(frozen=True, slots=True)
class Due:
    """When a task is due: its own date, else the earliest of its targets, else nothing that the plan says.

    `text` is the date as printed, where the plan prints one; `on` the ISO date, where there is one.
    """

    source: DueSource
    on: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """One department's part in one task, with the relationship that carries its evidence."""

    department: Node
    relationship: Relationship

    @property
    def name(self) -> str:
        """The department's name."""
        return str(self.department.get("name"))

    @property
    def assigned(self) -> bool:
        """Whether the office named it in place of a collective (辦公室分解), and not the plan."""
        return bool(self.relationship.get("rule") == RULE)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of a plan, in its place."""

    node: Node
    document: Node

    @property
    def heading(self) -> str:
        """Number and title as one line: 一、夯實基礎."""
        number, title = self.node.get("number") or "", self.node.get("title") or ""
        return f"{number}、{title}" if number and title else number or title


@dataclass(frozen=True, slots=True)
class Item:
    """A task in its place in the plan.

    `path` is the number as an office would say it, (十一)1; `above` that of its parent, (十一); `ancestors` are ids from
    the top task down to the parent; `children` are the ids of the direct subtasks.
    """

    task: Node
    document: Node
    chapter: Chapter | None
    path: str
    ancestors: tuple[str, ...]
    children: tuple[str, ...]
    leads: tuple[Duty, ...]
    supports: tuple[Duty, ...]
    officials: tuple[Node, ...]
    targets: tuple[Node, ...]
    due: Due
    above: str = ""

    @property
    def number(self) -> str:
        """The task's number: 11.1."""
        return str(self.task.get("number"))

    @property
    def title(self) -> str:
        """The task's title."""
        return str(self.task.get("title"))

    @property
    def duties(self) -> tuple[Duty, ...]:
        """Leads, then supports."""
        return self.leads + self.supports

    @property
    def heading_only(self) -> bool:
        """Whether it only groups its subtasks: nobody is named for it itself."""
        return bool(self.children) and not self.duties

    @property
    def whole(self) -> str:
        """The task's whole text, the numbers of the tasks above it before its own: (十一)1.推進智慧稅務。…"""
        text = str(self.task.get("text") or self.title).strip()
        label = str(self.task.get("printed_label") or "")
        if label and text.startswith(f"{label}\t"):
            # A row of a table: the number is a cell of its own, and so is each further column.
            text = text[len(label) :].strip()
        elif label and text.startswith(label):
            return f"{self.above}{text}"
        text = text.replace("\t", "\n")
        return text if self.path == self.number else f"{self.path} {text}"

    @property
    def words(self) -> str:
        """The task's text after its label and its title, without the clause that names who is responsible."""
        text = str(self.task.get("text") or "").strip()
        for opening in (self.task.get("printed_label"), self.title):
            if opening and text.startswith(opening):
                text = text[len(opening) :].lstrip()
        text = _OPENING.sub("", text)
        for duty in self.duties:
            clause = str(duty.relationship.get("evidence") or "").strip()
            if clause and not duty.relationship.get("implied") and text.endswith(clause):
                text = text[: -len(clause)].rstrip()
        return text


@dataclass(frozen=True, slots=True)
class Plan:
    """One document with its chapters and tasks in document order."""

    document: Node
    entries: tuple[Chapter | Item, ...]

    @property
    def items(self) -> list[Item]:
        """The tasks, in order."""
        return [entry for entry in self.entries if isinstance(entry, Item)]


def printed_path(labels: Sequence[str]) -> str:
    """The labels of a task and the tasks above it, outermost first, as one number.

    >>> printed_path(["(十一)", "1."])
    '(十一)1'
    >>> printed_path(["1.", "(2)"]), printed_path(["3.", "1."]), printed_path(["3.", "3.1"])
    ('1(2)', '3.1', '3.1')
    """
    path = ""
    for label in labels:
        bare = _TRAILING.sub("", label.strip())
        if path and bare.startswith(path) and bare != path:
            path = bare
        elif path and path[-1].isalnum() and bare[:1].isalnum():
            path = f"{path}.{bare}"
        else:
            path += bare
    return path


def plans(graph: Graph) -> list[Plan]:
    """Each document of the graph as a plan in its own order.

    Documents stand by jurisdiction, date and id, as the store lists them.
    """
    reader = _Reader(graph)
    return [reader.plan(document) for document in sorted(graph.documents, key=_document_order)]


def _document_order(document: Node) -> tuple[str, str, str]:
    return document.get("jurisdiction") or "", document.get("issued_on") or "", document.id


def find_department(name: str, departments: Sequence[Node]) -> Node | None:
    """The department of that id, name or full name, however it is spelled in script and width; None when there is none."""
    key = name_key(name)
    for department in departments:
        if name == department.id or key in (
            name_key(str(department.get("name"))),
            name_key(str(department.get("canonical") or "")),
        ):
            return department
    return None


class _Reader:
    """Looks up what stands around each task."""

    def __init__(self, graph: Graph) -> None:
        self.nodes = graph.by_id
        self.below: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self.into: dict[tuple[str, str], list[Relationship]] = defaultdict(list)
        self.out_of: dict[tuple[str, str], list[Relationship]] = defaultdict(list)
        for r in graph.relationships:
            if r.type in _STRUCTURE:
                self.below[r.start].append((int(r.get("position") or 0), r.end))
            elif r.type in ("LEADS", "SUPPORTS", "OVERSEES"):
                self.into[r.type, r.end].append(r)
            elif r.type == "HAS_TARGET":
                self.out_of[r.type, r.start].append(r)

    def children(self, node_id: str, label: str) -> list[Node]:
        found = [self.nodes[child] for _, child in sorted(self.below[node_id])]
        return [node for node in found if node.label == label]

    def plan(self, document: Node) -> Plan:
        blocks: list[tuple[int, Chapter | None, Node | None]] = [
            (_position(task), None, task) for task in self.children(document.id, "Task")
        ]
        last = 0
        for section in sorted(self.children(document.id, "Section"), key=_position):
            tasks = self.children(section.id, "Task")
            # A chapter without tasks stands behind the one before it.
            last = min((_position(task) for task in tasks), default=last)
            blocks.append((last, Chapter(section, document), None))
        entries: list[Chapter | Item] = []
        for _, chapter, task in sorted(blocks, key=lambda block: block[0]):
            if chapter is not None:
                entries.append(chapter)
                for root in self.children(chapter.node.id, "Task"):
                    entries.extend(self.walk(root, document, chapter, (), ()))
            elif task is not None:
                entries.extend(self.walk(task, document, None, (), ()))
        return Plan(document, _unambiguous(entries))

    def walk(
        self, task: Node, document: Node, chapter: Chapter | None, ancestors: tuple[str, ...], labels: tuple[str, ...]
    ) -> Iterator[Item]:
        labels = (*labels, _label(task))
        children = self.children(task.id, "Task")
        targets = tuple(self.nodes[r.end] for r in self.out_of["HAS_TARGET", task.id])
        yield Item(
            task,
            document,
            chapter,
            printed_path(labels),
            ancestors,
            tuple(child.id for child in children),
            self.duties("LEADS", task.id),
            self.duties("SUPPORTS", task.id),
            tuple(self.nodes[r.start] for r in self.into["OVERSEES", task.id]),
            targets,
            _due(task, targets),
            printed_path(labels[:-1]),
        )
        for child in children:
            yield from self.walk(child, document, chapter, (*ancestors, task.id), labels)

    def duties(self, kind: str, task_id: str) -> tuple[Duty, ...]:
        named = sorted(
            self.into[kind, task_id], key=lambda r: (bool(r.get("implied")), int(r.get("rank") or 0), r.start)
        )
        return tuple(Duty(self.nodes[r.start], r) for r in named)


def _position(node: Node) -> int:
    return int(node.get("position") or 0)


def _label(task: Node) -> str:
    """What is printed before the task; for a paragraph without a number of its own, its ordinal in the item."""
    last = str(task.get("number")).rsplit(".", 1)[-1]
    if task.get("implicit"):
        return f"第{last}段"
    return task.get("printed_label") or last


def _due(task: Node, targets: Sequence[Node]) -> Due:
    if task.get("due_on") or task.get("due_text"):
        return Due("own", task.get("due_on"), task.get("due_text"))
    dates = sorted(str(target.get("due_on")) for target in targets if target.get("due_on"))
    return Due("target", dates[0]) if dates else Due("none")


def _unambiguous(entries: Sequence[Chapter | Item]) -> tuple[Chapter | Item, ...]:
    """Where numbers start anew in each chapter, the chapter's number leads the path: 四(一)1."""
    seen = Counter(entry.path for entry in entries if isinstance(entry, Item))
    if all(count == 1 for count in seen.values()):
        return tuple(entries)
    return tuple(
        replace(entry, path=_under(entry.chapter, entry.path), above=_under(entry.chapter, entry.above))
        if isinstance(entry, Item) and entry.chapter is not None
        else entry
        for entry in entries
    )


def _under(chapter: Chapter, path: str) -> str:
    return printed_path([str(chapter.node.get("number") or ""), path])
