"""The responsibility matrix in RACI letters, by a policy that the paper itself states."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

from exports.grid import assigned, columns, lines, totals
from exports.labels import Labels, labels_for
from exports.layout import Layout, Order, document_heads, paper_of
from exports.sheet import Paper, Sheet
from graph.identity import shadow
from graph.model import Graph, Relationship
from queries.matrix import ASSIGNED, Cell, Matrix, build_matrix, is_assigned

_SIZE, _DEPARTMENT = 8.0, 2.6
_LEAD, _WORKS, _HELPS = "A/R", "R", "C"


class RaciLayout(Layout):
    """Task × department: A/R for a lead, R or C for a supporter."""

    name = "raci"

    def paper(self, graph: Graph, order: Order) -> Paper:
        """The matrix as one sheet, its policy below."""
        matrix = build_matrix(graph, departments=order.departments, documents=order.documents)
        labels = labels_for(matrix.documents, order.language)
        title, subtitle, date = document_heads(matrix.documents, labels, labels("raci"), order)
        signs = {row.node.id: {key: letters(cell) for key, cell in row.cells.items()} for row in matrix.rows}
        sheet = Sheet(
            labels("raci"),
            title,
            subtitle,
            date,
            columns(matrix, labels, _DEPARTMENT),
            (*lines(matrix, signs), *totals(matrix, labels)),
            (_legend(matrix, labels), labels("raci_policy"), labels("counts_legend")),
            size=_SIZE,
            middle=True,
        )
        return paper_of([sheet], labels)


def _legend(matrix: Matrix, labels: Labels) -> str:
    return "  ".join([f"{labels('legend')}{labels('colon')}{labels('raci_letters')}", *assigned(matrix, labels)])


def letters(cell: Cell) -> str:
    """The letters of one department's parts in one task; in brackets where it is a collective that names nobody."""
    found = dict.fromkeys(
        (f"({letter(r)})" if r.get("collective") else letter(r)) + (ASSIGNED if is_assigned(r) else "")
        for r in cell.relationships
    )
    return "".join(found)


def letter(relationship: Relationship) -> str:
    """A/R for a lead; R for a supporter whose part of the work the plan states, C for any other.

    >>> letter(Relationship("SUPPORTS", "d", "t", {"word": "配合", "evidence": "(甲局牽頭,乙局配合)"}))
    'C'
    >>> letter(Relationship("SUPPORTS", "d", "t", {"word": "參與", "evidence": "(甲局牽頭,乙局參與)"}))
    'R'
    """
    if relationship.type == "LEADS":
        return _LEAD
    word, clause = (shadow(str(relationship.get(name) or "")) for name in ("word", "evidence"))
    policy = works()
    if any(w in word for w in policy["words"]) or any(w in clause for w in policy["clauses"]):
        return _WORKS
    return _HELPS


@cache
def works() -> dict[str, tuple[str, ...]]:
    """Words that say of a supporter that it does part of the work: in its own word, and in its clause."""
    text = resources.files("exports").joinpath("raci.yaml").read_text(encoding="utf-8")
    return {kind: tuple(entry["word"] for entry in entries) for kind, entries in yaml.safe_load(text).items()}
