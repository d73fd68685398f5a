"""The sheet by which an office names departments in place of collectives (市有關單位): written with what is open, read filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, BinaryIO

import yaml

from exports.base import save
from exports.labels import Labels
from exports.layout import Order, document_heads, paper_of
from exports.returned import text_of
from exports.sheet import Column, Line, Paper, Sheet
from exports.workbook_input import open_workbook
from exports.xlsx import render_xlsx
from graph.errors import RefusedAssignment, UnknownExport, UnusableAssignments, ZhizeError
from graph.identity import name_key
from graph.model import Graph
from graph.office import Assignment, Open, checked
from graph.ontology import LANGUAGES
from queries.plan import Item, Plan, plans

FILLED = ("department", "role", "who", "when", "reason")
"""The columns that the office fills."""
_WIDTHS = {
    "document": 9.0, "number": 4.0, "task": 24.0, "collective": 9.0, "department": 16.0, "role": 4.0, "who": 6.0,
    "when": 7.0, "reason": 14.0,
}  # fmt: skip
_NEEDED = ("number", "department")
_SEARCHED_ROWS, _MOST_ROWS, _MOST_COLUMNS = 20, 20_000, 60
_PARTED = re.compile(r"[、,,;;\n]+")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


@dataclass(slots=True)
class Filled:
    """What a filled sheet says.

    Attributes:
        assignments: those of its good rows, in order, held against the plans.
        refused: one error for each bad row; what it says names the file and the row.
        blank: how many rows name no department.
    """

    assignments: list[Assignment] = field(default_factory=list)
    refused: list[RefusedAssignment] = field(default_factory=list)
    blank: int = 0


@cache
def _words() -> dict[str, Any]:
    text = resources.files("exports").joinpath("assignment_sheet.yaml").read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words


@cache
def _known(kind: str) -> dict[str, str]:
    """What each word of a kind (columns, roles) means, in any script and case."""
    entries: Mapping[str, Mapping[str, Sequence[str]]] = _words()[kind]
    return {
        name_key(word).lower(): name
        for name, languages in entries.items()
        for words in languages.values()
        for word in words
    }


# --- writing -------------------------------------------------------------------------------------------------------


def write_assignment_sheet(
    graph: Graph, still: Sequence[Open], path: str | Path, *, language: str = "zh-Hant", office: str | None = None
) -> None:
    """Write the sheet to fill: a row for each collective that nobody is named for.

    Args:
        graph: the plan or plans.
        still: what is open (`graph.office.not_yet_assigned`).
        path: a file that ends in .xlsx.
        language: zh-Hant, zh-Hans or en.
        office: who makes the paper (制表單位).

    Raises:
        UnknownExport: another ending than .xlsx.
        CannotWrite: the file cannot be written; what was there is as it was.
    """
    if Path(path).suffix.lower() != ".xlsx":
        raise UnknownExport("the sheet to fill is a workbook", advice="Give a file that ends in .xlsx.")
    save(path, lambda stream: render_assignment_sheet(graph, still, stream, language=language, office=office))


def render_assignment_sheet(
    graph: Graph, still: Sequence[Open], stream: BinaryIO, *, language: str = "zh-Hant", office: str | None = None
) -> None:
    """Write the sheet to an open stream; see `write_assignment_sheet`."""
    render_xlsx(_paper(graph, still, Labels(language), office), stream)


def _paper(graph: Graph, still: Sequence[Open], labels: Labels, office: str | None) -> Paper:
    words, language = _words(), labels.language
    documents = [plan.document for plan in plans(graph)]
    items = {item.task.id: item for plan in plans(graph) for item in plan.items}
    heads = document_heads(documents, labels, words["title"][language], Order(office=office))
    columns = tuple(
        Column(names[language][0], _WIDTHS[key], centred=key in ("number", "role"), open=key in FILLED)
        for key, names in words["columns"].items()
    )
    lines = [Line("task", _cells(o, items[o.task.id], language), bold_in=2) for o in still]
    if not lines:
        lines = [Line("section", (words["none"][language], *("",) * (len(columns) - 1)), runs_on=0)]
    sheet = Sheet(
        words["title"][language], *heads, columns, tuple(lines), (words["note"][language],), fixed=2, protected=True
    )
    return paper_of([sheet], labels)


def _cells(open_: Open, item: Item, language: str) -> tuple[str, ...]:
    document = str(open_.document.get("doc_number") or open_.document.get("title") or open_.document.id)
    role = _words()["roles"][open_.relationship.type][language][0]
    return document, item.number, item.whole, str(open_.relationship.get("mention")), "", role, "", "", ""


# --- reading -------------------------------------------------------------------------------------------------------


def read_assignment_sheet(path: Path, graph: Graph, name: str = "") -> Filled:
    """Read a filled sheet by the words of its heads, whatever was sorted, inserted or left out.

    Args:
        path: the workbook.
        graph: the plan or plans, as they were read.
        name: what its sender calls the file, its own name by default.

    Raises:
        OldOfficeFormat: .xls, .et, .wps or .ods.
        UnusableAssignments: it cannot be opened, or has no row of heads with the number and the department.
    """
    name = name or path.name
    book = open_workbook(path, name, UnusableAssignments, "the sheet", values=True)
    reader = _Reader(name, graph)
    found = False
    for sheet in book.worksheets:
        rows = list(
            sheet.iter_rows(max_row=min(sheet.max_row, _MOST_ROWS), max_col=min(sheet.max_column, _MOST_COLUMNS))
        )
        columns, first = _heads(rows)
        found = found or bool(columns)
        for place, row in enumerate(rows[first:], first + 1) if columns else ():
            reader.row({key: text_of(row[at]) for key, at in columns.items()}, place)
    if not found:
        raise UnusableAssignments("no sheet has the heads 序號 and 分解單位", where=name)
    return reader.filled


def _heads(rows: Sequence[Sequence[Any]]) -> tuple[dict[str, int], int]:
    """The column of each head, and how many rows stand above the body; nothing where there is no row of heads."""
    for above, row in enumerate(rows[:_SEARCHED_ROWS], 1):
        columns: dict[str, int] = {}
        for at, cell in enumerate(row):
            if key := _known("columns").get(name_key(text_of(cell)).lower()):
                columns.setdefault(key, at)
        if all(key in columns for key in _NEEDED):
            return columns, above
    return {}, 0


class _Reader:
    """Holds each row against the plans."""

    def __init__(self, name: str, graph: Graph) -> None:
        self.name, self.graph = name, graph
        self.plans = plans(graph)
        self.filled = Filled()

    def row(self, cells: Mapping[str, str], place: int) -> None:
        """Take one row over, or say what is wrong with it."""
        if not cells["department"]:
            self.filled.blank += bool(cells["number"])
            return
        try:
            self.filled.assignments.extend(list(self.assignments(cells)))
        except ZhizeError as error:
            self.filled.refused.append(
                RefusedAssignment(error.what, where=f"{self.name}, row {place}", advice=error.advice)
            )

    def assignments(self, cells: Mapping[str, str]) -> Iterable[Assignment]:
        item = self.item(self.plan(cells.get("document", "")), cells["number"])
        mention, role = self.collective(item, cells.get("collective", ""))
        role = self.role(cells.get("role", ""), role)
        when = _day(cells.get("when", ""))
        for department in filter(None, (part.strip() for part in _PARTED.split(cells["department"]))):
            given = Assignment(
                item.document.id,
                item.number,
                department,
                role,
                mention,
                cells.get("who", ""),
                when,
                cells.get("reason", ""),
            )
            yield checked(given, self.graph)

    def plan(self, text: str) -> Plan:
        """The plan of that id, document number or title; the only one where the row names none."""
        key = name_key(text).strip("《》")
        fitting = [
            plan
            for plan in self.plans
            if not text
            or key in (name_key(str(plan.document.get(name) or "")).strip("《》") for name in ("doc_number", "title"))
            or text == plan.document.id
        ]
        if len(fitting) == 1:
            return fitting[0]
        valid = "、".join(str(p.document.get("doc_number") or p.document.get("title")) for p in self.plans[:10])
        what = f"{text} is none of the documents" if text and not fitting else "the row must say which document"
        raise RefusedAssignment(what, advice=f"Documents are {valid}.")

    def item(self, plan: Plan, number: str) -> Item:
        """The task of that number (5) or printed path ((五))."""
        key = name_key(number)
        for item in plan.items:
            if key and key in (name_key(item.number), name_key(item.path)):
                return item
        raise RefusedAssignment(f"no task {number or '(none)'}", advice="Give its number as the plan's ledger has it.")

    def collective(self, item: Item, text: str) -> tuple[str, str]:
        """The collective that the row means, as the plan prints it, and its role."""
        named = {
            str(d.relationship.get("mention")): d.relationship.type
            for d in item.duties
            if d.relationship.get("collective") and not d.assigned
        }
        fitting = [m for m in named if not text or name_key(m) == name_key(text)]
        if len(fitting) == 1:
            return fitting[0], named[fitting[0]]
        if not named:
            raise RefusedAssignment(f"task {item.number} names no collective", advice="Its departments are named.")
        what = f"task {item.number} names no collective {text}" if text else f"task {item.number} names several"
        raise RefusedAssignment(what, advice=f"It names {'、'.join(named)}.")

    def role(self, text: str, otherwise: str) -> str:
        if not text:
            return otherwise
        if found := _known("roles").get(name_key(text).lower()):
            return found
        valid = "、".join(_words()["roles"][role][LANGUAGES[0]][0] for role in ("LEADS", "SUPPORTS"))
        raise RefusedAssignment(f"the role {text} is not known", advice=f"Valid are {valid}.")


def _day(text: str) -> str:
    """An ISO date from a date as offices write it; empty where there is none."""
    if not text:
        return ""
    if found := _DAY.fullmatch(text.strip().removesuffix(" 00:00")):
        year, month, day = (int(part) for part in found.groups())
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            pass  # the 31st of a shorter month: no date either
    raise RefusedAssignment(f"{text} is no date", advice="Write it as 2021-12-31.")
