"""A named question's answer as a table: printed numbers, names that open the panel, no internal id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from explorer import data, downloads
from explorer.address import LONGEST_LIST, link, listed
from explorer.evidence import opened
from explorer.language import language, shown, t
from explorer.safe import markup
from explorer.scope import Scope
from explorer.small_picture import small_picture
from exports.rows import plain
from graph.identity import name_key, task_id
from graph.model import Node
from queries.catalogue import Answer, Column, Question, ask_question, code_label
from queries.catalogue import find_question as _find

SHOWN = 300
_WIDE = 12
"""Characters from which a cell may break, keeping some width: a narrow window scrolls instead of breaking each word."""
DRAWN = ("Department", "Task", "Platform", "DataDomain", "Official")


@dataclass(frozen=True, slots=True)
class Table:
    """An answer made fit for readers: labels, cells as printed, and the nodes that the cells name.

    `nodes` holds, for each row and column, the node that the cell stands for, or None.
    """

    question: str
    title: str
    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]
    nodes: list[tuple[Node | None, ...]]
    truncated: bool
    parameters: dict[str, Any]
    cypher: str

    @property
    def labels(self) -> list[str]:
        """The columns' heads in the session's language."""
        found = [column.labels[language()] for column in self.columns]
        return [label[:1].upper() + label[1:] for label in found]


def asked(scope: Scope, name: str, parameters: dict[str, Any] | None = None, *, limit: int = 10_000) -> Table:
    """Ask a named question about the documents of the session.

    Raises:
        QueryError: the parameters do not fit the question.
    """
    question = _find(name)
    given = narrowing(scope, question) | dict(parameters or {})
    return table_of(scope, ask_question(data.store(), name, given, limit=limit), given)


def narrowing(scope: Scope, question: Question) -> dict[str, Any]:
    """The parameter that keeps a question to the documents of the session; nothing where they are all there are."""
    if "document" in question.parameters and len(scope.plans) < len(data.documents()):
        return {"document": [plan.document.id for plan in scope.plans]}
    return {}


def table_of(scope: Scope, answer: Answer, given: dict[str, Any]) -> Table:
    """A question's answer as a table for readers."""
    question = _find(answer.question)
    columns = question.shown()
    alone = len(scope.plans) == 1
    # With one document its name stands over the table, not in each row.
    kept = [
        i for i, c in enumerate(columns) if c.name not in ("id", "position") and not (alone and c.name == "document")
    ]
    rows, nodes = [], []
    for row in answer.rows:
        document = str(row[answer.columns.index("document")]) if "document" in answer.columns else ""
        found = [_node(scope, columns[i], row[i], document) for i in kept]
        nodes.append(tuple(found))
        rows.append(tuple(_printed(scope, columns[i], row[i], document, n) for i, n in zip(kept, found, strict=True)))
    said = {k: v for k, v in answer.parameters.items() if k in given and k != "document"}
    return Table(
        question.name,
        question.titles[language()],
        tuple(columns[i] for i in kept),
        rows,
        nodes,
        answer.truncated,
        said,
        answer.cypher,
    )


def _node(scope: Scope, column: Column, cell: Any, document: str) -> Node | None:
    """What a cell stands for, where it names one thing."""
    if cell is None or cell == "":
        return None
    if column.kind == "number" and document:
        return scope.nodes.get(task_id(document, str(cell)))
    if column.kind == "department":
        return scope.resolve(f"department:{cell}")
    if column.name == "document":
        return scope.nodes.get(str(cell))
    if column.name in ("platform", "data") and isinstance(cell, str):
        return scope.resolve(f"{column.name}:{cell}")
    return None


def _printed(scope: Scope, column: Column, cell: Any, document: str, node: Node | None) -> Any:
    if column.kind == "code" and isinstance(cell, str):
        return code_label(cell, language())
    if column.kind == "number" and node is not None:
        return scope.number(node) or cell
    if column.name == "document" and node is not None:
        return scope.document_name(node)
    if column.kind == "numbers" and document:
        tasks = [scope.nodes.get(task_id(document, str(n))) for n in cell or ()]
        return [scope.number(n) if n is not None else c for n, c in zip(tasks, cell or (), strict=True)]
    return cell


def narrowed(scope: Scope, table: Table, department: Node | None) -> Table:
    """Only the rows about tasks in which a department has a part."""
    if department is None:
        return table
    own = {link.other.id for link in scope.links(department, "LEADS", "SUPPORTS")}
    paths = {name_key(scope.number(scope.nodes[key])) for key in own}
    keep = []
    for place, (row, nodes) in enumerate(zip(table.rows, table.nodes, strict=True)):
        lists = [c for c, column in zip(row, table.columns, strict=True) if column.kind == "numbers"]
        if any(n is not None and n.id in own for n in nodes) or any(
            name_key(str(p)) in paths for c in lists for p in c or ()
        ):
            keep.append(place)
    return replace(table, rows=[table.rows[i] for i in keep], nodes=[table.nodes[i] for i in keep])


def table_markup(scope: Scope, table: Table) -> str:
    """The answer as markup, at most `SHOWN` rows of it; what is left out is said."""
    if not table.rows:
        return f'<p class="z-none">{markup(t("answer.none"))}</p>'
    heads = "".join(f'<th scope="col">{markup(shown(label))}</th>' for label in table.labels)
    body = "".join(
        "<tr>"
        + "".join(_cell(c, v, n, _between(scope, n, nodes)) for c, v, n in zip(table.columns, row, nodes, strict=True))
        + "</tr>"
        for row, nodes in zip(table.rows[:SHOWN], table.nodes, strict=False)
    )
    return (
        f'<div class="z-table" data-scroll="{table.question}" tabindex="0" role="region" aria-label="{markup(table.title)}">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>{cut_note(len(table.rows), table.truncated)}"
    )


def cut_note(rows: int, truncated: bool) -> str:
    """What a table leaves out, as markup."""
    if truncated:
        return f'<p class="z-note z-cut">{markup(t("answer.truncated", n=rows))}</p>'
    if rows > SHOWN:
        return f'<p class="z-note z-cut">{markup(t("answer.cut", shown=SHOWN, n=rows))}</p>'
    return ""


def as_picture(scope: Scope, nodes: Iterable[Node]) -> str:
    """A link to the picture of these nodes and what runs between them, where any of them can be drawn."""
    wanted = list(dict.fromkeys(scope.reference(n) for n in nodes if n.label in DRAWN))
    some = wanted[:LONGEST_LIST]
    if not some:
        return ""
    said = (
        t("answer.picture", n=len(some))
        if len(some) == len(wanted)
        else t("answer.picture_of", n=len(some), all=len(wanted))
    )
    return f'<p class="z-actions"><a href="{escape(link("graph", only="1", add=listed(some)))}">{markup(said)}</a></p>'


def onward(scope: Scope, table: Table) -> str:
    """What stands under an answer: a small picture of what it names, and the way to the large one."""
    nodes = [n for row in table.nodes for n in row if n is not None]
    # what was asked about stands in no row where every row is about it
    given = [
        scope.resolve(f"{kind}:{table.parameters.get(kind)}") for kind in ("department", "platform", "data", "task")
    ]
    return small_picture(scope, [*nodes, *(n for n in given if n is not None)] if nodes else []) + as_picture(
        scope, nodes
    )


def _between(scope: Scope, node: Node | None, nodes: Sequence[Node | None]) -> str:
    """What a cell opens: what its node has to do with the row's task, where there is one such relationship; else the node."""
    if node is None:
        return ""
    task = next((n for n in nodes if n is not None and n.label == "Task"), None)
    if task is not None and node.label != "Task":
        found = [k.relationship for k in scope.links(node) if k.other.id == task.id and k.relationship.get("evidence")]
        if len(found) == 1:
            return scope.written(found[0])
    return scope.reference(node)


def _cell(column: Column, cell: Any, node: Node | None, target: str) -> str:
    said = plain(cell)
    if node is not None and node.label != "Document":
        kind = "z-path" if node.label == "Task" else f"k-{node.label}"
        return f'<td><a data-row class="{kind}" href="{escape(opened(target))}">{markup(shown(said))}</a></td>'
    if column.kind == "detail":
        return f'<td class="z-detail{_width(said)}" title="{markup(shown(said), 1_500)}">{markup(shown(said), 80)}</td>'
    number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
    return f'<td class="{"z-number" if number else _width(said).strip()}">{markup(shown(said), 400)}</td>'


def _width(said: str) -> str:
    return " z-wide" if len(said) >= _WIDE else " z-short"


def download(scope: Scope, table: Table, key: str) -> None:
    """Excel and CSV of an answer, with what was asked below its rows."""
    notes = downloads.provenance(scope, table.question, table.parameters)
    if table.truncated:
        notes.insert(0, t("answer.truncated", n=len(table.rows)))
    rows: Sequence[Sequence[Any]] = table.rows
    downloads.table_buttons(table.labels, rows, table.title, notes, key)


def scope_said(scope: Scope, table: Table) -> str:
    """Of how many documents an answer speaks, and whether it is whole."""
    whole = t("answer.part") if table.truncated else t("answer.whole")
    return t("answer.scope", n=len(scope.plans), rows=len(table.rows), whole=whole)
