"""One department's card: what it leads, supports and may be meant in; with whom, on which platforms, by when. Prints on a page."""

from __future__ import annotations

from html import escape

import streamlit as st

from explorer import data, downloads, frame, reports
from explorer.address import here, link, remember, value
from explorer.around import Entry, Group, needs, own_duties, partners
from explorer.evidence import opened
from explorer.language import shown, t
from explorer.rows import entry_row, group_rows
from explorer.safe import markup, visible
from explorer.scope import Scope
from explorer.surface import surface
from graph.model import Node
from queries.chains import Dependencies, Waiting


def draw() -> None:
    """The chosen department's card; the first in 機構序列 when none is chosen."""
    scope = frame.scope()
    node = scope.resolve(value("node")) if value("node") else None
    if node is None or node.label != "Department":
        node = next((n for n in scope.departments if not scope.collective(n)), None)
    if node is None:
        surface(f'<p class="z-none">{markup(t("department.none"))}</p>', "card")
        return
    _tools(scope, node)
    surface(card(scope, node), "card")


def _tools(scope: Scope, node: Node) -> None:
    def chosen() -> None:
        remember(node=st.session_state["card_department"], ev=None)

    found = {scope.reference(n): n for n in scope.departments}
    st.session_state["card_department"] = scope.reference(node)
    name = scope.name(node)
    with st.container(horizontal=True, key="tools", vertical_alignment="center"):
        st.selectbox(
            t("matrix.department"),
            list(found),
            format_func=lambda reference: visible(shown(scope.name(found[reference]))),
            key="card_department",
            on_change=chosen,
            label_visibility="collapsed",
        )
        from exports import LAYOUTS

        for layout in ("ledger", "matrix"):
            if layout in LAYOUTS:
                downloads.button(
                    t(f"department.{layout}"),
                    downloads.paper(scope, layout, "xlsx", [name]),
                    f"{name} {t(f'layouts.{layout}')}",
                    "xlsx",
                    f"card_{layout}",
                )
        if st.button(t("download.print"), key="print", type="tertiary"):
            surface("", "printer", paper=printed(scope, node))


def card(scope: Scope, node: Node) -> str:
    """The card as markup."""
    leads, supports, perhaps = own_duties(scope, node)
    name = shown(scope.name(node))
    canonical = shown(node.get("canonical") or "")
    head = frame.head(name, canonical if canonical != name else "")
    counts = "".join(
        f'<a href="#{key}" class="z-tile"><b>{len(group)}</b><span>{markup(t(f"groups.{key}"))}</span></a>'
        for key, group in (("leads", leads), ("supports", supports), ("perhaps", perhaps))
    )
    reference = scope.reference(node)
    onward = "".join(
        f'<a href="{escape(link(page, node=reference))}">{markup(t(f"onward.{page}"))}</a>'
        for page in ("dependencies", "graph")
    )
    return (
        f'<div class="z-card"><header>{head}<p class="z-actions">{onward}</p></header><div class="z-tiles z-small">{counts}</div>'
        f'<div class="z-columns"><div class="z-stack">{group_rows(scope, leads, t("groups.leads"))}'
        f"{group_rows(scope, supports, t('groups.supports'))}"
        f"{group_rows(scope, perhaps, t('groups.perhaps'), note=t('groups.perhaps_note'))}</div>"
        f'<div class="z-stack">{reports.of_department(scope, node, data.reported())}{_partners(scope, node)}{_platforms(scope, node)}{_dates(scope, node, leads)}{_waits(scope, node)}</div></div></div>'
    )


def _partners(scope: Scope, node: Node) -> str:
    found = partners(scope, node)
    rows = "".join(
        f'<a class="z-row" data-row href="{escape(here(node=scope.reference(n), ev=None))}"><span class="z-name k-Department">{markup(shown(scope.name(n)))}</span>'
        f'<span class="z-right">{markup(t("department.shared", n=count))}</span></a>'
        for n, count in found
    )
    return _section(t("department.partners"), len(found), rows, t("department.alone"))


def _platforms(scope: Scope, node: Node) -> str:
    groups = [g for g in needs(scope, node) if g.key in ("DELIVERS_out", "USES_out", "PRODUCES_out", "CONSUMES_out")]
    return "".join(group_rows(scope, group, t(f"needs.{group.key}")) for group in groups)


def _dates(scope: Scope, node: Node, leads: Group) -> str:
    """Targets of its tasks, and the tasks that have a date."""
    entries: list[Entry] = [e for g in needs(scope, node) if g.key == "HAS_TARGET_out" for e in g.entries]
    dated = [e for e in leads.entries if scope.items[e.other.id].due.source == "own"]
    rows = "".join(entry_row(scope, e) for e in [*dated, *entries])
    return _section(t("needs.HAS_TARGET_out"), len(dated) + len(entries), rows, t("department.no_dates"))


def _waits(scope: Scope, node: Node) -> str:
    waiting = waiting_of(scope)
    own = [(w, w.waits_for, "waits") for w in waiting if w.department == node.id]
    own += [(w, w.department, "awaited") for w in waiting if w.waits_for == node.id]
    rows = "".join(_waiting_row(scope, w, scope.nodes[other], kind) for w, other, kind in own)
    return _section(t("department.waiting"), len(own), rows, t("department.nobody"))


def _waiting_row(scope: Scope, waiting: Waiting, other: Node, kind: str) -> str:
    first = waiting.links[0]
    steps = "、".join(f"{scope.path(scope.nodes[k.task])} → {scope.path(scope.nodes[k.needs])}" for k in waiting.links)
    via = "、".join(dict.fromkeys(shown(name) for k in waiting.links for name in k.via))
    href = next(
        (
            opened(scope.written(k.relationship))
            for k in scope.links(first.task, "DEPENDS_ON", outward=True)
            if k.other.id == first.needs
        ),
        opened(scope.reference(scope.nodes[first.task])),
    )
    said = t(f"department.{kind}", name=shown(scope.name(other)))
    return (
        f'<a class="z-row" data-row href="{escape(href)}"><span class="z-name">{markup(said)}</span>'
        f'<span class="z-with">{markup(via)} <span class="z-path">{markup(steps)}</span></span></a>'
    )


def waiting_of(scope: Scope) -> list[Waiting]:
    """Which department waits for which, in the documents of the session."""
    if "waiting" not in scope.kept:
        scope.kept["waiting"] = Dependencies(scope.graph).waiting()
    found: list[Waiting] = scope.kept["waiting"]
    return found


def _section(title: str, count: int, rows: str, none: str) -> str:
    body = f'<div class="z-rows">{rows}</div>' if rows else f'<p class="z-none">{markup(none)}</p>'
    return f'<section class="z-list"><h2>{markup(title)} <span class="z-count">{count}</span></h2>{body}</section>'


def printed(scope: Scope, node: Node) -> str:
    """The card as one page of paper: A4, links as plain text, with the source below."""
    from importlib import resources

    style = resources.files("explorer").joinpath("card.css").read_text(encoding="utf-8")
    notes = "".join(f"<p>{markup(line, 1_000)}</p>" for line in downloads.provenance(scope, t("pages.department"), {}))
    note = f'<p class="z-note">{markup(frame.scope_note(scope), 400)}</p>'
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{markup(scope.name(node))}</title><style>{style}</style></head>'
        f"<body>{note}{card(scope, node)}<footer>{notes}</footer></body></html>"
    )
