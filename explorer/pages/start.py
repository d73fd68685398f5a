"""What needs doing: numbers that open the lists behind them, and how the work lies on the departments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

import streamlit as st

from explorer import answers, assigning, data, defaults, downloads, frame, reports
from explorer.address import here, link, remember, value
from explorer.issues import Found, all_issues
from explorer.language import shown, t
from explorer.marking import line_of
from explorer.navigation import may_import
from explorer.safe import markup, visible
from explorer.scope import Scope
from explorer.surface import surface
from graph.model import Node

WINDOWS = (30, 60, 90)
BARS = 14


@dataclass(frozen=True, slots=True)
class Tile:
    """One number: the label's key, the named question behind it with its parameters."""

    key: str
    question: str
    parameters: dict[str, str]


def _tiles(day: date) -> list[Tile]:
    due = [
        Tile(f"due{days}", "due", {"since": day.isoformat(), "by": (day + timedelta(days)).isoformat()})
        for days in WINDOWS
    ]
    return [
        Tile("no-deadline", "no-deadline", {}),
        Tile("unassigned", "unassigned", {}),
        Tile("no-lead", "no-lead", {}),
        Tile("overdue", "overdue", {"day": day.isoformat()}),
        *due,
        Tile("external", "external", {}),
    ]


def draw() -> None:
    """The numbers, the chosen list, and the departments' bars."""
    scope = frame.scope()
    department = scope.resolve(f"department:{value('department')}") if value("department") else None
    day = _day()
    tiles = _tiles(day)
    ask: Callable[[Tile], answers.Table] = lambda tile: answers.narrowed(  # noqa: E731
        scope, answers.asked(scope, tile.question, tile.parameters), department
    )
    found = {tile.key: ask(tile) for tile in tiles}
    unread, warnings = all_issues(scope, "unread"), all_issues(scope, "warning")
    counts = {key: len(table.rows) for key, table in found.items()} | {"unread": len(unread), "warning": len(warnings)}
    chosen = value("list")
    with st.container(key="start_head", horizontal=True, vertical_alignment="center"):
        frame.heading(t("start.title"), _said(scope))
        _picker(scope, department)
    surface(_numbers(counts, chosen) + reports.standing(scope, data.reported()), "numbers")
    if chosen in found:
        table = found[chosen]
        with st.container(key="chosen"):
            title = f"<h2>{markup(t(f'tiles.{chosen}'))} {_count(len(table.rows))}</h2>"
            note = f'<p class="z-note">{markup(t(f"tile_notes.{chosen}"), 400)} <code>zhize query {table.question}</code></p>'
            surface(
                f'<section class="z-stack">{title}{note}{_office(scope, chosen)}{answers.table_markup(scope, table)}</section>',
                f"list_{chosen}",
            )
            if table.rows:
                answers.download(scope, table, f"start_{chosen}")
        if chosen == "unassigned" and may_import():
            assigning.form(scope)
        if chosen == "no-deadline" and may_import():
            defaults.form(scope)
    elif chosen in ("unread", "warning"):
        _issues(scope, chosen, unread if chosen == "unread" else warnings)
    surface(_bars(scope, department), "bars")


def _office(scope: Scope, chosen: str) -> str:
    """What the office has done about what a list holds."""
    if chosen == "unassigned":
        return assigning.so_far(scope)
    return defaults.kept(scope) if chosen == "no-deadline" else ""


def _day() -> date:
    try:
        return date.fromisoformat(value("day"))
    except ValueError:
        return date.today()


def _said(scope: Scope) -> str:
    tasks = len(scope.leaves())
    leading = sum(1 for n in scope.departments if scope.links(n, "LEADS"))
    return t("start.said", tasks=tasks, departments=len(scope.departments), leading=leading)


def _picker(scope: Scope, department: Node | None) -> None:
    def chosen() -> None:
        remember(department=st.session_state["start_department"], ev=None)

    st.session_state["start_department"] = scope.name(department) if department else ""
    st.selectbox(
        t("matrix.department"),
        ["", *(scope.name(n) for n in scope.departments)],
        format_func=lambda name: visible(shown(name)) if name else t("matrix.everyone"),
        key="start_department",
        on_change=chosen,
        label_visibility="collapsed",
        width=240,
    )


def _count(n: int) -> str:
    return f'<span class="z-count">{n}</span>'


def _numbers(counts: dict[str, int], chosen: str) -> str:
    def tile(key: str) -> str:
        current = ' aria-current="true"' if key == chosen else ""
        href = here(list=None if key == chosen else key, ev=None)
        return (
            f'<a class="z-tile{" z-zero" if not counts[key] else ""}" data-stay="{key}" href="{escape(href)}"{current}>'
            f"<b>{counts[key]}</b><span>{markup(t(f'tiles.{key}'))}</span></a>"
        )

    due = "".join(
        f'<a data-stay="due{days}" href="{escape(here(list=None if chosen == f"due{days}" else f"due{days}", ev=None))}"'
        f"{' aria-current=true' if chosen == f'due{days}' else ''}><b>{counts[f'due{days}']}</b><span>{markup(t('tiles.days', n=days))}</span></a>"
        for days in WINDOWS
    )
    return (
        f'<div class="z-tiles">{tile("no-deadline")}{tile("unassigned")}{tile("no-lead")}{tile("overdue")}'
        f'<div class="z-tile z-three"><span>{markup(t("tiles.due"))}</span><div>{due}</div></div>'
        f"{tile('external')}{tile('unread')}{tile('warning')}</div>"
    )


def _issues(scope: Scope, severity: str, found: list[Found]) -> None:
    """The unread spans or the warnings, each leading to its place in the text."""
    heads = [t("start.document"), t("panel.line"), t("start.reason"), t("start.text")]
    rows = [
        (
            scope.document_name(i.document),
            line_of(str(i.document.get("text")), i.start),
            t_or_reason(i),
            " ".join(i.text.split())[:200],
        )
        for i in found
    ]
    body = "".join(
        f'<a class="z-row" data-row href="{escape(issue_link(scope, i))}"><span class="z-path">{markup(t("start.line", n=row[1]))}</span>'
        f'<span class="z-name">{markup(shown(row[3]), 160)}</span><span class="z-with">{markup(row[2])}</span></a>'
        for i, row in zip(found, rows, strict=True)
    )
    none = f'<p class="z-none">{markup(t(f"tile_notes.none_{severity}"))}</p>'
    with st.container(key="chosen"):
        surface(
            f'<section class="z-list"><h2>{markup(t(f"tiles.{severity}"))} {_count(len(found))}</h2>'
            f'<p class="z-note">{markup(t(f"tile_notes.{severity}"), 400)}</p><div class="z-rows">{body or none}</div></section>',
            f"list_{severity}",
        )
        if rows:
            notes = downloads.provenance(scope, f"check ({severity})")
            downloads.table_buttons(heads, rows, t(f"tiles.{severity}"), notes, f"start_{severity}")


def issue_link(scope: Scope, issue: Found) -> str:
    """The address of an issue's place in its document."""
    many = len(scope.plans) > 1
    return link(
        "document", issue=str(issue.place + 1), doc=scope.document_name(issue.document) if many else value("doc")
    )


def t_or_reason(issue: Found) -> str:
    """What an issue says, in the session's language where there are words for its code."""
    from explorer.language import words_or

    return words_or(f"issues.{issue.code}", issue.reason or issue.code)


def _bars(scope: Scope, department: Node | None) -> str:
    """How much each department leads and supports, as bars that one can choose."""
    table = answers.asked(scope, "workload", {})
    names = [column.name for column in table.columns]
    rows = [
        (nodes[names.index("department")], dict(zip(names, row, strict=True)))
        for row, nodes in zip(table.rows, table.nodes, strict=True)
    ]
    rows = [(node, said) for node, said in rows if node is not None]
    most = max((said["leads"] + said["supports"] for _, said in rows), default=1)
    every = bool(value("all")) or len(rows) <= BARS + 3
    bars = "".join(
        f'<a data-row href="{escape(link("ask", node=scope.reference(node)))}"{" aria-current=true" if department and node and node.id == department.id else ""}>'
        f'<span class="z-name">{markup(shown(said["department"]))}</span>'
        f'<span class="z-counts"><b>●{said["leads"]}</b><i>○{said["supports"]}</i></span>'
        f'<span class="z-bar"><i style="width:{100 * said["leads"] / most:.2f}%"></i><i class="z-second" style="width:{100 * said["supports"] / most:.2f}%"></i></span></a>'
        for node, said in (rows if every else rows[:BARS])
        if node
    )
    more = (
        f'<p class="z-actions"><a href="{escape(here(all=None if every and value("all") else "1"))}">'
        f"{markup(t('start.fewer') if value('all') else t('start.all', n=len(rows)))}</a></p>"
        if len(rows) > BARS + 3
        else ""
    )
    return (
        f'<section class="z-list"><h2>{markup(t("start.bars"))} <span class="z-note">{markup(t("start.bars_note"))}</span></h2>'
        f'<div class="z-bars">{bars}</div>{more}</section>'
    )
