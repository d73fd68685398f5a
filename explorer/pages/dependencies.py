"""Who waits for whom: what the plan gives in one sentence, its rows, the platforms of others, and what one delay reaches."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from explorer import frame
from explorer.address import here, link, remember, value
from explorer.around import Entry
from explorer.evidence import opened
from explorer.language import shown, t, words_or
from explorer.rows import numbered, with_whom
from explorer.safe import markup, visible
from explorer.scope import Scope
from explorer.surface import surface
from graph.model import Node
from queries.chains import Chain, Dependencies, Reached

# A drawing says more than its rows only from here on.
DRAWN_STEPS = 2


def draw() -> None:
    """One sentence with its numbers, then the rows, or what one node's delay reaches."""
    scope = frame.scope()
    chains = _dependencies(scope)
    node = scope.resolve(value("node")) if value("node") else None
    if node is not None and node.label not in ("Task", "Platform", "Department"):
        node = None
    _picker(scope, node)
    if node is None:
        surface(f'<div class="z-stack">{_whole(scope, chains)}</div>', "dependencies")
    else:
        surface(f'<div class="z-stack">{_one(scope, chains, node)}</div>', "dependencies")


def _dependencies(scope: Scope) -> Dependencies:
    if "dependencies" not in scope.kept:
        scope.kept["dependencies"] = Dependencies(scope.graph)
    found: Dependencies = scope.kept["dependencies"]
    return found


def _picker(scope: Scope, node: Node | None) -> None:
    """From which platform, department or task to look."""

    def chosen() -> None:
        remember(node=st.session_state["dependencies_node"], ev=None)

    platforms = sorted(scope.graph.labelled("Platform"), key=scope.place)
    tasks = [item.task for item in scope.items.values()]
    found = {scope.reference(n): n for n in [*platforms, *scope.departments, *tasks]}
    st.session_state["dependencies_node"] = scope.reference(node) if node else ""
    with st.container(key="tools", horizontal=True, vertical_alignment="center"):
        st.selectbox(
            t("dependencies.choose"),
            ["", *found],
            format_func=lambda reference: (
                visible(shown(scope.caption(found[reference]))) if reference else t("dependencies.whole")
            ),
            key="dependencies_node",
            on_change=chosen,
            label_visibility="collapsed",
        )


# --- the whole plan ------------------------------------------------------------------------------------------------


def _whole(scope: Scope, chains: Dependencies) -> str:
    found = scope.graph.of_type("DEPENDS_ON")
    longest = chains.chains(most=200)
    steps = max((len(c.tasks) - 1 for c in longest), default=0)
    circles = chains.cycles()
    tasks = {end for r in found for end in (r.start, r.end)}
    said = t(
        "dependencies.said" if found else "dependencies.said_none",
        n=len(found),
        steps=steps,
        circles=t("dependencies.circles", n=len(circles)) if circles else t("dependencies.no_circle"),
        tasks=len(tasks),
        all=len(scope.items),
    )
    entries = [Entry(r, scope.nodes[r.end], scope.nodes[r.start]) for r in found]
    rows = "".join(
        _dependency(scope, e) for e in sorted(entries, key=lambda e: (scope.place(_through(e)), scope.place(e.other)))
    )
    parts = [
        frame.head(t("pages.dependencies")),
        frame.sentence(said),
        _section(t("dependencies.rows"), len(found), rows, t("rows.none")),
    ]
    if steps >= DRAWN_STEPS:
        parts.append(_drawn(scope, longest[:12]))
    parts += [_waiting(scope), _external(scope)]
    return "".join(parts)


def _through(entry: Entry) -> Node:
    assert entry.through is not None
    return entry.through


def _dependency(scope: Scope, entry: Entry) -> str:
    r, first = entry.relationship, _through(entry)
    via = scope.nodes.get(str(r.get("via") or ""))
    through = (
        f'<span class="k-{via.label}">{markup(shown(scope.name(via)))}</span>'
        if via
        else markup(t("dependencies.reference"))
    )
    return (
        f'<a class="z-row z-dependency" data-row href="{escape(opened(scope.written(r) if r.get("evidence") else scope.reference(first)))}">'
        f'{_step(scope, first)}<span class="z-via">{through}<i aria-hidden="true">⟶</i></span>{_step(scope, entry.other)}</a>'
    )


def _step(scope: Scope, task: Node) -> str:
    leads = "、".join(shown(d.name) for d in scope.items[task.id].leads)
    return (
        f'<span class="z-name"><span class="z-path">{markup(scope.path(task))}</span> {markup(shown(scope.name(task)))}'
        f'<small class="z-note">{markup(leads, 120)}</small></span>'
    )


def _drawn(scope: Scope, chains: Sequence[Chain]) -> str:
    """The longest chains, each in one line from what waits to what it waits for."""
    lines = "".join(
        "<li>"
        + " <i>→</i> ".join(
            f'<a href="{escape(opened(scope.reference(scope.nodes[task])))}"><span class="z-path">{markup(scope.path(scope.nodes[task]))}</span> {markup(shown(scope.name(scope.nodes[task])), 40)}</a>'
            for task in chain.tasks
        )
        + "</li>"
        for chain in chains
    )
    return f'<section class="z-list"><h2>{markup(t("dependencies.chains"))}</h2><ol class="z-chains">{lines}</ol></section>'


def _waiting(scope: Scope) -> str:
    from explorer.pages.department import waiting_of

    found = sorted(
        waiting_of(scope), key=lambda w: (scope.place(scope.nodes[w.department]), scope.place(scope.nodes[w.waits_for]))
    )
    rows = "".join(
        f'<a class="z-row" data-row href="{escape(opened(scope.reference(scope.nodes[w.links[0].task])))}">'
        f'<span class="z-name">{markup(t("dependencies.waits", a=shown(scope.name(scope.nodes[w.department])), b=shown(scope.name(scope.nodes[w.waits_for]))))}</span>'
        f'<span class="z-with">{markup("、".join(dict.fromkeys(shown(n) for k in w.links for n in k.via)))} '
        f'<span class="z-path">{markup("、".join(f"{scope.path(scope.nodes[k.task])} → {scope.path(scope.nodes[k.needs])}" for k in w.links))}</span></span></a>'
        for w in found
    )
    return _section(t("dependencies.waiting"), len(found), rows, t("dependencies.nobody"))


def _external(scope: Scope) -> str:
    """Platforms outside the plan, with the reason, and how many tasks each reaches."""
    platforms = [(n, scope.external(n)) for n in sorted(scope.graph.labelled("Platform"), key=scope.place)]
    found = [(n, why) for n, why in platforms if why]
    rows = "".join(
        f'<a class="z-row" data-row href="{escape(here(node=scope.reference(n), ev=None))}"><span class="z-name k-Platform">{markup(shown(scope.name(n)))}</span>'
        f'<span class="z-with">{markup(_why(n, why))}</span><span class="z-right">{markup(t("dependencies.tasks", n=len({k.other.id for k in scope.links(n, "USES", "DELIVERS")})))}</span></a>'
        for n, why in found
    )
    return _section(t("dependencies.external"), len(found), rows, t("rows.none"))


def _why(platform: Node, reasons: str) -> str:
    owner = shown(platform.get("jurisdiction") or "") or words_or(f"tiers.{platform.get('tier')}", "")
    return "; ".join(t(f"external.{reason}", owner=owner) for reason in reasons.split())


# --- one node ------------------------------------------------------------------------------------------------------


def _one(scope: Scope, chains: Dependencies, node: Node) -> str:
    name = shown(scope.caption(node))
    external = scope.external(node) if node.label == "Platform" else ""
    if node.label == "Platform":
        reached = chains.blast_platform(node.id)
    elif node.label == "Department":
        reached = chains.blast_department(node.id)
    else:
        reached = chains.blast_task(node.id)
    direct = [r for r in reached if r.distance == 0]
    further = [r for r in reached if r.distance]
    said = t(f"dependencies.{node.label}", name=name, direct=len(direct), further=len(further), all=len(scope.items))
    back = f'<p class="z-actions"><a href="{escape(here(node=None, ev=None))}">← {markup(t("dependencies.whole"))}</a><a href="{escape(link("ask", node=scope.reference(node)))}">{markup(t("pages.ask"))}</a></p>'
    parts = [frame.head(t("dependencies.if", name=name)), back, frame.sentence(said)]
    if external:
        parts.append(frame.sentence(t("external.is", why=_why(node, external))))
    parts.append(
        _section(
            t(f"dependencies.direct_{node.label}"),
            len(direct),
            _reached(scope, node, direct),
            t("dependencies.nothing"),
        )
    )
    if further:
        parts.append(_section(t("dependencies.further"), len(further), _reached(scope, node, further), ""))
    if node.label == "Task":
        up = chains.upstream(node.id)
        parts.append(
            _section(t("needs.DEPENDS_ON_out"), len(up), _reached(scope, node, up), t("dependencies.needs_nothing"))
        )
    return "".join(parts)


def _reached(scope: Scope, node: Node, found: Sequence[Reached]) -> str:
    rows = []
    for reached in found:
        task = scope.nodes[reached.task]
        via = "、".join(dict.fromkeys(shown(name) for k in reached.links for name in k.via))
        steps = t("dependencies.steps", n=reached.distance) if reached.distance else ""
        direct = next(
            (k.relationship for k in scope.links(task) if k.other.id == node.id and k.relationship.get("evidence")),
            None,
        )
        verb = shown(direct.get("verb")) if direct is not None and direct.get("verb") else ""
        reference = scope.written(direct) if direct is not None else scope.reference(task)
        rows.append(
            f'<a class="z-row" data-row href="{escape(opened(reference))}">{numbered(scope, task)}'
            f'<span class="z-name">{markup(shown(scope.name(task)))}</span><span class="z-with">{with_whom(scope, task)}</span>'
            f'<span class="z-right">{markup(" ".join(filter(None, (steps, via, f"“{verb}”" if verb else ""))), 80)}</span></a>'
        )
    return "".join(rows)


def _section(title: str, count: int, rows: str, none: str) -> str:
    body = f'<div class="z-rows">{rows}</div>' if rows else f'<p class="z-none">{markup(none)}</p>'
    return f'<section class="z-list"><h2>{markup(title)} <span class="z-count">{count}</span></h2>{body}</section>'
