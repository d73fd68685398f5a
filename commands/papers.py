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
    graph = _with_office(store, document)
    maker, due = office or None, default_due or None
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


def _with_office(store: str | None, document: str) -> Graph:
    """One document or all, with the office's assignments laid over; those that fit no more are said."""
    from graph.office import office_folder, read_assignments, with_assignments

    with _open(store) as source:
        graph = source.graph(_document(source, document))
        folder = office_folder(source.url)
    graph, lost = with_assignments(graph, read_assignments(folder))
    for one in lost:
        print(f"an assignment fits no more: task {one.task}, {one.department} ({folder})", file=sys.stderr)
    return graph


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
    report = collect_workbooks(folder, _with_office(store, document), output, default_due=default_due or None)
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
    store: Where = None,
) -> None:
    """Write the whole graph, or one document, in another form."""
    from exports import EXPORTS

    if form not in EXPORTS:
        raise typer.BadParameter(f"valid values are {', '.join(EXPORTS)}", param_hint="--format")
    with _open(store) as source:
        one = _document(source, document)
        chosen = [one] if one else [entry.id for entry in source.documents()]
        EXPORTS[form].write((source.graph(key) for key in chosen), output)
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
    store: Where = None,
    form: Form = "table",
) -> None:
    """Say which department a collective (市有關單位) means; without a task: what nobody is named for yet."""
    from exports.rows import show
    from graph import office
    from queries.names import resolve

    _form(form)
    if bool(task) != bool(department):
        raise typer.BadParameter("give a task and a department, or neither")
    with _open(store) as source:
        folder = office.office_folder(source.url)
        ids = resolve(source, "document", document) if document else [d.id for d in source.documents()]
        if not task:
            graphs = [source.graph(one) for one in ids]
            known = office.read_assignments(folder)
            still = [o for graph in graphs for o in office.not_yet_assigned(graph, known)]
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
            show(
                ("document", "number", "title", "role", "collective"), rows, form, note=f"{len(rows)} not yet assigned"
            )
            return
        if len(ids) != 1:
            raise typer.BadParameter("the store holds several documents: say which", param_hint="--document")
        given = office.Assignment(ids[0], task, department, collective=instead_of, who=who, reason=reason)
        given = office.checked(given, source.graph(ids[0]))
    count = office.withdraw(folder, [given]) if withdraw else office.assign(folder, [given])
    print(f"{count} assignments in {folder}")
