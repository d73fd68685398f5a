"""Collecting what was handed out: returned workbooks merged by their rows' ids, and everything that is not as it should be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib import resources
from pathlib import Path

import yaml

from exports.handout import leading
from exports.labels import Labels
from exports.ledger import GIVEN, OPEN, Entries, check
from exports.returned import ENDINGS, Returned, Row, read_returned
from graph.deadlines import DefaultDue, default_for
from graph.errors import MissingFile, NotAFile, ZhizeError
from graph.identity import shadow
from graph.model import Graph, Node
from queries.matrix import choose_documents
from queries.plan import Item, Plan

SOON = 30
"""Days before a deadline from which a task that is not complete is yellow."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What one leading department wrote for one task, in the order of `exports.ledger.OPEN`."""

    department: Node
    item: Item
    written: tuple[str, ...]
    file: str

    @property
    def progress(self) -> str:
        """進展情況."""
        return self.written[OPEN.index("progress")]

    @property
    def blank(self) -> bool:
        """Whether the department wrote nothing."""
        return not any(self.written)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was handed out, or not there.

    `kind` is not_reported, altered, missing_row, extra_row, overdue, blank_row or unusable.
    """

    kind: str
    department: str = ""
    number: str = ""
    column: str = ""
    old: str = ""
    new: str = ""
    file: str = ""


@dataclass(slots=True)
class Report:
    """Everything that came back.

    Attributes:
        plans: the plans that were handed out.
        replies: by task id, one for each leading department that reported, in the plan's order of leads.
        findings: what to look at, by kind, in 機構序列 and the plan's order.
        on: the day to which `overdue` and the states refer.
    """

    plans: list[Plan]
    on: date
    language: str
    default_due: DefaultDue
    replies: dict[str, list[Reply]] = field(default_factory=lambda: defaultdict(list))
    findings: list[Finding] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Finding]:
        """The findings of one kind."""
        return [finding for finding in self.findings if finding.kind == kind]

    @property
    def not_reported(self) -> list[str]:
        """The departments that lead something and of which no workbook could be collected (未報送)."""
        return [finding.department for finding in self.of_kind("not_reported")]

    @property
    def altered(self) -> list[Finding]:
        """Given cells that were changed (改動原文), old and new."""
        return self.of_kind("altered")

    @property
    def missing_rows(self) -> list[Finding]:
        """Rows that were handed out and did not come back (缺行)."""
        return self.of_kind("missing_row")

    @property
    def extra_rows(self) -> list[Finding]:
        """Rows that were not handed out (多行)."""
        return self.of_kind("extra_row")

    @property
    def overdue(self) -> list[Finding]:
        """Tasks past their deadline that a lead does not report as complete (逾期)."""
        return self.of_kind("overdue")

    @property
    def unusable(self) -> list[Finding]:
        """Workbooks that were not collected, each with one line that says why."""
        return self.of_kind("unusable")

    def state(self, item: Item) -> str:
        """red, yellow or green; nothing for a task that nobody leads. The rule stands below the table."""
        if not item.leads:
            return ""
        replies = {r.department.id: r for r in self.replies[item.task.id]}
        every = [replies.get(duty.department.id) for duty in item.leads]
        if all(r is not None and complete(r.progress) for r in every):
            return "green"
        due = due_date(item, self.default_due)
        if due is not None and due < self.on:
            return "red"
        if any(r is None or not r.progress for r in every):
            return "yellow"
        return "yellow" if due is not None and due <= self.on + timedelta(days=SOON) else "green"


def collect(
    folder: str | Path,
    graph: Graph,
    path: str | Path | None = None,
    *,
    on: str | None = None,
    language: str | None = None,
    default_due: DefaultDue = None,
    document: str | None = None,
) -> Report:
    """Merge the workbooks of a folder that `exports.handout` gave out and departments filled in.

    A workbook that cannot be read, that is of another plan or of an older version of this one is named with one line;
    the others are collected.

    Args:
        folder: where the returned workbooks lie; 總表 among them is left out.
        graph: the plan or plans as they were handed out.
        path: where to write the merged table; nothing is written when None.
        on: the day to which deadlines are held, ISO; today by default.
        language: of the merged table; that of the returned workbooks by default.
        default_due: the office's deadline for tasks that state none, ISO, or one for each document by its id.
        document: only this document, by id, document number or title.

    Returns:
        What came back, with every finding.

    Raises:
        MissingFile, NotAFile: there is no such folder.
        CannotWrite: `path` cannot be written.
    """
    place = Path(folder)
    if not place.exists():
        raise MissingFile("no such folder", where=str(folder))
    if not place.is_dir():
        raise NotAFile("not a folder", where=str(folder), advice="Name the folder that holds the returned workbooks.")
    files = [
        (file.name, file)
        for file in sorted(place.iterdir())
        if file.is_file() and file.suffix.lower() in ENDINGS and not file.name.startswith(("~$", "."))
    ]
    made = collect_files(files, graph, on=on, language=language, default_due=default_due, document=document)
    if path is not None:
        from exports.collected import write_collection

        write_collection(made, path)
    return made


def collect_files(
    files: Iterable[tuple[str, Path]],
    graph: Graph,
    *,
    on: str | None = None,
    language: str | None = None,
    default_due: DefaultDue = None,
    document: str | None = None,
) -> Report:
    """The same for workbooks that lie anywhere, each with the name that its sender gave it; see `collect`."""
    plans = choose_documents(graph, [document] if document else [])
    day = date.fromisoformat(on) if on else date.today()
    found, unusable = _read(files)
    spoken = language or next((r.language for r in found if r.language), "zh-Hant")
    made = Report(plans, day, spoken, default_due)
    merger = _Merger(made)
    merger.findings["unusable"].extend(unusable)
    for returned in found:
        merger.add(returned)
    merger.finish()
    return made


def _read(files: Iterable[tuple[str, Path]]) -> tuple[list[Returned], list[Finding]]:
    found, unusable = [], []
    for name, file in files:
        try:
            returned = read_returned(file, name)
        except ZhizeError as error:
            unusable.append(_refused(name, error.code, error.line()))
            continue
        if returned.role != "all":
            found.append(returned)
    return found, unusable


def _refused(file: str, code: str, line: str) -> Finding:
    return Finding("unusable", new=f"{code}: {line}", file=file)


class _Merger:
    """Puts returned rows to the tasks that they are of."""

    def __init__(self, made: Report) -> None:
        self.made = made
        self.items = {item.task.id: item for plan in made.plans for item in plan.items}
        self.departments = {d.id: d for d in leading(made.plans)}
        self.findings: dict[str, list[Finding]] = defaultdict(list)
        self.files: dict[str, str] = {}
        self.replies: dict[tuple[str, str], Reply] = {}
        self.altered: dict[tuple[str, str], list[Finding]] = {}

    def add(self, returned: Returned) -> None:
        rows = [r for r in returned.rows if r.task in self.items and r.department in self.departments]
        if not rows:
            self.refuse(returned.name, "its tasks are of another plan", "Ask for the workbook of this plan.")
            return
        entries = Entries(Labels(returned.language), self.made.default_due)
        if any(row.check.partition(".")[0] != check(entries.read(self.items[row.task])) for row in rows):
            self.refuse(returned.name, "it was handed out from another version of the plan", "Hand the plan out again.")
            return
        owners = list(dict.fromkeys(row.department for row in rows))
        again = next((owner for owner in owners if owner in self.files), None)
        if again is not None:
            name = self.departments[again].get("name")
            self.refuse(
                returned.name, f"{name} also returned {self.files[again]}, which was taken", "Keep one of them."
            )
            return
        self.files.update(dict.fromkeys(owners, returned.name))
        for row in rows:
            self.row(row, returned, entries)
        name = str(self.departments[owners[0]].get("name"))
        foreign = [r for r in returned.rows if r not in rows]
        texts = [e.text for e in returned.extras] + [" | ".join(filter(None, r.given)) for r in foreign]
        for text in texts:
            self.findings["extra_row"].append(Finding("extra_row", name, new=text, file=returned.name))

    def refuse(self, file: str, what: str, advice: str) -> None:
        self.findings["unusable"].append(_refused(file, "Z504", f"{what} ({file}). {advice}"))

    def row(self, row: Row, returned: Returned, entries: Entries) -> None:
        item, department = self.items[row.task], self.departments[row.department]
        self.replies[row.department, row.task] = Reply(department, item, row.written, returned.name)
        self.altered[row.department, row.task] = [
            Finding("altered", str(department.get("name")), item.number, entries.labels(key), old, new, returned.name)
            for key, old, new in _changed(row, item, entries)
        ]

    def finish(self) -> None:
        """Order everything by department and plan, and see what is not there."""
        due_words = Entries(Labels(self.made.language), self.made.default_due)
        for department in self.departments.values():
            name = str(department.get("name"))
            if department.id not in self.files:
                self.findings["not_reported"].append(Finding("not_reported", name))
            for item in self.items.values():
                if all(duty.department.id != department.id for duty in item.leads):
                    continue
                reply = self.replies.get((department.id, item.task.id))
                file = self.files.get(department.id, "")
                self.findings["altered"].extend(self.altered.get((department.id, item.task.id), ()))
                if file and reply is None:
                    self.findings["missing_row"].append(
                        Finding("missing_row", name, item.number, old=item.title, file=file)
                    )
                if reply is not None and reply.blank:
                    self.findings["blank_row"].append(
                        Finding("blank_row", name, item.number, old=item.title, file=file)
                    )
                due = due_date(item, self.made.default_due)
                progress = reply.progress if reply else ""
                if due is not None and due < self.made.on and not complete(progress):
                    words = due_words.due(item)
                    self.findings["overdue"].append(
                        Finding("overdue", name, item.number, old=words, new=progress, file=file)
                    )
        for item in self.items.values():
            for duty in item.leads:
                reply = self.replies.get((duty.department.id, item.task.id))
                if reply is not None:
                    self.made.replies[item.task.id].append(reply)
        kinds = ("unusable", "not_reported", "missing_row", "extra_row", "altered", "overdue", "blank_row")
        self.made.findings.extend(finding for kind in kinds for finding in self.findings[kind])


def _changed(row: Row, item: Item, entries: Entries) -> Iterator[tuple[str, str, str]]:
    """Column, old and new text of the given cells that were changed.

    What the office named or set after the row was handed out is no change of the department's: the fingerprint knows
    the cells as they were.
    """
    if check([cell or "" for cell in row.given]) == row.check.partition(".")[2] and None not in row.given:
        return
    for key, old, read, new in zip(GIVEN, entries.given(item), entries.read(item), row.given, strict=True):
        if new is None or "".join(new.split()) not in ("".join(old.split()), "".join(read.split())):
            yield key, old, new or ""


def due_date(item: Item, default: DefaultDue = None) -> date | None:
    """A task's own date, else the earliest of its targets, else the office's default, else none."""
    text = item.due.on or (default_for(item.document.id, default) if item.due.source == "none" else None)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


@cache
def _progress_words() -> dict[str, tuple[str, ...]]:
    text = resources.files("exports").joinpath("progress.yaml").read_text(encoding="utf-8")
    raw = yaml.safe_load(text)
    return {kind: tuple(e if isinstance(e, str) else e["word"] for e in raw[kind]) for kind in raw}


def complete(progress: str) -> bool:
    """Whether what a department wrote says that the task is complete.

    >>> [complete(t) for t in ("已完成並通過驗收", "尚未完成招標", "完成", "推進中", "完成率100%")]
    [True, False, True, False, True]
    """
    words = _progress_words()
    text = "".join(shadow(progress).split()).lower()
    if text.strip("。.;!") in words["alone"]:
        return True
    return not _holds(text, words["undone"]) and _holds(text, words["done"])


def _holds(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)


def joined(replies: Sequence[Reply], column: int, labels: Labels, *, named: bool) -> str:
    """What several leads wrote into one column, each text with its department where there is more than one lead."""
    texts = [(str(r.department.get("name")), r.written[column]) for r in replies if r.written[column]]
    if not named:
        return "\n".join(text for _, text in texts)
    return "\n".join(f"{name}{labels('colon')}{text}" for name, text in texts)
