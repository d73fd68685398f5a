"""The responsibility matrix as a paper: tasks down, departments across."""

from __future__ import annotations

from collections.abc import Mapping

from exports.labels import Labels, labels_for
from exports.layout import Layout, Order, document_heads, paper_of
from exports.measure import width_of
from exports.sheet import Column, Line, LineKind, Paper, Sheet, Value
from graph.model import Graph
from queries.matrix import ASSIGNED, Count, Matrix, Row, build_matrix

_SIZE = 8.0
# What a page leaves beside the departments' columns, in characters: the task column takes it within these bounds.
_PAGE, _NARROWEST, _WIDEST = 96.0, 20.0, 34.0
_NUMBER, _DEPARTMENT, _TOTAL = 5.5, 1.9, 2.6
# A head that is longer, or has brackets, which no font sets well top to bottom, is printed level in a wider column.
_LONGEST_UPRIGHT, _LEVEL = 11, 4.7


class MatrixLayout(Layout):
    """Task × department with a sign for each part, counts for chapters and parents, totals."""

    name = "matrix"

    def paper(self, graph: Graph, order: Order) -> Paper:
        """The matrix as one sheet."""
        matrix = build_matrix(graph, departments=order.departments, documents=order.documents)
        labels = labels_for(matrix.documents, order.language)
        title, subtitle, date = document_heads(matrix.documents, labels, labels("matrix"), order)
        marks = "  ".join(
            [*(f"{mark.sign} {labels('mark-' + mark)}" for mark in matrix.marks), *assigned(matrix, labels)]
        )
        signs = {row.node.id: {key: cell.signs for key, cell in row.cells.items()} for row in matrix.rows}
        sheet = Sheet(
            labels("matrix"),
            title,
            subtitle,
            date,
            columns(matrix, labels),
            (*lines(matrix, signs), *totals(matrix, labels)),
            (f"{labels('legend')}{labels('colon')}{marks}  {labels('counts_legend')}",),
            size=_SIZE,
            middle=True,
        )
        return paper_of([sheet], labels)


def assigned(matrix: Matrix, labels: Labels) -> list[str]:
    """What the legend says of parts that the office set; nothing where there is none."""
    return [f"{ASSIGNED} {labels('assigned')}"] if matrix.assigned else []


def columns(matrix: Matrix, labels: Labels, department: float = _DEPARTMENT) -> tuple[Column, ...]:
    """Number, task, one head a department, totals."""
    heads = [_head(str(c.get("name")), max(department, _count_width(matrix, c.id))) for c in matrix.columns]
    number = max([_NUMBER, *(width_of(row.path) + 1 for row in matrix.rows if row.path)])
    rest = _PAGE - number - 2 * _TOTAL - sum(column.width for column in heads)
    return (
        Column(labels("number"), min(number, 9.0)),
        Column(labels("task"), min(max(rest, _NARROWEST), _WIDEST)),
        *heads,
        Column(labels("lead"), _TOTAL, centred=True),
        Column(labels("support"), _TOTAL, centred=True),
    )


def _head(name: str, width: float) -> Column:
    upright = len(name) <= _LONGEST_UPRIGHT and not set(name) & set("()[]（）〔〕【】")
    return Column(name, width if upright else max(width, _LEVEL), centred=True, upright=upright)


def _count_width(matrix: Matrix, department: str) -> float:
    """What the widest count in a department's column needs."""
    shown = [str(_count(row.counts.get(department, Count()))) for row in matrix.rows if row.rolls_up]
    shown += [row.cells[department].signs for row in matrix.rows if department in row.cells]
    shown.append(str(matrix.totals[department].leads))
    return max(map(width_of, shown)) + 0.7


def lines(matrix: Matrix, signs: Mapping[str, Mapping[str, str]]) -> list[Line]:
    """A line for each row of the matrix; `signs` says what stands in it, by the row's node and the department."""
    found = []
    for row in matrix.rows:
        own = [signs[row.node.id].get(column.id, "") for column in matrix.columns]
        parts: list[Value] = list(own)
        if row.rolls_up:
            counts = [_count(row.counts.get(column.id, Count())) for column in matrix.columns]
            parts = [f"{sign}{count}" if sign else count for sign, count in zip(own, counts, strict=True)]
        total: tuple[Value, Value] = row.total.leads or "", row.total.supports or ""
        found.append(Line(_kind(row), (row.path, row.title, *parts, *total), row.depth))
    return found


def _kind(row: Row) -> LineKind:
    if row.kind != "task":
        return row.kind
    return "heading" if row.rolls_up else "task"


def totals(matrix: Matrix, labels: Labels) -> list[Line]:
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
