"""The responsibility matrix as a paper: tasks down, departments across."""

from __future__ import annotations

from collections.abc import Sequence

from exports.labels import Labels, labels_for
from exports.layout import Layout, document_heads, paper_of
from exports.measure import width_of
from exports.sheet import Column, Line, Paper, Sheet, Value
from graph.model import Graph
from queries.matrix import Count, Matrix, Row, build_matrix

_SIZE = 8.0
# What a page leaves beside the departments' columns, in characters: the task column takes it within these bounds.
_PAGE, _NARROWEST, _WIDEST = 96.0, 16.0, 34.0
_NUMBER, _DEPARTMENT, _TOTAL = 5.5, 2.1, 2.6
_LONGEST_HEAD = 10


class MatrixLayout(Layout):
    """Task × department with a sign for each part, counts for chapters and parents, totals."""

    name = "matrix"

    def paper(
        self,
        graph: Graph,
        *,
        departments: Sequence[str] = (),
        documents: Sequence[str] = (),
        language: str | None = None,
    ) -> Paper:
        """The matrix as one sheet."""
        matrix = build_matrix(graph, departments=departments, documents=documents)
        labels = labels_for(matrix.documents, language)
        return paper_of([matrix_sheet(matrix, labels)], labels)


def matrix_sheet(matrix: Matrix, labels: Labels) -> Sheet:
    """The sheet of a matrix."""
    title, subtitle, date = document_heads(matrix.documents, labels, labels("matrix"))
    marks = "  ".join(f"{mark.sign} {labels('mark-' + mark)}" for mark in matrix.marks)
    return Sheet(
        labels("matrix"),
        title,
        subtitle,
        date,
        matrix_columns(matrix, labels),
        (*(_line(row, matrix) for row in matrix.rows), *total_lines(matrix, labels)),
        (f"{labels('legend')}{labels('colon')}{marks}  {labels('counts_legend')}",),
        size=_SIZE,
    )


def matrix_columns(matrix: Matrix, labels: Labels, department: float = _DEPARTMENT) -> tuple[Column, ...]:
    """Number, task, one upright head a department, totals."""
    heads = [
        Column(
            str(c.get("name")),
            department * (2 if len(str(c.get("name"))) > _LONGEST_HEAD else 1),
            centred=True,
            upright=True,
        )
        for c in matrix.columns
    ]
    number = max([_NUMBER, *(width_of(row.path) + 1 for row in matrix.rows if row.path)])
    rest = _PAGE - number - 2 * _TOTAL - sum(column.width for column in heads)
    return (
        Column(labels("number"), min(number, 9.0)),
        Column(labels("task"), min(max(rest, _NARROWEST), _WIDEST)),
        *heads,
        Column(labels("lead"), _TOTAL, centred=True),
        Column(labels("support"), _TOTAL, centred=True),
    )


def _line(row: Row, matrix: Matrix) -> Line:
    if row.rolls_up:
        parts: list[Value] = [_count(row.counts.get(c.id, Count())) for c in matrix.columns]
        own = [row.cells[c.id].signs if c.id in row.cells else "" for c in matrix.columns]
        parts = [f"{sign}{part}" if sign else part for sign, part in zip(own, parts, strict=True)]
    else:
        parts = [row.cells[c.id].signs if c.id in row.cells else "" for c in matrix.columns]
    kind = row.kind if row.kind != "task" else "heading" if row.rolls_up else "task"
    return Line(kind, (row.path, row.title, *parts, *_shown(row.total)), row.depth)


def total_lines(matrix: Matrix, labels: Labels) -> list[Line]:
    """How much each department leads and supports, and the sums."""
    leads: list[Value] = [matrix.totals[c.id].leads or "" for c in matrix.columns]
    supports: list[Value] = [matrix.totals[c.id].supports or "" for c in matrix.columns]
    return [
        Line("total", ("", labels("leads_total"), *leads, matrix.total.leads, "")),
        Line("total", ("", labels("supports_total"), *supports, "", matrix.total.supports)),
    ]


def _count(count: Count) -> Value:
    if count.supports:
        return f"{count.leads or ''}({count.supports})"
    return count.leads or ""


def _shown(count: Count) -> tuple[Value, Value]:
    return count.leads or "", count.supports or ""
