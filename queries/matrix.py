"""The responsibility matrix: tasks in plan order against departments in 機構序列, whatever file or page shows it.

A parent and a chapter roll their subtasks up; each task counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from graph.errors import UnknownDocument, UnknownName
from graph.identity import name_key
from graph.model import Graph, Node, Relationship
from graph.office import RULE
from graph.organisations import order_key
from queries.plan import Chapter, Item, Plan, find_department, plans


class Mark(StrEnum):
    """What a department is to a task. A collective (市有關單位) is marked apart: nobody is named by it."""

    LEAD = "lead"
    JOINT = "joint"
    SUPPORT = "support"
    COLLECTIVE_LEAD = "collective-lead"
    COLLECTIVE_SUPPORT = "collective-support"

    @property
    def sign(self) -> str:
        """The printed sign."""
        return _SIGNS[self]

    @property
    def leads(self) -> bool:
        """Whether it is a lead's mark."""
        return self in (Mark.LEAD, Mark.JOINT, Mark.COLLECTIVE_LEAD)


_SIGNS = {
    Mark.LEAD: "●",
    Mark.JOINT: "◐",
    Mark.SUPPORT: "○",
    Mark.COLLECTIVE_LEAD: "◆",
    Mark.COLLECTIVE_SUPPORT: "◇",
}


ASSIGNED = "※"
"""The sign of a part that the office set in place of a collective."""


def is_assigned(relationship: Relationship) -> bool:
    """Whether the office set it (辦公室分解), and not the plan."""
    return bool(relationship.get("rule") == RULE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A department's own part in a task: its marks (lead before support) and the relationships behind them."""

    marks: tuple[Mark, ...] = ()
    relationships: tuple[Relationship, ...] = ()

    @property
    def signs(self) -> str:
        """The signs as printed, empty for no part; behind one that the office set stands a ※."""
        found = zip(self.marks, self.relationships, strict=True)
        return "".join(f"{mark.sign}{ASSIGNED if is_assigned(r) else ''}" for mark, r in found)


@dataclass(frozen=True, slots=True)
class Count:
    """How many tasks are led and supported; a task counts once in each."""

    leads: int = 0
    supports: int = 0

    @property
    def any(self) -> bool:
        """Whether it counts anything."""
        return bool(self.leads or self.supports)


@dataclass(frozen=True, slots=True)
class Row:
    """A document, a chapter or a task.

    `cells` holds what is said of the row's own task, by department id; `counts` the same with everything below it;
    `total` counts the departments' parts over the whole row.
    """

    kind: Literal["document", "section", "task"]
    node: Node
    path: str
    title: str
    depth: int
    item: Item | None
    cells: Mapping[str, Cell]
    counts: Mapping[str, Count]
    total: Count

    @property
    def rolls_up(self) -> bool:
        """Whether other rows stand below it whose parts it counts."""
        return self.kind != "task" or (self.item is not None and bool(self.item.children))


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows in plan order, columns in 機構序列, totals by department and over all."""

    documents: tuple[Node, ...]
    columns: tuple[Node, ...]
    rows: tuple[Row, ...]
    totals: Mapping[str, Count]
    total: Count

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks in use, in their fixed order, for a legend."""
        used = {mark for row in self.rows for cell in row.cells.values() for mark in cell.marks}
        return tuple(mark for mark in Mark if mark in used)

    @property
    def assigned(self) -> bool:
        """Whether the office set any of the parts."""
        return any(is_assigned(r) for row in self.rows for cell in row.cells.values() for r in cell.relationships)

    @property
    def task_rows(self) -> list[Row]:
        """The rows that are tasks."""
        return [row for row in self.rows if row.kind == "task"]

    @property
    def leading(self) -> list[Node]:
        """The departments that lead at least one task, in order."""
        return [column for column in self.columns if self.totals[column.id].leads]

    def seldom(self, most: int = 1) -> list[Node]:
        """The departments with at most `most` parts, which a page may fold into one column."""
        return [c for c in self.columns if self.totals[c.id].leads + self.totals[c.id].supports <= most]


def department_order(department: Node) -> tuple[object, ...]:
    """Where a department stands among others: 機構序列, then name and id, so that the order is total."""
    name = str(department.get("name"))
    return (*order_key(str(department.get("canonical") or name)), name, department.id)


def choose_documents(graph: Graph, documents: Sequence[str]) -> list[Plan]:
    """The plans that are named by id, document number or title; all when none is named.

    Raises:
        UnknownDocument: a name that fits no document of the graph.
    """
    found = plans(graph)
    if not documents:
        return found
    chosen: list[Plan] = []
    for name in documents:
        fitting = [plan for plan in found if _names_document(name, plan.document)]
        if not fitting:
            raise UnknownDocument(f"no document {name}")
        chosen.extend(plan for plan in fitting if plan not in chosen)
    return [plan for plan in found if plan in chosen]


def _names_document(name: str, document: Node) -> bool:
    keys = {name_key(str(document.get(p))) for p in ("doc_number", "title") if document.get(p)}
    return name == document.id or name_key(name) in keys


def choose_departments(available: Sequence[Node], names: Sequence[str]) -> list[Node]:
    """The departments of those names among the available ones; all when none is named.

    Raises:
        UnknownName: a name that fits none of them.
    """
    if not names:
        return list(available)
    chosen: list[Node] = []
    for name in names:
        department = find_department(name, available)
        if department is None:
            like = [str(d.get("name")) for d in available if set(name_key(name)) & set(name_key(str(d.get("name"))))]
            hint = f"Among those named are {'、'.join(like[:5])}." if like else ""
            raise UnknownName(f"no department {name} has a part in it", advice=hint)
        if department not in chosen:
            chosen.append(department)
    return chosen


def build_matrix(graph: Graph, *, departments: Sequence[str] = (), documents: Sequence[str] = ()) -> Matrix:
    """The matrix of a graph of one or more documents.

    Args:
        graph: what a loader read, or a store gave back.
        departments: names, full names or ids; only these columns and the rows in which they have a part. All when empty.
        documents: ids, document numbers or titles. All when empty.

    Raises:
        UnknownDocument: a document that is not in the graph.
        UnknownName: a department that has no part in the chosen documents.
    """
    chosen_plans = choose_documents(graph, documents)
    present = {duty.department.id: duty.department for p in chosen_plans for i in p.items for duty in i.duties}
    ordered = sorted(present.values(), key=department_order)
    columns = choose_departments(ordered, departments)
    wanted = {column.id for column in columns}
    rows: list[Row] = []
    kept: list[Item] = []
    for plan in chosen_plans:
        items = _with_part(plan, wanted) if departments else plan.items
        kept.extend(items)
        body = _rows(plan, items, wanted, every=not departments)
        if len(chosen_plans) > 1 and body:
            rows.append(_heading("document", plan.document, "", plan.document.get("title") or "", items, wanted))
        rows.extend(body)
    counts = _count(kept, wanted)
    return Matrix(
        tuple(plan.document for plan in chosen_plans),
        tuple(columns),
        tuple(rows),
        {column.id: counts.get(column.id, Count()) for column in columns},
        _sum(counts.values()),
    )


def _with_part(plan: Plan, wanted: set[str]) -> list[Item]:
    """The tasks in which the departments have a part, and the tasks above these."""
    keep: set[str] = set()
    for item in plan.items:
        if any(duty.department.id in wanted for duty in item.duties):
            keep.update((item.task.id, *item.ancestors))
    return [item for item in plan.items if item.task.id in keep]


def _rows(plan: Plan, items: Sequence[Item], wanted: set[str], *, every: bool) -> list[Row]:
    below: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        for above in (item.task.id, *item.ancestors):
            below[above].append(item)
        if item.chapter is not None:
            below[item.chapter.node.id].append(item)
    kept = {item.task.id for item in items}
    rows: list[Row] = []
    for entry in plan.entries:
        if isinstance(entry, Chapter):
            if every or below[entry.node.id]:
                number, title = str(entry.node.get("number") or ""), str(entry.node.get("title") or "")
                rows.append(_heading("section", entry.node, number, title, below[entry.node.id], wanted))
        elif entry.task.id in kept:
            counts = _count(below[entry.task.id], wanted)
            rows.append(
                Row(
                    "task",
                    entry.task,
                    entry.path,
                    entry.title,
                    1 + len(entry.ancestors),
                    entry,
                    _cells(entry, wanted),
                    counts,
                    _sum(counts.values()),
                )
            )
    return rows


def _heading(
    kind: Literal["document", "section"], node: Node, path: str, title: str, items: Sequence[Item], wanted: set[str]
) -> Row:
    counts = _count(items, wanted)
    return Row(kind, node, path, title, 0, None, {}, counts, _sum(counts.values()))


def _cells(item: Item, wanted: set[str]) -> dict[str, Cell]:
    found: dict[str, list[tuple[Mark, Relationship]]] = defaultdict(list)
    for duty in item.duties:
        if duty.department.id in wanted:
            found[duty.department.id].append((mark_of(duty.relationship), duty.relationship))
    return {key: Cell(tuple(m for m, _ in parts), tuple(r for _, r in parts)) for key, parts in found.items()}


def mark_of(relationship: Relationship) -> Mark:
    """The mark of one LEADS or SUPPORTS relationship."""
    if relationship.type == "SUPPORTS":
        return Mark.COLLECTIVE_SUPPORT if relationship.get("collective") else Mark.SUPPORT
    if relationship.get("collective"):
        return Mark.COLLECTIVE_LEAD
    return Mark.JOINT if relationship.get("joint") else Mark.LEAD


def _count(items: Iterable[Item], wanted: set[str]) -> dict[str, Count]:
    """How many of these tasks each department leads and supports."""
    leads: dict[str, int] = defaultdict(int)
    supports: dict[str, int] = defaultdict(int)
    for item in items:
        for tally, duties in ((leads, item.leads), (supports, item.supports)):
            for department in {duty.department.id for duty in duties} & wanted:
                tally[department] += 1
    return {key: Count(leads[key], supports[key]) for key in sorted({*leads, *supports})}


def _sum(counts: Iterable[Count]) -> Count:
    found = list(counts)
    return Count(sum(c.leads for c in found), sum(c.supports for c in found))
