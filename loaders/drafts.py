"""Items as they are read, before they are numbered: from the outline's branches and from the rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from loaders.clauses import Clause
from loaders.lines import Flow
from loaders.outline import Branch
from loaders.source import Span
from loaders.words import either, words


@dataclass(slots=True, eq=False)
class Draft:
    """One item without its number. Spans are the flow's.

    Attributes:
        flow: the text that the spans count in.
        value: the printed number, None for an implicit one.
        printed: the label as the shadow prints it, at `label`.
        title: where its title stands.
        span: its own words.
        body: the parts of them in which facts may stand.
        clauses: those that bind to it.
        chapter: position of its chapter, None directly under the document.
        dues: deadline cells.
    """

    flow: Flow
    value: int | None
    label: Span | None
    title: Span
    span: Span
    body: list[Span]
    clauses: list[Clause] = field(default_factory=list)
    children: list[Draft] = field(default_factory=list)
    chapter: int | None = None
    implicit: bool = False
    optional: bool = False
    dues: list[Span] = field(default_factory=list)

    def walk(self) -> Iterator[Draft]:
        """It and everything below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


_NO_WORDS = re.compile(r"[\s、,;。.:!?()\[\]〔〕【】]*$")
_LEAD = re.compile(r"[\s、,;。.:!?)\]〕】—–●•◆■▪◎○·-]*")
# 任務1⏎任務名稱:修碼頭
_NAMED = re.compile(r"(?:[^\n]{0,12}\n)?\s*(?:任务|项目|事项|工作|实事)名称\s*:[ \t]*(?P<title>[^\n。]{2,60})")
_SHORT = re.compile("[,。;!?\n]")


def from_branch(flow: Flow, branch: Branch, chapter: int | None, optional: bool) -> Draft:
    """The draft of an item and of everything below it; several clauses without numbers become implicit children."""
    text = flow.text
    begin, stop = branch.label.span[1], branch.own[1]
    while begin < stop and text[begin].isspace():
        begin += 1
    title = _title(text, begin, branch)
    draft = Draft(flow, branch.label.number, branch.label.span, title, branch.own, [], chapter=chapter)
    draft.optional = optional
    draft.children = [from_branch(flow, child, chapter, optional) for child in branch.children]
    groups = _groups(text, branch.clauses) if len(branch.clauses) > 1 and not branch.children else []
    if len(groups) > 1:
        heading_line = text[title.end : title.end + 2].lstrip("。:; \t")[:1] in ("\n", "")
        start = title.end if heading_line else begin
        heading = None if heading_line else title
        draft.span = Span(branch.own.start, title.end)
        if (paragraph := _own_paragraph(text, title.end, groups[0][0].span.start)) >= 0:
            # words that introduce all of them stand in a paragraph of their own
            draft.body = without(text, Span(title.end, paragraph), [])
            draft.span = Span(branch.own.start, paragraph)
            start, heading = paragraph, None
        draft.children = _implicit(flow, groups, start, branch.own.end, heading, chapter)
    else:
        draft.clauses = branch.clauses
        draft.body = without(text, Span(begin, stop), [c.span for c in branch.clauses if c.span[0] < stop])
    return draft


def _own_paragraph(text: str, heading: int, clause: int) -> int:
    """Where the paragraph that a clause ends begins, with at least one whole paragraph between it and the heading.

    -1 where there is none, or where the clause stands on a line of its own.
    """
    at = text.rfind("\n", heading, clause)
    if at < 0 or not text[at:clause].strip(" \t\u3000\n(【〔["):
        return -1
    return at if text[heading:at].strip(" \t\u3000\n。:;") else -1


def from_groups(flow: Flow, clauses: list[Clause], start: int, end: int) -> list[Draft]:
    """Drafts of a text without any label: one for each clause."""
    return _implicit(flow, _groups(flow.text, clauses), start, end, None, None)


def _title(text: str, begin: int, branch: Branch) -> Span:
    """The words after a label up to the first 。, the first clause or the end of the paragraph."""
    stop = branch.own[1]
    if text.find("名称", begin, begin + 40) >= 0 and (named := _NAMED.match(text, begin, stop)):
        return Span(*named.span("title"))
    for mark in "。\n":
        at = text.find(mark, begin, stop)
        if at >= 0:
            stop = at
    for clause in branch.clauses:
        if begin < clause.span[0] < stop:
            stop = clause.span[0]
    while stop > begin and text[stop - 1] in " \t\u3000\n:;,.、":
        stop -= 1
    return Span(begin, max(stop, begin))


def _groups(text: str, clauses: list[Clause]) -> list[list[Clause]]:
    """Clauses that belong to one task: nothing but punctuation between them, or without a body that leads."""
    runs: list[list[Clause]] = []
    for clause in clauses:
        if runs and _NO_WORDS.match(text[runs[-1][-1].span.end : clause.span.start]):
            runs[-1].append(clause)
        else:
            runs.append([clause])
    groups: list[list[Clause]] = []
    waiting: list[Clause] = []
    for run in runs:
        if any(p.role in ("lead", "duty") for clause in run for p in clause.parts):
            groups.append([*waiting, *run])
            waiting = []
        elif groups:
            groups[-1] += run
        else:
            waiting += run
    return groups or ([waiting] if waiting else [])


def _implicit(
    flow: Flow, groups: list[list[Clause]], start: int, end: int, heading: Span | None, chapter: int | None
) -> list[Draft]:
    drafts = []
    text = flow.text
    for i, group in enumerate(groups):
        stop = group[-1].span.end if i + 1 < len(groups) else end
        lead = _LEAD.match(text, start, stop)
        begin = lead.end() if lead else start
        first_clause = group[0].span.start
        if heading is not None and i == 0:
            title = heading
        elif named := _NAMED.match(text, begin, first_clause):
            title = Span(*named.span("title"))
        else:
            cut = _SHORT.search(text, begin, first_clause)
            title = Span(begin, cut.start() if cut else max(begin, first_clause))
        body = without(text, Span(begin, stop), [c.span for c in group])
        drafts.append(Draft(flow, None, None, title, Span(begin, stop), body, group, chapter=chapter, implicit=True))
        start = stop
    return drafts


def without(text: str, span: Span, holes: list[Span]) -> list[Span]:
    """What is left of a span without some others, in order and without white space at the edges."""
    out: list[Span] = []
    at, end = span
    for first, last in (*sorted(holes), (end, end)):
        stop = first if first < end else end
        # what is left before the hole, and before the end behind the last one
        while at < stop and text[at].isspace():
            at += 1
        while stop > at and text[stop - 1].isspace():
            stop -= 1
        if stop > at and not _NO_WORDS.match(text, at, stop):
            out.append(Span(at, stop))
        at = max(at, last)
    return out


def introductions(text: str, span: Span) -> list[Span]:
    """Words before an item's measures that are no work themselves: 具體措施:"""
    if text.find(":", span.start, span.end) < 0:
        return []
    return [Span(*found.span()) for found in _introduction().finditer(text, span.start, span.end)]


@cache
def _introduction() -> re.Pattern[str]:
    return re.compile(f"{either(*words('outline', 'introductions'))}(?:如下)?:")
