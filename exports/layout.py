"""What every layout keeps to: a graph in, a paper out, in any of the paper's formats."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, ClassVar

from exports.base import save
from exports.csv_paper import render_csv
from exports.html_paper import render_html
from exports.labels import Labels
from exports.markdown import render_markdown
from exports.sheet import Paper, Sheet
from exports.xlsx import render_xlsx
from graph.errors import UnknownExport
from graph.model import Graph, Node

PAPER_FORMATS: dict[str, Callable[[Paper, BinaryIO], None]] = {
    "xlsx": render_xlsx,
    "csv": render_csv,
    "md": render_markdown,
    "html": render_html,
}


class Layout(ABC):
    """One way to print who is responsible."""

    name: ClassVar[str]

    @abstractmethod
    def paper(
        self,
        graph: Graph,
        *,
        departments: Sequence[str] = (),
        documents: Sequence[str] = (),
        language: str | None = None,
    ) -> Paper:
        """The layout filled from a graph.

        Args:
            graph: one document, or several.
            departments: names, full names or ids of departments; all when empty.
            documents: ids, document numbers or titles; all when empty.
            language: zh-Hant, zh-Hans or en; the documents' own script when None.

        Raises:
            UnknownDocument: a document that is not in the graph.
            UnknownName: a department that has no part in these documents.
        """

    def render(
        self,
        graph: Graph,
        stream: BinaryIO,
        format: str = "xlsx",
        *,
        departments: Sequence[str] = (),
        documents: Sequence[str] = (),
        language: str | None = None,
    ) -> None:
        """Write the paper to an open stream as xlsx, csv, md or html.

        Raises:
            UnknownExport: another format.
        """
        if format not in PAPER_FORMATS:
            raise UnknownExport(
                f"no format {format or '(none)'}", advice=f"Valid endings are {', '.join(PAPER_FORMATS)}."
            )
        paper = self.paper(graph, departments=departments, documents=documents, language=language)
        PAPER_FORMATS[format](paper, stream)

    def write(
        self,
        graph: Graph,
        path: str | Path,
        *,
        departments: Sequence[str] = (),
        documents: Sequence[str] = (),
        language: str | None = None,
    ) -> None:
        """Write the paper to a file; its ending says the format.

        Raises:
            UnknownExport: an ending that is none of the formats.
            CannotWrite: the target cannot be written; what was there is as it was.
        """
        format = Path(path).suffix.lower().lstrip(".")
        save(
            path,
            lambda stream: self.render(
                graph, stream, format, departments=departments, documents=documents, language=language
            ),
        )


def paper_of(sheets: Sequence[Sheet], labels: Labels) -> Paper:
    """A paper with the page footer and the words for continued rows in the labels' language."""
    return Paper(tuple(sheets), labels("page", n="{n}", m="{m}"), labels("continued", number="{number}"))


def document_heads(documents: Sequence[Node], labels: Labels, what: str) -> tuple[str, str, str]:
    """Title, document number and date for the top of a paper."""
    if len(documents) != 1:
        return what, labels("documents", n=len(documents)), ""
    document = documents[0]
    title = " ".join(str(document.get("title") or "").split())
    date = document.get("issued_on")
    return (f"{title} {what}" if title else what), str(document.get("doc_number") or ""), labels.day(date) if date else ""
