"""The one side panel: what a row, cell or node stands on, in the plan's own words.

Any page opens it by a link to `opened(…)`; the address holds it as `ev`. Previous and next walk through what the page
showed, in the page's order.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from explorer import dues
from explorer.address import here, link, value
from explorer.around import Group, around
from explorer.correcting import form, report_link, reporting
from explorer.language import shown, t, term, words_or
from explorer.marking import Mark, line_of, marked
from explorer.safe import markup, visible
from explorer.scope import Scope
from explorer.surface import surface
from graph.model import Node, Relationship

LISTED = 40
NEAR = 700


def begin() -> None:
    """Start a page: nothing is shown yet."""
    st.session_state["shown_evidence"] = []


def opened(reference: str) -> str:
    """This page's address with the panel open on something that the page shows: a relationship or a node."""
    order: list[str] = st.session_state.setdefault("shown_evidence", [])
    if reference not in order:
        order.append(reference)
    return _on(reference)


def _on(reference: str | None) -> str:
    """This page's address with the panel on something, nothing half reported."""
    return here(ev=reference, report=None)


def panel(scope: Scope) -> None:
    """Draw the panel when the address asks for one."""
    reference = value("ev")
    if not reference:
        return
    if reference.startswith("cell~"):
        body = _cell(scope, reference)
    elif "~" in reference:
        relationship = scope.relationship(reference)
        body = _relationship(scope, relationship) if relationship else ""
    else:
        node = scope.resolve(reference)
        body = _node(scope, node) if node else ""
    known = bool(body)
    if not known:
        body = f'<p class="z-note">{markup(t("panel.gone"))}</p>'
    with st.container(key="panel"):
        surface(
            f'<aside class="z-panel" aria-label="{markup(t("panel.title"))}">{_bar(reference)}{body}</aside>',
            "panel_body",
        )
        if known:
            form(scope, reference)


def _bar(reference: str) -> str:
    order: list[str] = st.session_state.get("shown_evidence", [])
    place = order.index(reference) if reference in order else -1
    steps = ""
    if place >= 0 and len(order) > 1:
        before, after = order[place - 1] if place else "", order[place + 1] if place + 1 < len(order) else ""
        steps = f"{_step(before, 'previous', '‹')}<span>{place + 1} / {len(order)}</span>{_step(after, 'next', '›')}"
    close = f'<a data-close href="{escape(_on(None))}" aria-label="{markup(t("panel.close"))}" title="Esc">×</a>'
    return f'<div class="z-panel-bar"><span class="z-steps">{steps}</span>{close}</div>'


def _step(reference: str, name: str, sign: str) -> str:
    label = markup(t(f"panel.{name}"))
    if not reference:
        return f'<span class="z-off" aria-hidden="true">{sign}</span>'
    return f'<a data-stay="{name}" href="{escape(_on(reference))}" aria-label="{label}" title="{label}">{sign}</a>'


# --- one relationship ----------------------------------------------------------------------------------------------


def _relationship(scope: Scope, r: Relationship) -> str:
    start, end = scope.nodes[r.start], scope.nodes[r.end]
    document = scope.document_of(r)
    via = scope.nodes.get(str(r.get("via") or ""))
    title = (
        f'<p class="z-kind">{markup(term(r.type))}</p>'
        f"<h2>{_named(scope, start)}<span> → </span>{_named(scope, end)}</h2>"
    )
    facts = [
        (t("panel.via"), _named(scope, via) if via else ""),
        (t("panel.word"), markup(shown(r.get("word") or r.get("verb")))),
        (t("panel.mention"), markup(shown(_joined(r.get("mention"))))),
        (t("panel.joint"), markup(t("panel.rank", n=r.get("rank"))) if r.get("joint") else ""),
        (t("panel.collective"), markup(t("panel.nobody")) if r.get("collective") else ""),
        (t("panel.implied"), markup(t("panel.by_rule")) if r.get("implied") else ""),
    ]
    task = next((n for n in (start, end) if n.label == "Task"), None)
    quote, offset = _quoted(scope, r, document, task)
    if document is not None and task is not None:
        facts += _place(scope, document, task, offset)
    facts.append((t("panel.rule"), _rule(r)))
    return (
        f"{title}{quote}{_facts(facts)}{_actions(scope, r.get('evidence'), document, task, offset, r)}"
        f"{_rest(scope, task, r) if task and not reporting() else ''}"
    )


def _joined(text: object) -> str:
    return "".join(str(text or "").split())


def _rule(r: Relationship) -> str:
    code = str(r.get("rule") or ("derived" if r.type == "DEPENDS_ON" else ""))
    if not code:
        return ""
    said = words_or(f"rules.{code}", words_or(f"rules.{code.split('.')[0]}", ""))
    return f"{markup(said)} <code>{markup(code)}</code>" if said else f"<code>{markup(code)}</code>"


def source_of(scope: Scope, r: Relationship) -> Relationship:
    """The relationship whose place in the text shows `r`: for a dependency, the first task's use of the platform."""
    if r.get("char_start") is not None or not r.get("via"):
        return r
    found = [k.relationship for k in scope.links(r.start, "USES", "CONSUMES") if k.other.id == r.get("via")]
    return found[0] if found else r


def _quoted(scope: Scope, r: Relationship, document: Node | None, task: Node | None) -> tuple[str, int | None]:
    """The task's text with sentence and mention marked, and the mention's offset."""
    source = source_of(scope, r)
    begin, stop, evidence = source.get("char_start"), source.get("char_end"), str(source.get("evidence") or "")
    if document is None or begin is None or stop is None:
        return (f'<blockquote class="z-quote">{markup(shown(evidence), 2_000)}</blockquote>' if evidence else ""), None
    text = str(document.get("text"))
    first, last = _span_of(text, evidence, int(begin), int(stop))
    marks = [Mark(first, last, "sentence"), Mark(int(begin), int(stop), "hit")]
    left, right = first, last
    if task is not None and int(task.get("char_start")) <= first and int(task.get("char_end")) >= last:
        left, right = int(task.get("char_start")), int(task.get("char_end"))
    cut_left, cut_right = max(left, first - NEAR), min(right, last + NEAR)
    body = marked(text, cut_left, cut_right, marks)
    before, after = "…" if cut_left > left else "", "…" if cut_right < right else ""
    return f'<blockquote class="z-quote">{before}{body}{after}</blockquote>', int(begin)


def _span_of(text: str, evidence: str, begin: int, stop: int) -> tuple[int, int]:
    """Where the evidence stands around its mention."""
    found = text.find(evidence, max(0, stop - len(evidence)), begin + len(evidence)) if evidence else -1
    return (found, found + len(evidence)) if found >= 0 else (begin, stop)


def _place(scope: Scope, document: Node, task: Node, offset: int | None) -> list[tuple[str, str]]:
    chapter = scope.chapter_of(task)
    steps = [markup(shown(chapter.heading))] if chapter else []
    steps += [markup(shown(scope.caption(scope.nodes[a], alone=True))) for a in scope.items[task.id].ancestors]
    steps.append(markup(shown(scope.caption(task, alone=True))))
    at = offset if offset is not None else int(task.get("char_start"))
    return [
        (t("panel.chapter"), " › ".join(steps)),
        (t("panel.line"), str(line_of(str(document.get("text")), at))),
        (t("panel.document"), markup(shown(citation_of(document)))),
    ]


def _facts(facts: Iterable[tuple[str, str]]) -> str:
    if reporting():
        return ""  # what is wrong is said right below the quotation
    rows = "".join(f"<div><dt>{markup(name)}</dt><dd>{said}</dd></div>" for name, said in facts if said)
    return f'<dl class="z-facts">{rows}</dl>'


# --- citing --------------------------------------------------------------------------------------------------------


def citation_of(document: Node) -> str:
    """《標題》(發文字號), as far as the document has them."""
    title, number = " ".join(str(document.get("title") or "").split()), document.get("doc_number")
    return (f"《{title}》" if title else "") + (f"({number})" if number else "") or str(document.get("source") or "")


def cited(scope: Scope, document: Node, task: Node | None) -> str:
    """A place as an office cites it: 《標題》(發文字號)第(十一)項1."""
    if task is None:
        return citation_of(document)
    item = scope.items[task.id]
    if not item.ancestors:
        return f"{citation_of(document)}第{item.path}項"
    top = scope.items[item.ancestors[0]].path
    rest = item.path[len(top) :].lstrip(".") if item.path.startswith(top) else item.path
    return f"{citation_of(document)}第{top}項{rest}"


def _actions(
    scope: Scope, sentence: object, document: Node | None, task: Node | None, offset: int | None, r: Relationship | None
) -> str:
    if document is None:
        return ""
    place = cited(scope, document, task)
    said = visible(" ".join(str(sentence or "").split()), 4_000)
    text = f"{shown(said)} {shown(place)}".strip()
    rich = f"<blockquote>{escape(shown(said))}</blockquote><p>{escape(shown(place))}</p>"
    many = len(scope.plans) > 1
    open_at = link(
        "document",
        at=scope.reference(task) if task else None,
        ev=scope.written(r) if r else (scope.reference(task) if task else None),
        doc=scope.document_name(document) if many else value("doc"),
    )
    del offset
    return (
        '<p class="z-actions">'
        f'<button type="button" data-copy data-text="{escape(text)}" data-html="{escape(rich)}"'
        f' data-done="{markup(t("panel.copied"))}">{markup(t("panel.copy"))}</button>'
        f'<a href="{escape(open_at)}">{markup(t("panel.open"))}</a>{report_link()}<span data-copied role="status"></span></p>'
    )


# --- one node, one cell --------------------------------------------------------------------------------------------


def _named(scope: Scope, node: Node) -> str:
    """A node's name as a link to the panel on it."""
    path = scope.path(node)
    number = f'<span class="z-path">{markup(path)}</span> ' if path else ""
    return f'<a href="{escape(_on(scope.reference(node)))}">{number}{markup(shown(scope.name(node)), 120)}</a>'


def _node(scope: Scope, node: Node) -> str:
    document = scope.items[node.id].document if node.id in scope.items else None
    facts: list[tuple[str, str]] = []
    quote = ""
    if document is not None:
        text = str(document.get("text"))
        first, last = int(node.get("char_start")), int(node.get("char_end"))
        marks = [
            Mark(
                int(k.relationship.get("char_start")),
                int(k.relationship.get("char_end")),
                k.relationship.type,
                title=term(k.relationship.type),
            )
            for k in scope.links(node)
            if k.relationship.get("char_start") is not None
        ]
        end = min(last, first + 3 * NEAR)
        quote = f'<blockquote class="z-quote">{marked(text, first, end, marks)}{"…" if end < last else ""}</blockquote>'
        facts = [(t("panel.due"), markup(dues.said(scope, node))), *_place(scope, document, node, None)]
    else:
        facts = [
            (t("panel.full_name"), markup(shown(node.get("canonical") or ""))),
            (t("panel.owner"), markup(shown(node.get("jurisdiction") or ""))),
            (t("panel.tier"), markup(words_or(f"tiers.{node.get('tier')}", str(node.get("tier") or "")))),
            (t("panel.aliases"), markup(shown("、".join(node.get("aliases") or ())))),
        ]
    said = node.get("text") if node.label == "Task" else None
    return (
        f'<p class="z-kind">{markup(term(node.label))}</p><h2>{markup(shown(scope.caption(node)), 200)}</h2>{quote}{_facts(facts)}'
        f"{_actions(scope, said, document, node if document else None, None, None)}{_further(scope, node)}"
        f"{'' if reporting() else ''.join(_group(scope, group) for group in around(scope, node))}"
    )


def _further(scope: Scope, node: Node) -> str:
    """Where else the explorer shows a node."""
    reference = scope.reference(node)
    pages: dict[str, tuple[str, ...]] = {
        "Department": ("ask", "department", "graph"),
        "Task": ("ask", "dependencies", "graph"),
        "Platform": ("ask", "dependencies", "graph"),
        "DataDomain": ("ask", "graph"),
    }
    links = "".join(
        f'<a href="{escape(link(page, node=reference))}">{markup(t(f"pages.{page}"))}</a>'
        for page in pages.get(node.label, ())
    )
    # A task's own line of actions has the way to report; of several documents none alone holds what only has a name.
    if links and node.label != "Task" and len(scope.plans) == 1:
        links += report_link()
    return f'<p class="z-actions">{links}</p>' if links else ""


def _rest(scope: Scope, task: Node, current: Relationship) -> str:
    """Every relationship of the task, by type."""
    groups = around(scope, task)
    total = sum(len(group.entries) for group in groups)
    head = f"<h3>{markup(t('panel.all_of_task', n=total))}</h3>"
    return head + "".join(_group(scope, group, current) for group in groups)


def _group(scope: Scope, group: Group, current: Relationship | None = None) -> str:
    rows = []
    for entry in group.entries[:LISTED]:
        r = entry.relationship
        here_now = ' aria-current="true"' if current is not None and r.key == current.key else ""
        path = f'<span class="z-path">{markup(scope.path(entry.other))}</span> ' if scope.path(entry.other) else ""
        target = scope.written(r) if r.get("evidence") else scope.reference(entry.other)
        rows.append(
            f'<li><a data-row href="{escape(_on(target))}"{here_now}>{path}{markup(shown(scope.name(entry.other)), 90)}</a></li>'
        )
    more = len(group.entries) - LISTED
    tail = f'<li class="z-note">{markup(t("panel.more", n=more))}</li>' if more > 0 else ""
    return (
        f'<section class="z-group"><h4>{markup(t(f"around.{group.key}"))} <span class="z-count">{len(group.entries)}</span></h4>'
        f"<ul>{''.join(rows)}{tail}</ul></section>"
    )


def cell_reference(scope: Scope, department: Node, row: Node) -> str:
    """A name for addresses of what a department has to do with a chapter, an item or a whole document."""
    return f"cell~{scope.reference(department)}~{scope.reference(row)}"


def _cell(scope: Scope, reference: str) -> str:
    """What a department has to do with everything below a row."""
    _, _, rest = reference.partition("~")
    first, _, second = rest.partition("~")
    department, row = scope.resolve(first), scope.resolve(second)
    if department is None or row is None:
        return ""
    below = scope.below(row)
    groups = [
        Group(f"{kind}_out", tuple(e for e in group.entries if e.other.id in below))
        for group in around(scope, department)
        for kind in ("LEADS", "SUPPORTS")
        if group.key == f"{kind}_out"
    ]
    return (
        f'<p class="z-kind">{markup(term(row.label))}</p>'
        f"<h2>{_named(scope, department)}<span> · </span>{markup(shown(scope.caption(row)), 120)}</h2>"
        f"{''.join(_group(scope, group) for group in groups if group.entries)}"
    )
