"""What every layout keeps to: a graph in, a paper out, in any of the paper's formats."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, ClassVar

from exports.base import save
from exports.csv_paper import render_csv
from exports.html_paper import render_html
from exports.labels import Labels
from exports.markdown import render_markdown
from exports.sheet import Paper, Sheet
from exports.xlsx import render_xlsx
from graph.deadlines import DefaultDue
from graph.errors import UnknownExport
from graph.identity import name_key
from graph.model import Graph, Node

PAPER_FORMATS: dict[str, Callable[[Paper, BinaryIO], None]] = {
    "xlsx": render_xlsx,
    "csv": render_csv,
    "md": render_markdown,
    "html": render_html,
}


@dataclass(frozen=True, slots=True)
class Order:
    """What a paper is asked to show.

    Attributes:
        departments: names, full names or ids; all when empty.
        documents: ids, document numbers or titles; all when empty.
        language: zh-Hant, zh-Hans or en; the documents' own script when None.
        office: who makes the paper (制表單位).
        on: the day on which it is made, ISO; the documents' own date is printed when None.
        default_due: an office's deadline for tasks for which the plan states none, ISO, or one for each document by its id; shown
            as such.
    """

    departments: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    language: str | None = None
    office: str | None = None
    on: str | None = None
    default_due: DefaultDue = None


class Layout(ABC):
    """One way to print who is responsible."""

    name: ClassVar[str]

    @abstractmethod
    def paper(self, graph: Graph, order: Order) -> Paper:
        """The layout filled from a graph of one document, or several.

        Raises:
            UnknownDocument: a document that is not in the graph.
            UnknownName: a department that has no part in these documents.
        """

    def render(self, graph: Graph, stream: BinaryIO, format: str = "xlsx", order: Order | None = None) -> None:
        """Write the paper to an open stream as xlsx, csv, md or html.

        Raises:
            UnknownExport: another format.
        """
        writer = paper_format(format)
        writer(self.paper(graph, order or Order()), stream)

    def write(self, graph: Graph, path: str | Path, order: Order | None = None) -> None:
        """Write the paper to a file; its ending says the format.

        Raises:
            UnknownExport: an ending that is none of the formats.
            CannotWrite: the target cannot be written; what was there is as it was.
        """
        writer = paper_format(Path(path).suffix.lower().lstrip("."))
        paper = self.paper(graph, order or Order())
        save(path, lambda stream: writer(paper, stream))


def paper_format(name: str) -> Callable[[Paper, BinaryIO], None]:
    """The writer of a format.

    Raises:
        UnknownExport: no such format.
    """
    if name not in PAPER_FORMATS:
        raise UnknownExport(f"no format {name or '(none)'}", advice=f"Valid endings are {', '.join(PAPER_FORMATS)}.")
    return PAPER_FORMATS[name]


def paper_of(sheets: Sequence[Sheet], labels: Labels) -> Paper:
    """A paper with the page footer and the mark of continued rows in the labels' language."""
    return Paper(tuple(sheets), labels("page", n="{n}", m="{m}"), labels("continued"))


def document_heads(documents: Sequence[Node], labels: Labels, what: str, order: Order) -> tuple[str, str, str]:
    """The lines at the top of a paper: title; document number and who made it; the date."""
    office = f"{labels('made_by')}{labels('colon')}{order.office}" if order.office else ""
    made = f"{labels('made_on')}{labels('colon')}{labels.day(order.on)}" if order.on else ""
    if len(documents) != 1:
        return what, labels("gap").join(filter(None, (labels("documents", n=len(documents)), office))), made
    document = documents[0]
    title = " ".join(str(document.get("title") or "").split())
    number = str(document.get("doc_number") or "")
    issued = document.get("issued_on")
    date = made or (labels.day(str(issued)) if issued else "")
    if not name_key(title).endswith(name_key(what)):
        title = f"{title} {what}" if title else what
    return title, labels("gap").join(filter(None, (number, office))), date
