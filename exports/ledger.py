"""The 任務分解表: what each task is, whose it is and by when, with room for what the office and the departments write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from exports.labels import Labels, labels_for
from exports.layout import Layout, Order, document_heads, paper_of
from exports.sheet import Column, Line, LineKind, Paper, Sheet
from graph.deadlines import DefaultDue, default_for
from graph.identity import fingerprint
from graph.model import Graph, Node
from queries.matrix import choose_departments, choose_documents, department_order
from queries.plan import Chapter, Duty, Item, Plan

SIZE = 9.0
GIVEN = ("ledger_number", "task", "ledger_target", "ledger_official", "ledger_lead", "ledger_support", "ledger_due")
"""The columns that the plan fills, by their label."""
QUARTERS = ("quarter_1", "quarter_2", "quarter_3", "quarter_4")
OPEN = (*QUARTERS, "progress", "problems", "next_steps", "remarks")
"""The columns that whoever does the work fills."""
HIDDEN = ("row_task", "row_part", "row_department", "row_check")
"""What a workbook's hidden columns hold, so that a returned one can be told: task, part of it, whose row, fingerprint."""

_WIDTHS = {
    "ledger_number": 3.4, "task": 29.0, "ledger_target": 9.0, "ledger_official": 3.6, "ledger_lead": 7.4,
    "ledger_support": 7.0, "ledger_due": 5.8, "quarter_1": 3.6, "quarter_2": 3.6, "quarter_3": 3.6, "quarter_4": 3.6,
    "progress": 8.0, "problems": 6.0, "next_steps": 6.0, "remarks": 3.6,
}  # fmt: skip
_TASK = 1
_NAMES = ("ledger_official", "ledger_lead", "ledger_support")


@dataclass(frozen=True, slots=True)
class Entries:
    """Lines of a ledger in one language, with the office's deadline for tasks that state none."""

    labels: Labels
    default_due: DefaultDue = None

    def given(self, item: Item) -> tuple[str, ...]:
        """What the plan says of a task, in the order of `GIVEN`."""
        return (
            item.number,
            item.whole,
            "\n".join(dict.fromkeys(str(target.get("text")) for target in item.targets)),
            names(str(official.get("name")) for official in item.officials),
            names(self.name(duty) for duty in item.leads),
            names(self.name(duty) for duty in item.supports),
            self.due(item) if item.duties or not item.children else "",
        )

    def read(self, item: Item) -> tuple[str, ...]:
        """The same without what the office set: neither departments that it named nor its default deadline."""
        leads, supports = (tuple(d for d in duties if not d.assigned) for duties in (item.leads, item.supports))
        return Entries(self.labels).given(replace(item, leads=leads, supports=supports))

    def check(self, item: Item) -> str:
        """What tells a returned row: the fingerprint of what was read of the task, and that of what was handed out.

        The first says whether it is of this version of the plan, whatever the office has named or set since; the
        second whether a given cell was changed.
        """
        return f"{check(self.read(item))}.{check(self.given(item))}"

    def name(self, duty: Duty) -> str:
        """A department's name; one that the office named in place of a collective is marked so."""
        return f"{duty.name}({self.labels('assigned')})" if duty.assigned else duty.name

    def due(self, item: Item) -> str:
        """A deadline as printed in the plan, else the earliest of its targets, else the office's, else that there is none."""
        due = item.due
        if due.source == "own":
            return due.text or self.labels.day(due.on or "")
        if due.source == "target":
            return self.labels("due_by_target", date=self.labels.day(due.on or ""))
        if default := default_for(item.document.id, self.default_due):
            return self.labels("due_default", date=self.labels.day(default))
        return self.labels("due_unstated")

    def line(self, item: Item, department: Node | None = None) -> Line:
        """A task's line; `department` says in whose table it stands."""
        given = self.given(item)
        at = given[_TASK].find(item.title)
        bold = at + len(item.title) if 0 <= at <= len(item.path) + 4 else 0
        hidden = (item.task.id, 1, department.id if department else "", self.check(item))
        blank = ("",) * len(OPEN)
        kind: LineKind = "heading" if item.heading_only else "task"
        return Line(kind, (*given, *blank, *hidden), 1 + len(item.ancestors), bold_in=_TASK, bold=bold)


def heading(kind: LineKind, words: str) -> Line:
    """A line of one text over all columns."""
    return Line(kind, (words, *("",) * (len(GIVEN) + len(OPEN) + len(HIDDEN) - 1)), runs_on=0)


class LedgerLayout(Layout):
    """One sheet with every task in the plan's order, then one for each department with what it leads and supports."""

    name = "ledger"

    def paper(self, graph: Graph, order: Order) -> Paper:
        """The sheets; with departments chosen, theirs alone."""
        chosen = choose_documents(graph, order.documents)
        documents = [plan.document for plan in chosen]
        labels = labels_for(documents, order.language)
        entries = Entries(labels, order.default_due)
        heads = document_heads(documents, labels, labels("ledger"), order)
        present = {duty.department.id: duty.department for p in chosen for i in p.items for duty in i.duties}
        departments = choose_departments(sorted(present.values(), key=department_order), order.departments)
        sheets = [] if order.departments else [sheet(labels("all"), heads, whole(chosen, entries), labels)]
        for department in departments:
            name = str(department.get("name"))
            title = f"{heads[0]}({name})"
            sheets.append(sheet(name, (title, *heads[1:]), of_department(chosen, department, entries), labels))
        return paper_of(sheets, labels)


def sheet(
    name: str, heads: tuple[str, str, str], lines: Iterable[Line], labels: Labels, *, protected: bool = False
) -> Sheet:
    """A ledger's sheet of these lines."""
    return Sheet(
        name, *heads, columns(labels), tuple(lines), size=SIZE, protected=protected, part=len(GIVEN) + len(OPEN) + 1
    )


def columns(labels: Labels) -> tuple[Column, ...]:
    """The office's columns, and behind them the hidden ones."""
    return (
        *(Column(labels(key), _WIDTHS[key], centred=key == "ledger_number", listed=key in _NAMES) for key in GIVEN),
        *(
            Column(labels(key), _WIDTHS[key], group=labels("quarter_group") if key in QUARTERS else "", open=True)
            for key in OPEN
        ),
        *(Column(labels(key), 6.0, hidden=True) for key in HIDDEN),
    )


def whole(plans: Sequence[Plan], entries: Entries) -> list[Line]:
    """Every chapter and task in order."""
    lines: list[Line] = []
    for plan in plans:
        if len(plans) > 1:
            lines.append(heading("document", str(plan.document.get("title") or plan.document.id)))
        for entry in plan.entries:
            lines.append(heading("section", entry.heading) if isinstance(entry, Chapter) else entries.line(entry))
    return lines


def of_department(plans: Sequence[Plan], department: Node, entries: Entries) -> list[Line]:
    """What a department leads, then what it supports."""
    lines: list[Line] = []
    for key, items in (("led_tasks", led(plans, department)), ("supported_tasks", supported(plans, department))):
        if items:
            lines.append(heading("section", entries.labels(key, n=len(items))))
            lines.extend(entries.line(item, department) for item in items)
    return lines


def led(plans: Sequence[Plan], department: Node) -> list[Item]:
    """The tasks that a department leads, in plan order."""
    return [i for plan in plans for i in plan.items if any(d.department.id == department.id for d in i.leads)]


def supported(plans: Sequence[Plan], department: Node) -> list[Item]:
    """The tasks that a department supports, in plan order."""
    return [i for plan in plans for i in plan.items if any(d.department.id == department.id for d in i.supports)]


def names(found: Iterable[str]) -> str:
    """Names in one cell, each on a line of its own: a name may hold the mark that otherwise parts them.

    >>> names(["市直有關部門、單位", "市司法局"])
    '市直有關部門、單位\\n市司法局'
    """
    return "\n".join(dict.fromkeys(found))


def check(given: Sequence[str]) -> str:
    """The fingerprint of a row's given cells, the same whatever a program did to white space and line breaks.

    >>> check(["1", "建平臺。\\n接入"]) == check(["1 ", "建平臺。接入"])
    True
    """
    return fingerprint("\x1f".join("".join(cell.split()) for cell in given), 16)
