"""A draft of the 通報: who reported, who did not, what is late, by department in 機構序列, with the source of each line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import BinaryIO

import yaml

from exports.base import save
from exports.collect import SOON, Finding, Reply, Report, complete, due_date
from exports.handout import leading
from exports.labels import Labels
from exports.ledger import Entries, led
from exports.official_paper import OfficialPaper
from graph.errors import UnknownExport
from graph.model import Node
from queries.plan import Item

CHECKED = ("unusable", "missing_row", "extra_row", "altered")
"""Findings that somebody has to look at before the paper goes out."""


def write_circular(made: Report, path: str | Path, office: str | None = None) -> None:
    """Write the draft as .docx.

    Args:
        made: what came back (`exports.collect.collect`); its language and day are the paper's.
        path: the file.
        office: who signs; only the date stands at the end when None.

    Raises:
        UnknownExport: another ending than .docx.
        CannotWrite: the file cannot be written; what was there is as it was.
    """
    ending = Path(path).suffix.lower()
    if ending != ".docx":
        raise UnknownExport(f"no format {ending.lstrip('.') or '(none)'} for a circular", advice="Valid is .docx.")
    save(path, lambda stream: render_circular(made, stream, office))


def render_circular(made: Report, stream: BinaryIO, office: str | None = None) -> None:
    """Write the draft to an open stream; see `write_circular`."""
    _Circular(made, Words(made.language)).paper(office or "").save(stream)


@dataclass(frozen=True, slots=True)
class Words:
    """The paper's words in one language.

    >>> Words("zh-Hant")("unreported_text", n=3)
    '3個單位未報送：'
    """

    language: str

    def __call__(self, key: str, **values: object) -> str:
        """The words for `key`, with `values` filled in."""
        words = _entries()[key][self.language]
        return words.format(**values) if values else words


@cache
def _entries() -> dict[str, dict[str, str]]:
    text = resources.files("exports").joinpath("circular.yaml").read_text(encoding="utf-8")
    entries: dict[str, dict[str, str]] = yaml.safe_load(text)
    return entries


@dataclass(frozen=True, slots=True)
class _Part:
    """What one department leads, and what it sent."""

    department: Node
    items: tuple[Item, ...]
    replies: dict[str, Reply]

    @property
    def name(self) -> str:
        return str(self.department.get("name"))

    def silent(self) -> list[Item]:
        """Tasks on which it wrote nothing."""
        return [i for i in self.items if i.task.id not in self.replies or self.replies[i.task.id].blank]


class _Circular:
    """The parts of the paper, in its order."""

    def __init__(self, made: Report, words: Words) -> None:
        self.made, self.words = made, words
        self.labels = Labels(made.language)
        self.entries = Entries(self.labels, made.default_due)
        self.date = self.labels.day(made.on.isoformat())
        self.parts = [self._part(department) for department in leading(made.plans)]
        self.headings = 0

    def _part(self, department: Node) -> _Part:
        mine = [r for replies in self.made.replies.values() for r in replies if r.department.id == department.id]
        return _Part(department, tuple(led(self.made.plans, department)), {r.item.task.id: r for r in mine})

    def paper(self, office: str) -> OfficialPaper:
        words = self.words
        paper = OfficialPaper(words.language, words("page"))
        paper.title(self._title(), words("draft"))
        paper.text(words("to"), indent=False)
        paper.text(words("opening", documents=self._documents(), date=self.date))
        self._overall(paper)
        self._reported(paper)
        self._unreported(paper)
        self._late(paper)
        self._checked(paper)
        self._head(paper, "sources")
        paper.text(words("sources_text", documents=self._documents()))
        paper.closing(office, self.date)
        return paper

    def _title(self) -> str:
        documents = [plan.document for plan in self.made.plans]
        if len(documents) == 1:
            return self.words("title", title=_title(documents[0]))
        return self.words("title_many", n=len(documents))

    def _documents(self) -> str:
        return self.labels("separator").join(self._named(plan.document) for plan in self.made.plans)

    def _named(self, document: Node) -> str:
        number = str(document.get("doc_number") or "")
        return self.words("named" if number else "named_bare", title=_title(document), number=number)

    def _head(self, paper: OfficialPaper, key: str) -> None:
        number = self.words("numerals")[self.headings]
        self.headings += 1
        paper.heading(self.words("numbered", n=number, words=self.words(key)))

    def _overall(self, paper: OfficialPaper) -> None:
        self._head(paper, "overall")
        items = [item for plan in self.made.plans for item in plan.items if item.leads]
        states = Counter(self.made.state(item) for item in items)
        due, still = sum(len(part.items) for part in self.parts), sum(len(part.silent()) for part in self.parts)
        counts = {state: states[state] for state in ("green", "yellow", "red")}
        counts |= {"tasks": len(items), "departments": len(self.parts), "due": due, "filled": due - still}
        paper.text(self.words("overall_text", open=still, **counts))
        paper.text(self.words("state_rule", days=SOON))

    def _reported(self, paper: OfficialPaper) -> None:
        self._head(paper, "reported")
        parts = [part for part in self.parts if part.replies]
        if not parts:
            paper.text(self.words("reported_none"))
            return
        empty = sum(len(part.silent()) == len(part.items) for part in parts)
        paper.text(self.words("reported_text", n=len(parts), empty=empty), follows=True)
        rows = []
        for part in parts:
            silent = part.silent()
            files = dict.fromkeys(reply.file for reply in part.replies.values())
            counts = (str(len(part.items)), str(len(part.items) - len(silent)))
            rows.append((part.name, *counts, self._numbers(silent), "\n".join(files)))
        paper.table(self._columns(("department", 9), ("count", 4), ("filled", 4), ("left_open", 9), ("file", 10)), rows)

    def _unreported(self, paper: OfficialPaper) -> None:
        self._head(paper, "unreported")
        parts = [part for part in self.parts if not part.replies]
        if not parts:
            paper.text(self.words("unreported_none"))
            return
        paper.text(self.words("unreported_text", n=len(parts)), follows=True)
        rows = [(part.name, str(len(part.items)), self._numbers(part.items)) for part in parts]
        paper.table(self._columns(("department", 10), ("count", 5), ("tasks", 20)), rows)

    def _late(self, paper: OfficialPaper) -> None:
        self._head(paper, "late")
        late = [(part, item) for part in self.parts for item in part.items if self._overdue(part, item)]
        if not late:
            paper.text(self.words("late_none", date=self.date))
            return
        tasks = {item.task.id for _, item in late}
        paper.text(self.words("late_text", date=self.date, n=len(tasks), rows=len(late)), follows=True)
        rows = []
        for part, item in late:
            reply = part.replies.get(item.task.id)
            said = self.words("silent") if reply is None else reply.progress or self.words("empty")
            task = f"{self._number(item)} {item.title}"
            rows.append((part.name, task, self.entries.due(item), said, self._source(part, item)))
        columns = (("department", 7), ("task", 10), ("due", 6), ("said", 9), ("source", 11))
        paper.table(self._columns(*columns), rows)

    def _overdue(self, part: _Part, item: Item) -> bool:
        due = due_date(item, self.made.default_due)
        reply = part.replies.get(item.task.id)
        return due is not None and due < self.made.on and not complete(reply.progress if reply else "")

    def _source(self, part: _Part, item: Item) -> str:
        """The clause that makes the task the department's, and the file that its progress came in."""
        clauses = [
            str(duty.relationship.get("evidence") or "").strip()
            for duty in item.leads
            if duty.department.id == part.department.id
        ]
        reply = part.replies.get(item.task.id)
        return "\n".join(filter(None, dict.fromkeys([*clauses, reply.file if reply else ""])))

    def _checked(self, paper: OfficialPaper) -> None:
        self._head(paper, "check")
        rows = list(self._findings())
        if not rows:
            paper.text(self.words("check_none"))
            return
        paper.text(self.words("check_text"), follows=True)
        paper.table(self._columns(("kind", 5), ("department", 8), ("what", 18), ("file", 8)), rows)

    def _findings(self) -> Iterator[tuple[str, ...]]:
        for found in self.made.findings:
            if found.kind in CHECKED:
                yield self.labels(found.kind), found.department, self._what(found), found.file

    def _what(self, found: Finding) -> str:
        if found.kind == "altered":
            words = self.words("changed", column=found.column, old=found.old, new=found.new)
        else:
            words = found.old or found.new
        return f"{found.number} {words}" if found.number else words

    def _columns(self, *columns: tuple[str, float]) -> list[tuple[str, float]]:
        return [(self.words(key), share) for key, share in columns]

    def _numbers(self, items: Sequence[Item]) -> str:
        return self.labels("separator").join(self._number(item) for item in items)

    def _number(self, item: Item) -> str:
        """A task's number; of several plans, with its plan's title."""
        if len(self.made.plans) == 1:
            return item.number
        return f"{self.words('named_bare', title=_title(item.document))}{item.number}"


def _title(document: Node) -> str:
    return " ".join(str(document.get("title") or document.id).split())
