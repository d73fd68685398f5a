"""Rows of tasks, departments, platforms and targets as markup: one line a row, and the whole row opens its evidence."""

from __future__ import annotations

from html import escape

from explorer import dues
from explorer.around import Entry, Group
from explorer.evidence import opened
from explorer.language import shown, t
from explorer.safe import markup
from explorer.scope import Scope
from graph.model import Node
from graph.office import RULE
from queries.matrix import mark_of


def group_rows(scope: Scope, group: Group, title: str, *, note: str = "", most: int = 200) -> str:
    """A titled list with its count; a group without rows says so in one line."""
    head = (
        f'<section class="z-list" id="{markup(group.key)}"><h2>{markup(title)} <span class="z-count">{len(group)}</span>'
        f"{f'<span class=z-note>{markup(note, 400)}</span>' if note else ''}</h2>"
    )
    if not group.entries:
        return f'{head}<p class="z-none">{markup(t("rows.none"))}</p></section>'
    rows = "".join(entry_row(scope, entry) for entry in group.entries[:most])
    more = len(group) - most
    tail = f'<p class="z-note">{markup(t("panel.more", n=more))}</p>' if more > 0 else ""
    return f'{head}<div class="z-rows">{rows}</div>{tail}</section>'


def entry_row(scope: Scope, entry: Entry) -> str:
    """One row. A duty shows its sign and who else has a part, anything else the task through which it stands here."""
    r, other = entry.relationship, entry.other
    reference = scope.written(r) if r.get("evidence") else scope.reference(other)
    cells = []
    if r.type in ("LEADS", "SUPPORTS"):
        mark = mark_of(r)
        cells.append(f'<span class="z-sign z-{mark}" title="{markup(t(f"marks.{mark}"))}">{mark.sign}</span>')
    if other.label == "Task":
        cells.append(numbered(scope, other))
    cells.append(f'<span class="z-name k-{other.label}">{markup(shown(scope.name(other)))}</span>')
    if r.get("rule") == RULE:
        cells.append(f'<span class="z-note">{markup(t("rows.assigned"))}</span>')
    if entry.through is not None:
        cells.append(f'<span class="z-with">{_through(scope, entry)}</span>')
    elif other.label == "Task" and r.type in ("LEADS", "SUPPORTS"):
        cells.append(f'<span class="z-with">{with_whom(scope, other, r.start)}</span>')
    if other.label == "Task" and (due := dues.known(scope, other)):
        cells.append(f'<span class="z-due">{markup(due)}</span>')
    return row(opened(reference), "".join(cells))


def numbered(scope: Scope, task: Node) -> str:
    """A task's number at the head of a row, in a column of its own that is wider where the documents are told apart."""
    wide = " z-of" if scope.marks else ""
    return f'<span class="z-path{wide}">{markup(scope.path(task))}</span>'


def row(href: str, cells: str) -> str:
    """A row that is one link."""
    return f'<a class="z-row" data-row href="{escape(href)}">{cells}</a>'


def _through(scope: Scope, entry: Entry) -> str:
    assert entry.through is not None
    via = scope.nodes.get(str(entry.relationship.get("via") or ""))
    word = entry.relationship.get("verb")
    said = [f'<span class="z-path">{markup(scope.path(entry.through))}</span>']
    if via is not None:
        said.append(f'<span class="k-{via.label}">{markup(shown(scope.name(via)))}</span>')
    elif word:
        said.append(f"“{markup(shown(word))}”")
    return " ".join(said)


def with_whom(scope: Scope, task: Node, without: str = "") -> str:
    """Who else has a part in a task, each with its sign."""
    item = scope.items[task.id]
    return " ".join(
        f'<span class="z-part"><i class="z-{mark_of(d.relationship)}">{mark_of(d.relationship).sign}</i>{markup(shown(d.name))}'
        f"{'（' + markup(t('rows.assigned')) + '）' if d.assigned else ''}</span>"
        for d in item.duties
        if d.department.id != without
    )
