"""The papers about who is responsible, by name: `write_matrix` is what the command line and the explorer call."""

from __future__ import annotations

from pathlib import Path

from exports.grid import MatrixLayout
from exports.layout import Layout, Order
from exports.ledger import LedgerLayout
from exports.raci import RaciLayout
from graph.deadlines import DefaultDue
from graph.errors import UnknownExport
from graph.model import Graph

LAYOUTS: dict[str, Layout] = {layout.name: layout for layout in (MatrixLayout(), RaciLayout(), LedgerLayout())}


def write_matrix(
    graph: Graph,
    path: str | Path,
    *,
    layout: str = "matrix",
    department: str | None = None,
    document: str | None = None,
    language: str | None = "zh-Hant",
    template: str | Path | None = None,
    office: str | None = None,
    on: str | None = None,
    default_due: DefaultDue = None,
) -> None:
    """Write who is responsible for what; the file's ending says the format: .xlsx, .csv, .md or .html.

    Args:
        graph: one document, or several.
        path: the file to write; one that is there is replaced when the new one is whole.
        layout: matrix, raci or ledger.
        department: only this department's tasks, by name, full name or id.
        document: only this document, by id, document number or title.
        language: zh-Hant, zh-Hans or en; None for the documents' own script.
        template: an office's own workbook, whose sheet is filled by the words of its heads.
        office: who makes the paper (制表單位).
        on: the day on which it is made, ISO; the document's own date is printed when None.
        default_due: a deadline for the ledger's tasks for which the plan states none, ISO, or one for each document by its id.

    Raises:
        UnknownExport: a layout or an ending that is none of those.
        UnknownDocument: a document that is not in the graph.
        UnknownName: a department that has no part in the documents.
        UnusableTemplate: the workbook has no row of heads that could be filled.
        CannotWrite: the target cannot be written; what was there is as it was.
    """
    if layout not in LAYOUTS:
        raise UnknownExport(f"unknown layout {layout}", advice=f"Valid layouts are {', '.join(LAYOUTS)}.")
    order = Order(
        (department,) if department else (), (document,) if document else (), language, office, on, default_due
    )
    if template is not None:
        from exports.template import fill_template

        if Path(path).suffix.lower() != ".xlsx":
            raise UnknownExport("a template is filled as a workbook", advice="Give a file that ends in .xlsx.")
        fill_template(graph, template, path, order)
        return
    LAYOUTS[layout].write(graph, path, order)
