"""The plan's own text: every mention marked by kind, the outline at its side, what was not read in plain sight."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from explorer import frame, reviewing
from explorer.address import here, value
from explorer.evidence import citation_of, opened
from explorer.issues import Found, issues_of
from explorer.language import shown, t, term, words_or
from explorer.marking import Mark, line_of, marked
from explorer.safe import markup
from explorer.scope import Scope
from explorer.surface import surface
from graph.model import Node, Relationship
from queries.matrix import is_assigned
from queries.plan import Chapter, Plan

# A longer text is shown a chapter at a time.
WHOLE = 60_000
KINDS = ("LEADS", "SUPPORTS", "OVERSEES", "DELIVERS", "USES", "PRODUCES", "CONSUMES", "HAS_TARGET", "DEPENDS_ON")


def draw() -> None:
    """Outline, text and what was not read, of one document."""
    scope = frame.scope()
    plan = _plan(scope)
    if value("view") == "corrections":
        reviewing.draw(scope, plan.document)
        return
    issues = issues_of(plan.document)
    surface(
        f'<div class="z-two z-reading">{_side(scope, plan, issues)}<main>{_head(plan, issues)}{_text(scope, plan, issues)}</main></div>',
        "document",
    )


def _plan(scope: Scope) -> Plan:
    """The document that holds what the address points at, else the first."""
    node = scope.resolve(value("at")) if value("at") else None
    if node is not None and node.id in scope.items:
        home = scope.items[node.id].document.id
        return next(plan for plan in scope.plans if plan.document.id == home)
    return scope.plans[0]


def _head(plan: Plan, issues: list[Found]) -> str:
    document = plan.document
    said = [document.get("issuer"), document.get("issued_on"), document.get("jurisdiction")]
    unread = sum(i.severity == "unread" for i in issues)
    note = " · ".join(shown(s) for s in said if s)
    legend = "".join(
        f'<span><i class="z-swatch m-{kind}"></i>{markup(term(kind))}</span>'
        for kind in KINDS
        if kind not in ("OVERSEES", "DEPENDS_ON")
    )
    legend += f'<span><i class="z-swatch m-unread"></i>{markup(t("document.unread", n=unread))}</span>'
    onward = f'<span class="z-actions">{reviewing.way_in(document)}</span>'
    return f'{frame.head(shown(citation_of(document)), note)}<p class="z-legend">{legend}{onward}</p>'


# --- the side ------------------------------------------------------------------------------------------------------


def _side(scope: Scope, plan: Plan, issues: list[Found]) -> str:
    rows = []
    at = scope.resolve(value("at")) if value("at") else None
    for entry in plan.entries:
        node = entry.node if isinstance(entry, Chapter) else entry.task
        number = (
            str(node.get("number") or "") + "、"
            if isinstance(entry, Chapter) and node.get("number")
            else scope.number(node)
        )
        depth = 0 if isinstance(entry, Chapter) else 1 + len(entry.ancestors)
        current = ' aria-current="true"' if at is not None and at.id == node.id else ""
        words = f"{number}{scope.name(node)}{node.get('number')}".lower()
        rows.append(
            f'<a data-row class="o-{depth}" href="{escape(here(at=scope.reference(node), issue=None))}" data-words="{markup(words, 600)}"{current}>'
            f'<span class="z-path">{markup(number)}</span><span class="z-name">{markup(shown(scope.name(node)), 60)}</span></a>'
        )
    return (
        f'<nav class="z-choice" data-filtered aria-label="{markup(t("document.outline"))}">'
        f'<input type="search" data-filter placeholder="{markup(t("ask.filter"))}" aria-label="{markup(t("ask.filter"))}">'
        f'<div class="z-options" data-scroll="outline">{"".join(rows)}<p class="z-note" data-nothing hidden>{markup(t("ask.nothing"))}</p></div>'
        f"{_issues(plan, issues)}</nav>"
    )


def _issues(plan: Plan, issues: list[Found]) -> str:
    """What was not read and what to look at, folded under the outline."""
    if not issues:
        return f'<p class="z-note">{markup(t("document.all_read"))}</p>'
    text = str(plan.document.get("text"))
    chosen = value("issue")
    rows = "".join(
        f'<a data-row class="i-{i.severity}" href="{escape(here(issue=str(i.place + 1), at=None))}"{" aria-current=true" if chosen == str(i.place + 1) else ""}>'
        f'<span class="z-path">{line_of(text, i.start)}</span>'
        f'<span class="z-name">{markup(words_or(f"issues.{i.code}", i.reason or i.code), 120)}</span></a>'
        for i in issues
    )
    unread = sum(i.severity == "unread" for i in issues)
    said = t("document.issues", unread=unread, warnings=len(issues) - unread)
    return f'<details{" open" if chosen else ""}><summary>{markup(said)}</summary><div class="z-options z-issues">{rows}</div></details>'


# --- the text ------------------------------------------------------------------------------------------------------


def _place(r: Relationship) -> tuple[str, object, object]:
    """The task and the mention that a duty stands on."""
    return r.end, r.get("char_start"), r.get("char_end")


def _named_for(scope: Scope) -> dict[tuple[str, object, object], list[Node]]:
    """The departments that the office named in place of a collective, by the place of the collective's mention."""
    found: dict[tuple[str, object, object], list[Node]] = {}
    for r in scope.graph.relationships:
        if is_assigned(r):
            found.setdefault(_place(r), []).append(scope.nodes[r.start])
    return found


def _marks(scope: Scope, plan: Plan) -> Iterator[Mark]:
    chosen = scope.relationship(value("ev")) if "~" in value("ev") else None
    named = _named_for(scope)
    for r in scope.graph.relationships:
        if r.type not in KINDS or r.get("char_start") is None or is_assigned(r):
            continue
        home = scope.document_of(r)
        if home is None or home.id != plan.document.id:
            continue
        other = scope.nodes[r.start] if scope.nodes[r.end].label == "Task" else scope.nodes[r.end]
        task = scope.nodes[r.end] if other.id == r.start else scope.nodes[r.start]
        title = f"{scope.number(task)} {term(r.type)}: {shown(scope.name(other))}"
        if bodies := named.get(_place(r)):
            title += f" → {'、'.join(shown(scope.name(body)) for body in bodies)} ({t('rows.assigned')})"
        now = chosen is not None and (chosen.key == r.key or (is_assigned(chosen) and _place(chosen) == _place(r)))
        yield Mark(
            int(r.get("char_start")),
            int(r.get("char_end")),
            f"{r.type}{' m-hit' if now else ''}",
            opened(scope.written(r)),
            title,
        )


def _text(scope: Scope, plan: Plan, issues: list[Found]) -> str:
    text = str(plan.document.get("text"))
    marks = list(_marks(scope, plan))
    chosen = _chosen(issues)
    for issue in issues:
        said = words_or(f"issues.{issue.code}", issue.reason or issue.code)
        kind = f"{issue.severity}{' m-hit' if issue is chosen else ''}"
        marks.append(Mark(issue.start, issue.end, kind, here(issue=str(issue.place + 1), at=None), said))
    aim = _aim(scope, text, chosen)
    first, last = _window(plan, text, aim)
    starts = {int(item.task.get("char_start")): item for item in plan.items}
    chapters = {
        int(c.node.get("char_start") or 0) for c in scope.chapters.values() if c.document.id == plan.document.id
    }
    lines, offset, number = [], first, line_of(text, first)
    for line in text[first:last].split("\n"):
        end = offset + len(line)
        if line.strip():
            aimed = ' data-aim="center"' if aim is not None and offset <= aim <= end else ""
            kind = "t-chapter" if offset in chapters else "t-item" if offset in starts else ""
            lines.append(
                f'<p class="{kind}"{aimed}><span class="z-line" aria-hidden="true">{number}</span>{marked(text, offset, end, marks)}</p>'
            )
        offset, number = end + 1, number + 1
    note = "" if last - first == len(text) else f'<p class="z-note">{markup(t("document.part"))}</p>'
    return f'{note}<article class="z-text" lang="zh">{"".join(lines)}</article>'


def _chosen(issues: list[Found]) -> Found | None:
    place = value("issue")
    return issues[int(place) - 1] if place.isdecimal() and 0 < int(place) <= len(issues) else None


def _aim(scope: Scope, text: str, issue: Found | None) -> int | None:
    """The offset that the address points at: an issue, a relationship's mention, a task or a chapter."""
    if issue is not None:
        return issue.start
    r = scope.relationship(value("ev")) if "~" in value("ev") else None
    node: Node | None = scope.resolve(value("at")) if value("at") else None
    if r is not None and r.get("char_start") is not None:
        offset = int(r.get("char_start"))
        inside = (
            node is None or node.label != "Task" or int(node.get("char_start")) <= offset <= int(node.get("char_end"))
        )
        if inside:
            return offset
    if node is not None and node.get("char_start") is not None:
        return int(node.get("char_start"))
    del text
    return None


def _window(plan: Plan, text: str, aim: int | None) -> tuple[int, int]:
    """All of a short text; of a long one the chapter that is pointed at."""
    if len(text) <= WHOLE:
        return 0, len(text)
    starts = sorted({0, *(int(e.node.get("char_start") or 0) for e in plan.entries if isinstance(e, Chapter))})
    at = aim or 0
    first = max(s for s in starts if s <= at)
    later = [s for s in starts if s > at]
    last = later[0] if later else len(text)
    if last - first > WHOLE:
        first = max(first, text.rfind("\n", 0, max(at - WHOLE // 2, 1)) + 1)
        last = min(last, first + WHOLE)
    return first, last
