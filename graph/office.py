"""What an office adds of its own: who is meant by a collective (市有關單位), and what the departments reported.

It lies beside the store in a folder of its own, apart from what was read and from corrections: no read fact and no
score ever changes by it. `with_assignments` lays it over a graph where a page or a paper wants to show it; every such
relationship carries the rule `office.assignment`, so that it is marked 辦公室分解 wherever it stands.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from graph import organisations
from graph.errors import OfficeDataBroken, UnknownName
from graph.identity import name_key, scoped_id, shadow, task_id
from graph.model import Graph, Node, Relationship
from graph.office_file import read_entries, write_entries, writing
from graph.settings import OFFICE

FILE = "assignments.yaml"
RULE = "office.assignment"
"""The `rule` of a relationship that an office set."""
WORD = "辦公室分解"
ROLES = ("LEADS", "SUPPORTS")
_SOME = ("有关", "相关")
"""Words (simplified) of a collective that means some bodies without saying which; 各縣(區) means every one."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A department that an office names for a task, in place of a collective.

    Attributes:
        document: the document's id.
        task: the task's number, 14.4.
        department: as the office writes it: 市教育局.
        role: LEADS or SUPPORTS.
        collective: the collective that it stands for, as the plan prints it; empty where it stands for none.
        who: who decided it.
        when: ISO date.
        reason: in a few words; may be empty.
    """

    document: str
    task: str
    department: str
    role: str = "SUPPORTS"
    collective: str = ""
    who: str = ""
    when: str = ""
    reason: str = ""

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What makes it one: document, task, role, collective and department."""
        return self.document, self.task, self.role, name_key(self.collective), name_key(self.department)


def office_folder(url: str) -> Path:
    """Where an office's own data lies: beside an embedded store, else in the folder that ZHIZE_OFFICE names."""
    scheme, _, rest = url.partition(":")
    if os.environ.get(OFFICE.name) or scheme != "ladybug":
        return Path(OFFICE.value or "data/office")
    return Path(rest) / "office"


def read_assignments(folder: Path) -> list[Assignment]:
    """Every assignment, in the order in which they were made; none where there is no file.

    Raises:
        OfficeDataBroken: the file is not of the form that `assign` writes; names the entry.
    """
    path = folder / FILE
    entries = read_entries(path, tuple(Assignment.__dataclass_fields__), ("document", "task", "department"))
    found = [Assignment(**entry) for entry in entries]
    for place, assignment in enumerate(found, 1):
        if assignment.role not in ROLES:
            raise OfficeDataBroken(
                f"role {assignment.role} is none of {', '.join(ROLES)}", where=f"{path}, entry {place}"
            )
    return found


def assign(folder: Path, new: Iterable[Assignment]) -> int:
    """Add assignments; one that is there already is written anew. Returns how many are kept now.

    Raises:
        OfficeDataBroken: what is there cannot be read; it is left as it is.
    """
    with writing(folder):
        kept = {a.key: a for a in read_assignments(folder)}
        for assignment in new:
            dated = assignment if assignment.when else replace(assignment, when=date.today().isoformat())
            kept[dated.key] = dated
        _write(folder, kept.values())
        return len(kept)


def withdraw(folder: Path, gone: Iterable[Assignment]) -> int:
    """Take assignments back. Returns how many are kept now."""
    with writing(folder):
        keys = {a.key for a in gone}
        kept = [a for a in read_assignments(folder) if a.key not in keys]
        _write(folder, kept)
        return len(kept)


def _write(folder: Path, kept: Iterable[Assignment]) -> None:
    about = "Who is meant by a collective, as the office decided; `zhize assign` writes this file."
    write_entries(folder / FILE, [asdict(a) for a in kept], about)


def with_assignments(graph: Graph, assignments: Iterable[Assignment]) -> tuple[Graph, list[Assignment]]:
    """The graph with the office's assignments laid over it.

    Returns:
        A graph in which each assignment is a relationship with the rule `office.assignment`, the collective's sentence
        for evidence; and the assignments that fit no task of the graph's documents any more.
    """
    nodes = dict(graph.by_id)
    links = {r.key: r for r in graph.relationships}
    documents = {d.id: d for d in graph.documents}
    lost: list[Assignment] = []
    for a in assignments:
        document, task = documents.get(a.document), task_id(a.document, a.task)
        if document is None:
            continue  # of a document that is not shown here
        if task not in nodes:
            lost.append(a)
            continue
        place = document.get("jurisdiction")
        body = organisations.describe(a.department, place)
        key = scoped_id("Department", body.jurisdiction, body.canonical)
        named = [r for r in graph.relationships if r.end == task and r.type in ROLES]
        if any(r.start == key and r.type == a.role for r in named):
            continue
        stands_for = next(
            (r for r in named if r.get("collective") and name_key(str(r.get("mention"))) == name_key(a.collective)),
            None,
        )
        if a.collective and stands_for is None:
            lost.append(a)
            continue
        nodes.setdefault(
            key,
            Node(
                key,
                "Department",
                {
                    "name": body.name,
                    "canonical": body.canonical,
                    "kind": body.kind,
                    "jurisdiction": body.jurisdiction,
                    "tier": body.tier,
                },
            ),
        )
        link = Relationship(a.role, key, task, _properties(a, stands_for, len(named)))
        links.setdefault(link.key, link)
    return Graph(tuple(nodes.values()), tuple(links.values())), lost


def _properties(a: Assignment, stands_for: Relationship | None, after: int) -> dict[str, Any]:
    places = {name: stands_for.get(name) for name in ("evidence", "char_start", "char_end")} if stands_for else {}
    return {
        "rank": after + 1,
        "joint": False,
        "collective": False,
        "implied": False,
        "mention": str(stands_for.get("mention")) if stands_for else a.department,
        "word": WORD,
        "evidence": places.get("evidence") or a.reason or WORD,
        "char_start": places.get("char_start") or 0,
        "char_end": places.get("char_end") or 0,
        "rule": RULE,
    }


@dataclass(frozen=True, slots=True)
class Open:
    """A collective that nobody is named for yet: the relationship, its task and document."""

    relationship: Relationship
    task: Node
    document: Node


def not_yet_assigned(graph: Graph, assignments: Iterable[Assignment]) -> list[Open]:
    """The collectives (市有關單位) for which the office has named no department yet, in the plan's order."""
    # the office may give a collective that supports the lead: what counts is whom it stands for
    done = {(a.document, a.task, name_key(a.collective)) for a in assignments if a.collective}
    owners = {
        node.id: document
        for document in graph.documents
        for node in graph.labelled("Task")
        if node.id == task_id(document.id, str(node.get("number")))
    }
    found = []
    for r in graph.of_type(*ROLES):
        document, task = owners.get(r.end), graph.by_id[r.end]
        if document is None or not r.get("collective") or r.get("implied") or r.get("rule") == RULE:
            continue
        if not any(word in shadow(str(r.get("mention"))) for word in _SOME):
            continue
        key = (document.id, str(task.get("number")), name_key(str(r.get("mention"))))
        if key not in done:
            found.append(Open(r, task, document))
    return sorted(found, key=lambda o: (o.document.id, int(o.task.get("position") or 0), o.relationship.get("rank")))


def checked(assignment: Assignment, graph: Graph) -> Assignment:
    """The assignment, held against the graph's tasks and the collective that it stands for.

    Raises:
        UnknownName: no such task, or no such collective in its clause; names those that there are.
    """
    task = graph.by_id.get(task_id(assignment.document, assignment.task))
    if task is None:
        raise UnknownName(f"no task {assignment.task}", where=assignment.document)
    if organisations.describe(assignment.department, None).collective:
        raise UnknownName(f"{assignment.department} is a collective itself", advice="Name a department.")
    collectives = {str(r.get("mention")): r for r in graph.of_type(*ROLES) if r.end == task.id and r.get("collective")}
    if not assignment.collective and len(collectives) == 1:
        ((mention, r),) = collectives.items()
        return replace(assignment, collective=mention, role=r.type)
    printed = {name_key(mention): mention for mention in collectives}
    if assignment.collective:
        assignment = replace(assignment, collective=printed.get(name_key(assignment.collective), assignment.collective))
    if assignment.collective and assignment.collective not in collectives:
        valid = "、".join(collectives) or "none"
        raise UnknownName(
            f"task {assignment.task} names no collective {assignment.collective}", advice=f"It names {valid}."
        )
    return assignment
