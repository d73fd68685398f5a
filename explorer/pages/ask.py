"""Choose a department, a platform, a data domain or a task: what it leads, supports, needs, and who needs it."""

from __future__ import annotations

from html import escape

from explorer import answers, dues, frame, replies
from explorer.address import here, link, value
from explorer.around import Group, around, needs, own_duties
from explorer.chips import changed
from explorer.language import shown, t, term
from explorer.rows import group_rows
from explorer.safe import markup
from explorer.scope import Scope
from explorer.surface import surface
from graph.errors import QueryError
from graph.identity import name_key
from graph.model import Node

KINDS = ("Department", "Platform", "Task", "DataDomain")


def draw() -> None:
    """The list of what can be chosen beside the answer for what is chosen."""
    scope = frame.scope()
    if value("q") and not value("node"):
        _reply(scope, value("q"))
        return
    node = scope.resolve(value("node")) if value("node") else None
    kind = node.label if node is not None and node.label in KINDS else value("kind", KINDS[0])
    kind = kind if kind in KINDS else KINDS[0]
    choice = _choice(scope, kind, node)
    surface(f'<div class="z-two{" z-chosen" if node else ""}">{choice}<main>{_answer(scope, node)}</main></div>', "ask")


def _reply(scope: Scope, text: str) -> None:
    """What was asked in the box, answered by a named question."""
    try:
        found = changed(replies.understood(text))
        body, table = replies.reply(scope, found)
    except QueryError as error:
        # only an address that was written by hand asks what a question does not take
        surface(frame.sentence(f"{error.code}: {error.line()}"), "reply")
        return
    surface(f'<section class="z-stack">{body}</section>', "reply")
    if table is not None and table.rows:
        answers.download(scope, table, "reply")


def _choice(scope: Scope, kind: str, node: Node | None) -> str:
    tabs = "".join(
        f'<a href="{escape(here(kind=k, node=None, ev=None))}"{" aria-current=page" if k == kind else ""}>{markup(term(k))}</a>'
        for k in KINDS
        if scope.graph.labelled(k)
    )
    rows = "".join(_option(scope, n, node) for n in sorted(scope.graph.labelled(kind), key=scope.place))
    return (
        f'<nav class="z-choice" data-filtered aria-label="{markup(t("ask.choose"))}"><div class="z-tabs">{tabs}</div>'
        f'<input type="search" data-filter placeholder="{markup(t("ask.filter"))}" aria-label="{markup(t("ask.filter"))}">'
        f'<div class="z-options" data-scroll="options">{rows}<p class="z-note" data-nothing hidden>{markup(t("ask.nothing"))}</p></div></nav>'
    )


def _option(scope: Scope, option: Node, chosen: Node | None) -> str:
    current = ' aria-current="true"' if chosen is not None and option.id == chosen.id else ""
    aim = ' data-aim="nearest"' if current else ""
    counts = _counts(scope, option)
    names = [
        scope.name(option),
        str(option.get("canonical") or ""),
        scope.number(option),
        str(option.get("number") or ""),
    ]
    words = "".join(n.lower() for n in names) + "".join(name_key(n) for n in names)
    path = f'<span class="z-path">{markup(scope.path(option))}</span>' if option.label == "Task" else ""
    return (
        f'<a data-row href="{escape(link("ask", node=scope.reference(option)))}" data-words="{markup(words, 2_000)}"{current}{aim}>'
        f'{path}<span class="z-name">{markup(shown(scope.name(option)), 80)}</span><span class="z-counts">{counts}</span></a>'
    )


def _counts(scope: Scope, option: Node) -> str:
    if option.label == "Department":
        leads, supports = len(scope.links(option, "LEADS")), len(scope.links(option, "SUPPORTS"))
        return (f"<b>●{leads}</b>" if leads else "") + (f"<i>○{supports}</i>" if supports else "")
    if option.label in ("Platform", "DataDomain"):
        return f"<i>{len(scope.links(option))}</i>"
    return ""


def _answer(scope: Scope, node: Node | None) -> str:
    if node is None:
        return f'{frame.head(t("ask.title"))}<p class="z-note">{markup(t("ask.hint"), 600)}</p>'
    title = frame.head(shown(scope.caption(node)), shown(_about(scope, node)))
    if node.label == "Department":
        body = _department(scope, node)
    elif node.label == "Task":
        body = _task(scope, node)
    else:
        body = _thing(scope, node)
    return f"{title}{_onward(scope, node)}{body}"


def _about(scope: Scope, node: Node) -> str:
    if node.label == "Task":
        chapter = scope.chapter_of(node)
        return chapter.heading if chapter else ""
    name = str(node.get("canonical") or "")
    return name if name != node.get("name") else ""


def _onward(scope: Scope, node: Node) -> str:
    reference = scope.reference(node)
    pages = {"Department": ["department", "graph"], "DataDomain": ["graph"]}.get(node.label, ["dependencies", "graph"])
    links = [f'<a href="{escape(link(page, node=reference))}">{markup(t(f"onward.{page}"))}</a>' for page in pages]
    if node.label == "Task":
        links.append(f'<a href="{escape(link("document", at=reference))}">{markup(t("panel.open"))}</a>')
    if node.label == "Department":
        links.append(f'<a href="{escape(link("matrix", department=scope.name(node)))}">{markup(t("pages.matrix"))}</a>')
    return f'<p class="z-actions">{"".join(links)}</p>'


def _department(scope: Scope, node: Node) -> str:
    leads, supports, perhaps = own_duties(scope, node)
    said = t(
        "ask.department", name=shown(scope.name(node)), leads=len(leads), supports=len(supports), perhaps=len(perhaps)
    )
    parts = [
        frame.sentence(said),
        group_rows(scope, leads, t("groups.leads")),
        group_rows(scope, supports, t("groups.supports")),
    ]
    if perhaps.entries:
        parts.append(group_rows(scope, perhaps, t("groups.perhaps"), note=t("groups.perhaps_note")))
    return "".join(parts) + _needs(scope, node)


def _needs(scope: Scope, node: Node) -> str:
    return "".join(group_rows(scope, group, t(f"needs.{group.key}")) for group in needs(scope, node))


def _task(scope: Scope, node: Node) -> str:
    item = scope.items[node.id]
    own = {g.key: g for g in around(scope, node)}
    empty = Group("LEADS_in", ())
    leads = own.get("LEADS_in", empty)
    parts = []
    if leads.entries or not item.children:
        parts.append(group_rows(scope, leads, t("around.LEADS_in")))
    parts += [
        group_rows(scope, own[k], t(f"around.{k}"))
        for k in ("SUPPORTS_in", "OVERSEES_in", "HAS_SUBTASK_out")
        if k in own
    ]
    if due := dues.said(scope, node):
        parts.insert(0, frame.sentence(t("ask.due", date=due)))
    return "".join(parts) + _needs(scope, node)


def _thing(scope: Scope, node: Node) -> str:
    """A platform or a data domain: who builds it, who stands on it, and whose it is."""
    groups = around(scope, node)
    counts = {g.key: len(g) for g in groups}
    builds, uses = ("DELIVERS_in", "USES_in") if node.label == "Platform" else ("PRODUCES_in", "CONSUMES_in")
    said = t(f"ask.{node.label}", name=shown(scope.name(node)), builds=counts.get(builds, 0), uses=counts.get(uses, 0))
    reason = scope.external(node) if node.label == "Platform" else ""
    parts = [frame.sentence(said)]
    if reason:
        why = "; ".join(t(f"external.{r}", owner=shown(node.get("jurisdiction") or "")) for r in reason.split())
        parts.append(frame.sentence(t("external.is", why=why)))
    return "".join(parts) + "".join(group_rows(scope, g, t(f"around.{g.key}")) for g in groups)
