"""Handing a plan out: one workbook for each leading department, and one with everything for the office itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from exports.base import new_folder, save
from exports.labels import Labels, labels_for
from exports.layout import Order, document_heads, paper_of
from exports.ledger import GIVEN, Entries, columns, heading, led, sheet, supported, whole
from exports.sheet import Paper, Sheet, sheet_names
from exports.xlsx import render_xlsx
from graph.deadlines import DefaultDue, default_for
from graph.model import Graph, Node
from queries.matrix import choose_documents, department_order
from queries.plan import Item, Plan

MARK_ROLE, MARK_DEPARTMENT, MARK_DOCUMENT, MARK_DUE = (
    "zhize_role", "zhize_department", "zhize_document", "zhize_default_due",
)  # fmt: skip
"""Properties of a workbook: what it is (`lead` or `all`), whose, of which document, with which default deadlines."""
_FORBIDDEN = re.compile(r'[\x00-\x1f\\/:*?"<>|]')


def split_ledger(
    graph: Graph,
    folder: str | Path,
    office: str | None = None,
    *,
    on: str | None = None,
    language: str | None = "zh-Hant",
    default_due: DefaultDue = None,
    document: str | None = None,
) -> list[Path]:
    """Write one workbook a leading department and 總表.xlsx into `folder`.

    A department's workbook holds the tasks that it leads, locked but for the columns that it fills in, and on a second
    sheet those that it supports. Each row bears, hidden, its task's id and the fingerprint of what was given, so that
    `exports.collect` finds it again.

    Args:
        graph: one document, or several.
        folder: made when it is not there; files of other names in it are left alone.
        office: who hands out (制表單位).
        on: the day, ISO; the document's own date is printed when None.
        language: zh-Hant, zh-Hans or en; None for the documents' own script.
        default_due: a deadline for tasks for which the plan states none, ISO, or one for each document by its id; shown
            as such.
        document: only this document, by id, document number or title.

    Returns:
        The files, departments in 機構序列, 總表 last.

    Raises:
        UnknownDocument: a document that is not in the graph.
        CannotWrite: the folder cannot be written; nothing in it was changed.
    """
    order = Order((), (document,) if document else (), language, office, on, default_due)
    plans = choose_documents(graph, order.documents)
    documents = [plan.document for plan in plans]
    labels = labels_for(documents, language)
    entries = Entries(labels, default_due)
    heads = document_heads(documents, labels, labels("ledger"), order)
    defaults = {due for d in documents if (due := default_for(d.id, default_due))}
    marks = {MARK_DOCUMENT: " ".join(d.id for d in documents), MARK_DUE: " ".join(sorted(defaults))}
    departments = leading(plans)
    papers: dict[str, Paper] = {}
    for department, name in zip(departments, file_names(departments, labels), strict=True):
        paper = _department(plans, department, entries, heads, office)
        papers[name] = replace(paper, marks={**marks, MARK_ROLE: "lead", MARK_DEPARTMENT: department.id})
    everything = paper_of([sheet(labels("all"), heads, whole(plans, entries), labels)], labels)
    papers[f"{labels('all')}.xlsx"] = replace(everything, marks={**marks, MARK_ROLE: "all"})
    with new_folder(folder) as new:
        for name, paper in papers.items():
            save(new / name, lambda stream, paper=paper: render_xlsx(paper, stream))  # type: ignore[misc]
    return [Path(folder) / name for name in papers]


def leading(plans: Sequence[Plan]) -> list[Node]:
    """The departments that lead at least one task, in 機構序列."""
    found = {duty.department.id: duty.department for plan in plans for item in plan.items for duty in item.leads}
    return sorted(found.values(), key=department_order)


def file_names(departments: Sequence[Node], labels: Labels) -> list[str]:
    """A file's name for each department: its own name, without what file systems forbid, unique."""
    taken = {f"{labels('all')}.xlsx".casefold()}
    found = []
    for department in departments:
        base = _FORBIDDEN.sub("_", str(department.get("name"))).strip(". ")[:80] or "_"
        name, again = f"{base}.xlsx", 1
        while name.casefold() in taken:
            again += 1
            name = f"{base}({again}).xlsx"
        taken.add(name.casefold())
        found.append(name)
    return found


def _department(
    plans: Sequence[Plan], department: Node, entries: Entries, heads: tuple[str, str, str], office: str | None
) -> Paper:
    labels, name = entries.labels, str(department.get("name"))
    title = f"{heads[0]}({name})"
    tasks = led(plans, department)
    lines = [heading("section", labels("led_tasks", n=len(tasks)))]
    lines += [entries.line(item, department) for item in tasks]
    main = sheet(sheet_names([name])[0], (title, *heads[1:]), lines, labels, protected=True)
    main = replace(main, notes=(labels("fill_note", office=_to(office, labels)),))
    helped = supported(plans, department)
    sheets = [main, _helped(helped, title, heads, entries)] if helped else [main]
    return paper_of(sheets, labels)


def _to(office: str | None, labels: Labels) -> str:
    if not office:
        return ""
    return f" to {office}" if labels.language == "en" else office


def _helped(items: Sequence[Item], title: str, heads: tuple[str, str, str], entries: Entries) -> Sheet:
    """What a department supports, to know of and not to report on: the given columns alone."""
    whole_sheet = sheet(
        entries.labels("help_sheet"),
        (title, *heads[1:]),
        [heading("section", entries.labels("supported_tasks", n=len(items))), *(entries.line(i) for i in items)],
        entries.labels,
        protected=True,
    )
    lines = tuple(replace(line, cells=line.cells[: len(GIVEN)]) for line in whole_sheet.lines)
    return replace(whole_sheet, columns=columns(entries.labels)[: len(GIVEN)], lines=lines, part=None)
