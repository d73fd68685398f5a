"""Rows of tables become drafts of items, their cells clauses and deadlines."""

from __future__ import annotations

import re
from collections import Counter

from loaders.clauses import Clause, Part, parse_clause, parse_people
from loaders.drafts import Draft
from loaders.facts import Used
from loaders.labels import RANKS, Label, label_at
from loaders.lines import Flow
from loaders.source import Span
from loaders.table_heads import BODIES, is_shared
from loaders.table_rows import Grid, Row

_DIVIDES = re.compile("[/;\n]")
_SAME = re.compile(r"\s*(?:同上|〃|″|”|\")\s*$")


def from_grid(
    flow: Flow, grid: Grid, plain: str, used: list[Used]
) -> tuple[list[Draft], list[tuple[Draft | None, Draft]]]:
    """The drafts of a table.

    Args:
        flow: the source's own shadow.
        grid: the table.
        plain: the shadow with the document's rules blanked.
        used: takes what the table has that is no item.

    Returns:
        The chapters that stand in the table (as drafts), and each item with its chapter.
    """
    used += [Used(span, "furniture", "table.head") for span in grid.heads if len(span)]
    _merged_titles(grid)
    shared = Counter(
        (i, spans[0])
        for row in grid.rows
        for i, spans in row.cells.items()
        if grid.kinds[i] == "title" and row.number and not row.goes_on
    )
    chapters: list[Draft] = []
    items: list[tuple[Draft | None, Draft]] = []
    chapter: Draft | None = None
    parent: Draft | None = None
    latest: Draft | None = None
    previous: dict[int, Clause] = {}
    for row in grid.rows:
        if row.heading is not None:
            heading = _heading(flow, row.heading)
            latest = None
            if heading is None:
                used.append(Used(row.heading, "furniture", "table.group"))
            elif heading[0] in ("cn", "chapter", "part", "section"):
                chapter, parent = heading[1], None
                chapters.append(chapter)
            else:
                parent = heading[1]
                items.append((chapter, parent))
            continue
        draft, own = _draft(flow, grid, row, plain, shared, previous, used)
        previous = own
        if row.goes_on and latest is not None:
            _join(latest, draft)
            continue
        latest = draft
        if parent is not None:
            if draft.value is None and "number" not in grid.kinds:
                # rows without numbers under a numbered heading are parts of it
                draft.implicit, draft.title = True, _first_clause(flow.text, draft.title)
            parent.children.append(draft)
        else:
            items.append((chapter, draft))
    return chapters, items


def _merged_titles(grid: Grid) -> None:
    """A column of titles that some rows lack, in a table without numbers, is one of headings."""
    if "number" in grid.kinds or "title" not in grid.kinds:
        return
    title, task = grid.kinds.index("title"), grid.kinds.index("task")
    if any(row.heading is None and task in row.cells and title not in row.cells for row in grid.rows):
        grid.kinds[title] = "group"


def _heading(flow: Flow, span: Span) -> tuple[str, Draft] | None:
    """A heading row that bears a label: its kind and draft."""
    label = label_at(flow.text, span.start, span.end)
    if label is None or RANKS[label.kind] > RANKS["paren_cn"]:
        return None
    begin = (
        label.span.end + len(flow.text[label.span.end : span.end]) - len(flow.text[label.span.end : span.end].lstrip())
    )
    end = begin + len(flow.text[begin : span.end].rstrip(" 。:;,\n"))
    return label.kind, Draft(flow, label.number, label.span, Span(begin, end), span, [])


def _draft(
    flow: Flow,
    grid: Grid,
    row: Row,
    plain: str,
    shared: Counter[tuple[int, Span]],
    previous: dict[int, Clause],
    used: list[Used],
) -> tuple[Draft, dict[int, Clause]]:
    text = flow.text
    clauses: dict[int, Clause] = {}
    body: list[Span] = []
    dues: list[Span] = []
    title: Span | None = None
    for i, spans in sorted(row.cells.items()):
        kind = grid.kinds[i]
        cell = Span(spans[0].start, spans[-1].end)
        if kind in BODIES or kind == "oversee":
            clauses[i] = _cell(plain, cell, kind, grid.words[i], previous.get(i))
            if kind in BODIES and is_shared(text[grid.words[i].start : grid.words[i].end]):
                _divide(plain, cell, clauses[i])
            used.append(Used(cell, "used", "table.bodies"))
        elif kind == "due":
            dues.append(cell)
            used.append(Used(cell, "used", "table.due"))
        elif kind == "title" and not row.goes_on and shared[i, spans[0]] < 2:
            title = _first_sentence(text, cell)
            body.append(cell)
        elif kind in ("title", "task"):
            body.append(cell)
            if title is None and kind == "task":
                title = _first_clause(text, cell) if row.goes_on else _first_sentence(text, cell)
        else:
            used.append(Used(cell, "furniture", "table.other_column"))
    body.sort()
    own = [*body, *([row.label] if row.label else [])]
    own = own or [Span(s.start, s.end) for spans in row.cells.values() for s in spans[:1]]
    own = own or [Span(grid.span.start, grid.span.start)]
    begin = min(s.start for s in own)
    span = Span(begin, max(s.end for s in own))
    label = row.label
    value = row.number
    if title is None:
        title = Span(begin, begin)
    if value is None and "number" not in grid.kinds and title is not None:
        found = label_at(text, title.start, title.end)
        if found:
            label, value = found.span, found.number
            title = _first_sentence(text, Span(label.end, max(title.end, label.end)))
    draft = Draft(flow, value, label, title, span, body, list(clauses.values()), dues=dues)
    return draft, clauses


def _first_sentence(text: str, cell: Span) -> Span:
    begin = cell.start + len(text[cell.start : cell.end]) - len(text[cell.start : cell.end].lstrip())
    cut = text.find("。", begin, cell.end)
    end = cell.end if cut < 0 else cut
    return Span(begin, begin + len(text[begin:end].rstrip(" \n;:,")))


def _first_clause(text: str, cell: Span) -> Span:
    sentence = _first_sentence(text, cell)
    cut = text.find(",", sentence.start, sentence.end)
    return sentence if cut < 0 else Span(sentence.start, cut)


def _cell(plain: str, cell: Span, kind: str, word: Span, above: Clause | None) -> Clause:
    """The clause that a cell of bodies or people is."""
    if above is not None and _SAME.match(plain[cell.start : cell.end]):
        return Clause(above.span, "cell", list(above.parts), list(above.dues), True)
    if kind == "oversee" and ":" not in plain[cell.start : cell.end]:
        clause = parse_people(plain, cell)
    else:
        clause = parse_clause(plain, cell.start, cell.end, form="cell", span=cell, default=kind)
        clause.worded = True
    parts: list[Part] = []
    leads = any(p.role == "lead" and p.word is not None for p in clause.parts)
    for part in clause.parts:
        role = part.role
        if kind == "lead" and role == "duty":
            role = "support" if leads else "lead"
        elif kind == "support" and role in ("duty", "oversee"):
            role = "support"
        elif kind == "oversee" and part.word is None:
            role = kind
        parts.append(part._replace(role=role, word=part.word or (word if len(word) else None)))
    clause.parts = parts
    return clause


def _divide(plain: str, cell: Span, clause: Clause) -> None:
    """甲局/乙局、丙局 in a column for both: who stands before the mark leads, the others support."""
    mark = _DIVIDES.search(plain, cell.start, cell.end)
    if mark is not None and not any(p.role == "support" for p in clause.parts):
        clause.parts = [
            part._replace(role="lead" if part.name.start < mark.start() else "support")
            if part.role != "oversee"
            else part
            for part in clause.parts
        ]


def _join(draft: Draft, more: Draft) -> None:
    """Add a row that has no number of its own to the item above: a further part of it."""
    same = {c.span for c in draft.clauses} | {c.span for child in draft.children for c in child.clauses}
    fresh = [c for c in more.clauses if c.span not in same]
    target = draft.children[-1] if draft.children else draft
    if not more.body or not fresh:
        target.body += [s for s in more.body if s not in target.body]
        target.body.sort()
        target.clauses += fresh
        target.dues += [d for d in more.dues if d not in target.dues]
        target.span = Span(min(target.span.start, more.span.start), max(target.span.end, more.span.end))
        return
    if not draft.children:
        first = Draft(draft.flow, None, None, draft.title, draft.span, draft.body, draft.clauses, implicit=True)
        if (
            len(draft.body) > 1
            and draft.title.start == draft.body[0].start
            and draft.title.end + 1 >= draft.body[0].end
        ):
            # a column names the item; its parts are named by their own words
            first.title = _first_clause(draft.flow.text, draft.body[1])
        if draft.label and draft.body:
            first.span = Span(min(s.start for s in draft.body), max(s.end for s in draft.body))
        first.dues = draft.dues
        draft.children = [first]
        draft.span = Span(
            draft.label.start if draft.label else draft.span.start,
            max(draft.title.end, draft.label.end if draft.label else 0),
        )
        draft.body, draft.clauses, draft.dues = [], [], []
    more.implicit, more.value, more.label = True, None, None
    _by_label(draft.children[-1], more, first=len(draft.children) == 1)
    draft.children.append(more)


def _by_label(above: Draft, more: Draft, *, first: bool) -> None:
    """Rows of one item that print numbers of their own (1.建設…, 2.歸集…) are no implicit parts."""
    text, found = above.flow.text, [_label(draft) for draft in (above, more)]
    if found[1] is None or (found[0] is None if first else above.value is None):
        return
    before = found[0].number if first and found[0] else above.value
    if found[1].number != (before or 0) + 1:
        return
    for draft, label in zip((above, more), found, strict=True):
        if label is not None and draft.value is None:
            cell = draft.body[-1]
            begin = (
                label.span.end + len(text[label.span.end : cell.end]) - len(text[label.span.end : cell.end].lstrip())
            )
            draft.body[-1] = Span(begin, cell.end)
            draft.title = _first_sentence(text, draft.body[-1])
            draft.value, draft.label, draft.implicit = label.number, label.span, False


def _label(draft: Draft) -> Label | None:
    return label_at(draft.flow.text, draft.body[-1].start, draft.body[-1].end) if draft.body else None
