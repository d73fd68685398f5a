"""Plans set out by who does it: the heading names the body, and what stands below it is that body's.

一、由市漁業局牽頭的任務(3項) says so by itself. A heading that is nothing but a body's name (一、市漁業局) is one where every
heading of the plan with items is, and nothing else says who leads.
"""

from __future__ import annotations

import re
from functools import cache

from loaders.clauses import Clause, Part
from loaders.drafts import Draft
from loaders.names import is_plain_body, split_names
from loaders.outline import Branch
from loaders.source import Span
from loaders.words import either, lexicon


@cache
def _heading() -> re.Pattern[str]:
    what, leading = (either(*lexicon("outline")[group]) for group in ("duties", "leading"))
    return re.compile(
        rf"(?:由)?(?P<names>[^\n。;:]{{2,60}}?)(?:(?:共同)?(?P<word>{leading})的?(?:{what})?|的?{what})?"
        r"(?:清单)?(?:\(?,?共?计?\d+[项件个条]\)?)?[ \t\u3000]*(?=[\n。]|$)"
    )


def heading_clauses(text: str, chapters: list[Branch]) -> dict[int, Clause]:
    """Who leads what stands below a chapter's heading, by the identity of the branch.

    Args:
        text: the flow's shadow.
        chapters: those of the outline.
    """
    found: dict[int, Clause] = {}
    bare: dict[int, Clause] = {}
    owned = [chapter for chapter in chapters if chapter.children and not chapter.clauses]
    for chapter in owned:
        begin = chapter.label.span.end
        begin += len(text[begin : chapter.own.end]) - len(text[begin : chapter.own.end].lstrip(" \t\u3000"))
        match = _heading().match(text, begin, chapter.own.end)
        if match is None:
            continue
        names = split_names(text, *match.span("names"))
        if not names or not all(is_plain_body(text[n.start : n.end]) for n in names):
            continue
        word = Span(*match.span("word")) if match["word"] else None
        clause = Clause(Span(begin, match.end()), "heading", [Part("lead", name, word) for name in names], worded=True)
        (found if word else bare)[id(chapter)] = clause
    told = any(
        part.role in ("lead", "duty")
        for chapter in chapters
        for branch in chapter.walk()
        for clause in branch.clauses
        for part in clause.parts
    )
    if bare and not told and len(bare) > 1 and len(found) + len(bare) == len(owned):
        found |= bare
    return found


def give(draft: Draft, clause: Clause) -> None:
    """Give the clause of a heading to the items below it that name nobody who leads."""
    if draft.children:
        if not draft.clauses:
            for child in draft.children:
                give(child, clause)
    elif not any(part.role in ("lead", "duty") for own in draft.clauses for part in own.parts):
        draft.clauses = [clause, *draft.clauses]
