"""The merged table of what departments reported, and the list of what is not as it was handed out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from exports.base import save
from exports.collect import SOON, Finding, Report, joined
from exports.labels import Labels
from exports.layout import Order, document_heads, paper_format, paper_of
from exports.ledger import GIVEN, OPEN, Entries, heading, sheet
from exports.sheet import Column, Line, Paper, Sheet
from queries.plan import Chapter

_WIDTHS = {"progress": 14.0, "problems": 9.0, "next_steps": 9.0, "task": 26.0}
_FINDINGS = (
    ("finding", 7.0), ("finding_department", 14.0), ("ledger_number", 5.0), ("finding_column", 8.0),
    ("finding_old", 26.0), ("finding_new", 26.0), ("finding_file", 14.0),
)  # fmt: skip


def write_collection(made: Report, path: str | Path) -> None:
    """Write what came back; the file's ending says the format: .xlsx, .csv, .md or .html.

    Raises:
        UnknownExport: another ending.
        CannotWrite: the target cannot be written.
    """
    writer = paper_format(Path(path).suffix.lower().lstrip("."))
    paper = collection_paper(made)
    save(path, lambda stream: writer(paper, stream))


def collection_paper(made: Report) -> Paper:
    """The merged table and, on a second sheet, the findings."""
    labels = Labels(made.language)
    documents = [plan.document for plan in made.plans]
    heads = document_heads(
        documents, labels, labels("collected"), Order(language=made.language, on=made.on.isoformat())
    )
    return paper_of([_table(made, labels, heads), _findings(made, labels, heads)], labels)


def _table(made: Report, labels: Labels, heads: tuple[str, str, str]) -> Sheet:
    entries = Entries(labels, made.default_due)
    lines: list[Line] = []
    for plan in made.plans:
        if len(made.plans) > 1:
            lines.append(heading("document", str(plan.document.get("title") or plan.document.id)))
        for entry in plan.entries:
            if isinstance(entry, Chapter):
                lines.append(heading("section", entry.heading))
                continue
            line = entries.line(entry)
            replies = made.replies.get(entry.task.id, [])
            named = len(entry.leads) > 1
            written = [joined(replies, place, labels, named=named) for place in range(len(OPEN))]
            cells = list(line.cells)
            cells[len(GIVEN) : len(GIVEN) + len(OPEN)] = written
            lines.append(replace(line, cells=tuple(cells), tint=made.state(entry)))
    ledger = sheet(labels("all"), heads, lines, labels)
    keys = (*GIVEN, *OPEN)
    wider = [
        replace(column, width=_WIDTHS.get(key, column.width)) for key, column in zip(keys, ledger.columns, strict=False)
    ]
    # The state stands between what was given and what came back.
    columns = (*wider[: len(GIVEN)], Column(labels("state"), 3.0, centred=True, signal=True), *wider[len(GIVEN) :])
    stated = [
        replace(
            line,
            cells=(
                *line.cells[: len(GIVEN)],
                labels(f"state_{line.tint}") if line.tint else "",
                *line.cells[len(GIVEN) : len(keys)],
            ),
        )
        for line in ledger.lines
    ]
    note = labels("state_rule", date=labels.day(made.on.isoformat()), days=SOON)
    return replace(ledger, columns=columns, lines=tuple(stated), notes=(note,), part=None)


def _findings(made: Report, labels: Labels, heads: tuple[str, str, str]) -> Sheet:
    lines: list[Line] = []
    for kind in dict.fromkeys(finding.kind for finding in made.findings):
        found = made.of_kind(kind)
        lines.append(_over(f"{labels(kind)}({len(found)})"))
        lines.extend(_left_blank(found, labels) if kind == "blank_row" else (_finding(f, labels) for f in found))
    if not lines:
        lines = [_over(labels("nothing_found"))]
    columns = tuple(Column(labels(key), width) for key, width in _FINDINGS)
    title = heads[0].replace(labels("collected"), labels("findings"))
    return Sheet(labels("findings"), title, heads[1], heads[2], columns, tuple(lines))


def _over(words: str) -> Line:
    return Line("section", (words, *("",) * (len(_FINDINGS) - 1)), runs_on=0)


def _finding(found: Finding, labels: Labels) -> Line:
    cells = (labels(found.kind), found.department, found.number, found.column, found.old, found.new, found.file)
    return Line("task", cells)


def _left_blank(found: Sequence[Finding], labels: Labels) -> Iterator[Line]:
    """One line a department: a new plan begins with every row blank."""
    for (department, file), some in groupby(found, key=lambda f: (f.department, f.file)):
        numbers = labels("separator").join(f.number for f in some)
        yield Line("task", (labels("blank_row"), department, "", "", numbers, "", file))
