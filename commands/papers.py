"""An office's papers: tables to hand out and collect, assignments, other forms of the graph."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import DefaultDue, Document, Form, Language, Where
from commands.options import check_form as _form
from commands.options import document_id as _document
from commands.options import open_at as _open

if TYPE_CHECKING:
    from graph.model import Graph


def matrix(
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The file to write: .xlsx, .csv, .md or .html.")
    ] = None,
    layout: Annotated[str, typer.Option(help="matrix, raci or ledger.")] = "matrix",
    department: Annotated[str, typer.Option(help="Only this department's tasks.", show_default=False)] = "",
    document: Document = "",
    template: Annotated[
        Path | None, typer.Option(help="An office's own workbook, filled by its header words.", show_default=False)
    ] = None,
    split: Annotated[
        Path | None, typer.Option(help="Folder for a ledger a department, to hand out.", show_default=False)
    ] = None,
    office: Annotated[str, typer.Option(help="Who makes the paper (制表單位).", show_default=False)] = "",
    default_due: DefaultDue = "",
    store: Where = None,
    language: Language = "zh-Hant",
) -> None:
    """Write a responsibility matrix, a RACI table or a 任務分解表; with --split, a workbook for each department."""
    if (output is None) == (split is None):
        raise typer.BadParameter("give a file to write (-o) or a folder to hand out (--split)")
    graph, kept = _with_office(store, document)
    maker, due = office or None, default_due or kept
    if split is not None:
        from exports.handout import split_ledger

        files = split_ledger(graph, split, maker, language=language, default_due=due)
        print(f"wrote {len(files)} workbooks to {split}")
        return
    from exports.matrix import write_matrix

    write_matrix(
        graph,
        output or "",
        layout=layout,
        department=department or None,
        language=language,
        template=template,
        office=maker,
        default_due=due,
    )
    print(f"wrote {output}")


def _with_office(store: str | None, document: str) -> tuple[Graph, dict[str, str]]:
    """One document or all, with the office's assignments laid over, and its default deadlines; what fits no more is said."""
    from graph.deadlines import read_defaults
    from graph.office import office_folder, read_assignments, with_assignments

    with _open(store) as source:
        graph = source.graph(_document(source, document))
        folder = office_folder(source.url)
    graph, lost = with_assignments(graph, read_assignments(folder))
    for one in lost:
        print(f"an assignment fits no more: task {one.task}, {one.department} ({folder})", file=sys.stderr)
    return graph, read_defaults(folder)


def collect(
    folder: Annotated[Path, typer.Argument(help="Where the returned workbooks lie.", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", help="The merged table, .xlsx.", show_default=False)],
    circular: Annotated[
        Path | None, typer.Option(help="Write also the draft of a 通報, .docx.", show_default=False)
    ] = None,
    office: Annotated[str, typer.Option(help="Who issues the 通報.", show_default=False)] = "",
    document: Document = "",
    default_due: DefaultDue = "",
    store: Where = None,
    form: Form = "table",
) -> None:
    """Merge the workbooks that `matrix --split` handed out: who reported, what was changed, missing, added or late."""
    from exports.collect import collect as collect_workbooks
    from exports.rows import show
    from graph.office import office_folder
    from graph.progress import record_report

    _form(form)
    graph, kept = _with_office(store, document)
    report = collect_workbooks(folder, graph, output, default_due=default_due or kept)
    with _open(store) as source:
        record_report(office_folder(source.url), report)
    if circular is not None:
        from exports.circular import write_circular

        write_circular(report, circular, office or None)
    columns = ("finding", "department", "number", "column", "old", "new", "file")
    rows = [(f.kind, f.department, f.number, f.column, f.old, f.new, f.file) for f in report.findings]
    show(columns, rows, form, note=f"wrote {output}")
    if report.unusable:
        raise typer.Exit(1)


def export(
    output: Annotated[Path, typer.Option("-o", "--output", help="The file or folder to write.", show_default=False)],
    form: Annotated[
        str, typer.Option("--format", help="graphml, gexf, jsonl, csv, cypher, turtle, jsonld or parquet.")
    ] = "jsonl",
    document: Document = "",
    as_read: Annotated[bool, typer.Option("--as-read", help="Without the departments that the office named.")] = False,
    store: Where = None,
) -> None:
    """Write the whole graph, or one document, in another form; what the office named is marked 辦公室分解."""
    from exports import EXPORTS
    from graph.office import office_folder, read_assignments, with_assignments

    if form not in EXPORTS:
        raise typer.BadParameter(f"valid values are {', '.join(EXPORTS)}", param_hint="--format")
    with _open(store) as source:
        one = _document(source, document)
        chosen = [one] if one else [entry.id for entry in source.documents()]
        named = [] if as_read else read_assignments(office_folder(source.url))
        EXPORTS[form].write((with_assignments(source.graph(key), named)[0] for key in chosen), output)
    print(f"wrote {output}")


def assign(
    task: Annotated[str, typer.Argument(help="The task's number: 5 or 14.4; none lists what is open.")] = "",
    department: Annotated[str, typer.Argument(help="The department that is meant.")] = "",
    document: Document = "",
    instead_of: Annotated[
        str, typer.Option("--instead-of", help="The collective that it stands for, where the clause names several.")
    ] = "",
    who: Annotated[str, typer.Option(help="Who decided it.")] = "",
    reason: Annotated[str, typer.Option(help="Why, in a few words.")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take it back.")] = False,
    template: Annotated[
        Path | None, typer.Option(help="Write a sheet to fill, .xlsx: a row for each that is open.", show_default=False)
    ] = None,
    sheet: Annotated[
        Path | None, typer.Option(help="Take a filled sheet over: all of its rows or none.", show_default=False)
    ] = None,
    default_due: Annotated[
        str,
        typer.Option(
            help="Keep a deadline (ISO) for the document's tasks for which it states none, marked 默認; none takes it back.",
            show_default=False,
        ),
    ] = "",
    store: Where = None,
    form: Form = "table",
    language: Language = "zh-Hant",
) -> None:
    """Say which department a collective (市有關單位) means; without a task: what nobody is named for yet."""
    from exports.rows import show
    from graph import office

    _form(form)
    if bool(task) != bool(department):
        raise typer.BadParameter("give a task and a department, or neither")
    if sum(map(bool, (task, template, sheet, default_due))) > 1:
        raise typer.BadParameter("give a task, --template, --sheet or --default-due: one at a time")
    graph, folder = _as_read(store, document)
    if template is not None:
        from exports.assignment_sheet import write_assignment_sheet

        still = office.not_yet_assigned(graph, office.read_assignments(folder))
        write_assignment_sheet(graph, still, template, language=language)
        print(f"wrote {len(still)} rows to {template}")
    elif sheet is not None:
        _assign_sheet(sheet, graph, folder)
    elif default_due:
        _set_default(graph, folder, default_due, who, reason)
    elif task:
        given = office.Assignment(_one(graph), task, department, collective=instead_of, who=who, reason=reason)
        given = office.checked(given, graph)
        count = office.withdraw(folder, [given]) if withdraw else office.assign(folder, [given])
        print(f"{count} assignments in {folder}")
    else:
        still = office.not_yet_assigned(graph, office.read_assignments(folder))
        rows = [
            (
                o.document.id,
                o.task.get("number"),
                o.task.get("title"),
                o.relationship.type,
                o.relationship.get("mention"),
            )
            for o in still
        ]
        show(("document", "number", "title", "role", "collective"), rows, form, note=f"{len(rows)} not yet assigned")


def _as_read(store: str | None, document: str) -> tuple[Graph, Path]:
    """One document or all, without anything of the office's, and where that lies."""
    from graph.office import office_folder

    with _open(store) as source:
        return source.graph(_document(source, document)), office_folder(source.url)


def _one(graph: Graph) -> str:
    """The only document's id."""
    if len(graph.documents) != 1:
        raise typer.BadParameter("the store holds several documents: say which", param_hint="--document")
    return graph.document.id


def _assign_sheet(path: Path, graph: Graph, folder: Path) -> None:
    from exports.assignment_sheet import read_assignment_sheet
    from graph.office import assign as keep

    filled = read_assignment_sheet(path, graph)
    for error in filled.refused:
        print(f"{error.code}: {error.line()}", file=sys.stderr)
    if filled.refused:
        print("nothing of the sheet was taken over", file=sys.stderr)
        raise typer.Exit(1)
    count = keep(folder, filled.assignments) if filled.assignments else 0
    print(f"took over {len(filled.assignments)} assignments, {filled.blank} rows left open; {count} in {folder}")


def _set_default(graph: Graph, folder: Path, due: str, who: str, reason: str) -> None:
    from datetime import date

    from graph.deadlines import Deadline, set_deadline, withdraw_deadline

    document = _one(graph)
    if due == "none":
        print("taken back" if withdraw_deadline(folder, document) else "there was none")
        return
    try:
        day = date.fromisoformat(due).isoformat()
    except ValueError:
        raise typer.BadParameter(f"{due} is no date: write 2021-12-31, or none", param_hint="--default-due") from None
    set_deadline(folder, Deadline(document, day, who, reason=reason))
    print(f"{day} for tasks of {document} without a date, marked 默認")
