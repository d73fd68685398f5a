"""From a source text to head, chapters, items, roles and dues: the structure half of reading, as one sequence.

tables → paragraphs → rules → clauses → labels → outline → drafts → numbers → facts
"""

from __future__ import annotations

import re

from loaders.clause_labels import with_colons
from loaders.clause_places import Found, find_clauses
from loaders.drafts import Draft, from_branch, from_groups, introductions
from loaders.facts import Chapter, Facts, Issue, Used
from loaders.head import Signature, find_signature, read_head
from loaders.headings import give, heading_clauses
from loaders.labels import Label, begins_with_label, find_labels
from loaders.lines import Flow, line_spans, unwrap
from loaders.numbering import Numbered, number_drafts
from loaders.outline import Branch, Outline, build_outline, furniture_lines, is_no_work
from loaders.roles import write_roles
from loaders.rules import Rule, find_rules
from loaders.source import SourceText, Span
from loaders.table_drafts import from_grid
from loaders.table_rows import Grid
from loaders.tables import find_tables

_ANNEX_LINE = re.compile(r"附[件表录]?\s*[\d一二三四五六七八九十]{0,3}\s*$")
_EMPTY_BRACKET = re.compile(r"[(\[〔【][,、。 ]*;[;,、。 ]*[)\]〕】]")
_PAGE_LINE = re.compile(
    r"[-—–]\s*\d{1,3}\s*[-—–]$|第\s*\d{1,3}\s*页(?:\s*,?\s*共\s*\d{1,3}\s*页)?$|[(]?(?:上接|下转)第?[^()]{1,4}版[)]?$"
)


def read_structure(source: SourceText, facts: Facts, *, jurisdiction: str | None = None) -> None:
    """Fill head, chapters, items, roles and dues, and account for every span that they stand in.

    Args:
        source: the text and what its format knew of tables and furniture.
        facts: takes the result; `used` and `issues` are appended to.
        jurisdiction: the place that the plan governs, where the caller knows it.
    """
    text = source.shadow
    lines = line_spans(text)
    site = furniture_lines(text, lines)
    pages = sorted([*source.furniture, *(s for s in lines if s[1] - s[0] <= 16 and _PAGE_LINE.match(text, *s))])
    facts.used += [Used(span, "furniture", "outline.site") for span in site]
    facts.used += [Used(span, "furniture", "outline.page") for span in pages]
    grids = find_tables(source, text, lines, sorted([*site, *pages]))
    flow = unwrap(text, lines, [grid.span for grid in grids], pages, begins_with_label)
    rules = find_rules(flow.text)
    plain = with_colons(_blanked(flow.text, [rule.span for rule in rules]))
    outside = [_inward(flow, span) for span in sorted([*(g.span for g in grids), *site, *pages])]
    found = find_clauses(plain, outside)
    labels = find_labels(plain, outside, [clause.span for clause in found.clauses])
    signature = find_signature(text, lines)
    breaks = _breaks(flow, lines, grids, site, signature, found, labels)
    outline = build_outline(plain, labels, found.clauses, breaks)
    starts = [flow.span(outline.tops[0].label.span).start] if outline.tops else []
    front = min([*starts, *(g.span.start for g in grids), *_first_clause(flow, found, labels)], default=len(text))
    head = read_head(text, source.text, lines, front, signature, jurisdiction)
    facts.head = head.head
    facts.used += head.used
    numbered = _number(facts, source, flow, outline, grids, rules)
    write_roles(source, facts, numbered, rules, flow, head)
    _account(facts, flow, outline, found, rules, lines, front)


def _blanked(text: str, spans: list[Span]) -> str:
    """The text with the document's rules blanked, so that their words are no clause's; a bracket of rules alone goes too."""
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], ";" * len(span)]
        at = span.end
    plain = "".join([*parts, text[at:]])
    return _EMPTY_BRACKET.sub(lambda found: ";" * len(found.group()), plain) if spans else plain


def _inward(flow: Flow, span: Span) -> Span:
    return Span(flow.place(span.start), flow.place(span.end))


def _first_clause(flow: Flow, found: Found, labels: list[Label]) -> list[int]:
    """Where the paragraph of a clause before the first label begins: nothing after it is head."""
    if not found.clauses or (labels and labels[0].span.start < found.clauses[0].span.start):
        return []
    at = found.clauses[0].span.start
    return [flow.span(Span(flow.text.rfind("\n", 0, at) + 1, at + 1)).start]


def _breaks(
    flow: Flow,
    lines: list[Span],
    grids: list[Grid],
    site: list[Span],
    signature: Signature,
    found: Found,
    labels: list[Label],
) -> list[int]:
    """Offsets of the flow that no item's words cross."""
    last = max([label.span.end for label in labels] + [c.span.end for c in found.clauses], default=0)
    marks = [grid.span.start for grid in grids] + [grid.span.end for grid in grids]
    marks += [line.start for line in lines if line[1] - line[0] <= 8 and _ANNEX_LINE.match(flow_line(flow, line))]
    marks += [signature.span.start] if signature.span else []
    places = [flow.place(mark) for mark in marks]
    places += [at for span in site if (at := flow.place(span.start)) >= last]
    return sorted(places)


def flow_line(flow: Flow, line: Span) -> str:
    """A source line's characters in the flow."""
    return flow.text[flow.place(line.start) : flow.place(line.end)]


def _number(
    facts: Facts,
    source: SourceText,
    flow: Flow,
    outline: Outline,
    grids: list[Grid],
    rules: list[Rule],
) -> list[Numbered]:
    """Chapters and items, numbered, into the facts."""
    own = Flow(source.shadow)
    plain = _blanked(own.text, [flow.span(rule.span) for rule in rules]) if grids else ""
    in_tables: list[tuple[Draft | None, Draft]] = []
    table_chapters: list[Draft] = []
    for grid in grids:
        chapters, items = from_grid(own, grid, plain, facts.used)
        table_chapters += chapters
        in_tables += items
    spoken = any(top.speaks for top in outline.tops)
    if in_tables and not spoken:
        # the table says who does what; the numbered text before it tells why
        facts.used += [Used(flow.span(b.own), "furniture", "outline.narrative") for t in outline.tops for b in t.walk()]
        outline.tops, outline.chapters = [], []
    drafts: list[Draft] = []
    heads = {id(chapter) for chapter in outline.chapters}
    owners = heading_clauses(flow.text, outline.chapters)
    for top in outline.tops:
        if id(top) in heads:
            position = _chapter(facts, source, flow, top)
            below = _below(flow, top, position)
            if owner := owners.get(id(top)):
                for draft in below:
                    give(draft, owner)
            drafts += below
        else:
            drafts.append(from_branch(flow, top, None, False))
    if not outline.tops and outline.stray and not in_tables:
        drafts = from_groups(flow, outline.stray, _after_head(facts, flow), outline.stray[-1].span.end)
        outline.stray.clear()
    positions = {id(c): _draft_chapter(facts, source, c) for c in table_chapters}
    for chapter, draft in in_tables:
        for one in draft.walk():
            one.chapter = positions[id(chapter)] if chapter is not None else None
    prefix = "附" if drafts and in_tables else ""
    return number_drafts(facts, source, drafts) + number_drafts(
        facts, source, [draft for _, draft in in_tables], prefix=prefix
    )


def _after_head(facts: Facts, flow: Flow) -> int:
    ends = [used.span.end for used in facts.used if used.rule.startswith("head.")]
    return flow.place(max(ends)) if ends else 0


def _chapter(facts: Facts, source: SourceText, flow: Flow, branch: Branch) -> int:
    begin = branch.label.span.end
    stop = min(
        [branch.own.end]
        + [at for mark in "\n。" if (at := flow.text.find(mark, begin, branch.own.end)) >= 0]
        + [c.span.start for c in branch.clauses if c.span.start > begin]
    )
    title = flow.span(Span(begin, max(stop, begin)))
    span = Span(flow.span(branch.label.span).start, max(title.end, flow.span(branch.label.span).end))
    return _add_chapter(facts, source, _plain_number(branch.label.printed), title, span)


def _draft_chapter(facts: Facts, source: SourceText, draft: Draft) -> int:
    label = draft.flow.text[draft.label.start : draft.label.end] if draft.label else ""
    return _add_chapter(facts, source, _plain_number(label), draft.title, draft.span)


def _plain_number(printed: str) -> str:
    return re.sub(r"第|[部分篇编章节条、.:()\s]", "", printed)


def _add_chapter(facts: Facts, source: SourceText, number: str, title: Span, span: Span) -> int:
    words = re.sub(r"\s*\n\s*", "", source.text[title.start : title.end]).strip(" \t\u3000。;:；：")
    position = len(facts.chapters) + 1
    facts.chapters.append(Chapter(number, words, position, span))
    facts.used.append(Used(span, "used", "outline.chapter"))
    return position


def _below(flow: Flow, top: Branch, position: int) -> list[Draft]:
    """The items of a chapter; a chapter's own clause goes to its items without one, or stands for the chapter."""
    optional = is_no_work(_title_of(flow, top)) and not top.speaks
    drafts = [from_branch(flow, child, position, optional) for child in top.children]
    if not top.clauses:
        return drafts
    if not drafts:
        whole = from_branch(flow, top, position, False)
        whole.value, whole.implicit = 0, True
        return [whole]
    for draft in drafts:
        if not any(one.clauses for one in draft.walk()):
            draft.clauses = list(top.clauses)
    return drafts


def _title_of(flow: Flow, branch: Branch) -> str:
    stop = re.search("[\n。(]", flow.text[branch.label.span.end : branch.own.end + 1])
    end = branch.label.span.end + stop.start() if stop else branch.own.end
    return flow.text[branch.label.span.end : end]


def _account(
    facts: Facts,
    flow: Flow,
    outline: Outline,
    found: Found,
    rules: list[Rule],
    lines: list[Span],
    front: int,
) -> None:
    """What was used beside the items, and what is no fact; clauses that bind to nothing are issues."""
    add = facts.used.append
    for clause in found.clauses:
        add(Used(flow.span(clause.span), "used", f"clause.{clause.form}"))
    for rule in rules:
        add(Used(flow.span(rule.span), "used", f"rule.{rule.kind}"))
    for span in found.asides:
        add(Used(flow.span(span), "furniture", "clause.aside"))
    for span in found.unread:
        facts.issues.append(Issue("Z701", flow.span(span), "a bracket like a clause, in a form that no rule reads"))
    for span in outline.closing:
        add(Used(flow.span(span), "furniture", "outline.closing"))
    for span in outline.narrative:
        add(Used(flow.span(span), "furniture", "outline.narrative"))
    bound = {id(c) for top in outline.tops for branch in top.walk() for c in branch.clauses}
    for clause in outline.stray:
        if facts.items and outline.tops and id(clause) not in bound:
            facts.issues.append(Issue("Z702", flow.span(clause.span), "a clause before the first item"))
    for top in outline.chapters:
        first = top.children[0].label.span.start if top.children else top.own.end
        for span in introductions(flow.text, Span(top.label.span.start, first)):
            add(Used(flow.span(span), "furniture", "outline.introduction"))
        begin = flow.text.find("\n", top.label.span.start, first)
        if begin >= 0:
            add(Used(flow.span(Span(begin, top.own.end)), "furniture", "outline.introduction"))
    if facts.items:
        first_item = min(item.span.start for item in facts.items)
        last_item = max(item.span.end for item in facts.items)
        add(Used(Span(0, max(0, min(first_item, front))), "furniture", "outline.introduction"))
        for start, end in lines:
            if end > last_item:
                add(Used(Span(max(start, last_item), end), "furniture", "outline.closing"))
    facts.used = [used for used in facts.used if used.span[1] > used.span[0]]
